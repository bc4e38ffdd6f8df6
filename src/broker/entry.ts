import { addOrder, endOrder, moveOrder, newOrder, type Order } from '../orders/index.ts'
import type { NoteCode } from '../shared/failure.ts'
import { COMMAND, DIRECTION, KIND } from '../shared/layout.ts'
import { fromSteps, wholeSteps } from '../trades/index.ts'
import { declineCommand } from './decline.ts'
import { settleInside } from './dormant.ts'
import { limitLevel, stopLevel } from './levels.ts'
import { admitsPlacement } from './margin.ts'
import { afterOrder, entriesOf, projectedPosition } from './queue.ts'
import { isHalted } from './risk.ts'
import { defaultBudget, expectedLotsOf } from './sizing.ts'
import { type State, touchBook } from './state.ts'

/** What a command asks for, before it is an order. */
type Draft = {
  kind: number
  id: number
  side: number
  qty: number
  stop: number
  limit: number
  isMarket: boolean
  /** An entry in a locked direction, which may only close (BE-7.7). */
  isCloseOnly: boolean
  /** Money instead of lots, or NaN; the lots are then what it may come to. */
  budget: number
  lots: number
  /** Position after the queued market orders, and what of it is on the other side (F6). */
  before: number
  opposite: number
  known: Order | undefined
}

/** What the command at hand asks for. There is never more than one. */
const draft: Draft = {
  kind: 0,
  id: 0,
  side: 0,
  qty: Number.NaN,
  stop: Number.NaN,
  limit: Number.NaN,
  isMarket: false,
  isCloseOnly: false,
  budget: Number.NaN,
  lots: Number.NaN,
  before: 0,
  opposite: 0,
  known: undefined,
}

/** `strategy.entry` and `strategy.order` (BE-6.2, BE-7, BE-8). */
export function placeEntry(state: State, rows: Float64Array, at: number): void {
  readDraft(state, rows, at)
  const refusal = refusalOf(state)
  if (refusal === null) {
    enter(state, rows, at)
    return
  }
  // An entry refused for its number takes the pending order of its id with it (BE-7.4).
  if (refusal === 'N104' && draft.known !== undefined) {
    endOrder(state.book, draft.known)
    touchBook(state)
  }
  const qty = Number.isNaN(draft.qty) ? fromSteps(state.scale.quantity, draft.lots) : draft.qty
  declineCommand(state, refusal, rows, at, qty)
}

function readDraft(state: State, rows: Float64Array, at: number): void {
  const { risk, scale } = state
  const kind = rows[at + COMMAND.KIND]!
  const id = rows[at + COMMAND.ID]!
  const side = rows[at + COMMAND.SIDE]!
  const qty = rows[at + COMMAND.QTY]!
  const stop = stopLevel(scale.price, side, rows[at + COMMAND.STOP]!)
  const limit = limitLevel(scale.price, side, rows[at + COMMAND.LIMIT]!)
  // An order of this id that is replaced counts as it was (BE-6.3).
  const before = projectedPosition(state)
  const budget = Number.isNaN(qty) ? defaultBudget(state) : Number.NaN
  draft.kind = kind
  draft.id = id
  draft.side = side
  draft.qty = qty
  draft.stop = stop
  draft.limit = limit
  draft.isMarket = Number.isNaN(stop) && Number.isNaN(limit)
  draft.isCloseOnly = kind === KIND.ENTRY && risk.allowed !== DIRECTION.ALL && side !== risk.allowed
  draft.budget = budget
  draft.lots = expectedLots(state, qty, budget, side, limit)
  draft.before = before
  draft.opposite = before * side < 0 ? Math.abs(before) : 0
  draft.known = state.book.byId.get(id)
}

/** Why an order is not placed, or null; fits an entry into the maximum position size on the way. */
function refusalOf(state: State): NoteCode | null {
  const { ledger, risk } = state
  const { qty, side, before, opposite } = draft
  if (isHalted(risk)) return 'N106'
  if (qty <= 0 || qty === Number.POSITIVE_INFINITY) return 'N109'
  if (draft.isCloseOnly) return ledger.side === -side ? null : 'N105'
  if (draft.kind === KIND.ENTRY) {
    if (entriesOf(state, side, draft.known) >= state.maxEntries) return 'N104'
    if (draft.lots < 1) return 'N102'
    const room = risk.maxPosition - (before * side > 0 ? Math.abs(before) : 0)
    if (room < 1) return 'N107'
    draft.lots = Math.min(draft.lots, room)
    return admitsPlacement(state, side, draft.lots) ? null : 'N101'
  }
  if (draft.lots < 1) return 'N102'
  const opening = draft.lots - opposite
  return opening <= 0 || admitsPlacement(state, side, opening) ? null : 'N101'
}

/** Makes the order, or changes the pending one of its id, which keeps its place in the queue (BE-6.2). */
function enter(state: State, rows: Float64Array, at: number): void {
  const { book, ledger } = state
  const { kind, side, isMarket, isCloseOnly, known } = draft
  const order = known ?? newOrder(book, kind, draft.id, side)
  const wasMarket = order.isMarket
  const isMoney = !isMarket && !isCloseOnly && !Number.isNaN(draft.budget)
  order.kind = kind
  order.comment = rows[at + COMMAND.COMMENT]!
  order.mark = rows[at + COMMAND.MARK]!
  order.side = side
  order.bar = state.bar
  order.lots = isCloseOnly ? 0 : isMoney ? Number.NaN : draft.lots
  order.budget = isMoney ? draft.budget : Number.NaN
  order.explicit = !Number.isNaN(draft.qty)
  order.closeOnly = isCloseOnly
  order.reverse = isCloseOnly ? ledger.size : kind === KIND.ENTRY ? draft.opposite : 0
  order.isMarket = isMarket
  order.stop = draft.stop
  order.limit = draft.limit
  order.isLive = Number.isNaN(draft.stop) || Number.isNaN(draft.limit)
  settleInside(state, order)
  order.ocaName = rows[at + COMMAND.OCA_NAME]!
  order.ocaType = rows[at + COMMAND.OCA_TYPE]!
  state.totals.orders++
  touchBook(state)
  if (known === undefined) {
    addOrder(book, order)
    state.projected = isMarket ? afterOrder(draft.before, order) : draft.before
  } else if (isMarket !== wasMarket) {
    moveOrder(book, order, wasMarket)
  }
}

/**
 * Quantity of an order as far as it is known when it is given: a limit's money is counted at its own
 * price, all else at the current one (BE-12.3, BE-12.20).
 */
function expectedLots(
  state: State,
  qty: number,
  budget: number,
  side: number,
  limit: number,
): number {
  const { quantity } = state.scale
  if (!Number.isNaN(qty)) return wholeSteps(quantity, qty)
  if (Number.isNaN(budget)) return wholeSteps(quantity, state.settings.defaultQtyValue)
  return expectedLotsOf(state, budget, side, limit)
}
