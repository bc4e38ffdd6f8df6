import { describe, expect, it } from 'vitest'
import {
  type BacktestOptions,
  type BacktestResult,
  backtest,
  type SweepOptions,
  sweep,
  type Trial,
} from '../../src/index.ts'
import { SAMPLE } from '../cli/command.ts'

type Inputs = SweepOptions['trials'][number]

const strategy = (source: string): BacktestOptions['strategy'] => ({ name: 's.js', source })

const told = ({ status, metrics, why, hashes }: Trial | BacktestResult) => ({
  status,
  metrics,
  why,
  trades: hashes.trades,
  equity: hashes.equity,
})

/** Each set of inputs as a run of its own, in a jail of its own. */
async function alone(
  options: Omit<SweepOptions, 'trials'>,
  trials: readonly Inputs[],
): Promise<readonly ReturnType<typeof told>[]> {
  const results = []
  for (const inputs of trials) results.push(told(await backtest({ ...options, inputs })))
  return results
}

const CROSS = `strategy('cross', { pyramiding: 2 })
  const fast = ta.sma(close, input.int('fast', 5)), slow = ta.sma(close, input.int('slow', 20))
  onBar(() => {
    if (fast() > slow() && fast(1) <= slow(1)) strategy.entry('L', 'long')
    if (fast() < slow() && fast(1) >= slow(1)) strategy.entry('S', 'short', { comment: 'turn' })
  })`
const BRACKET = `strategy('bracket', { defaultQtyType: 'percentOfEquity', defaultQtyValue: 50, commissionValue: 0.1 })
  const risk = input.float('risk', 2), trend = ta.ema(close, input.int('trend', 30)), atr = ta.atr(14)
  onBar(() => {
    if (strategy.positionSize() === 0 && close() > trend()) {
      strategy.entry('L', 'long')
      strategy.exit('X', 'L', { stop: close() - risk * atr(), limit: close() + 2 * risk * atr() })
    }
  })`
const HEARS = `let last = 0
  const held = state(0), step = input.int('step', 7)
  onFill((fill) => { last = fill.price; held.set(held() + 1) })
  onBar(() => {
    if (barIndex() % step === 0) strategy.entry(random() > 0.5 ? 'A' : 'B', random() > 0.5 ? 'long' : 'short', { limit: close() - (last > 0 ? 1 : 0) })
    if (strategy.closedtrades() > 3 && strategy.closedtrades.profit(strategy.closedtrades() - 1) < 0) strategy.closeAll()
  })`
const ZONES = `const hour = clock(input.string('zone', 'America/New_York'))
  const wide = request.security('', '1D')
  const own = series(() => wide.close() - close())
  onBar(() => {
    if (hour.hour() === 9) strategy.entry('L', 'long')
    if (hour.hour() === 15 || own() < 0) strategy.close('L')
  })`

const LENGTHS = `const back = input.int('back', 50)
  strategy('lengths', { maxBarsBack: back })
  const mean = ta.sma(close, 20), peak = ta.highest(mean, 9), own = series(() => mean() - close(40))
  const up = ta.rising(close, 2), weak = ta.crossunder(ta.rsi(close, 9), 30)
  onBar(() => {
    if (back === 60 && barIndex() === 100) throw new Error('early')
    if (barIndex() % 9 === back % 4 && mean(back) !== peak(7)) strategy.entry('L' + back, 'long')
    if (up() && (weak(1) || own(3) < 0)) strategy.close('L' + back)
  })`

const START = Date.UTC(2024, 0, 1)

