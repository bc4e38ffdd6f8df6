import { getEventListeners } from 'node:events'
import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { type BacktestOptions, type BacktestResult, backtest, renderJson } from '../../src/index.ts'
import { folder } from '../cli/command.ts'

const HOUR = 3_600_000
const START = Date.UTC(2024, 0, 1)

type Columns = {
  readonly time: number[]
  readonly open: number[]
  readonly high: number[]
  readonly low: number[]
  readonly close: number[]
}

/** Bars that rise by 1 for 12 bars and fall by 1 for 12, from 100. */
function waves(count: number): Columns {
  const price = (i: number): number => 100 + (i % 24 < 12 ? i % 24 : 24 - (i % 24))
  const index = Array.from({ length: count }, (_, i) => i)
  return {
    time: index.map((i) => START + i * HOUR),
    open: index.map(price),
    high: index.map((i) => Math.max(price(i), price(i + 1)) + 0.5),
    low: index.map((i) => Math.min(price(i), price(i + 1)) - 0.5),
    close: index.map((i) => price(i + 1)),
  }
}

function csv({ time, open, high, low, close }: Columns): string {
  const rows = time.map((ms, i) =>
    [new Date(ms).toISOString().replace('.000', ''), open[i], high[i], low[i], close[i]].join(','),
  )
  return `time,open,high,low,close\n${rows.join('\n')}\n`
}

const strategy = {
  name: 'cross.js',
  source: `
    strategy('cross', { initialCapital: 10_000 })
    const fast = ta.sma(close, input.int('fast', 2)), slow = ta.sma(close, 6)
    const up = ta.crossover(fast, slow), down = ta.crossunder(fast, slow)
    onBar(() => {
      if (up()) strategy.entry('L', 'long', { qty: 10 })
      if (down()) strategy.close('L')
    })`,
}
const inMemory = (count: number): BacktestOptions['data'] => ({ name: 'waves', bars: waves(count) })
const run = (options: Partial<BacktestOptions> = {}): Promise<BacktestResult> =>
  backtest({ strategy, data: inMemory(200), ...options })
const source = (text: string): BacktestOptions['strategy'] => ({ name: 's.js', source: text })
async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += 100) yield Buffer.from(text.slice(at, at + 100))
}

describe('backtest', () => {
  const path = join(folder({ 'waves.csv': csv(waves(200)) }), 'waves.csv')

  it.each<{ says: string; options: Partial<BacktestOptions> }>([
    { says: 'a file', options: { data: path } },
    { says: 'a stream', options: { data: { name: 'waves', stream: pieces(csv(waves(200))) } } },
    { says: 'bytes', options: { data: { name: 'waves', bytes: Buffer.from(csv(waves(200))) } } },
    { says: 'the inner layer alone', options: { isolation: 'realm' } },
  ])('comes to the same from $says as from bars in memory', async ({ options }) => {
    const want = await run()
    expect(want.trades.length).toBeGreaterThan(5)
    expect((await run(options)).hashes).toEqual(want.hashes)
  })

  it('is a function of its options', async () => {
    expect(renderJson(await run({ seed: 3 }))).toBe(renderJson(await run({ seed: 3 })))
  })

  it.each<{
    says: string
    options: Partial<BacktestOptions>
    pick: (result: BacktestResult) => unknown
    want: unknown
  }>([
    {
      says: 'inputs, as text or as values',
      options: { inputs: { fast: '3' } },
      pick: ({ strategy: { inputs, overridden } }) => [inputs, overridden],
      want: [{ fast: 3 }, ['fast']],
    },
    {
      says: 'properties',
      options: { properties: { initialCapital: 500, commissionValue: '0.2' } },
      pick: ({ strategy: { properties: own } }) => [own.initialCapital, own.commissionValue],
      want: [500, 0.2],
    },
    {
      says: 'facts of the symbol',
      options: { symbol: { name: 'W', tick: 0.25, lot: 1, pointValue: 5, currency: 'EUR' } },
      pick: ({ symbol }) => symbol,
      want: { name: 'W', tick: 0.25, lot: 1, pointValue: 5, currency: 'EUR', timezone: 'UTC' },
    },
    {
      says: 'a longer timeframe',
      options: { timeframe: '4h' },
      pick: ({ data, equity }) => [data[0]!.timeframe, equity.bars],
      want: ['4h', 50],
    },
    {
      says: 'a window, with the bars before it as warm-up',
      options: { from: '2024-01-03', to: '2024-01-05T12:00' },
      pick: ({ run: { window }, data, equity }) => [window, data[0]!.bars, equity.bars],
      want: [{ from: '2024-01-03T00:00:00Z', to: '2024-01-05T12:00:00Z' }, 108, 60],
    },
    {
      says: 'a window without warm-up',
      options: { from: '2024-01-03', warmup: false },
      pick: ({ data, equity }) => [data[0]!.from, data[0]!.bars, equity.bars],
      want: ['2024-01-03T00:00:00Z', 152, 152],
    },
    {
      says: 'a window that counts from the last bar',
      options: { from: '-2d' },
      pick: ({ equity }) => equity.bars,
      want: 49,
    },
    {
      says: 'a limit of the log, and what was dropped',
      options: { strategy: source('onBar(() => log(1))'), limits: { logs: 30 } },
      pick: ({ logs, notes }) => [
        logs.lines.length,
        logs.dropped,
        notes.find(({ code }) => code === 'N121')?.count,
      ],
      want: [30, 170, 170],
    },
  ])('takes $says', async ({ options, pick, want }) => {
    expect(pick(await run(options))).toEqual(want)
  })

  it.each<{ says: string; options: Partial<BacktestOptions> }>([
    { says: 'a tick of zero', options: { symbol: { tick: 0 } } },
    { says: 'a lot that is no number', options: { symbol: { lot: Number.NaN } } },
    { says: 'an exchange on Mars', options: { symbol: { timezone: 'Mars/Phobos' } } },
    { says: 'a timeframe that is none', options: { timeframe: '1y' } },
    { says: 'a seed below zero', options: { seed: -1 } },
    { says: 'a window that is no date', options: { from: 'yesterday' } },
  ])('refuses $says with U102 before it reads anything', async ({ options }) => {
    const data = { path: 'there-is-no-such-file.csv' }
    await expect(run({ data, ...options })).rejects.toMatchObject({ code: 'U102' })
  })

  it('converts money at the rate of the day', async () => {
    const fx = join(folder({ 'fx.csv': 'date,rate\n2023-12-31,2\n' }), 'fx.csv')
    const plain = await run()
    const doubled = await run({ fx })
    expect(doubled.metrics.all.netProfit).toBeCloseTo(2 * plain.metrics.all.netProfit!, 8)
  })

  it('reads the price step off all prices, not off the first ones alone', async () => {
    const bars = waves(10_000)
    bars.close[9_000] = bars.close[9_000]! + 0.125
    const result = await run({ data: { name: 'fine', bars } })
    expect(result.symbol.tick).toBe(0.001)
    const once = { name: 'fine', stream: pieces(csv(bars)) }
    await expect(run({ data: once })).rejects.toMatchObject({
      code: 'U102',
      hint: 'say so: --tick 0.001',
    })
  })
})

