import { BAR_COLUMNS } from '../shared/bars.ts'

/** The bars of one feed that become confirmed while the chart walks its next bars. */
export type MarketRows = {
  /** How many of them each chart bar confirms. */
  readonly counts: Float64Array
  /** In the order of BAR_COLUMNS. */
  readonly columns: readonly Float64Array[]
}

/** Bars of other markets, as they travel before a frame of `bars` chart bars (FRAME.MARKETS). */
export type MarketParts = {
  /** Chart bars that they belong to; 0 where all of them come before the next chart bar. */
  readonly bars: number
  /** By number of the feed among those that the set-up told. */
  readonly feeds: readonly MarketRows[]
}

const WIDTH = BAR_COLUMNS.length

/** Layout: chart bars, feeds, rows of each; then per feed its counts and its columns. */
export function packMarkets({ bars, feeds }: MarketParts): Float64Array {
  const rows = feeds.map(({ columns }) => columns[0]!.length)
  const size = rows.reduce((sum, count) => sum + bars + WIDTH * count, 2 + feeds.length)
  const packed = new Float64Array(size)
  packed[0] = bars
  packed[1] = feeds.length
  packed.set(rows, 2)
  let at = 2 + feeds.length
  for (const { counts, columns } of feeds)
    for (const part of [counts, ...columns]) {
      packed.set(part, at)
      at += part.length
    }
  return packed
}

export function readMarkets(packed: Float64Array): MarketParts {
  const bars = packed[0]!
  const rows = packed.subarray(2, 2 + packed[1]!)
  let at = 2 + rows.length
  const take = (length: number): Float64Array => {
    const part = packed.subarray(at, at + length)
    at += length
    return part
  }
  const feeds = Array.from(rows, (count) => ({
    counts: take(bars),
    columns: BAR_COLUMNS.map(() => take(count)),
  }))
  return { bars, feeds }
}
