import { addOrder, createOrder, endOrder, type Order } from '../orders/index.ts'
import type { NoteCode } from '../shared/failure.ts'
import { COMMAND, DIRECTION, KIND } from '../shared/layout.ts'
import { fromSteps, wholeSteps } from '../trades/index.ts'
import { decline, declineCommand, priceOf } from './decline.ts'
import { limitLevel, stopLevel } from './levels.ts'
import { admitsPlacement, admitsResting } from './margin.ts'
import { afterOrder, entriesOf, projectedPosition } from './queue.ts'
import { isHalted } from './risk.ts'
import { defaultBudget, expectedLotsOf } from './sizing.ts'
import { type State, touchBook } from './state.ts'

/** `strategy.entry` and `strategy.order` (BE-6.2, BE-7, BE-8). */
export function placeEntry(state: State, rows: Float64Array, at: number, kind: number): void {
  const { book, ledger, risk } = state
  const id = rows[at + COMMAND.ID]!
  const side = rows[at + COMMAND.SIDE]!
  const qty = rows[at + COMMAND.QTY]!
  const isEntry = kind === KIND.ENTRY
  const known = book.byId.get(id)
  const refuse = (code: NoteCode, lots?: number): void =>
    declineCommand(
      state,
      code,
      rows,
      at,
      lots === undefined ? qty : fromSteps(state.scale.quantity, lots),
    )

  if (isHalted(risk)) {
    refuse('N106')

    return
  }
  if (qty <= 0 || qty === Number.POSITIVE_INFINITY) {
    refuse('N109')
    return
  }

  const { price: grid } = state.scale
  const stop = stopLevel(grid, side, rows[at + COMMAND.STOP]!)
  const limit = limitLevel(grid, side, rows[at + COMMAND.LIMIT]!)
  const isMarket = Number.isNaN(stop) && Number.isNaN(limit)

  const isForbidden = isEntry && risk.allowed !== DIRECTION.ALL && side !== risk.allowed
  if (isForbidden && ledger.side !== -side) {
    refuse('N105')
    return
  }
  if (isEntry && !isForbidden && entriesOf(state, side, known) >= state.maxEntries) {
    if (known !== undefined) endKnown(state, known)
    refuse('N104')
    return
  }

  // The position that the market orders given so far will leave, this id's own among them (F6, BE-6.3).
  const before = projectedPosition(state)
  const opposite = before * side < 0 ? Math.abs(before) : 0
  const budget = Number.isNaN(qty) ? defaultBudget(state) : Number.NaN
  const expected = expectedLots(state, qty, budget, side, limit)
  if (!isForbidden && expected < 1) {
    refuse('N102', expected)
    return
  }
  let lots = expected
  if (isEntry && !isForbidden) {
    lots = Math.min(lots, risk.maxPosition - (before * side > 0 ? Math.abs(before) : 0))
    if (lots < 1) {
      refuse('N107', expected)
      return
    }
    if (!admitsPlacement(state, side, lots)) {
      refuse('N101', lots)
      return
    }
  } else if (!isEntry && lots > opposite && !admitsPlacement(state, side, lots - opposite)) {
    refuse('N101', lots)
    return
  }

  const order = known ?? createOrder(kind, id, side, book.sequence++)
  const wasMarket = order.isMarket
  order.kind = kind
  order.comment = rows[at + COMMAND.COMMENT]!
  order.mark = rows[at + COMMAND.MARK]!
  order.side = side
  order.bar = state.bar
  const staysMoney = !isMarket && !Number.isNaN(budget) && !isForbidden
  order.lots = isForbidden ? 0 : staysMoney ? Number.NaN : lots
  order.budget = staysMoney ? budget : Number.NaN
  order.explicit = !Number.isNaN(qty)
  order.closeOnly = isForbidden
  order.reverse = isForbidden ? ledger.size : isEntry ? opposite : 0
  order.isMarket = isMarket
  order.stop = stop
  order.limit = limit
  order.isLive = Number.isNaN(stop) || Number.isNaN(limit)
  order.ocaName = rows[at + COMMAND.OCA_NAME]!
  order.ocaType = rows[at + COMMAND.OCA_TYPE]!
  state.totals.orders++
  enter(state, order, known !== undefined, wasMarket, before)
}

/** Puts a new order into the book, or a replaced one where its new kind belongs. */
function enter(
  state: State,
  order: Order,
  isKnown: boolean,
  wasMarket: boolean,
  before: number,
): void {
  const { book } = state
  touchBook(state)
  if (!isKnown) {
    addOrder(book, order)
    state.projected = order.isMarket ? afterOrder(before, order) : before
  } else if (order.isMarket !== wasMarket) {
    if (wasMarket) book.market = book.market.filter((other) => other !== order)
    else book.resting = book.resting.filter((other) => other !== order)
    addOrder(book, order)
  }
}

function endKnown(state: State, order: Order): void {
  endOrder(state.book, order)
  touchBook(state)
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

/** Drops the resting entries whose position could not be margined at this close (BE-12.8). */
export function dropUnaffordable(state: State): void {
  const { ledger, book } = state
  for (const order of book.resting) {
    if (order.isDone || order.closeOnly) continue
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
