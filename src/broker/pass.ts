import { followPrice } from '../trades/index.ts'
import type { Stretch } from './contract.ts'
import { followEquity } from './follow.ts'
import { findTriggers } from './quiet.ts'
import { marginOf, type State, settledEquity } from './state.ts'

/**
 * Passes bars on which nothing can happen but that the mark moves, at most `count` from `slot` on, and
 * returns how many; 0 where the next one has to be walked. What it does is bit by bit what walking
 * them would, for a strategy that hears nothing until the last of them is over.
 */
export function passBars(state: State, stretch: Stretch, slot: number, count: number): number {
  const { ledger, book, settings } = state
  if (state.risk.isActive || state.sink.turn !== undefined) return 0
  if (book.market.length > 0 || book.resting.length > 0) return 0
  if (book.legs.length > 0 && settings.processOrdersOnClose) return 0
  const passed =
    ledger.size === 0
      ? passFlat(state, stretch, slot, count)
      : passMarked(state, stretch, slot, count)
  if (passed === 0) return 0
  const { time, close } = stretch
  const last = slot + passed - 1
  state.bar += passed
  state.timeMs = time[last]!
  state.sideBefore = ledger.side
  state.exposed = ledger.size > 0
  state.close = Math.floor(close[last]! * state.scale.price.perUnit + 0.5)
  return passed
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

function passFlat(state: State, { time }: Stretch, slot: number, count: number): number {
  return beforeNextRate(state, time, slot, count)
}

/** A position that nothing touches: the account is marked at each close, and its extremes are the bars'. */
function passMarked(state: State, stretch: Stretch, slot: number, count: number): number {
  const { ledger, book, scale, fx, callBelow, callAbove } = state
  let rising = Number.POSITIVE_INFINITY
  let falling = Number.NEGATIVE_INFINITY
  if (book.legs.length > 0) {
    if (Number.isNaN(state.risingTrigger)) findTriggers(state)
    rising = state.risingTrigger
    falling = state.fallingTrigger
  }
  const most = beforeNextRate(state, stretch.time, slot, count)
  const { high, low, close, equity, margin } = stretch
  const { perUnit } = scale.price
  const { numerator, denominator, pointValue } = scale
  const { side, size, cost } = ledger
  const settled = settledEquity(state)
  const share = marginOf(state, side)
  let highest = Number.NEGATIVE_INFINITY
  let lowest = Number.POSITIVE_INFINITY
  let mostMargin = state.totals.maxMarginUsed
  let profit = state.openProfit
  let bars = 0
  for (; bars < most; bars++) {
    const at = slot + bars
    const h = Math.floor(high[at]! * perUnit + 0.5)
    const l = Math.floor(low[at]! * perUnit + 0.5)
    if (l <= callBelow || h >= callAbove || h >= rising || l <= falling) break
    if (h > highest) highest = h
    if (l < lowest) lowest = l
    const c = Math.floor(close[at]! * perUnit + 0.5)
    profit = ((side * (c * size - cost) * numerator) / denominator) * pointValue * fx
    const used = ((c * size * numerator) / denominator) * pointValue * fx * share
    equity[bars] = settled + profit
    margin[bars] = used
    if (used > mostMargin) mostMargin = used
  }
  if (bars === 0) return 0
  // Equity is a straight line in the price, so its extremes are those of the price.
  const newest = ledger.lots[ledger.lots.length - 1]!
  followPrice(newest, highest, fx)
  followPrice(newest, lowest, fx)
  followEquity(state, state.equityBase + state.equitySlope * highest)
  followEquity(state, state.equityBase + state.equitySlope * lowest)
  state.openProfit = profit
  state.equity = equity[bars - 1]!
  state.marginUsed = margin[bars - 1]!
  state.totals.maxMarginUsed = mostMargin
  return bars
}
