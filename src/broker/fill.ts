import { endOrder, type Order } from '../orders/index.ts'
import { EXIT_REASON, KIND } from '../shared/layout.ts'
import { fromSteps } from '../trades/index.ts'
import { isAmbiguous } from './ambiguity.ts'
import { beginDeal, deal, transact } from './deal.ts'
import { decline } from './decline.ts'
import { prepareExit } from './leave.ts'
import { bindEntry, endLeg } from './legs.ts'
import { admitsFill } from './margin.ts'
import { tellGroup } from './oca.ts'
import { EVENT } from './path.ts'
import { countFill } from './risk.ts'
import { lotsForBudget } from './sizing.ts'
import { type State, touchBook } from './state.ts'

/**
 * Fills an order whose price the walk has met at `price` (before slippage). `event` says how:
 * market orders come as NONE. Slippage moves all but limit fills (BE-4.6).
 */
export function fillOrder(state: State, order: Order, price: number, event: number): void {
  const slip = event === EVENT.LIMIT ? 0 : order.side * state.slippage
  beginDeal(order.kind, order.side, price + slip)
  deal.event = event
  if (order.immediate) deal.shownPrice = price
  deal.id = order.id
  deal.comment = order.comment
  const isOpening = order.kind === KIND.ENTRY || order.kind === KIND.ORDER
  const isDealt = isOpening ? prepareEntry(state, order, event) : prepareExit(state, order, event)
  if (!isDealt) {
    dropOrder(state, order)
    return
  }
  const lots = deal.closing + deal.opening
  const entry = transact(state)
  // Bound before the order ends, which would end the legs that wait for it.
  if (entry !== null && isOpening) bindEntry(state, order, entry)
  endOrder(state.book, order)
  tellGroup(state, order, lots)
  touchBook(state)
  countFill(state)
}

function dropOrder(state: State, order: Order): void {
  if (order.exit === null) endOrder(state.book, order)
  else endLeg(state, order)
  touchBook(state)
}

/** Splits an entry or raw order into what it closes and what it opens (BE-7.2, BE-8.1). */
function prepareEntry(state: State, order: Order, event: number): boolean {
  const { ledger, risk } = state
  const own = Number.isNaN(order.lots) ? lotsForBudget(state, order.budget, deal.price) : order.lots
  if (own < 1 && !order.closeOnly) {
    order.lots = own
    decline(state, 'N102', order, fromSteps(state.scale.price, deal.price))
    return false
  }
  const opposite = ledger.side === -order.side ? ledger.size : 0
  const total = own + order.reverse
  deal.closing = Math.min(total, opposite)
  deal.opening = order.closeOnly ? 0 : total - deal.closing
  deal.reason = order.kind === KIND.ENTRY ? EXIT_REASON.REVERSAL : EXIT_REASON.ORDER
  if (order.kind === KIND.ENTRY && deal.opening > 0) {
    const held = ledger.side === order.side ? ledger.size : 0
    deal.opening = Math.max(0, Math.min(deal.opening, risk.maxPosition - held))
    if (deal.opening === 0 && deal.closing === 0) {
      decline(state, 'N107', order, fromSteps(state.scale.price, deal.price))
      return false
    }
  }
  if (deal.opening > 0 && !admitsFill(state, order, deal.opening, deal.price, event)) {
    order.lots = own
    decline(state, 'N103', order, fromSteps(state.scale.price, deal.price))
    if (opposite > 0) suppressCloses(state)
    return false
  }
  deal.isAmbiguous = deal.closing > 0 && isAmbiguous(state, order)
  return deal.closing + deal.opening > 0
}

/**
 * A declined reversal takes the closes that were given after it in the same run with it (BE-10.6).
 * Those given before it have filled already.
 */
function suppressCloses(state: State): void {
  for (const order of state.book.market) {
    if (order.isDone || (order.kind !== KIND.CLOSE && order.kind !== KIND.CLOSE_ALL)) continue
    decline(state, 'N113', order, Number.NaN)
    endOrder(state.book, order)
  }
}
