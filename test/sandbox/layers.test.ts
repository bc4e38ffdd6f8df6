import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { type JailEnd, jailFacts, startJail, systemWalls } from '../../src/sandbox/index.ts'

const walls = await systemWalls()
const hasNamespace = walls.namespaces.includes('net')

const BUILT = join(import.meta.dirname, '../../dist/index.js')

/** The first child of a process that has become a jail. */
async function childOf(pid: number): Promise<string> {
  return vi.waitFor(
    () => {
      const child = readdirSync('/proc').find((name) => {
        if (!/^\d+$/.test(name)) return false
        try {
          const [, parent] = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))!
          return (
            Number(parent) === pid &&
            readFileSync(`/proc/${name}/cmdline`, 'latin1').startsWith('qrun-jail')
          )
        } catch {
          return false
        }
      })
      if (child === undefined) throw new Error('no jail yet')
      return child
    },
    { timeout: 10_000 },
  )
}

/** Processor time of a process, in hundredths of a second. */
function ticksOf(pid: string): number {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')
  return Number(fields.split(' ')[11])
}

/** Whether a process runs; one that only waits to be reaped does not. */
function isRunning(pid: string): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

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

  it('does not outlive a parent that is killed', async () => {
    const parent = spawn(
      process.execPath,
      [
        '-e',
        `import('${pathToFileURL(BUILT)}').then(({ backtest }) => {
          const one = [1, 1, 1], bars = { time: [0, 3600000, 7200000], open: one, high: one, low: one, close: one }
          backtest({ strategy: { name: 'a.js', source: 'onBar(() => { for (;;); })' }, data: { name: 'a', bars }, limits: { timeMs: 60000 } })
        })`,
      ],
      { stdio: 'ignore' },
    )
    const jail = await childOf(parent.pid!)
    // In its loop, where it hears nothing of a pipe that was closed.
    await vi.waitFor(() => expect(ticksOf(jail)).toBeGreaterThan(60), { timeout: 10_000 })
    parent.kill('SIGKILL')
    await once(parent, 'exit')
    await vi.waitFor(() => expect(isRunning(jail)).toBe(false), { timeout: 5000 })
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
