import { addOrder, endOrder, newOrder, type Order } from '../orders/index.ts'
import { COMMAND, KIND } from '../shared/layout.ts'
import { fromSteps, shareOfSteps, wholeSteps } from '../trades/index.ts'
import { declineCommand } from './decline.ts'
import { openUnder } from './leave.ts'
import { afterOrder, projectedPosition } from './queue.ts'
import { type State, touchBook } from './state.ts'

/** `strategy.close` and `strategy.close_all` (BE-10): a market order for what is open now. */
export function placeClose(state: State, rows: Float64Array, at: number, kind: number): void {
  const { ledger, book, scale } = state
  if (ledger.size === 0) return
  const id = rows[at + COMMAND.ID]!
  const qty = rows[at + COMMAND.QTY]!
  const percent = rows[at + COMMAND.QTY_PERCENT]!
  const isAll = kind === KIND.CLOSE_ALL
  const open = isAll ? ledger.size : openUnder(state, id)
  if (open === 0) return
  if (!isAll && (qty <= 0 || percent <= 0)) {
    declineCommand(state, 'N109', rows, at)
    return
  }
  let lots = open
  if (!isAll && !Number.isNaN(qty)) {
    lots = Math.min(open, wholeSteps(scale.quantity, qty))
  } else if (!isAll && !Number.isNaN(percent)) {
    lots = Math.min(open, shareOfSteps(open, percent))
  }
  if (lots < 1) {
    declineCommand(state, 'N102', rows, at, fromSteps(scale.quantity, lots))
    return
  }
  const order = newOrder(book, kind, isAll ? 0 : id, -ledger.side)
  order.comment = rows[at + COMMAND.COMMENT]!
  order.mark = rows[at + COMMAND.MARK]!
  order.bar = state.bar
  order.lots = lots
  order.isMarket = true
  order.immediate = rows[at + COMMAND.IMMEDIATELY] === 1
  if (state.settings.processOrdersOnClose) endRepeated(state, order)
  const before = projectedPosition(state)
  addOrder(book, order)
  touchBook(state)
  state.projected = afterOrder(before, order)
  state.totals.orders++
}

/**
 * Where orders are processed on the close, a call that one bar repeats counts once, as it was given last
 * (BE-10.3). Which call it was is known by its place in the file.
 */
function endRepeated(state: State, { kind, id, mark, bar }: Order): void {
  const { book } = state
  if (mark === 0) return
  for (const order of book.market) {
    if (order.isDone || order.mark !== mark || order.bar !== bar) continue
    if (order.kind !== kind || order.id !== id) continue
    endOrder(book, order)
    touchBook(state)
  }
}
