import { type Order, sweepBook } from '../orders/index.ts'
import { EXIT_REASON } from '../shared/layout.ts'
import { fromSteps } from '../trades/index.ts'
import { restEntries } from './dormant.ts'
import { fillOrder } from './fill.ts'
import { followPoint } from './follow.ts'
import { forceClose, haltTrading } from './force.ts'
import { lotsToLiquidate } from './margin.ts'
import { markAccount } from './mark.ts'
import { activate, arm, EVENT, findHit, followTrail, type Hit, meetPoint } from './path.ts'
import { isQuiet, passQuietly } from './quiet.ts'
import { isDayLossReached } from './risk.ts'
import type { State } from './state.ts'
import { touchBook } from './state.ts'

/**
 * Walks one bar: the open, where the price may have jumped, then three legs to the extremes and the
 * close, which it reaches without a jump (BE-3.1 to BE-3.3). A bar made of smaller ones is this walk
 * once for each of them (BE-3.6). `isHighFirst` is taken from the unrounded prices; with `isTicked` the
 * script runs wherever the path turns, not only after fills (BE-2.11).
 */
export function walkBar(state: State, isHighFirst: boolean, isTicked: boolean): void {
  walkOpen(state)
  walkOn(state, isHighFirst, isTicked)
}

/** The first part of `walkBar`: what happens at the open. */
export function walkOpen(state: State): void {
  state.leg = 0
  standAt(state, state.open, false)
  checkAccount(state)
}

/** The second part: from the open on. */
export function walkOn(state: State, isHighFirst: boolean, isTicked: boolean): void {
  const { open, high, low, close, rawOpen, rawHigh, rawLow, sink } = state
  const hears = sink.turn !== undefined
  const first = isHighFirst ? high : low
  const second = isHighFirst ? low : high
  if (hears) hearScript(state, open, rawOpen, rawOpen, rawOpen, isTicked)
  else if (isQuiet(state)) {
    // What has filled at the open waits for nothing more: most often the walk ends here.
    if (state.ledger.size > 0) passQuietly(state)
    state.point = close
    return
  }
  state.leg = 1
  walkLeg(state, open, first)
  if (hears) {
    if (isHighFirst) hearScript(state, first, rawHigh, rawOpen, rawHigh, isTicked)
    else hearScript(state, first, rawOpen, rawLow, rawLow, isTicked)
  }
  state.leg = 2
  walkLeg(state, first, second)
  if (hears) {
    hearScript(state, second, rawHigh, rawLow, isHighFirst ? rawLow : rawHigh, isTicked)
    if (state.isLastPart) restEntries(state)
  }
  state.leg = 3
  walkLeg(state, second, close)
}

/**
 * Runs the script where the path has come to after orders have filled, or on a tick, marked there, and
 * fills the market orders that it gives; what fills counts for the leg that follows (BE-2.9).
 */
export function hearScript(
  state: State,
  point: number,
  high: number,
  low: number,
  close: number,
  isTick: boolean,
): void {
  const { sink, book, totals, risk } = state
  if (totals.fills === state.heardFills && !isTick) return
  state.heardFills = totals.fills
  const closeOfBar = state.close
  state.close = point
  state.sideBefore = state.ledger.side
  markAccount(state)
  state.isInside = true
  sink.turn!(Math.max(high, state.seenHigh), Math.min(low, state.seenLow), close, isTick)
  state.isInside = false
  state.tickSerial++
  state.inLeg = false
  for (const order of book.market) {
    if (order.isDone) continue
    fillOrder(state, order, point, EVENT.NONE)
    if (risk.isCapDue) haltTrading(state, EXIT_REASON.RISK, false)
  }
  fillFresh(state, point)
  if (book.isStale) sweepBook(book)
  state.close = closeOfBar
}

/**
 * All that happens while the price stands at a point it did not walk to (BE-5.2 to BE-5.4): market
 * orders in creation order, then the orders that the jump has reached, then the exits of what filled.
 */
export function standAt(state: State, price: number, onlyImmediate: boolean): void {
  const { book, risk } = state
  state.tickSerial++
  state.inLeg = false
  followPoint(state, price)
  // Orders that end meanwhile stay in the queue, marked, until it is swept.
  for (const order of book.market) {
    if (order.isDone || (onlyImmediate && !order.immediate)) continue
    fillOrder(state, order, price, EVENT.NONE)
    if (risk.isCapDue) haltTrading(state, EXIT_REASON.RISK, false)
  }
  if (!onlyImmediate) {
    fillJumped(state, price)
    fillFresh(state, price)
  }
  if (book.isStale) sweepBook(book)
}

type Jumped = { readonly order: Order; readonly event: number; readonly rank: number }
const batch: Jumped[] = []

/** Fills the orders that a jump to `price` has reached: entries before exits, buy stops first (BE-5.3, BE-9.10). */
function fillJumped(state: State, price: number): void {
  const { book, risk } = state
  if (book.resting.length === 0 && book.legs.length === 0) return
  meetAll(state, book.resting, price)
  meetAll(state, book.legs, price)
  // What meeting the point has changed, armed or activated, may act on the legs that follow.
  touchBook(state)
  if (batch.length === 0) return
  batch.sort((a, b) => a.rank - b.rank || a.order.sequence - b.order.sequence)
  for (const { order, event } of batch) {
    if (order.isDone) continue
    fillOrder(state, order, price, event)
    if (risk.isCapDue) haltTrading(state, EXIT_REASON.RISK, false)
  }
  for (const { order } of batch) order.inBatch = false
  batch.length = 0
}

