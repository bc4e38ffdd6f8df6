import { endOrder } from '../orders/index.ts'
import { decline, priceOf } from './decline.ts'
import { admitsResting } from './margin.ts'
import { expectedLotsOf } from './sizing.ts'
import { type State, touchBook } from './state.ts'

/** Drops the resting entries whose position could not be margined at this close (BE-12.8). */
export function dropUnaffordable(state: State): void {
  const { ledger, book } = state
  for (const order of book.resting) {
    if (order.isDone) continue
    const { side } = order
    const own = Number.isNaN(order.lots)
      ? expectedLotsOf(state, order.budget, side, order.limit)
      : order.lots
    const opposite = ledger.side === -side ? ledger.size : 0
    const opening = own + order.reverse - opposite
    const held = ledger.side === side ? ledger.size : 0
    if (opening <= 0 || admitsResting(state, side, opening + held)) continue
    decline(state, 'N110', order, priceOf(state, order))
    endOrder(book, order)
    touchBook(state)
  }
}
