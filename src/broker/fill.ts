import { endOrder, type FilledEntry, type Order } from '../orders/index.ts'
import { EXIT_REASON, KIND } from '../shared/layout.ts'
import { type Closing, closeLots, followPrice, fromSteps, openLot } from '../trades/index.ts'
import { isAmbiguous } from './ambiguity.ts'
import { commissionOf } from './commission.ts'
import type { Fill } from './contract.ts'
import { decline } from './decline.ts'
import { bindEntry, cancelExit, consumeEntries, endEntries, endLeg } from './exits.ts'
import { admitsFill, marginUsedAt, refreshLines } from './margin.ts'
import { tellGroup } from './oca.ts'
import { EVENT } from './path.ts'
import { countFill } from './risk.ts'
import { lotsForBudget } from './sizing.ts'
import { positionOf, type State, settledEquity, touchBook, valueAt } from './state.ts'

/** The walk has come to `price`: excursions and the extremes of equity take note (BE-11.5, RM-6.7). */
export function followPoint(state: State, price: number): void {
  state.point = price
  const { lots } = state.ledger
  if (lots.length === 0) return
  followPrice(lots[lots.length - 1]!, price)
  followEquity(state, state.equityBase + state.equitySlope * price)
}

export function followEquity(state: State, equity: number): void {
  if (state.settledMax - equity > state.maxDrawdown) {
    state.maxDrawdown = state.settledMax - equity
    state.maxDrawdownBase = state.settledMax
  }
  if (equity - state.settledMin > state.maxRunup) {
    state.maxRunup = equity - state.settledMin
    state.maxRunupBase = state.settledMin
  }
}

/** A transaction at one price: what it closes, what it opens, and on whose account. */
type Deal = {
  kind: number
  side: number
  price: number
  /** What the trade list shows for the exit (BE-4.7). */
  shownPrice: number
  closing: number
  opening: number
  reason: number
  id: number
  comment: number
  isAmbiguous: boolean
  /** The id or the entry whose quantity it closes; −1 and null: the oldest (BE-7.6). */
  onlyId: number
  only: FilledEntry | null
}

const deal: Deal = {
  kind: 0,
  side: 0,
  price: 0,
  shownPrice: 0,
  closing: 0,
  opening: 0,
  reason: 0,
  id: 0,
  comment: 0,
  isAmbiguous: false,
  onlyId: -1,
  only: null,
}

const closing: Closing = {
  lots: 0,
  price: 0,
  shownPrice: 0,
  fee: 0,
  bar: 0,
  timeMs: 0,
  id: 0,
  comment: 0,
  reason: 0,
  ambiguous: false,
  fx: 1,
  onlyId: -1,
  onlyEntry: -1,
}

/**
 * Fills an order whose price the walk has met at `price` (before slippage). `event` says how:
 * market orders come as NONE. Slippage moves all but limit fills (BE-4.6).
 */
export function fillOrder(state: State, order: Order, price: number, event: number): void {
  const slip = event === EVENT.LIMIT ? 0 : order.side * state.slippage
  deal.kind = order.kind
  deal.side = order.side
  deal.price = price + slip
  deal.shownPrice = order.immediate ? price : deal.price
  deal.closing = 0
  deal.opening = 0
  deal.id = order.id
  deal.comment = order.comment
  deal.isAmbiguous = false
  deal.onlyId = -1
  deal.only = null
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
    if (opposite > 0) suppressCloses(state, order)
    return false
  }
  deal.isAmbiguous = deal.closing > 0 && isAmbiguous(state, order)
  return deal.closing + deal.opening > 0
}

/** A declined reversal takes the closes that were given after it in the same run with it (BE-10.6). */
function suppressCloses(state: State, reversal: Order): void {
  for (const order of state.book.market) {
    if (order.isDone || order.sequence < reversal.sequence || order.bar !== reversal.bar) continue
    if (order.kind !== KIND.CLOSE && order.kind !== KIND.CLOSE_ALL) continue
    decline(state, 'N113', order, Number.NaN)
    endOrder(state.book, order)
  }
}

/** What an exit leg or a close takes; it is bound to the side that it was made for (BE-5.9, BE-9.12). */
function prepareExit(state: State, order: Order, event: number): boolean {
  const { ledger } = state
  const isForThisSide = ledger.side === -order.side
  if (order.exit !== null) {
    const entry = order.entry!
    deal.reason = exitReason(event)
    deal.comment = exitComment(order, event)
    if (isForThisSide && !entry.isDone) {
      deal.closing = Math.min(order.lots, entry.remaining, ledger.size)
      deal.only = entry
      deal.isAmbiguous = isAmbiguous(state, order)
    } else if (order.inBatch && ledger.side === order.side) {
      // Gapped together with a reversing stop: sells again what the reversal has closed (BE-9.13).
      deal.opening = order.lots
    }
  } else if (isForThisSide) {
    const isAll = order.kind === KIND.CLOSE_ALL
    deal.reason = EXIT_REASON.CLOSE
    deal.onlyId = isAll ? -1 : order.id
    deal.closing = Math.min(order.lots, isAll ? ledger.size : openUnder(state, order.id))
  }
  return deal.closing + deal.opening > 0
}