describe('sweep', () => {
  it.each([
    { says: 'rings that could hold all bars', bars: 5000 },
    { says: 'rings that all bars just fill', bars: 8192 },
  ])('shows no trial a bar that is to come: $says', async ({ bars }) => {
    const rows = Array.from(
      { length: bars },
      (_, i) => `${START + i * 3_600_000},${100 + (i % 7)},${108 + (i % 7)},99,${101 + (i % 7)},5`,
    )
    const data = {
      name: 'b.csv',
      bytes: Buffer.from(`time,open,high,low,close,volume\n${rows.join('\n')}\n`),
    }
    const source = `const mean = ta.sma(close, 10), n = input.int('n', 1)
      onBar(() => {
        if (strategy.positionSize() > 1e9 || barIndex() > 200) return
        for (const back of [1, 500, 4500]) if (back > barIndex() && (!na(mean(back)) || !na(close(back)))) strategy.entry('L', 'long')
      })`
    const trials = [1, 2, 3, 4].map((n) => ({ n }))
    const found = await sweep({ strategy: strategy(source), data, trials, jobs: 1 })
    expect(found.map(({ status, metrics }) => [status, metrics?.all.openTrades])).toEqual(
      trials.map(() => ['ok', 0]),
    )
  })

  it.each([
    {
      says: 'averages',
      source: CROSS,
      trials: [3, 5, 8].flatMap((fast) => [20, 30].map((slow) => ({ fast, slow }))),
    },
    {
      says: 'exits, and money that depends on the account',
      source: BRACKET,
      trials: [1, 2, 3].flatMap((risk) => [{ risk }, { risk, trend: 10 }]),
    },
    {
      says: 'chance, states, fills and the list of trades',
      source: HEARS,
      trials: [7, 3, 11, 7].map((step) => ({ step })),
    },
    {
      says: 'calendars of several zones and another timeframe',
      source: ZONES,
      trials: ['UTC', 'Asia/Tokyo', 'UTC', 'America/New_York'].map((zone) => ({ zone })),
    },
    {
      says: 'histories of several lengths, runs that end early among them',
      source: LENGTHS,
      trials: [60, 50, 3000, 50, 60, 3000, 45].map((back) => ({ back })),
    },
  ])('comes to what each run alone comes to: $says', async ({ source, trials }) => {
    const options = { strategy: strategy(source), data: SAMPLE }
    const want = await alone(options, trials)
    expect(new Set(want.map(({ trades }) => trades)).size).toBeGreaterThan(1)
    const once = await sweep({ ...options, trials, jobs: 1 })
    expect(once.map(told)).toEqual(want)
    expect(once.map(({ inputs }) => inputs)).toEqual(trials)
    const many = await sweep({ ...options, trials, jobs: 3 })
    expect(many.map(told)).toEqual(want)
  })

  it('comes to the same bits where trials share indicators', async () => {
    const source = `const n = input.int('n', 5), k = input.float('k', 2)
      const bands = ta.bb(close, n, k), lines = ta.macd(hl2, n, n + 3, 4), ways = ta.dmi(n, n)
      const all = [
        ta.sma(close, n), ta.ema(ta.sma(close, n), 3), ta.ema(hlc3, n), ta.rsi(close, n), ta.atr(n), ta.stoch(close, high, low, n),
        ta.wma(volume, n), ta.highest(n), ta.lowest(low, n), ta.change(close), ta.mfi(hlc3, n), ta.vwap(), ta.cci(close, n), ta.obv(),
        ta.sma(7, n), ta.supertrend(k, n).line, bands.upper, bands.lower, lines.macd, lines.signal, ways.plusDi, ways.adx,
        ta.sma(series(() => close() - open()), n), ti.awesomeoscillator(),
      ]
      const turns = [ta.crossover(close, all[0]), ta.rising(close, 2), ti.bullish()]
      let sum = 0
      onBar(() => {
        for (const one of all) sum = sum * 0.75 + nz(one()) - nz(one(2)) / 3
        for (const one of turns) if (one()) sum += 1
        if (barIndex() % 40 === 3) strategy.entry('L', 'long', { comment: String(sum) })
        if (barIndex() % 40 === 23) strategy.close('L', { comment: String(sum) })
      })`
    const options = { strategy: strategy(source), data: SAMPLE }
    const trials = [
      { n: 5 },
      { n: 6 },
      { n: 5, k: 3 },
      { n: 6 },
      { n: 5 },
      { n: 6, k: 3 },
      { n: 5 },
    ]
    const want = await alone(options, trials)
    expect(new Set(want.map(({ trades }) => trades)).size).toBe(4)
    expect((await sweep({ ...options, trials, jobs: 1 })).map(told)).toEqual(want)
  })

  it('takes the options of a run', async () => {
    const options = {
      strategy: strategy(CROSS),
      data: SAMPLE,
      timeframe: '4h',
      from: '2024-02',
      properties: { initialCapital: 5000 },
      symbol: { tick: 0.5 },
      seed: 3,
    }
    const trials = [{ fast: 2 }, { fast: 4 }]
    expect((await sweep({ ...options, trials })).map(told)).toEqual(await alone(options, trials))
  })

  it('ends where the caller does, and begins no other trial', async () => {
    const seen: number[] = []
    const running = sweep(
      {
        strategy: strategy(CROSS),
        data: SAMPLE,
        trials: Array.from({ length: 60 }, () => ({})),
        jobs: 2,
      },
      (_, index) => {
        seen.push(index)
        throw new RangeError('the caller')
      },
    )
    await expect(running).rejects.toThrow('the caller')
    expect(seen.length).toBeLessThan(3)
  })

  it('hands on each trial as it comes, once', async () => {
    const seen: number[] = []
    const trials = await sweep(
      { strategy: strategy(CROSS), data: SAMPLE, trials: [{ fast: 3 }, { fast: 4 }, { fast: 5 }] },
      (trial, index) => {
        seen.push(index)
        expect(trial.inputs).toEqual({ fast: index + 3 })
      },
    )
    expect(seen.toSorted()).toEqual([0, 1, 2])
    expect(trials[1]!.trades).toBe(trials[1]!.metrics.all.trades)
  })

  it('is nothing without trials', async () => {
    expect(await sweep({ strategy: strategy(CROSS), data: SAMPLE, trials: [] })).toEqual([])
  })

  it('goes on after a trial that failed, with what it came to', async () => {
    const source = `const n = input.int('n', 0, { max: 100 })
      onBar(() => {
        if (barIndex() === 40) strategy.entry('L', 'long')
        if (n > 0 && barIndex() === 50 + n) throw new Error('enough')
      })`
    const options = { strategy: strategy(source), data: SAMPLE }
    const trials = [{ n: 0 }, { n: 1 }, { n: 200 }, { m: 1 }, { n: 2 }, { n: 0 }]
    const outcome = await sweep({ ...options, trials, jobs: 1 })
    expect(outcome.map(({ failure }) => failure?.code ?? 'ok')).toEqual([
      'ok',
      'S307',
      'U111',
      'U110',
      'S307',
      'ok',
    ])
    const sound = trials.filter((_, i) => [0, 1, 4, 5].includes(i))
    expect(outcome.filter((_, i) => [0, 1, 4, 5].includes(i)).map(told)).toEqual(
      await alone(options, sound),
    )
  })

  it.each([
    {
      says: 'time',
      code: 'L401',
      body: 'for (;;) {}',
      limits: { timeMs: 1500 },
    },
    {
      says: 'memory',
      code: 'L402',
      body: 'const all = []; for (;;) all.push(new Array(1000).fill(barIndex()))',
      limits: { memoryMb: 64 },
    },
    {
      says: 'orders',
      code: 'L403',
      body: "for (let i = 0; i < 200; i++) strategy.entry('L', 'long')",
      limits: { orders: 100 },
    },
  ])(
    'keeps the limit of $says for each trial, and the others run',
    async ({ code, body, limits }) => {
      const source = `const isBad = input.bool('bad', false)
      onBar(() => { if (barIndex() === 9) { strategy.entry('L', 'long'); if (isBad) { ${body} } } })`
      const trials = [false, true, false, true, false].map((bad) => ({ bad }))
      const done = await sweep({
        strategy: strategy(source),
        data: SAMPLE,
        trials,
        limits,
        jobs: 1,
      })
      expect(done.map(({ failure }) => failure?.code)).toEqual([
        undefined,
        code,
        undefined,
        code,
        undefined,
      ])
      expect(new Set([0, 2, 4].map((i) => done[i]!.hashes.equity)).size).toBe(1)
    },
    60_000,
  )

  it.each([
    { says: 'a strategy that is not there', change: { strategy: 'gone.js' }, code: 'U104' },
    { says: 'data that are not there', change: { data: 'gone.csv' }, code: 'D201' },
    { says: 'a window without bars', change: { from: '2030' }, code: 'U115' },
    { says: 'no jobs', change: { jobs: 0 }, code: 'U102' },
    { says: 'bars that do not fit', change: { limits: { memoryMb: 0.1 } }, code: 'L402' },
  ])('throws for $says', async ({ change, code }) => {
    const options = { strategy: strategy(CROSS), data: SAMPLE, trials: [{}], ...change }
    await expect(sweep(options)).rejects.toMatchObject({ code })
  })

  it('refuses a text once for all trials', async () => {
    const done = await sweep({
      strategy: strategy('import x from "x"'),
      data: SAMPLE,
      trials: [{}, {}],
    })
    expect(done.map(({ status, failure }) => [status, failure?.code])).toEqual([
      ['failed', 'S309'],
      ['failed', 'S309'],
    ])
  })

  it('ends with X504', async () => {
    const abort = new AbortController()
    const running = sweep(
      {
        strategy: strategy(CROSS),
        data: SAMPLE,
        trials: Array.from({ length: 200 }, () => ({})),
        signal: abort.signal,
      },
      () => abort.abort(),
    )
    await expect(running).rejects.toMatchObject({ code: 'X504' })
  })
})