describe.each(['process', 'realm'] as const)('a run that does not end well (%s)', (isolation) => {
  const bad = csv(waves(30_000)).replace('2025-06-01T00:00:00Z,', '2025-06-01T00:00:00Z,x')

  it('is a result where the strategy is at fault', async () => {
    const zone = source("clock('Mars/Phobos')\nonBar(() => {})")
    const result = await run({ strategy: zone, isolation })
    expect(result).toMatchObject({ status: 'failed', failure: { code: 'S306', file: 's.js' } })
  })

  it('is an error where the data are at fault, and leaves no file open', async () => {
    const path = join(folder({ 'bad.csv': bad }), 'bad.csv')
    await expect(run({ data: path, isolation })).rejects.toMatchObject({
      code: 'D209',
      place: { file: 'bad.csv' },
    })
    expect(openFiles()).not.toContain(path)
  })

  it.each([
    { says: 'before the bars', text: 'null.x' },
    { says: 'in the middle', text: 'onBar(() => { if (barIndex() === 9000) null.x })' },
  ])('closes the data when the strategy fails $says', async ({ text }) => {
    const path = join(folder({ 'long.csv': csv(waves(60_000)) }), 'long.csv')
    const result = await run({ data: path, strategy: source(text), isolation })
    expect(result.status).toBe('failed')
    expect(openFiles()).not.toContain(path)
  })

  it('does not wait for a stream that keeps silent', async () => {
    const head = csv(waves(30_000))
    async function* stuck(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(head)
      await new Promise(() => {})
    }
    const fails = source('onBar(() => { if (barIndex() === 100) null.x })')
    const result = await run({
      data: { name: 'stuck', stream: stuck() },
      strategy: fails,
      isolation,
    })
    expect(result.failure).toMatchObject({ code: 'S307', bar: 100 })
  })

  it.each([
    { says: 'before it begins', afterMs: -1, silent: false },
    { says: 'while the data are silent', afterMs: 50, silent: true },
    { says: 'while it runs', afterMs: 400, silent: false },
  ])('is X504 when the signal fires $says', async ({ afterMs, silent }) => {
    const abort = new AbortController()
    if (afterMs < 0) abort.abort()
    else setTimeout(() => abort.abort(), afterMs)
    async function* never(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('time,open,high,low,close\n')
      await new Promise(() => {})
    }
    async function* endless(): AsyncGenerator<Uint8Array> {
      const text = csv(waves(20_000))
      yield Buffer.from(text)
      for (let at = START + 20_000 * HOUR; ; at += HOUR) {
        yield Buffer.from(`${new Date(at).toISOString().replace('.000', '')},100,101,99,100\n`)
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const data = { name: 'stream', stream: silent ? never() : endless() }
    await expect(run({ data, isolation, signal: abort.signal })).rejects.toMatchObject({
      code: 'X504',
    })
    expect(getEventListeners(abort.signal, 'abort')).toEqual([])
    await vi.waitFor(() => expect(process.getActiveResourcesInfo()).not.toContain('ProcessWrap'))
  })
})

/** Paths of the files that this process holds open, where the system tells. */
function openFiles(): string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)]
    } catch {
      return []
    }
  })
}
