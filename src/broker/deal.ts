import type { FilledEntry } from '../orders/index.ts'
import { EXIT_REASON } from '../shared/layout.ts'
import { type Closing, closeLots, fromSteps, openLot, takeLot } from '../trades/index.ts'
import { commissionOf } from './commission.ts'
import type { Fill } from './contract.ts'
import { followPoint, noteSettled } from './follow.ts'
import { consumeEntries, endEntries } from './legs.ts'
import { marginUsedAt, refreshLines } from './margin.ts'
import { positionOf, type State, valueAt } from './state.ts'

/** A transaction at one price: what it closes, what it opens, and on whose account. */
export type Deal = {
  kind: number
  side: number
  price: number
  /** What the trade list shows for the exit (BE-4.7). */
  shownPrice: number
  closing: number
  opening: number
  reason: number
  /** How the price met the order: an EVENT. */
  event: number
  id: number
  comment: number
  isAmbiguous: boolean
  /** The id or the entry whose quantity it closes; −1 and null: the oldest (BE-7.6). */
  onlyId: number
  only: FilledEntry | null
}

/** The deal being made. There is never more than one. */
export const deal: Deal = {
  kind: 0,
  side: 0,
  price: 0,
  shownPrice: 0,
  closing: 0,
  opening: 0,
  reason: 0,
  event: 0,
  id: 0,
  comment: 0,
  isAmbiguous: false,
  onlyId: -1,
  only: null,
}

/** Begins a deal on one side of the market at a price; what is not set after it does not apply. */
export function beginDeal(kind: number, side: number, price: number): void {
  deal.kind = kind
  deal.side = side
  deal.price = price
  deal.shownPrice = price
  deal.closing = 0
  deal.opening = 0
  deal.reason = 0
  deal.event = 0
  deal.id = 0
  deal.comment = 0
  deal.isAmbiguous = false
  deal.onlyId = -1
  deal.only = null
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

/** Books the deal: one fee for all of it (BE-12.11), closed trades first, then the new lot. */
export function transact(state: State): FilledEntry | null {
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
  const lot = takeLot(ledger)
  lot.lots = deal.opening
  lot.price = deal.price
  lot.bar = state.bar
  lot.timeMs = state.timeMs
  lot.id = deal.id
  lot.comment = deal.comment
  lot.entry = serial
  lot.fee = fee
  openLot(ledger, deal.side, state.point, state.fx, lot)
  noteSettled(state)
  const entry: FilledEntry = {
    serial,
    id: deal.id,
    bar: state.bar,
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

const fill: Fill = {
  bar: 0,
  timeMs: 0,
  id: 0,
  comment: 0,
  kind: 0,
  side: 0,
  qty: 0,
  closed: 0,
  opened: 0,
  reason: 0,
  event: 0,
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
  fill.comment = deal.comment
  fill.kind = deal.kind
  fill.side = deal.side
  fill.qty = fromSteps(scale.quantity, lots)
  fill.closed = fromSteps(scale.quantity, deal.closing)
  fill.opened = fromSteps(scale.quantity, deal.opening)
  fill.reason = deal.closing > 0 ? deal.reason : EXIT_REASON.OPEN
  fill.event = deal.event
  fill.price = fromSteps(scale.price, deal.price)
  fill.fee = fee
  fill.position = fromSteps(scale.quantity, positionOf(state))
  sink.fill(fill)
}
