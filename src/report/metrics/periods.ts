import { TRADE, TRADE_WIDTH } from '../../shared/layout.ts'
import { civilFromMs, DAY } from '../../shared/timeframe.ts'
import { blocksOf, type TradeRows } from '../trade-blocks.ts'

/** Returns of the realized equity between period ends (RM-4.1), and how long a period is. */
export type PeriodReturns = {
  readonly period: 'month' | 'day'
  /** Simple returns as fractions, one per calendar period. */
  readonly returns: Float64Array
}

/**
 * Realized equity, month by month or, if the trades span fewer than three months, day by day
 * (RM-4.2). Periods reach from the first entry to the last exit, or to the last bar while something
 * is open; the last one then ends at the marked equity.
 *
 * @returns undefined without trades, or where a period begins with an equity of 0 or less.
 */
export function realizedReturns(
  {
    trades,
    openTrades,
    initialCapital,
  }: {
    readonly trades: TradeRows
    readonly openTrades: Float64Array
    readonly initialCapital: number
  },
  end: { readonly lastTimeMs: number; readonly equity: number },
): PeriodReturns | undefined {
  if (trades.length + openTrades.length === 0 || initialCapital <= 0) return undefined
  const isOpen = openTrades.length > 0
  const { first, last: lastExit } = spanOf(trades, openTrades)
  const last = isOpen ? Math.max(end.lastTimeMs, lastExit) : lastExit
  const period = monthOf(last) - monthOf(first) < 3 ? 'day' : 'month'
  const indexOf = period === 'day' ? dayOf : monthOf
  const start = indexOf(first)
  const ends = new Float64Array(indexOf(last) - start + 1)
  // Profit booked in each period first; running sums turn it into the equity at its end.
  for (const rows of blocksOf(trades)) {
    for (let at = 0; at < rows.length; at += TRADE_WIDTH) {
      const slot = indexOf(rows[at + TRADE.EXIT_TIME]!) - start
      ends[slot] = ends[slot]! + rows[at + TRADE.PROFIT]!
    }
  }
  const returns = new Float64Array(ends.length)
  let before = initialCapital
  for (let i = 0; i < ends.length; i++) {
    const isLast = i === ends.length - 1
    const after = isLast && isOpen ? end.equity : before + ends[i]!
    if (before <= 0) return undefined
    returns[i] = after === before ? 0 : after / before - 1
    before = after
  }
  return { period, returns }
}

/** First entry of all trades, last exit of the closed ones. */
function spanOf(
  trades: TradeRows,
  openTrades: Float64Array,
): { readonly first: number; readonly last: number } {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const list of [trades, openTrades]) {
    for (const rows of blocksOf(list)) {
      for (let at = 0; at < rows.length; at += TRADE_WIDTH) {
        first = Math.min(first, rows[at + TRADE.ENTRY_TIME]!)
        if (list === trades) last = Math.max(last, rows[at + TRADE.EXIT_TIME]!)
      }
    }
  }
  return { first, last }
}

function dayOf(timeMs: number): number {
  return Math.floor(timeMs / DAY)
}

/** Months since year 0. */
export function monthOf(timeMs: number): number {
  const { year, month } = civilFromMs(timeMs)
  return year * 12 + month - 1
}
