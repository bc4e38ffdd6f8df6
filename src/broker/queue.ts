import type { Order } from '../orders/index.ts'
import { KIND } from '../shared/layout.ts'
import { positionOf, type State } from './state.ts'

/** Signed position after the market orders in the queue, in lots. */
export function projectedPosition(state: State): number {
  if (!Number.isNaN(state.projected)) return state.projected
  let position = positionOf(state)
  for (const order of state.book.market) {
    if (!order.isDone) position = afterOrder(position, order)
  }
  state.projected = position
  return position
}

export function afterOrder(position: number, order: Order): number {
  const total = order.lots + order.reverse
  const opposite = position * order.side < 0 ? Math.abs(position) : 0
  const isReducing = order.closeOnly || order.kind === KIND.CLOSE || order.kind === KIND.CLOSE_ALL
  return position + order.side * (isReducing ? Math.min(total, opposite) : total)
}

/**
 * Entries of one side that count against pyramiding: slots occupied (BE-7.6) and market entries in
 * the queue (F7). Priced entries are not counted, nor tested again when they fill (BE-7.5).
 */
export function entriesOf({ ledger, book }: State, side: number, known: Order | undefined): number {
  let count = ledger.side === side ? book.entries.length : 0
  for (const order of book.market) {
    if (order.kind !== KIND.ENTRY || order.side !== side || order === known) continue
    if (!order.isDone && !order.closeOnly) count++
  }
  return count
}
