import {
  followPrice,
  HELD,
  isReckonable,
  moneyIn,
  nearestOf,
  nearestStep,
} from '../trades/index.ts'
import type { Stretch } from './contract.ts'
import { followEquity } from './follow.ts'
import { findTriggers } from './quiet.ts'
import { equityAt, marginOf, type State, settledEquity } from './state.ts'

/**
 * Passes bars on which nothing can happen but that the mark moves, at most `count` from `slot` on, and
 * returns how many; 0 where the next one has to be walked. What it does is bit by bit what walking
 * them would, for a strategy that hears nothing until the last of them is over.
 */
export function passBars(state: State, stretch: Stretch, slot: number, count: number): number {
  const passed = lookAhead(state, stretch, slot, count)
  if (passed === 0) return 0
  const { ledger, scale } = state
  if (ledger.size > 0) takeStretch(state, stretch, slot, passed)
  if (state.bound.length > 0) state.bound.length = 0
  const last = slot + passed - 1
  state.bar += passed
  state.timeMs = stretch.time[last]!
  state.sideBefore = ledger.side
  state.exposed = ledger.size > 0
  state.close = nearestStep(scale.price, stretch.close[last]!)
  return passed
}

/** How many bars could be passed, their marks written; changes nothing of the state. */
export function lookAhead(state: State, stretch: Stretch, slot: number, count: number): number {
  const { ledger, book, settings } = state
  if (state.risk.isActive || state.sink.turn !== undefined) return 0
  if (book.market.length > 0 || book.resting.length > 0) return 0
  if (book.legs.length > 0 && settings.processOrdersOnClose) return 0
  const most = beforeNextRate(state, stretch.time, slot, count)
  if (ledger.size === 0) {
    markFlat(state, stretch, slot, most)
    return most
  }
  const bars = untouched(state, stretch, slot, most)
  // Equity follows the price in a straight line, so what holds at the extremes holds in between.
  if (bars === 0 || !isReckonable(equityAt(state, reach.highest))) return 0
  if (!isReckonable(equityAt(state, reach.lowest))) return 0
  mark(state, stretch, slot, bars)
  return bars
}

/** Bars from `slot` on that open before the exchange rate may change. */
function beforeNextRate(
  { fxAt, nextDayMs }: State,
  time: Float64Array,
  slot: number,
  count: number,
): number {
  if (fxAt === undefined) return count
  let bars = 0
  while (bars < count && time[slot + bars]! < nextDayMs) bars++
  return bars
}

/** What the stretch looked at last reaches, in ticks, and the most margin that is used at its closes. */
const reach = { highest: 0, lowest: 0, margin: 0 }

/** Bars that touch no order and no margin line. */
function untouched(state: State, stretch: Stretch, slot: number, most: number): number {
  const { book, callBelow, callAbove } = state
  let above = callAbove
  let below = callBelow
  if (book.legs.length > 0) {
    if (Number.isNaN(state.risingTrigger)) findTriggers(state)
    if (state.risingTrigger < above) above = state.risingTrigger
    if (state.fallingTrigger > below) below = state.fallingTrigger
  }
  const { perUnit } = state.scale.price
  const { high, low } = stretch
  let highest = Number.NEGATIVE_INFINITY
  let lowest = Number.POSITIVE_INFINITY
  let bars = 0
  while (bars < most) {
    const h = nearestOf(perUnit, high[slot + bars]!)
    const l = nearestOf(perUnit, low[slot + bars]!)
    if (l <= below || h >= above) break
    if (h > highest) highest = h
    if (l < lowest) lowest = l
    bars++
  }
  reach.highest = highest
  reach.lowest = lowest
  return bars
}

/** Marks a position at the closes of bars: the formulas of `openProfitAt` and `marginUsedAt`. */
function mark(state: State, stretch: Stretch, slot: number, count: number): void {
  const { ledger, scale, fx } = state
  const { numerator, denominator, pointValue } = scale
  const { perUnit } = scale.price
  const { side, size, cost } = ledger
  const { close, profit, equity, margin, held } = stretch
  const rate = marginOf(state, side)
  const settled = settledEquity(state)
  let most = 0
  for (let i = slot; i < slot + count; i++) {
    const price = nearestOf(perUnit, close[i]!)
    const gain = moneyIn(numerator, denominator, pointValue, side * (price * size - cost)) * fx
    const used = moneyIn(numerator, denominator, pointValue, price * size) * fx * rate
    profit[i] = gain
    equity[i] = settled + gain
    margin[i] = used
    held[i] = side
    if (used > most) most = used
  }
  reach.margin = most
}

/** Nothing is held, and the account stays as it is. */
function markFlat({ equity: now }: State, stretch: Stretch, slot: number, count: number): void {
  const { equity, margin, held } = stretch
  for (let i = slot; i < slot + count; i++) {
    equity[i] = now
    margin[i] = 0
    held[i] = HELD.NOTHING
  }
}

/** A position that nothing has touched: its extremes are those of the bars, and the account is marked at the last close. */
function takeStretch(state: State, stretch: Stretch, slot: number, count: number): void {
  const { ledger, fx, totals } = state
  const { highest, lowest } = reach
  const newest = ledger.lots[ledger.lots.length - 1]!
  followPrice(newest, highest, fx)
  followPrice(newest, lowest, fx)
  followEquity(state, state.equityBase + state.equitySlope * highest)
  followEquity(state, state.equityBase + state.equitySlope * lowest)
  const last = slot + count - 1
  state.openProfit = stretch.profit[last]!
  state.equity = stretch.equity[last]!
  state.marginUsed = stretch.margin[last]!
  if (reach.margin > totals.maxMarginUsed) totals.maxMarginUsed = reach.margin
}
