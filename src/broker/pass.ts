import type { Order } from '../orders/index.ts'
import { isHighFirst } from '../shared/bars.ts'
import {
  followPrice,
  HELD,
  isReckonable,
  moneyIn,
  nearestOf,
  nearestStep,
} from '../trades/index.ts'
import { fillAlone } from './alone.ts'
import type { Stretch } from './contract.ts'
import { followEquity } from './follow.ts'
import { markAccount } from './mark.ts'
import { findTriggers } from './quiet.ts'
import { enterBar, marginOf, type State, settledEquity, takePrices } from './state.ts'
import { checkAccount, walkOn, walkOpen } from './walk.ts'

/**
 * Passes bars on which nothing can happen but that the mark moves, behind the open of the first, where market
 * orders may fill; at most `count` from `slot` on. Returns how many, 0 where the next one has to be walked, and −1
 * where it was. What it does is bit by bit what walking them would, for a strategy that hears nothing until
 * the last of them is over.
 */
export function passBars(
  state: State,
  stretch: Stretch,
  slot: number,
  count: number,
  isPlain: boolean,
): number {
  const { ledger, scale, bound } = state
  const isOpened = isPlain && hasOnlyOpen(state, stretch.time[slot]!)
  if (isOpened) openBar(state, stretch, slot)
  // Legs that were bound and have ended on one bar are told of after it.
  const isTold = isOpened && bound.some(isOver)
  const passed = lookAhead(state, stretch, slot, isTold ? 1 : count)
  if (isOpened && (passed === 0 || ledger.size === 0 || state.isLast)) {
    const { rawOpen, rawHigh, rawLow } = state
    walkOn(state, isHighFirst(rawOpen, rawHigh, rawLow), false)
    markAccount(state)
    return -1
  }
  if (passed === 0) return 0
  if (ledger.size > 0) takeStretch(state, stretch, slot, passed)
  if (bound.length > 0 && (passed > 1 || !isOpened)) bound.length = 0
  const last = slot + passed - 1
  state.bar += isOpened ? passed - 1 : passed
  state.timeMs = stretch.time[last]!
  state.sideBefore = ledger.side
  state.exposed = ledger.size > 0
  state.close = nearestStep(scale.price, stretch.close[last]!)
  return passed
}

function isOver({ isDone }: Order): boolean {
  return isDone
}

/** Whether the next bar's open has orders to fill, and nothing comes before them. */
function hasOnlyOpen(
  { book, risk, sink, settings, fxAt, nextDayMs }: State,
  timeMs: number,
): boolean {
  if (book.market.length === 0 || book.resting.length > 0) return false
  if (risk.isActive || sink.turn !== undefined || settings.processOrdersOnClose) return false
  return fxAt === undefined || timeMs < nextDayMs
}

/** Begins the next bar, and lets happen what its open brings. */
function openBar(state: State, stretch: Stretch, slot: number): void {
  const { time, open, high, low, close } = stretch
  enterBar(state, state.bar + 1, time[slot]!)
  state.close = nearestStep(state.scale.price, close[slot]!)
  takePrices(state, open[slot]!, high[slot]!, low[slot]!)
  if (!fillAlone(state)) walkOpen(state)
  else checkAccount(state)
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
  const bars = markUntouched(state, stretch, slot, most)
  // Equity follows the price in a straight line, so what holds at the extremes holds in between.
  return bars > 0 && isWellWithin(reach.highEquity) && isWellWithin(reach.lowEquity) ? bars : 0
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

/** Far enough from what cannot be reckoned with for the roundings of the straight line. */
function isWellWithin(equity: number): boolean {
  return isReckonable(2 * equity)
}

/** What the stretch looked at last reaches: prices in ticks, the equity there, the most margin that is used at its closes. */
const reach = { highest: 0, lowest: 0, highEquity: 0, lowEquity: 0, margin: 0 }

/**
 * Marks a position at the closes of the bars that touch no order and no margin line, by the formulas of
 * `openProfitAt` and `marginUsedAt`, and returns how many they are.
 */
function markUntouched(state: State, stretch: Stretch, slot: number, most: number): number {
  const { book, ledger, scale, fx, callBelow, callAbove } = state
  let above = callAbove
  let below = callBelow
  if (book.legs.length > 0) {
    if (Number.isNaN(state.risingTrigger)) findTriggers(state)
    if (state.risingTrigger < above) above = state.risingTrigger
    if (state.fallingTrigger > below) below = state.fallingTrigger
  }
  const { numerator, denominator, pointValue } = scale
  const { perUnit } = scale.price
  const { side, size, cost } = ledger
  const { high, low, close, profit, equity, margin, held } = stretch
  const rate = marginOf(state, side)
  const settled = settledEquity(state)
  const row = slot - stretch.first
  let highest = Number.NEGATIVE_INFINITY
  let lowest = Number.POSITIVE_INFINITY
  let mostUsed = 0
  let bars = 0
  for (; bars < most; bars++) {
    const h = nearestOf(perUnit, high[slot + bars]!)
    const l = nearestOf(perUnit, low[slot + bars]!)
    if (l <= below || h >= above) break
    if (h > highest) highest = h
    if (l < lowest) lowest = l
    const price = nearestOf(perUnit, close[slot + bars]!)
    const gain = moneyIn(numerator, denominator, pointValue, side * (price * size - cost)) * fx
    const used = moneyIn(numerator, denominator, pointValue, price * size) * fx * rate
    profit[row + bars] = gain
    equity[row + bars] = settled + gain
    margin[row + bars] = used
    held[row + bars] = side
    if (used > mostUsed) mostUsed = used
  }
  reach.highest = highest
  reach.lowest = lowest
  reach.highEquity = state.equityBase + state.equitySlope * highest
  reach.lowEquity = state.equityBase + state.equitySlope * lowest
  reach.margin = mostUsed
  return bars
}

/** Nothing is held, and the account stays as it is. */
function markFlat({ equity: now }: State, stretch: Stretch, slot: number, count: number): void {
  const { equity, margin, held } = stretch
  const row = slot - stretch.first
  for (let i = row; i < row + count; i++) {
    equity[i] = now
    margin[i] = 0
    held[i] = HELD.NOTHING
  }
}

/** A position that nothing has touched: its extremes are those of the bars, and the account is marked at the last close. */
function takeStretch(state: State, stretch: Stretch, slot: number, count: number): void {
  const { ledger, fx, totals } = state
  const newest = ledger.lots[ledger.lots.length - 1]!
  followPrice(newest, reach.highest, fx)
  followPrice(newest, reach.lowest, fx)
  followEquity(state, reach.highEquity)
  followEquity(state, reach.lowEquity)
  const last = slot - stretch.first + count - 1
  state.openProfit = stretch.profit[last]!
  state.equity = stretch.equity[last]!
  state.marginUsed = stretch.margin[last]!
  if (reach.margin > totals.maxMarginUsed) totals.maxMarginUsed = reach.margin
}
