import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type JailEnd, jailFacts, startJail, systemWalls } from '../../src/sandbox/index.ts'

const walls = await systemWalls()
const hasNamespace = walls.namespaces.includes('net')

type Ended = { readonly end: JailEnd; readonly said: readonly unknown[] }

/** Runs `body` in a jail with every wall that this machine has; `say` writes a frame. */
async function inJail(body: string, kill?: (send: () => void) => void): Promise<Ended> {
  const said: unknown[] = []
  const jail = startJail({
    jailScript: `(({ process, fs, writeSync, Module }) => {
      const say = (value) => { const bytes = Buffer.from(JSON.stringify(value)); const head = Buffer.alloc(8); head.writeUInt32LE(20, 0); head.writeUInt32LE(bytes.length, 4); writeSync(1, head, 0, 8); writeSync(1, bytes, 0, bytes.length) }
      ${body}
    })`,
    timeMs: 5000,
    memoryMb: 64,
    isTypeScript: false,
    outputBytes: 1 << 20,
    walls,
    onFrame: (_type, bytes) => {
      said.push(JSON.parse(bytes.toString('utf8')))
      kill?.(jail.kill)
    },
  })
  return { end: await jail.ended, said }
}

describe.skipIf(!hasNamespace)('a jail in namespaces of its own (J6)', () => {
  it('has no network interface that leads anywhere', async () => {
    const { said } = await inJail(
      "say(Object.values(process.binding === undefined ? {} : Module.createRequire('/')('os').networkInterfaces()).length); process.reallyExit(0)",
    )
    expect(said).toEqual([0])
  })

  it('is the process that was started: number, code and signal are its own', async () => {
    const { said, end } = await inJail('say(process.ppid); process.reallyExit(37)')
    expect(said).toEqual([process.pid])
    expect(end).toEqual({ kind: 'crash', code: 37, signal: null })
    expect((await inJail("process.kill(process.pid, 'SIGSEGV'); for (;;);")).end).toEqual({
      kind: 'crash',
      code: null,
      signal: 'SIGSEGV',
    })
  })

  it('is gone when it is killed (P1)', async () => {
    const { said, end } = await inJail('say(process.pid); for (;;);', (kill) => kill())
    expect(end).toEqual({ kind: 'killed' })
    expect(() => readFileSync(`/proc/${said[0]}/statm`)).toThrow('ENOENT')
  })

  it('ends by memory where memory ends (J5, P3)', async () => {
    const { end } = await inJail('const keep = []; for (;;) keep.push(Buffer.alloc(1 << 24, 1))')
    expect(end).toEqual({ kind: 'memory' })
  })
})

describe('what stands around a jail', () => {
  it('is asked for once', () => {
    expect(systemWalls()).toBe(systemWalls())
  })

  it('is known by attempts from inside (J1 to J7)', async () => {
    const { starts, refused, network } = await jailFacts()
    expect(starts).toBe(true)
    const open = Object.keys(refused).filter((name) => refused[name] !== true)
    expect(
      open.filter((name) => name !== 'signal the caller' && name !== 'reach the network'),
    ).toEqual([])
    expect(Object.keys(refused).length).toBeGreaterThan(10)
    expect(refused['reach the network']).toBe(network !== 'neutralised only')
    if (hasNamespace) expect(network).not.toBe('neutralised only')
  })
})
