import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../src/engine/index.ts'
import { BAR_COLUMNS, createBlock } from '../../src/shared/bars.ts'
import type { Job } from '../../src/shared/job.ts'
import { ACCOUNT, TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'
import { begin, isStopped } from './play.ts'

/** Trades that are handed on at once. */
const BATCHED = 256
const BARS = 2500
const JOB: Partial<Job> = {
  symbol: { name: 'T', tick: 0.01, lot: 1, pointValue: 1, currency: '', timezone: 'UTC' },
}
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

/** Stops where a batch of trades is handed on: between the two halves of a booking. */
function stopInBooking(source: string): { result: RunResult; exitBars: number[] } {
  let isOver = false
  const { run, trades } = begin(source, JOB, () => {
    if (isOver) return
    isOver = true
    throw new Error('the time is over')
  })
  expect(() => run.bars(block(), true)).toThrow('the time is over')
  const result = run.finish(FAILURE)
  return { result, exitBars: trades.filter((_, at) => at % TRADE_WIDTH === TRADE.EXIT_BAR) }
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
    const { run } = begin(
      `strategy('t')\nonBar(() => { if (barIndex() === 1500) for (;;); })${rest}`,
      JOB,
    )
    expect(isStopped(() => run.bars(block(), true), 300)).toBe(true)
    expect(run.complete).toBe(1500)
    expect(run.finish(FAILURE).end.bars).toBe(1501)
  })

  it('leaves the account of the last bar that could be reckoned with', () => {
    const { run } = begin(
      `strategy('t')
      onBar(() => { if (barIndex() === 0) strategy.entry('L', 'long'); if (barIndex() === 900) for (;;); })`,
      JOB,
    )
    const bars = block((i) => 2 ** Math.min(i, 1000))
    expect(isStopped(() => run.bars(bars, true), 300)).toBe(true)
    const { account, equity, end } = run.finish(FAILURE)
    expect(end.bars).toBeLessThan(900)
    expect(equity.bars).toBe(end.bars)
    expect(equity.lastEquity).toBeGreaterThan(1e140)
    expect(account[ACCOUNT.EQUITY]).toBe(equity.lastEquity)
  })
})
