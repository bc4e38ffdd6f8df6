import { endOnlyOrder, type Order } from '../orders/index.ts'
import { EXIT_REASON, KIND } from '../shared/layout.ts'
import { beginDeal, deal, transact } from './deal.ts'
import { followPoint } from './follow.ts'
import { admitsFill } from './margin.ts'
import { EVENT } from './path.ts'
import { countFill } from './risk.ts'
import { type State, touchBook } from './state.ts'

/**
 * Fills the only order there is, a market entry that opens a position or turns one lot round, at the open: most fills
 * of most strategies are one of these. Step by step it is what `standAt` would do, without looking for what cannot
 * be there. False, and nothing done, where it is not as plain as that.
 */
export function fillAlone(state: State): boolean {
  const { ledger, book } = state
  if (book.market.length !== 1 || book.legs.length > 0 || book.exits.size > 0) return false
  const order = book.market[0]!
  const closing = ledger.size
  if (!isPlainEntry(order) || order.reverse !== closing) return false
  if (ledger.side === order.side || ledger.lots.length > 1) return false
  const price = state.open + order.side * state.slippage
  const opening = order.lots + order.reverse - closing
  state.leg = 0
  state.inLeg = false
  state.tickSerial++
  // Refused, the order is looked at again in the long way, at a tick of its own.
  if (!admitsFill(state, order, opening, price, EVENT.NONE)) return false
  followPoint(state, state.open)
  beginDeal(KIND.ENTRY, order.side, price)
  deal.id = order.id
  deal.comment = order.comment
  deal.closing = closing
  deal.opening = opening
  deal.reason = EXIT_REASON.REVERSAL
  transact(state)
  endOnlyOrder(book, order)
  touchBook(state)
  countFill(state)
  return true
}

function isPlainEntry(order: Order): boolean {
  if (order.kind !== KIND.ENTRY || order.isDone || order.immediate || order.closeOnly) return false
  return order.lots >= 1
}
