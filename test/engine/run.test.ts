import vm from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRun, type RunResult } from '../../src/engine/index.ts'
import { createRealm, readScripts } from '../../src/sandbox/index.ts'
import { type BarBlock, createBlock } from '../../src/shared/bars.ts'
import { DEFAULT_LIMITS, type Job } from '../../src/shared/job.ts'
import { ACCOUNT, TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'

const HOUR = 3_600_000

/** `count` bars of a seeded walk. */
function walk(count: number, seed = 1): BarBlock {
  const block = createBlock(count)
  block.count = count
  let state = seed
  let price = 10_000
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x7fffffff
  }
  for (let i = 0; i < count; i++) {
    const open = price
    price = Math.max(1, Math.round((price + (next() - 0.5) * 200) * 100) / 100)
    block.time[i] = i * HOUR
    block.open[i] = open
    block.high[i] = Math.round((Math.max(open, price) + next() * 50) * 100) / 100
    block.low[i] = Math.round((Math.min(open, price) - next() * 0.5) * 100) / 100
    block.close[i] = price
    block.volume[i] = Math.round(next() * 1000)
  }
  return block
}

function part(block: BarBlock, from: number, to: number): BarBlock {
  return {
    count: to - from,
    time: block.time.subarray(from, to),
    open: block.open.subarray(from, to),
    high: block.high.subarray(from, to),
    low: block.low.subarray(from, to),
    close: block.close.subarray(from, to),
    volume: block.volume.subarray(from, to),
  }
}

type Outcome = {
  readonly result: RunResult
  readonly trades: readonly number[][]
  readonly texts: readonly string[]
}

function run(source: string, bars: BarBlock, size: number, more: Partial<Job> = {}): Outcome {
  const trades: number[][] = []
  const texts = ['']
  const job: Job = {
    source,
    file: 'test.js',
    inputs: {},
    properties: {},
    symbol: {
      name: 'TEST',
      tick: 0.01,
      lot: 1e-8,
      pointValue: 1,
      currency: 'USD',
      timezone: 'UTC',
    },
    timeframe: '60',
    volume: true,
    seed: 1,
    limits: DEFAULT_LIMITS,
    tradeFromMs: null,
    fx: [],
    ...more,
  }
  const current = createRun(createRealm(vm, readScripts()), job, {
    trades: (rows, count) => {
      for (let i = 0; i < count; i++)
        trades.push([...rows.slice(i * TRADE_WIDTH, (i + 1) * TRADE_WIDTH)])
    },
    texts: (added) => texts.push(...added),
  })
  const declared = current.declare()
  if ('zones' in declared) {
    current.start([])
    for (let from = 0; from < bars.count; from += size) {
      const to = Math.min(bars.count, from + size)
      if (!current.bars(part(bars, from, to), to === bars.count)) break
    }
  }
  return { result: current.finish(), trades, texts }
}

const TRADER = `
strategy('test', { maxBarsBack: 600, initialCapital: 100000, defaultQtyType: 'percentOfEquity', defaultQtyValue: 50 })
const atr = ta.atr(14)
const fast = ta.ema(close, 5), slow = ta.sma(close, 20)
const up = ta.crossover(fast, slow), down = ta.crossunder(fast, slow)
const day = request.security('', 'D')
const dayMean = ta.sma(day.close, 2)
const top = ta.highest(high, 50)
const seen = series(() => high(1) + low(2) + close(600) + top(1))
plot('seen', seen)
onBar(() => {
  if (up() && !(close() < dayMean())) strategy.entry('L', 'long')
  if (down()) strategy.close('L')
  if (strategy.positionSize() > 0) strategy.exit('X', { fromEntry: 'L', stop: strategy.positionAvgPrice() - 2 * atr(), trailPoints: 3 * atr() / syminfo.mintick, trailOffset: 100 })
  if (barIndex() % 997 === 0) log(seen(), strategy.equity(1), atr(5))
})`

