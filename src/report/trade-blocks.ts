import { TRADE_WIDTH } from '../shared/layout.ts'

/**
 * Rows of trades in TRADE layout, `TRADE_WIDTH` doubles each: all of them in one array, or so many that
 * they are kept in blocks, and only ever unpacked by the block.
 */
export type TradeRows = Float64Array | PackedTrades

export type PackedTrades = {
  /** Doubles in all rows, as of an array. */
  readonly length: number
  /** Doubles in the rows of a block; only the last one may have fewer. */
  readonly blockLength: number
  /** The rows of a block, to be read only: unpacked into `into`, which has room for all of them, unless they lie plain. */
  read(block: number, into: Float64Array): Float64Array
}

/** All rows in order, in blocks: the memory of one may be that of the next. */
export function* blocksOf(rows: TradeRows): Generator<Float64Array> {
  if (rows instanceof Float64Array) {
    yield rows
    return
  }
  const memory = new Float64Array(rows.blockLength)
  for (let block = 0; block * rows.blockLength < rows.length; block++)
    yield rows.read(block, memory)
}

/** Where a row is: it begins at `at` of `rows`, until the next one is looked for. */
export type RowPlace = { readonly rows: Float64Array; readonly at: number }

/** Finds rows by their number. Those near the one before are found at once. */
export function createRowFinder(rows: TradeRows): (row: number) => RowPlace {
  if (rows instanceof Float64Array) return (row) => ({ rows, at: row * TRADE_WIDTH })
  const memory = new Float64Array(rows.blockLength)
  let known = -1
  let block: Float64Array = memory
  return (row) => {
    const at = row * TRADE_WIDTH
    const index = Math.floor(at / rows.blockLength)
    if (index !== known) block = rows.read(index, memory)
    known = index
    return { rows: block, at: at - index * rows.blockLength }
  }
}

/** The first `count` rows. */
export function firstRows(rows: TradeRows, count: number): TradeRows {
  const length = count * TRADE_WIDTH
  if (length === rows.length) return rows
  if (rows instanceof Float64Array) return rows.subarray(0, length)
  const { blockLength } = rows
  return {
    length,
    blockLength,
    read: (block, into) => rows.read(block, into).subarray(0, length - block * blockLength),
  }
}

export function rowCount(rows: TradeRows): number {
  return rows.length / TRADE_WIDTH
}
