import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inParallel } from '../../src/backtest/index.ts'
import { type BacktestOptions, backtest, backtestMany, type RunOutcome } from '../../src/index.ts'
import { folder, SAMPLE } from '../cli/command.ts'

const strategy = (name: string, source: string): BacktestOptions['strategy'] => ({ name, source })
const buys = strategy(
  'buys.js',
  "onBar(() => { if (barIndex() % 50 === 0) strategy.entry('L', 'long') })",
)
const idle = strategy('idle.js', 'onBar(() => {})')
const fails = strategy(
  'fails.js',
  "onBar(() => { if (barIndex() === 6) throw new Error('enough') })",
)

const codeOf = (outcome: RunOutcome): string =>
  outcome.result === null
    ? outcome.failure.code
    : (outcome.result.failure?.code ?? outcome.result.hashes.result)

describe('backtestMany', () => {
  it.each(['process', 'realm'] as const)(
    'comes to what each run alone comes to (%s)',
    async (isolation) => {
      const runs = [buys, idle, buys].flatMap((source, i) =>
        [{}, { from: '2024' }, { timeframe: '1d' }].map((more) => ({
          strategy: source,
          data: SAMPLE,
          isolation,
          seed: i,
          ...more,
        })),
      )
      const want: string[] = []
      for (const run of runs) want.push((await backtest(run)).hashes.result)
      for (const jobs of [1, 4]) expect(await backtestMany(runs, codeOf, { jobs })).toEqual(want)
    },
  )

  it('goes on after a run that failed', async () => {
    const runs = [
      { strategy: fails, data: SAMPLE },
      { strategy: idle, data: 'gone.csv' },
      { strategy: idle, data: SAMPLE, inputs: { slow: 1 } },
      { strategy: idle, data: SAMPLE },
    ]
    const want = (await backtest(runs[3]!)).hashes.result
    expect(await backtestMany(runs, codeOf, { jobs: 2 })).toEqual(['S307', 'D201', 'U110', want])
  })

  it('begins runs over the same data one after another', async () => {
    const begun: number[] = []
    const runs = ['a', 'b', 'a', 'b'].map((data) => ({ strategy: idle, data }))
    await backtestMany(
      runs,
      (_, index) => {
        begun.push(index)
      },
      { jobs: 1 },
    )
    expect(begun).toEqual([0, 2, 1, 3])
  })

  it('keeps what was over before an interrupt, and begins nothing after it', async () => {
    const abort = new AbortController()
    const runs = Array.from({ length: 5 }, () => ({ strategy: idle, data: SAMPLE }))
    const taken = await backtestMany(
      runs,
      (_, index) => {
        if (index === 1) abort.abort()
        return index
      },
      { jobs: 1, signal: abort.signal },
    )
    expect(taken).toEqual([0, 1, undefined, undefined, undefined])
  })

  it('has many runs listen to one signal without a warning', async () => {
    const warnings: Error[] = []
    const onWarning = (warning: Error): void => {
      warnings.push(warning)
    }
    process.on('warning', onWarning)
    const runs = Array.from({ length: 12 }, () => ({ strategy: idle, data: SAMPLE }))
    const { signal } = new AbortController()
    await backtestMany(runs, () => 0, { jobs: 12, signal })
    process.removeListener('warning', onWarning)
    expect(warnings).toEqual([])
  })

  it('keeps candles of each run when asked', async () => {
    const runs = [{ strategy: idle, data: SAMPLE }]
    const count = (outcome: RunOutcome): number | undefined =>
      outcome.result === null ? undefined : outcome.candles?.count
    expect(await backtestMany(runs, count)).toEqual([undefined])
    const bars = (await backtest(runs[0]!)).equity.bars
    expect(await backtestMany(runs, count, { candles: true })).toEqual([bars])
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses jobs of %d', async (jobs) => {
    await expect(backtestMany([], () => 0, { jobs })).rejects.toMatchObject({ code: 'U102' })
  })

  it.runIf(existsSync('/usr/bin/mkfifo'))(
    'reads a file once: a pipe has no second time',
    async () => {
      const pipe = join(folder(), 'bars.csv')
      spawnSync('mkfifo', [pipe])
      const writer = spawn('sh', ['-c', `cat '${SAMPLE}' > '${pipe}'`])
      const symbol = 'one'
      const runs = [buys, idle, buys].map((source) => ({
        strategy: source,
        data: pipe,
        dataOptions: { symbol },
      }))
      const want = await backtest({ strategy: buys, data: SAMPLE, dataOptions: { symbol } })
      const [first, , third] = await backtestMany(runs, codeOf, { jobs: 2 })
      expect([first, third]).toEqual([want.hashes.result, want.hashes.result])
      writer.kill()
    },
  )
})

describe('inParallel', () => {
  it('has as many at a time as asked, begun in order, and tells in order', async () => {
    let now = 0
    let most = 0
    const begun: number[] = []
    const done = await inParallel([5, 1, 4, 2, 3, 0], 3, async (wait, index) => {
      begun.push(index)
      most = Math.max(most, ++now)
      await new Promise((resolve) => setTimeout(resolve, wait))
      now--
      return wait
    })
    expect(done).toEqual([5, 1, 4, 2, 3, 0])
    expect(begun).toEqual([0, 1, 2, 3, 4, 5])
    expect(most).toBe(3)
  })

  it('ends with what the work threw, once what was begun is over', async () => {
    const over: number[] = []
    const work = inParallel([0, 1, 2, 3], 2, async (item) => {
      if (item === 0) throw new Error('no')
      await new Promise((resolve) => setTimeout(resolve, 5))
      over.push(item)
    })
    await expect(work).rejects.toThrow('no')
    expect(over).toEqual([1])
  })
})
