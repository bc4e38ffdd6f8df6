import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { createRun, type Run, type RunResult } from '../../src/engine/index.ts'
import { createRealm, readScripts } from '../../src/sandbox/index.ts'
import { BAR_COLUMNS, createBlock } from '../../src/shared/bars.ts'
import { DEFAULT_LIMITS } from '../../src/shared/job.ts'
import { ACCOUNT, TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'

/** Trades that are handed on at once. */
const BATCHED = 256
const BARS = 2500
const FAILURE = { code: 'L401', message: 'stopped', hint: 'none' } as const

function block(at = (i: number): number => 100 + (i % 7) / 10) {
  const rows = createBlock(BARS)
  rows.count = BARS
  for (let i = 0; i < BARS; i++) {
    const [open, close] = [at(i), at(i + 1)]
    const row = [i * 3_600_000, open, Math.max(open, close), Math.min(open, close), close, 1]
    BAR_COLUMNS.forEach((name, k) => {
      rows[name][i] = row[k]!
    })
  }
  return rows
}

function begin(source: string, onTrades: (rows: Float64Array, count: number) => void): Run {
  const run = createRun(
    createRealm(vm, readScripts()),
    {
      source,
      file: 'test.js',
      inputs: {},
      properties: {},
      symbol: { name: 'T', tick: 0.01, lot: 1, pointValue: 1, currency: '', timezone: 'UTC' },
      timeframe: '60',
      volume: true,
      seed: 1,
      limits: DEFAULT_LIMITS,
      tradeFromMs: null,
      fx: [],
    },
    { trades: onTrades, texts: () => {} },
  )
  run.declare()
  run.start([])
  return run
}

/** Stops where a batch of trades is handed on: between the two halves of a booking. */
function stopInBooking(source: string): { result: RunResult; exitBars: number[] } {
  const exitBars: number[] = []
  let isStopped = false
  const run = begin(source, (rows, count) => {
    if (!isStopped) {
      isStopped = true
      throw new Error('the time is over')
    }
    for (let i = 0; i < count; i++) exitBars.push(rows[i * TRADE_WIDTH + TRADE.EXIT_BAR]!)
  })
  expect(() => run.bars(block(), true)).toThrow('the time is over')
  return { result: run.finish(FAILURE), exitBars }
}

const TURNS = `\nonBar(() => {
  if (barIndex() % 3 === 0) strategy.entry('L', 'long')
  if (barIndex() % 3 === 2) strategy.entry('S', 'short')
})`

describe('a stop in the middle of a booking', () => {
  it.each([
    { says: 'a strategy that runs ahead', source: `strategy('t')${TURNS}` },
    {
      says: 'one that reads its account',
      source: `strategy('t')${TURNS}\nconst f = () => strategy.equity()`,
    },
    {
      says: 'one that takes turns',
      source: `strategy('t')${TURNS}\nconst f = () => strategy.closedtrades.profit(0)`,
    },
    {
      says: 'orders at the close',
      source: `strategy('t', { processOrdersOnClose: true })${TURNS}\nconst f = () => strategy.equity()`,
    },
  ])('leaves one moment of the account: $says', ({ source }) => {
    const { result, exitBars } = stopInBooking(source)
    const { bars } = result.end
    expect(bars).toBeGreaterThan(BATCHED)
    expect(result.equity.bars).toBe(bars)
    const account = (column: number): number => result.account[column]!
    expect(account(ACCOUNT.EQUITY)).toBe(result.equity.lastEquity)
    expect(account(ACCOUNT.NETPROFIT) + account(ACCOUNT.OPENPROFIT)).toBeCloseTo(
      result.equity.lastEquity - 1_000_000,
      6,
    )
    // The trade that was being booked is of the bar that is not complete.
    expect(exitBars.at(-1)).toBe(bars)
    expect(account(ACCOUNT.CLOSEDTRADES)).toBe(BATCHED - 1)
    expect(account(ACCOUNT.OPENTRADES)).toBe(1)
  })
})

describe('a stop in the strategy', () => {
  it.each([
    '',
    '\nconst f = () => strategy.equity()',
    '\nconst f = () => strategy.closedtrades.profit(0)',
  ])('is told with the bar it came at%s', (rest) => {
    const run = begin(
      `strategy('t')\nonBar(() => { if (barIndex() === 1500) for (;;); })${rest}`,
      () => {},
    )
    Reflect.set(globalThis, 'runBlock', () => run.bars(block(), true))
    expect(() => new vm.Script('runBlock()').runInThisContext({ timeout: 300 })).toThrow()
    Reflect.deleteProperty(globalThis, 'runBlock')
    expect(run.complete).toBe(1500)
    expect(run.finish(FAILURE).end.bars).toBe(1501)
  })

  it('leaves the account of the last bar that could be reckoned with', () => {
    const run = begin(
      `strategy('t')
      onBar(() => { if (barIndex() === 0) strategy.entry('L', 'long'); if (barIndex() === 900) for (;;); })`,
      () => {},
    )
    Reflect.set(globalThis, 'runBlock', () =>
      run.bars(
        block((i) => 2 ** Math.min(i, 1000)),
        true,
      ),
    )
    expect(() => new vm.Script('runBlock()').runInThisContext({ timeout: 300 })).toThrow()
    Reflect.deleteProperty(globalThis, 'runBlock')
    const { account, equity, end } = run.finish(FAILURE)
    expect(end.bars).toBeLessThan(900)
    expect(equity.bars).toBe(end.bars)
    expect(equity.lastEquity).toBeGreaterThan(1e140)
    expect(account[ACCOUNT.EQUITY]).toBe(equity.lastEquity)
  })
})
