import { followPrice } from '../trades/index.ts'
import { followEquity } from './follow.ts'
import { fallingTriggerOf, risingTriggerOf } from './path.ts'
import type { State } from './state.ts'

/** Whether this bar, or this part of one, can only move the mark: it reaches no order, no margin call and no risk limit. */
export function isQuiet(state: State): boolean {
  const { book, high, low, risk } = state
  if (book.market.length > 0) return false
  if (low <= state.callBelow || high >= state.callAbove) return false
  if (risk.maxDayLoss > 0) return false
  if (book.resting.length === 0 && book.legs.length === 0) return true
  if (Number.isNaN(state.risingTrigger)) findTriggers(state)
  return high < state.risingTrigger && low > state.fallingTrigger
}

/** Finds the levels that a bar must reach to touch any order. */
export function findTriggers(state: State): void {
  const { resting, legs } = state.book
  const { beyondLimit } = state
  const rising = risingTriggerOf(resting, beyondLimit, Number.POSITIVE_INFINITY)
  const falling = fallingTriggerOf(resting, beyondLimit, Number.NEGATIVE_INFINITY)
  state.risingTrigger = risingTriggerOf(legs, beyondLimit, rising)
  state.fallingTrigger = fallingTriggerOf(legs, beyondLimit, falling)
}

/** A position that nothing touches: its extremes are the bar's. */
export function passQuietly(state: State): void {
  const { ledger, high, low, equityBase, equitySlope } = state
  const newest = ledger.lots[ledger.lots.length - 1]!
  followPrice(newest, high, state.fx)
  followPrice(newest, low, state.fx)
  followEquity(state, equityBase + equitySlope * high)
  followEquity(state, equityBase + equitySlope * low)
}
