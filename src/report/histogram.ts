import { TRADE, TRADE_WIDTH } from '../shared/layout.ts'
import { blocksOf, type TradeRows } from './trade-blocks.ts'

/** Closed trades by their percent (RM-5.16): bin `i` counts from `start + i·width` up to the next, exclusive. */
export type Histogram = {
  readonly width: number
  readonly start: number
  readonly counts: readonly number[]
}

/** Bins aimed at; the width is the next 1, 2 or 5 times a power of ten, so there are 20 to 51. */
const BINS = 50

/** Distribution of the per-trade percents in at most 51 bins of a round width; null without trades. */
export function tradeHistogram(trades: TradeRows): Histogram | null {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const rows of blocksOf(trades)) {
    for (let at = 0; at < rows.length; at += TRADE_WIDTH) {
      low = Math.min(low, rows[at + TRADE.PROFIT_PERCENT]!)
      high = Math.max(high, rows[at + TRADE.PROFIT_PERCENT]!)
    }
  }
  if (!Number.isFinite(high - low)) return null
  const width = roundWidth((high - low) / BINS)
  const first = Math.floor(low / width)
  const counts = new Array<number>(Math.floor(high / width) - first + 1).fill(0)
  for (const rows of blocksOf(trades)) {
    for (let at = 0; at < rows.length; at += TRADE_WIDTH) {
      const bin = Math.floor(rows[at + TRADE.PROFIT_PERCENT]! / width) - first
      counts[bin] = counts[bin]! + 1
    }
  }
  return { width, start: first * width + 0, counts }
}

/** The smallest of 0.01, 0.02, 0.05, 0.1 … that is not below `wanted`. */
function roundWidth(wanted: number): number {
  for (let unit = 1; ; unit *= 10) {
    for (const step of [1, 2, 5]) if (step * unit >= wanted * 100) return (step * unit) / 100
  }
}
