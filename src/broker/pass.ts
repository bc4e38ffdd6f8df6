import { followPrice, isReckonable, nearestStep } from '../trades/index.ts'
import type { Stretch } from './contract.ts'
import { followEquity } from './follow.ts'
import { marginUsedAt } from './margin.ts'
import { findTriggers } from './quiet.ts'
import { openProfitAt, type State, settledEquity } from './state.ts'

/**
 * Passes bars on which nothing can happen but that the mark moves, at most `count` from `slot` on, and
 * returns how many; 0 where the next one has to be walked. What it does is bit by bit what walking
 * them would, for a strategy that hears nothing until the last of them is over.
 */
export function passBars(state: State, stretch: Stretch, slot: number, count: number): number {
  const passed = lookAhead(state, stretch, slot, count)
  if (passed === 0) return 0
  const { ledger, scale } = state
  if (ledger.size > 0) markStretch(state, stretch, slot, passed)
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
  return ledger.size === 0 ? most : untouched(state, stretch, slot, most)
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

/** Bars that touch no order and no margin line; their marks at the close. */
function untouched(state: State, stretch: Stretch, slot: number, most: number): number {
  const { book, scale, callBelow, callAbove } = state
  let rising = Number.POSITIVE_INFINITY
  let falling = Number.NEGATIVE_INFINITY
  if (book.legs.length > 0) {
    if (Number.isNaN(state.risingTrigger)) findTriggers(state)
    rising = state.risingTrigger
    falling = state.fallingTrigger
  }
  const { high, low, close, profit, equity, margin } = stretch
  const settled = settledEquity(state)
  for (let i = 0; i < most; i++) {
    const at = slot + i
    const h = nearestStep(scale.price, high[at]!)
    const l = nearestStep(scale.price, low[at]!)
    if (l <= callBelow || h >= callAbove || h >= rising || l <= falling) return i
    const c = nearestStep(scale.price, close[at]!)
    const gain = openProfitAt(state, c)
    if (!isReckonable(settled + gain)) return i
    profit[i] = gain
    equity[i] = settled + gain
    margin[i] = marginUsedAt(state, c)
  }
  return most
}

/** A position that nothing touches: its extremes are the bars', and the account is marked at the last close. */
function markStretch(state: State, stretch: Stretch, slot: number, count: number): void {
  const { ledger, fx, totals, scale } = state
  const { high, low, profit, equity, margin } = stretch
  let highest = Number.NEGATIVE_INFINITY
  let lowest = Number.POSITIVE_INFINITY
  let most = totals.maxMarginUsed
  for (let i = 0; i < count; i++) {
    if (high[slot + i]! > highest) highest = high[slot + i]!
    if (low[slot + i]! < lowest) lowest = low[slot + i]!
    if (margin[i]! > most) most = margin[i]!
  }
  highest = nearestStep(scale.price, highest)
  lowest = nearestStep(scale.price, lowest)
  // Equity is a straight line in the price, so its extremes are those of the price.
  const newest = ledger.lots[ledger.lots.length - 1]!
  followPrice(newest, highest, fx)
  followPrice(newest, lowest, fx)
  followEquity(state, state.equityBase + state.equitySlope * highest)
  followEquity(state, state.equityBase + state.equitySlope * lowest)
  state.openProfit = profit[count - 1]!
  state.equity = equity[count - 1]!
  state.marginUsed = margin[count - 1]!
  totals.maxMarginUsed = most
}