describe('a run', () => {
  const bars = walk(5000)
  const whole = run(TRADER, bars, 1024)

  it('trades', () => {
    expect(whole.result.end).toEqual({ status: 'ok', bars: 5000 })
    expect(whole.trades.length).toBeGreaterThan(50)
  })

  it.each([1, 7, 1000, 1025, 2048, 4096, 5000, 100_000])(
    'is the same for blocks of %i bars',
    (size) => {
      expect(run(TRADER, bars, size)).toEqual(whole)
    },
  )

  it('is the same for blocks of any size', () => {
    const small = walk(1500, 7)
    const want = run(TRADER, small, 1024)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (size) => {
        expect(run(TRADER, small, size)).toEqual(want)
      }),
      { numRuns: 8 },
    )
  })

  it('knows nothing of later bars: other futures leave the past unchanged', () => {
    const other = walk(5000)
    for (let i = 2500; i < 5000; i++)
      for (const name of ['open', 'high', 'low', 'close'] as const)
        other[name][i] = other[name][i]! * 1.5
    const changed = run(TRADER, other, 1024)
    const past = (trades: readonly number[][]): readonly number[][] =>
      trades.filter((row) => row[TRADE.EXIT_BAR]! < 2500)
    expect(past(changed.trades)).toEqual(past(whole.trades))
    expect(changed.result.logs.filter(({ bar }) => bar < 2500)).toEqual(
      whole.result.logs.filter(({ bar }) => bar < 2500),
    )
  })

  it('keeps what was computed when the strategy fails, the fills of that bar included', () => {
    const source = `${TRADER.replace('onBar(() => {', 'onBar(() => { if (barIndex() === 3000) null.x;')}`
    const { result, trades } = run(source, bars, 1024)
    expect(result.end.status).toBe('failed')
    expect(result.end.bars).toBe(3001)
    expect(result.equity.bars).toBe(3001)
    expect(result.end.failure).toMatchObject({
      code: 'S307',
      place: { file: 'test.js', bar: 3000, timeMs: 3000 * HOUR },
    })
    expect(trades).toEqual(whole.trades.filter((row) => row[TRADE.EXIT_BAR]! <= 3000))
  })

  it.each([
    { says: 'enters', bar: TRADE.ENTRY_BAR },
    { says: 'exits', bar: TRADE.EXIT_BAR },
  ])('balances when the strategy fails on a bar that $says', ({ bar: column }) => {
    for (const row of whole.trades.slice(3, 8)) {
      const bar = row[column]!
      const source = TRADER.replace(
        'onBar(() => {',
        `onBar(() => { if (barIndex() === ${bar}) null.x;`,
      )
      const { result, trades } = run(source, bars, 1024)
      expect(result.equity.bars).toBe(bar + 1)
      const won = trades.reduce((sum, trade) => sum + trade[TRADE.PROFIT]!, 0)
      const { account, equity, openTrades } = result
      expect(account[ACCOUNT.NETPROFIT]).toBeCloseTo(won, 6)
      expect(100_000 + won + account[ACCOUNT.OPENPROFIT]!).toBeCloseTo(equity.lastEquity, 6)
      const isOpen = whole.trades.some(
        (trade) => trade[TRADE.ENTRY_BAR]! <= bar && trade[TRADE.EXIT_BAR]! > bar,
      )
      expect(openTrades.length > 0).toBe(isOpen)
    }
  })

  it('places no orders before the trading window and counts them', () => {
    const { result, trades } = run(TRADER, bars, 1024, { tradeFromMs: 2500 * HOUR })
    expect(result.earlyCommands).toBeGreaterThan(0)
    expect(Math.min(...trades.map((row) => row[TRADE.ENTRY_BAR]!))).toBeGreaterThan(2500)
    expect(result.equity.bars).toBe(2500)
  })

  it('balances: capital + net + open profit is the equity (RM-2.12)', () => {
    const { account, equity } = whole.result
    expect(100_000 + account[ACCOUNT.NETPROFIT]! + account[ACCOUNT.OPENPROFIT]!).toBeCloseTo(
      equity.lastEquity,
      6,
    )
  })

  it('shows trade rows to files that name them', () => {
    const source = `
      onBar(() => {
        if (barIndex() === 1) strategy.entry('L', 'long', { comment: 'in' })
        if (barIndex() === 3) log(strategy.opentrades(), strategy.opentrades.entryPrice(0) === open(1), strategy.opentrades.entryId(0), strategy.opentrades.entryPrice(1))
        if (barIndex() === 5) strategy.close('L')
        if (barIndex() === 7) log(strategy.closedtrades(), strategy.closedtrades.profit(0) === strategy.netprofit(), strategy.closedtrades.exitBarIndex(0), strategy.closedtrades.entryComment(0), strategy.closedtrades.size(0))
      })`
    expect(run(source, walk(10), 4).result.logs.map(({ text }) => text)).toEqual([
      '1 true L NaN',
      '1 true 6 in 1',
    ])
  })

  it('refuses to show an account that the file never named (a name made up at run time)', () => {
    const source = "onBar(() => log(strategy['equ' + 'ity']()))"
    expect(run(source, walk(3), 3).result.end.failure).toMatchObject({
      code: 'S306',
      place: { bar: 0 },
    })
    expect(
      run("const a = 'equity'\nonBar(() => log(strategy[a]()))", walk(1), 1).result.logs[0]?.text,
    ).toBe('1000000')
    // The account is kept by column: to name one of them does not show another.
    const other = "onBar(() => log(strategy.netprofit(), strategy['equ' + 'ity']()))"
    expect(run(other, walk(3), 3).result.end.failure).toMatchObject({ code: 'S306' })
  })

  it('takes risk rules from the setup phase', () => {
    const source =
      "strategy.risk.allowEntryIn('long')\nonBar(() => { if (barIndex() === 1) strategy.entry('S', 'short') })"
    const { result } = run(source, walk(10), 10)
    expect(result.declined.map(({ code, count }) => [code, count])).toEqual([['N105', 1]])
  })

  it('ends with L403 when orders exceed the limit', () => {
    const source = "onBar(() => strategy.entry('L', 'long'))"
    const { result } = run(source, walk(100), 10, { limits: { ...DEFAULT_LIMITS, orders: 20 } })
    expect(result.end).toMatchObject({
      status: 'stopped',
      failure: { code: 'L403', place: { bar: 20 } },
    })
  })

  it.each([
    ['fats', "input.int('fast', 1)", 'did you mean fast? this strategy has: fast'],
    [
      'FAST',
      "input.int('slow', 1); input.int('fast', 1)",
      'did you mean fast? this strategy has: slow, fast',
    ],
    ['length', "input.int('fast', 1)", 'this strategy has: fast'],
    ['fast', '', 'this strategy declares no inputs'],
  ])('names the input %s, which does not exist, of %s', (name, source, hint) => {
    const { result } = run(source, walk(3), 3, { inputs: { [name]: '2' } })
    expect(result.end.failure).toMatchObject({ code: 'U110', hint })
  })
})

