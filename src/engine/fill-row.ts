import type { Fill } from '../broker/index.ts'
import { FILL } from '../shared/layout.ts'

/** Writes a fill in FILL layout, for `onFill`. */
export function writeFill(row: Float64Array, fill: Fill): void {
  row[FILL.ID] = fill.id
  row[FILL.COMMENT] = fill.comment
  row[FILL.SIDE] = fill.side
  row[FILL.QTY] = fill.qty
  row[FILL.PRICE] = fill.price
  row[FILL.FEE] = fill.fee
  row[FILL.CLOSED] = fill.closed
  row[FILL.OPENED] = fill.opened
  row[FILL.REASON] = fill.reason
  row[FILL.POSITION] = fill.position
  row[FILL.BAR] = fill.bar
  row[FILL.TIME] = fill.timeMs
}
