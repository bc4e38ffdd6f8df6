import { endOrder } from '../orders/index.ts'
import { EXIT_REASON } from '../shared/layout.ts'
import { beginDeal, deal, transact } from './deal.ts'
import { decline } from './decline.ts'
import { cancelExit } from './exits.ts'
import { type State, touchBook } from './state.ts'

/** Closes `lots` at the walk's point on the broker's own account: margin calls and risk rules. */
export function forceClose(state: State, lots: number, reason: number): void {
  const side = -state.ledger.side
  beginDeal(0, side, state.point + side * state.slippage)
  deal.closing = lots
  deal.reason = reason
  transact(state)
  touchBook(state)
}

/** Drops every working order; with a code each entry and raw order is told of. */
export function dropAllOrders(state: State, code?: 'N114'): void {
  const { book } = state
  for (const orders of [book.market, book.resting]) {
    for (const order of orders) {
      if (order.isDone) continue
      if (code !== undefined) decline(state, code, order, Number.NaN)
      endOrder(book, order)
    }
  }
  for (const [key, exit] of book.exits) cancelExit(state, key, exit)
  book.isStale = true
  touchBook(state)
}

/** Closes the position at the walk's point and stops trading for the day or for good (BE-13). */
export function haltTrading(state: State, reason: number, forGood: boolean): void {
  const { risk, ledger } = state
  risk.isCapDue = false
  if (forGood) risk.haltedForGood = true
  else risk.haltedToday = true
  dropAllOrders(state, 'N114')
  if (ledger.size === 0) return
  if (reason === EXIT_REASON.RISK) risk.capCloses++
  else risk.closes++
  forceClose(state, ledger.size, reason)
}
