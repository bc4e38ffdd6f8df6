import type { UTCTimestamp } from 'lightweight-charts'
import type { CandleColumns } from './decode.ts'

/** The candles that the chart holds at a moment: a stretch of one level. */
export type Slice = {
  readonly level: number
  /** Finest candles in one of these. */
  readonly join: number
  /** First candle and number of candles, of its level. */
  readonly first: number
  readonly count: number
  /** Opening time of the candle with a bar of the data, where it is in the slice. */
  timeOfBar(bar: number): UTCTimestamp | undefined
}

/** Candles on the chart at most. */
const MAX_SLICE = 8000

/** The stretch of a level around finest candles `from` to `to`. */
export function sliceAround(
  columns: CandleColumns,
  level: number,
  every: number,
  from: number,
  to: number,
): Slice {
  const join = 2 ** level
  const middle = (from + to) / 2 / join
  const count = Math.min(columns.count, MAX_SLICE)
  const first = Math.max(0, Math.min(columns.count - count, Math.round(middle - count / 2)))
  return {
    level,
    join,
    first,
    count,
    timeOfBar(bar) {
      const at = Math.floor(bar / every / join)
      return at >= first && at < first + count ? (columns.time[at] as UTCTimestamp) : undefined
    },
  }
}

/** The finest level with no more than `room` candles for `span` finest ones. */
export function levelFor(span: number, room: number): number {
  let level = 0
  while (span / 2 ** level > room) level++
  return level
}
