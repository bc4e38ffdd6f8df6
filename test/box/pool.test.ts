import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSandbox } from '../../src/box/index.ts'
import { ROOT } from '../documents.ts'
import { expectError, ISOLATIONS, sandbox } from './boxes.ts'

/** Jailed children of this process, by id. */
function children(): number[] {
  try {
    const text = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], {
      encoding: 'utf8',
    })
    return text
      .split('\n')
      .filter((line) => /qrun-jail|disallow-code-generation/.test(line))
      .map((line) => Number.parseInt(line, 10))
  } catch {
    return []
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe.each(ISOLATIONS)('a pool with isolation "%s"', (isolation) => {
  it('runs more evaluations than it has room for, each with its own values', async () => {
    const box = sandbox({ isolation, pool: { size: 2, ahead: 2 }, limits: { timeMs: 20_000 } })
    const sums = Array.from({ length: 12 }, (_, i) =>
      box.evaluate('x + y', { args: { x: i, y: i } }),
    )
    const squares = Array.from({ length: 4 }, (_, i) => box.evaluate(`${i} * ${i}`))
    expect(await Promise.all(sums)).toEqual(Array.from({ length: 12 }, (_, i) => 2 * i))
    expect(await Promise.all(squares)).toEqual([0, 1, 4, 9])
  })

  it('starts children when they are needed where none are kept ready', async () => {
    const box = sandbox({ isolation, pool: { ahead: 0 } })
    expect(await Promise.all([box.evaluate('1'), box.evaluate('2'), box.evaluate('3')])).toEqual([
      1, 2, 3,
    ])
  })

  it('ends an evaluation by its signal, with its reason', async () => {
    const box = sandbox({ isolation, pool: { size: 1 }, limits: { timeMs: 60_000 } })
    const running = new AbortController()
    const queued = new AbortController()
    const loop = box.evaluate('for (;;);', { signal: running.signal })
    const second = box.evaluate('2', { signal: queued.signal })
    const third = box.evaluate('3')
    queued.abort(new Error('not wanted'))
    await expect(second).rejects.toThrow('not wanted')
    await pause(100)
    running.abort(new Error('enough'))
    await expect(loop).rejects.toThrow('enough')
    expect(await third).toBe(3)
    await expect(
      box.evaluate('4', { signal: AbortSignal.abort(new Error('before')) }),
    ).rejects.toThrow('before')
  })

  it('is ended by its signal at once, also where a child is ready', async () => {
    const box = sandbox({ isolation, pool: { size: 1 } })
    expect(await box.evaluate('1')).toBe(1)
    const controller = new AbortController()
    const aborted = box.evaluate('1', { signal: controller.signal })
    controller.abort(new Error('changed my mind'))
    await expect(aborted).rejects.toThrow('changed my mind')
    expect(await box.evaluate('1')).toBe(1)
    const disposed = expectError(box.evaluate('1'), { code: 'B608' })
    await Promise.all([disposed, box.dispose()])
  })

  it('rejects everything when it is disposed of, and may be disposed of twice', async () => {
    const box = createSandbox({ isolation, pool: { size: 1 }, limits: { timeMs: 60_000 } })
    const pending = [box.evaluate('for (;;);'), box.evaluate('1'), box.evaluate('2')]
    const errors = pending.map((promise) =>
      expectError(promise, { code: 'B608', name: 'SandboxDisposed' }),
    )
    await pause(50)
    await Promise.all([box.dispose(), box.dispose()])
    await Promise.all(errors)
    await box.dispose()
    await expectError(box.evaluate('1'), { code: 'B608' })
    await expectError(box.call('() => 1', []), { code: 'B608' })
  })

  it('is disposed of by the language', async () => {
    const box = createSandbox({ isolation })
    expect(await box.evaluate('1')).toBe(1)
    await box[Symbol.asyncDispose]()
    await expectError(box.evaluate('1'), { code: 'B608' })
  })
})

describe.skipIf(process.platform === 'win32')('children', () => {
  it('that are killed are told of, and the sandbox goes on (P5)', async () => {
    const box = sandbox({ pool: { ahead: 0 }, limits: { timeMs: 60_000 } })
    const before = new Set(children())
    const loop = box.evaluate('for (;;);')
    const crash = expectError(loop, { code: 'B606', name: 'SandboxCrash', exit: 'SIGKILL' })
    await pause(500)
    for (const pid of children().filter((id) => !before.has(id))) process.kill(pid, 'SIGKILL')
    await crash
    expect(await box.evaluate('1')).toBe(1)
  })

  it('that are killed while they wait are replaced', async () => {
    const before = new Set(children())
    const box = sandbox({ pool: { ahead: 1 } })
    await pause(500)
    const idle = children().filter((id) => !before.has(id))
    expect(idle.length).toBe(1)
    for (const pid of idle) process.kill(pid, 'SIGKILL')
    await pause(200)
    expect(await box.evaluate('1')).toBe(1)
  })

  it('are gone when the sandbox is', async () => {
    const before = new Set(children())
    const box = createSandbox({ pool: { size: 3, ahead: 3 } })
    await Promise.all(['1', '2', '3'].map((source) => box.evaluate(source)))
    expect(children().filter((id) => !before.has(id)).length).toBeGreaterThan(2)
    await box.dispose()
    expect(children().filter((id) => !before.has(id))).toEqual([])
  })
})

describe('a program with a sandbox', () => {
  /** Runs a program that uses the package as its users do. */
  function program(text: string): { stdout: string; status: number | null } {
    const folder = mkdtempSync(join(tmpdir(), 'qrun-box-'))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    execFileSync('mkdir', ['-p', join(folder, 'node_modules')])
    symlinkSync(ROOT, join(folder, 'node_modules/qrun'))
    writeFileSync(join(folder, 'main.js'), `import { createSandbox } from 'qrun/sandbox'\n${text}`)
    const { stdout, stderr, status } = spawnSync(process.execPath, ['main.js'], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 20_000,
    })
    return { stdout: stdout + stderr, status }
  }

  it.each(ISOLATIONS)('ends by itself while children wait (isolation "%s")', (isolation) => {
    const told =
      program(`const box = createSandbox({ isolation: '${isolation}', pool: { ahead: 2 } })
      console.log(await box.evaluate('1 + 1'))`)
    expect(told).toEqual({ stdout: '2\n', status: 0 })
  })

  it.each(ISOLATIONS)('stays while it disposes of it (isolation "%s")', (isolation) => {
    const told = program(`const box = createSandbox({ isolation: '${isolation}' })
      await box.evaluate('1').then(() => box.dispose())
      console.log('gone')`)
    expect(told).toEqual({ stdout: 'gone\n', status: 0 })
  })

  it.each(ISOLATIONS)('hears nothing of rejections in there (isolation "%s")', (isolation) => {
    const told = program(`const box = createSandbox({ isolation: '${isolation}', async: true })
      process.on('unhandledRejection', () => console.log('heard'))
      await box.evaluate('Promise.reject(1); 1').catch(({ code }) => console.log(code))`)
    expect(told).toEqual({ stdout: 'B612\n', status: 0 })
  })

  it('needs nothing that trades', () => {
    const told = program(`await createSandbox().dispose()
      const { readFileSync } = await import('node:fs')
      const texts = ['box-realm', 'box-jail', 'sandbox'].map((name) => readFileSync('node_modules/qrun/dist/' + name + '.js', 'utf8'))
      console.log(texts.filter((text) => /closedtrades|maxDrawdown|pyramiding|OHLC/i.test(text)).length)`)
    expect(told).toEqual({ stdout: '0\n', status: 0 })
  })
})
