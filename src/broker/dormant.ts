import type { Book, Order } from '../orders/index.ts'
import type { State } from './state.ts'

/**
 * Notes that an order was given inside a bar. Price makes no jump there, so one that the price
 * already satisfies has no level left to be reached: it sleeps until the next bar (BE-2.10).
 */
export function settleInside(state: State, order: Order): void {
  order.insideBar = state.isInside ? state.bar : -1
  order.isDormant =
    state.isInside &&
    (order.side * (state.close - order.stop) >= 0 ||
      (order.isLive && order.side * (order.limit - state.close) >= 0))
}

/** Entries that were given inside the bar do not fill on its closing leg (BE-2.10). */
export function restEntries({ book, bar }: State): void {
  for (const order of book.resting) if (order.insideBar === bar) order.isDormant = true
}

/** A new bar: every order is looked at again. */
export function wakeOrders({ resting, legs }: Book): void {
  for (const order of resting) order.isDormant = false
  for (const order of legs) order.isDormant = false
}
