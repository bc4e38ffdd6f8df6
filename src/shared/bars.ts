/**
 * Bars in columns. `time` is the opening time in whole milliseconds since 1970 UTC, strictly
 * ascending; prices are finite; `volume` is NaN where the source has none. Only the first `count`
 * rows of each column are bars. A producer may reuse the arrays for the next block.
 */
export type BarBlock = {
  count: number
  readonly time: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

/** Column order wherever bars are laid out, hashed or sent. */
export const BAR_COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

/** Bars per block: realm rings, pipe frames and readers all move whole blocks of at most this size. */
export const BLOCK_BARS = 1024

/**
 * Bars of another market that the realm takes at once. Less than a block, so that their ring keeps the
 * history that is asked for.
 */
export const INLET_ROWS = BLOCK_BARS / 2

/** A block with room for `capacity` bars. */
export function createBlock(capacity: number): BarBlock {
  return blockOf(0, () => new Float64Array(capacity))
}

/** A block of `count` bars whose columns are where `column` has them, by their index in BAR_COLUMNS. */
export function blockOf(count: number, column: (index: number) => Float64Array): BarBlock {
  return {
    count,
    time: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  }
}

/** What is traded. */
export type SymbolInfo = {
  readonly name: string
  /** Smallest price step (Pine's mintick), above 0. */
  readonly tick: number
  /** Smallest quantity step, above 0. */
  readonly lot: number
  /** Money per one unit of price and one contract. */
  readonly pointValue: number
  /** Quote currency; an empty string when unknown. */
  readonly currency: string
  /** IANA zone of the exchange; trading days and sessions follow it. */
  readonly timezone: string
}

/**
 * Whether the path inside a bar is taken to go to the high first (BE-3.1): the high lies nearer to the
 * open than the low does. Ties go to the low.
 */
export function isHighFirst(open: number, high: number, low: number): boolean {
  return high - open < open - low
}