/** Lots entered under an id and not yet taken by what is bound to it (BE-10.2). */
export function openUnder({ book }: State, id: number): number {
  let lots = 0
  for (const entry of book.entries) if (entry.id === id) lots += entry.remaining
  return lots
}

function exitReason(event: number): number {
  if (event === EVENT.LIMIT) return EXIT_REASON.LIMIT
  return event === EVENT.STOP ? EXIT_REASON.STOP : EXIT_REASON.TRAIL
}

/** The comment of the level that was hit overrides the exit's own (BE-9.15). */
function exitComment({ exit }: Order, event: number): number {
  if (exit === null) return 0
  const own =
    event === EVENT.LIMIT
      ? exit.commentProfit
      : event === EVENT.STOP
        ? exit.commentLoss
        : exit.commentTrailing
  return own === 0 ? exit.comment : own
}

/** Books the deal: one fee for all of it (BE-12.11), closed trades first, then the new lot. */
function transact(state: State): FilledEntry | null {
  const { ledger } = state
  const lots = deal.closing + deal.opening
  const fee = commissionOf(state, deal.price, lots)
  if (ledger.size > 0) followPoint(state, state.point)
  let closingFee = 0
  if (deal.closing > 0) {
    closingFee = deal.opening === 0 ? fee : (fee * deal.closing) / lots
    closePart(state, closingFee)
  }
  const entry = deal.opening > 0 ? openPart(state, fee - closingFee) : null
  refreshLines(state)
  followPoint(state, state.point)
  recordFill(state, lots, fee)
  return entry
}

function closePart(state: State, fee: number): void {
  const { ledger, risk } = state
  closing.lots = deal.closing
  closing.price = deal.price
  closing.shownPrice = deal.shownPrice
  closing.fee = fee
  closing.bar = state.bar
  closing.timeMs = state.timeMs
  closing.id = deal.id
  closing.comment = deal.comment
  closing.reason = deal.reason
  closing.ambiguous = deal.isAmbiguous
  closing.fx = state.fx
  closing.onlyId = state.closesAny ? deal.onlyId : -1
  closing.onlyEntry = state.closesAny && deal.only !== null ? deal.only.serial : -1
  closeLots(ledger, closing, state.emitTrade)
  if (ledger.size === 0) endEntries(state)
  else consumeEntries(state, deal.closing, deal.onlyId, deal.only)
  noteSettled(state)
  const realized = state.settings.initialCapital + ledger.closedProfit
  if (realized > risk.realizedPeak) risk.realizedPeak = realized
}

function openPart(state: State, fee: number): FilledEntry {
  const { ledger, book } = state
  if (ledger.size === 0) {
    state.openedTick = state.tickSerial
    state.exposed = true
  }
  const serial = state.entrySerial++
  openLot(ledger, deal.side, state.point, {
    lots: deal.opening,
    price: deal.price,
    bar: state.bar,
    timeMs: state.timeMs,
    id: deal.id,
    comment: deal.comment,
    entry: serial,
    fee,
  })
  noteSettled(state)
  const entry: FilledEntry = {
    serial,
    id: deal.id,
    side: deal.side,
    price: deal.price,
    original: deal.opening,
    remaining: deal.opening,
    legs: [],
    isDone: false,
  }
  book.entries.push(entry)
  return entry
}

/** Every close and every entry fee is a point of the settled equity (RM-6.9). */
function noteSettled(state: State): void {
  const settled = settledEquity(state)
  if (settled > state.settledMax) state.settledMax = settled
  if (settled < state.settledMin) state.settledMin = settled
}

const fill: Fill = {
  bar: 0,
  timeMs: 0,
  id: 0,
  kind: 0,
  side: 0,
  qty: 0,
  price: 0,
  fee: 0,
  position: 0,
}

function recordFill(state: State, lots: number, fee: number): void {
  const { totals, ledger, scale, sink } = state
  totals.fills++
  totals.turnover += valueAt(state, deal.price, lots)
  if (ledger.side > 0) totals.maxHeldLong = Math.max(totals.maxHeldLong, ledger.size)
  else totals.maxHeldShort = Math.max(totals.maxHeldShort, ledger.size)
  totals.maxMarginUsed = Math.max(totals.maxMarginUsed, marginUsedAt(state, deal.price))
  if (sink.fill === undefined) return
  fill.bar = state.bar
  fill.timeMs = state.timeMs
  fill.id = deal.id
  fill.kind = deal.kind
  fill.side = deal.side
  fill.qty = fromSteps(scale.quantity, lots)
  fill.price = fromSteps(scale.price, deal.price)
  fill.fee = fee
  fill.position = fromSteps(scale.quantity, positionOf(state))
  sink.fill(fill)
}

/** Closes `lots` at the walk's point on the broker's own account: margin calls and risk rules. */
export function forceClose(state: State, lots: number, reason: number): void {
  const side = -state.ledger.side
  deal.kind = 0
  deal.side = side
  deal.price = state.point + side * state.slippage
  deal.shownPrice = deal.price
  deal.closing = lots
  deal.opening = 0
  deal.reason = reason
  deal.id = 0
  deal.comment = 0
  deal.isAmbiguous = false
  deal.onlyId = -1
  deal.only = null
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
