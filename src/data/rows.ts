import { type BAR_COLUMNS, BLOCK_BARS } from '../shared/bars.ts'

/** Rows as read, in file order and not yet checked: bars plus the line each came from. */
export type RowBlock = {
  count: number
  /**
   * Whether the reader found all rows to be bars already: times ascend strictly, prices are above zero,
   * high on top, low at the bottom, no volume is negative.
   */
  isSound: boolean
  /**
   * Where the reader found all rows to be plain, a number of decimals that no price exceeds; else Infinity. In plain
   * rows each time is one timeframe behind the one before, no close is far from the one before, and no volume is
   * missing or 0. What is left of them without a gap is plain as well.
   */
  plainDecimals: number
  /**
   * How many bars of the file its reader has hashed up to the end of this block, all of whose rows stand here
   * as they were hashed; 0 where it has not, and once a row was changed.
   */
  hashedTo: number
  /** Milliseconds since 1970 UTC, as the stamp says (start or end of the bar). */
  readonly time: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
  /** Line of the file, 1-based. */
  readonly row: Float64Array
}

type RowColumn = (typeof BAR_COLUMNS)[number] | 'row'

/**
 * A block of `count` rows whose columns are where `column` has them. All blocks are made here: to the engine
 * objects that are written in several places are of several kinds, and what has met many is slow.
 */
export function rowsOf(count: number, column: (name: RowColumn) => Float64Array): RowBlock {
  return {
    count,
    isSound: false,
    plainDecimals: Number.POSITIVE_INFINITY,
    hashedTo: 0,
    time: column('time'),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
    row: column('row'),
  }
}

export function createRows(capacity = BLOCK_BARS): RowBlock {
  return rowsOf(0, () => new Float64Array(capacity))
}

/** A copy of exactly the rows in use. */
export function copyRows(rows: RowBlock): RowBlock {
  const copy = rowsOf(rows.count, (name) => rows[name].slice(0, rows.count))
  copy.hashedTo = rows.hashedTo
  return copy
}

/** Copies row `from` of `source` over row `to` of `target`. */
export function moveRow(source: RowBlock, from: number, target: RowBlock, to: number): void {
  target.time[to] = source.time[from]!
  target.open[to] = source.open[from]!
  target.high[to] = source.high[from]!
  target.low[to] = source.low[from]!
  target.close[to] = source.close[from]!
  target.volume[to] = source.volume[from]!
  target.row[to] = source.row[from]!
}

/** Whether two rows hold the same prices and volume. */
export function isSameBar(a: RowBlock, i: number, b: RowBlock, j: number): boolean {
  return (
    a.open[i] === b.open[j] &&
    a.high[i] === b.high[j] &&
    a.low[i] === b.low[j] &&
    a.close[i] === b.close[j] &&
    Object.is(a.volume[i], b.volume[j])
  )
}
