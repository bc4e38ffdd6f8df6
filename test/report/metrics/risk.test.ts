import { describe, expect, it } from 'vitest'
import { realizedReturns } from '../../../src/report/metrics/periods.ts'
import { tvSharpe, tvSortino } from '../../../src/report/metrics/risk.ts'
import { openRow, rows, tradeRow } from '../fixture.ts'

const on = (month: number, day: number) => Date.UTC(2024, month - 1, day, 12)

/** A trade from one day of 2024 to another. */
const trade = (profit: number, [m1, d1]: [number, number], [m2, d2]: [number, number]) =>
  tradeRow({ profit, entryTime: on(m1, d1), exitTime: on(m2, d2) })

const NONE: Float64Array = new Float64Array(0)
const END = { lastTimeMs: on(12, 31), equity: Number.NaN }

function returnsOf(trades: Float64Array, openTrades = NONE, end = END) {
  return realizedReturns({ trades, openTrades, initialCapital: 10_000 }, end)
}

describe('realizedReturns', () => {
  const months = returnsOf(
    rows(trade(300, [1, 5], [1, 20]), trade(-200, [2, 1], [2, 10]), trade(500, [2, 20], [4, 3])),
  )!

  it('RM-4.1, 4.2: months from the first entry to the last exit, 0 where nothing closed', () => {
    expect(months.period).toBe('month')
    expect([...months.returns].map((r) => Number((100 * r).toFixed(4)))).toEqual([
      3, -1.9417, 0, 4.9505,
    ])
  })

  it('RM §4 vector: Sharpe 0.502527, Sortino 1.262908', () => {
    expect(tvSharpe(months, 2)).toBeCloseTo(0.502527, 6)
    expect(tvSortino(months, 2)).toBeCloseTo(1.262908, 6)
  })

  it('RM-4.2: January to March is days, all of the calendar', () => {
    const { period, returns } = returnsOf(
      rows(trade(100, [1, 30], [1, 31]), trade(-101, [3, 1], [3, 2])),
    )!
    expect(period).toBe('day')
    // 30 and 31 January, 29 days of February 2024, 1 and 2 March.
    expect(returns).toHaveLength(33)
    expect(returns[1]).toBeCloseTo(0.01, 12)
    expect(returns[32]).toBeCloseTo(-0.01, 12)
  })

  it('RM-4.2: takes the risk-free rate by 365 for days and by 12 for months', () => {
    const days = returnsOf(rows(trade(100, [1, 30], [1, 31]), trade(50, [2, 3], [2, 4])))!
    const mean = [...days.returns].reduce((a, b) => a + b, 0) / days.returns.length
    const spread = Math.sqrt(
      [...days.returns].reduce((a, r) => a + (r - mean) ** 2, 0) / days.returns.length,
    )
    expect(tvSharpe(days, 2)).toBeCloseTo((mean - 0.02 / 365) / spread, 12)
  })

  it('RM-4.1: an open position stretches the range to the last bar and ends at the marked equity', () => {
    const open = rows(openRow({ entryTime: on(2, 1), profit: 5 }))
    const { returns } = returnsOf(rows(trade(100, [1, 5], [1, 20])), open, {
      lastTimeMs: on(5, 1),
      equity: 10_302,
    })!
    expect(returns).toHaveLength(5)
    expect([...returns].slice(1, 4)).toEqual([0, 0, 0])
    expect(returns[4]).toBeCloseTo(0.02, 12)
  })

  it('RM-4.5: is not defined without trades or spread, or from an equity that is gone', () => {
    expect(returnsOf(NONE)).toBeUndefined()
    const flat = returnsOf(rows(trade(0, [1, 5], [1, 20])))!
    expect([tvSharpe(flat, 0), tvSortino(flat, 0)]).toEqual([null, null])
    const gone = rows(trade(-10_000, [1, 5], [1, 20]), trade(10, [2, 5], [6, 20]))
    expect(returnsOf(gone)).toBeUndefined()
  })

  it('RM-4.4: counts every period in the downside, those above the rate as 0', () => {
    const two = { period: 'month', returns: Float64Array.of(0.03, -0.01) } as const
    expect(tvSortino(two, 0)).toBeCloseTo(0.01 / Math.sqrt(0.0001 / 2), 12)
  })
})
