import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { attacks, bars, children, end } from './run.ts'

const REFERENCE = `
  const fast = ta.sma(close, 3), slow = ta.sma(close, 8)
  onBar(() => { if (fast() > slow()) strategy.entry('L', 'long'); else strategy.close('L'); log(fast()) })`

/** Files that end by themselves, and soon, beside programs that only a limit ends. */
const HOSTILE: readonly string[] = [
  ...attacks()
    .filter(({ outcomes }) => outcomes.length === 1 && outcomes[0] === 'contained')
    .map(({ source }) => source),
  'for (;;);',
  'onBar(() => { for (;;); })',
  "onBar(() => { throw new Error('x') })",
  'import("fs")',
  'onBar(() => { for (let i = 0; i < 2000; i++) strategy.cancelAll() })',
  'const f = () => f(); onBar(f)',
  "onBar(() => log('x'.repeat(4096)))",
  '((((',
  'const k = []; for (;;) k.push({})',
]

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** What this process holds, once everything that has ended is collected. */
async function holdings() {
  for (let i = 0; i < 4; i++) {
    collect()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { rss, heapUsed } = process.memoryUsage()
  return {
    rssMb: rss / 2 ** 20,
    heapMb: heapUsed / 2 ** 20,
    resources: process.getActiveResourcesInfo().length,
    descriptors: readdirSync('/proc/self/fd').length,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  }
}

/** Hostile runs number `from` to `to`: one in four in a jail, the others in a realm of this process. */
async function attackFrom(from: number, to: number): Promise<ReadonlySet<string>> {
  const codes = new Set<string>()
  const data = bars(20)
  const work = async (first: number): Promise<void> => {
    for (let i = first; i < to; i += 3) {
      const isolation = i % 4 === 0 ? 'process' : 'realm'
      const source = HOSTILE[(i * 7) % HOSTILE.length]!
      const limits = { timeMs: 60, memoryMb: 64, orders: 500, logs: 100 }
      codes.add((await end(source, { data, isolation, limits })).code)
    }
  }
  await Promise.all([from, from + 1, from + 2].map(work))
  return codes
}

describe.skipIf(process.platform !== 'linux')('the process that runs strategies', () => {
  it('is as it was after a thousand hostile runs', { timeout: 180_000 }, async () => {
    const home = process.cwd()
    const folder = mkdtempSync(join(tmpdir(), 'qrun-survival-'))
    process.chdir(folder)
    try {
      const reference = await end(REFERENCE)
      await attackFrom(0, 150)
      const marked = (): string[] => readdirSync(tmpdir()).filter((name) => /^PWNED/.test(name))
      const before = { ...(await holdings()), children: children() }
      const codes = await attackFrom(150, 1150)
      const after = { ...(await holdings()), children: children() }

      expect([...codes].filter((code) => code.startsWith('X'))).toEqual([])
      expect(codes).toContain('L401')
      expect(after.children).toEqual(before.children)
      // The control of other tests leaves its own there for a moment.
      await vi.waitFor(() => expect(marked()).toEqual([]), { timeout: 20_000 })
      expect(readdirSync(folder)).toEqual([])
      expect(after.resources).toBeLessThanOrEqual(before.resources)
      expect(after.descriptors).toBeLessThanOrEqual(before.descriptors)
      expect(after.listeners).toBe(before.listeners)
      expect(after.heapMb - before.heapMb).toBeLessThan(15)
      expect(after.rssMb - before.rssMb).toBeLessThan(120)
      expect(await end(REFERENCE)).toEqual(reference)
    } finally {
      process.chdir(home)
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

/** Waits for the jail of a run that has just begun, and kills it as the system would. */
async function killAt(
  source: string,
  moment: (pid: number, begun: Promise<void>) => Promise<void>,
  count = 2000,
): Promise<{ code: string; text: string }> {
  const before = children()
  let begin: () => void = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const running = end(source, {
    data: bars(count),
    limits: { timeMs: 20_000, memoryMb: 128 },
    onProgress: () => begin(),
  })
  let pid: number | undefined
  while (pid === undefined) {
    await new Promise((resolve) => setImmediate(resolve))
    pid = children().find((child) => !before.includes(child))
  }
  await moment(pid, begun)
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended before.
  }
  return running
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const forever = 'for (;;);'
const lastBar = 'onBar(() => { if (barstate.islast()) for (;;); })'

describe.skipIf(process.platform !== 'linux')('a jail that the system kills', () => {
  it.each<{ says: string; source: string; moment: Parameters<typeof killAt>[1]; count?: number }>([
    { says: 'as soon as it exists', source: forever, moment: async () => {} },
    { says: 'while it starts', source: forever, moment: () => wait(20) },
    { says: 'while it reads its scripts', source: forever, moment: () => wait(60) },
    { says: 'in the setup phase', source: forever, moment: () => wait(400) },
    {
      says: 'between two blocks of bars',
      source: 'onBar(() => { for (let i = 0; i < 2000; i++) close() })',
      moment: (_pid, begun) => begun,
      count: 60_000,
    },
    { says: 'in the last bar', source: lastBar, moment: () => wait(500) },
  ])(
    '$says ends in a clear code, and the next run is as before (P5)',
    async ({ source, moment, count }) => {
      const reference = await end(REFERENCE)
      expect(await killAt(source, moment, count)).toMatchObject({ code: 'X501' })
      expect(children()).toEqual([])
      expect(await end(REFERENCE)).toEqual(reference)
    },
  )

  it('at any moment gives a whole result or a clear code (P5)', async () => {
    const talkative = "onBar(() => { for (let i = 0; i < 5; i++) log('line ' + i, close()) })"
    const whole = await killAt(talkative, () => wait(2000), 400)
    expect(whole.code).toBe('ok')
    const killed = fc.asyncProperty(fc.integer({ min: 0, max: 260 }), async (ms) => {
      const ended = await killAt(talkative, () => wait(ms), 400)
      if (ended.code === 'ok') expect(ended.text).toBe(whole.text)
      else expect(ended.code).toBe('X501')
    })
    await fc.assert(killed, { numRuns: 20 })
    expect(children()).toEqual([])
  })
})