describe('what a strategy says', () => {
  it('is recorded by kind, alerts of orders when they fill', () => {
    const source = `
      onBar(() => {
        if (barIndex() === 1) { log('hello'); alert('mine'); strategy.entry('L', 'long', { alertMessage: 'bought' }) }
        if (barIndex() === 4) strategy.close('L', { alertMessage: 'sold', disableAlert: true })
        if (barIndex() === 6) label('here')
      })`
    const { result } = run(source, walk(10), 10)
    expect(result.logs.map(({ kind, bar, text }) => [bar, kind, text])).toEqual([
      [1, 'log', 'hello'],
      [1, 'alert', 'mine'],
      [2, 'alert', 'bought'],
      [6, 'label', 'here'],
    ])
  })
})

describe('BE-15.5 strategy.defaultEntryQty(price)', () => {
  it.each([
    { says: 'a fixed quantity', options: 'defaultQtyValue: 0.3' },
    { says: 'an amount of cash', options: "defaultQtyType: 'cash', defaultQtyValue: 777" },
    {
      says: 'a share of equity with fees in percent',
      options:
        "defaultQtyType: 'percentOfEquity', defaultQtyValue: 60, commissionType: 'percent', commissionValue: 0.3",
    },
    {
      says: 'a share of equity with fees by contract',
      options:
        "defaultQtyType: 'percentOfEquity', defaultQtyValue: 60, commissionType: 'cashPerContract', commissionValue: 0.7",
    },
    {
      says: 'a share of equity with fees by order',
      options:
        "defaultQtyType: 'percentOfEquity', defaultQtyValue: 60, commissionType: 'cashPerOrder', commissionValue: 5",
    },
  ])('is what an entry without a quantity buys: $says', ({ options }) => {
    const source = `strategy('sized', { initialCapital: 5000, ${options} })
onBar(() => {
  if (barIndex() % 20 === 5) { strategy.entry('L', 'long'); log(strategy.defaultEntryQty(close())) }
  if (barIndex() % 20 === 15) strategy.close('L')
})`
    const { result, trades } = run(source, walk(400), 64)
    expect(result.end.failure).toBeUndefined()
    const told = result.logs.map(({ text }) => Number(text))
    const bought = trades.map((row) => row[TRADE.QTY])
    expect(bought.length).toBeGreaterThan(15)
    expect(told.slice(0, bought.length)).toEqual(bought)
  })

  it('is na in the setup phase and for a price that is na, and refuses anything else', () => {
    const log = (text: string) =>
      run(`const early = strategy.defaultEntryQty(1)\nonBar(() => { log(${text}) })`, walk(1), 1)
        .result
    expect(log('early, strategy.defaultEntryQty(NaN)').logs[0]?.text).toBe('NaN NaN')
    expect(log("strategy.defaultEntryQty('1')").end.failure?.code).toBe('S306')
  })
})
