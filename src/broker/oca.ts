import { endOrder, type Order } from '../orders/index.ts'
import { OCA } from '../shared/layout.ts'
import { endLeg } from './legs.ts'
import type { State } from './state.ts'

/**
 * Tells the other members of an order's group of a fill of `lots` (BE-14). A group is a name and a
 * type; the legs of one exit call do not reduce each other.
 */
export function tellGroup(state: State, filled: Order, lots: number): void {
  if (filled.ocaName === 0 || filled.ocaType === OCA.NONE) return
  const { market, resting, legs } = state.book
  for (const orders of [market, resting, legs]) {
    for (const order of orders) {
      if (isMember(order, filled)) tell(state, order, lots)
    }
  }
  for (const order of state.book.byId.values()) {
    for (const leg of order.waiting) if (isMember(leg, filled)) tell(state, leg, lots)
  }
}

function isMember(order: Order, filled: Order): boolean {
  return (
    order !== filled &&
    !order.isDone &&
    order.ocaName === filled.ocaName &&
    order.ocaType === filled.ocaType &&
    (order.exit === null || order.exit !== filled.exit)
  )
}

function tell(state: State, order: Order, lots: number): void {
  if (order.ocaType === OCA.REDUCE && (order.explicit || order.exit !== null)) {
    order.lots -= lots
    // A leg that still waits learns its quantity with its entry.
    if (order.lots > 0 || Number.isNaN(order.lots)) return
  }
  if (order.exit === null) endOrder(state.book, order)
  else endLeg(state, order)
}