function meetAll({ fresh, beyondLimit }: State, orders: readonly Order[], price: number): void {
  for (const order of orders) {
    if (order.isDone || order.isDormant || fresh.includes(order)) continue
    const event = meetPoint(order, price, beyondLimit)
    if (event === EVENT.NONE) continue
    batch.push({ order, event, rank: rankOf(order, event) })
    order.inBatch = order.exit !== null
  }
}

function rankOf({ exit, side }: Order, event: number): number {
  if (exit === null) return event === EVENT.STOP ? (side > 0 ? 0 : 1) : 2
  return event === EVENT.TRAIL ? 3 : event === EVENT.STOP ? 4 : 5
}

/** Exits become active with the fill of their entry: at that point, and on the rest of the path (BE-3.5, BE-5.4). */
function fillFresh(state: State, price: number): void {
  const { fresh, beyondLimit, risk } = state
  if (fresh.length === 0) return
  for (let i = 0; i < fresh.length; i++) {
    const leg = fresh[i]!
    if (leg.isDone) continue
    const event = meetPoint(leg, price, beyondLimit)
    if (event === EVENT.NONE) continue
    fillOrder(state, leg, price, event)
    if (risk.isCapDue && !state.inLeg) haltTrading(state, EXIT_REASON.RISK, false)
  }
  fresh.length = 0
}

const hit: Hit = { order: null, level: 0, event: EVENT.NONE }

/** Walks from one point of the path to the next and lets happen what lies between. */
function walkLeg(state: State, from: number, to: number): void {
  const { book, beyondLimit, risk } = state
  let at = from
  while (at !== to && book.resting.length + book.legs.length > 0) {
    findHit(book.resting, book.legs, at, to, beyondLimit, hit)
    if (hit.order === null) break
    at = hit.level
    state.tickSerial++
    state.inLeg = true
    followPoint(state, at)
    act(state, hit.order, hit.event, at, from)
    followPoint(state, at)
    fillFresh(state, at)
    if (risk.isCapDue) {
      // A fill inside the bar closes at the end of its leg (F9).
      followPoint(state, to)
      haltTrading(state, EXIT_REASON.RISK, false)
    }
    if (book.isStale) sweepBook(book)
  }
  state.tickSerial++
  followPoint(state, to)
  for (const leg of book.legs) followTrail(leg, to)
  checkAccount(state)
}

/** What reaching a level does; `legStart` is the best price that a limit on this leg can have. */
function act(state: State, order: Order, event: number, level: number, legStart: number): void {
  switch (event) {
    case EVENT.ACTIVATE: {
      activate(order)
      touchBook(state)
      // Already at or better than the limit: it fills where it was activated (BE-4.4).
      if (order.side * (order.limit - order.side * state.beyondLimit - level) >= 0) {
        fillOrder(state, order, level, EVENT.LIMIT)
      }
      break
    }
    case EVENT.ARM:
      arm(order, level)
      touchBook(state)
      if (order.offset === 0) fillOrder(state, order, level, EVENT.TRAIL)
      break
    case EVENT.LIMIT: {
      const { limit, side } = order
      const price = side > 0 ? Math.min(limit, legStart) : Math.max(limit, legStart)
      // Behind the walk where price had to go beyond it: the trade begins or ends at its own price.
      followPoint(state, price)
      fillOrder(state, order, price, EVENT.LIMIT)
      break
    }
    default:
      fillOrder(state, order, level, event)
  }
}

/** Margin and the day's loss are looked at where the path turns (BE-12.30, BE-13.6). */
export function checkAccount(state: State): void {
  const { ledger, point, risk } = state
  if (ledger.size === 0) return
  if (point <= state.callBelow || point >= state.callAbove) callMargin(state)
  if (risk.isActive && isDayLossReached(state, point)) {
    haltTrading(state, EXIT_REASON.HALT, false)
  }
}

/** The call that was put off to the close, made there once the script has run (BE-12.34). */
export function callAtClose(state: State): void {
  state.isCallDue = false
  if (state.ledger.size === 0) return
  state.leg = 0
  state.tickSerial++
  state.inLeg = false
  followPoint(state, state.close)
  callMargin(state)
  markAccount(state)
}

/** Whether a call is put off to the close: one of a single lot at the first extreme, if the close needs one too (BE-12.34). */
function isPutOff(state: State, lots: number): boolean {
  if (lots === 1 && state.leg === 1 && state.isLastPart && lotsToLiquidate(state, state.close) > 0)
    state.isCallDue = true
  return state.isCallDue && state.leg !== 2
}

/** One liquidation per check; brackets stay (BE-12.31, BE-12.33). */
function callMargin(state: State): void {
  const { ledger, totals, point, scale } = state
  const lots = lotsToLiquidate(state, point)
  if (lots === 0 || isPutOff(state, lots)) return
  const { side } = ledger
  const volume =
    fromSteps(scale.price, point) * fromSteps(scale.quantity, lots) * scale.pointValue * state.fx
  if (side > 0) {
    totals.marginCallsLong++
    totals.liquidatedLong += volume
    totals.largestLong = Math.max(totals.largestLong, volume)
  } else {
    totals.marginCallsShort++
    totals.liquidatedShort += volume
    totals.largestShort = Math.max(totals.largestShort, volume)
  }
  forceClose(state, lots, EXIT_REASON.MARGIN_CALL)
  if (state.book.isStale) sweepBook(state.book)
}
