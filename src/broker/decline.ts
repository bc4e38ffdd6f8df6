import type { Order } from '../orders/index.ts'
import type { NoteCode } from '../shared/failure.ts'
import { COMMAND } from '../shared/layout.ts'
import { fromSteps } from '../trades/index.ts'
import type { DeclinedOrder } from './contract.ts'
import type { State } from './state.ts'

const row: DeclinedOrder = { id: 0, kind: 0, qty: 0, price: 0, mark: 0 }

/** Tells the sink of an order that will not be, with the price that mattered (in units of price). */
export function decline(state: State, code: NoteCode, order: Order, price: number): void {
  row.id = order.id
  row.kind = order.kind
  row.qty = fromSteps(state.scale.quantity, order.lots + order.reverse)
  row.price = price
  row.mark = order.mark
  state.sink.decline(code, state.bar, state.timeMs, row)
}

/** The same for a command that did not become an order. */
export function declineCommand(
  state: State,
  code: NoteCode,
  rows: Float64Array,
  at: number,
  qty: number = rows[at + COMMAND.QTY]!,
): void {
  const stop = rows[at + COMMAND.STOP]!
  row.id = rows[at + COMMAND.ID]!
  row.kind = rows[at + COMMAND.KIND]!
  row.qty = qty
  row.price = Number.isNaN(stop) ? rows[at + COMMAND.LIMIT]! : stop
  row.mark = rows[at + COMMAND.MARK]!
  state.sink.decline(code, state.bar, state.timeMs, row)
}

/** Price that an order names, in units of price; NaN for a market order. */
export function priceOf(state: State, { stop, limit }: Order): number {
  return fromSteps(state.scale.price, Number.isNaN(stop) ? limit : stop)
}
