import { sweepBook } from '../orders/index.ts'
import { isHighFirst } from '../shared/bars.ts'
import { EXIT_REASON } from '../shared/layout.ts'
import { DAY } from '../shared/timeframe.ts'
import { followPrice, fromSteps, nearestStep, writeOpenLots } from '../trades/index.ts'
import { writeAccountRow } from './account.ts'
import type { Broker, BrokerOptions } from './contract.ts'
import { followEquity } from './follow.ts'
import { haltTrading } from './force.ts'
import { marginUsedAt, refreshLines } from './margin.ts'
import { fallingTriggerOf, risingTriggerOf } from './path.ts'
import { takeCommand } from './place.ts'
import { dropUnaffordable } from './resting.ts'
import { isDrawdownReached, rollTradingDay } from './risk.ts'
import { createState, openProfitAt, positionOf, type State, settledEquity } from './state.ts'
import { brokerStatistics } from './statistics.ts'
import { standAt, walkBar } from './walk.ts'

/**
 * The fill simulator. For each bar call `bar`, then `writeAccount`, then `command` for each order of
 * the script, then `settle`. Everything it does is one of the rules BE-1 to BE-15.
 */
export function createBroker(options: BrokerOptions): Broker {
  const state = createState(options)
  return {
    bar: (bar, timeMs, open, high, low, close) =>
      takeBar(state, bar, timeMs, open, high, low, close),
    command: (rows, at) => takeCommand(state, rows, at),
    settle: () => settle(state),
    writeAccount: (page, at) => writeAccountRow(state, page, at),
    writeOpenTrades: (rows) => writeOpenLots(state.ledger, rows, state.close, state.fx),
    get openTradeCount() {
      return state.ledger.lots.length
    },
    get version() {
      return state.ledger.version
    },
    get position() {
      return fromSteps(state.scale.quantity, positionOf(state))
    },
    get equity() {
      return state.equity
    },
    get marginUsed() {
      return state.marginUsed
    },
    get exposed() {
      return state.exposed
    },
    statistics: () => brokerStatistics(state),
  }
}

function takeBar(
  state: State,
  bar: number,
  timeMs: number,
  open: number,
  high: number,
  low: number,
  close: number,
): void {
  const { ledger, book } = state
  const grid = state.scale.price
  state.bar = bar
  state.timeMs = timeMs
  const isHaltDue = (state.risk.isActive || timeMs >= state.nextDayMs) && beginBar(state)
  state.sideBefore = ledger.side
  state.exposed = ledger.size > 0
  state.close = nearestStep(grid, close)
  // Flat and nothing can fill: legs of exits exist with a position only.
  if (ledger.size === 0 && book.resting.length === 0 && book.market.length === 0 && !isHaltDue)
    return
  state.open = nearestStep(grid, open)
  state.high = nearestStep(grid, high)
  state.low = nearestStep(grid, low)
  // In unrounded prices (F2).
  meetBar(state, isHighFirst(open, high, low), isHaltDue)
}

/** New day? The rate of exchange holds for a UTC day (BE-12.16), the risk counters for a trading day. */
function beginBar(state: State): boolean {
  const { timeMs } = state
  const isHaltDue = state.risk.isActive && rollTradingDay(state)
  if (timeMs >= state.nextDayMs) {
    state.nextDayMs = (Math.floor(timeMs / DAY) + 1) * DAY
    if (state.fxAt !== undefined) {
      state.fx = state.fxAt(timeMs)
      refreshLines(state)
    }
  }
  return isHaltDue
}

function meetBar(state: State, isHighFirst: boolean, isHaltDue: boolean): void {
  const { ledger, book, risk } = state
  if (isHaltDue) {
    state.point = state.open
    haltTrading(state, EXIT_REASON.HALT, true)
    sweepBook(book)
  }
  if (!isQuiet(state)) {
    state.tradesBefore = ledger.wins + ledger.losses + ledger.evens
    walkBar(state, isHighFirst)
    if (risk.isActive) checkDrawdown(state)
  } else if (ledger.size > 0) {
    passQuietly(state)
  }
  mark(state)
}

/** Whether this bar can only move the mark: it reaches no order, no margin call and no risk limit. */
function isQuiet(state: State): boolean {
  const { book, high, low, risk } = state
  if (book.market.length > 0) return false
  if (low <= state.callBelow || high >= state.callAbove) return false
  if (risk.maxDayLoss > 0) return false
  if (book.resting.length === 0 && book.legs.length === 0) return true
  if (Number.isNaN(state.risingTrigger)) findTriggers(state)
  return high < state.risingTrigger && low > state.fallingTrigger
}

function findTriggers(state: State): void {
  const { resting, legs } = state.book
  const { beyondLimit } = state
  const rising = risingTriggerOf(resting, beyondLimit, Number.POSITIVE_INFINITY)
  const falling = fallingTriggerOf(resting, beyondLimit, Number.NEGATIVE_INFINITY)
  state.risingTrigger = risingTriggerOf(legs, beyondLimit, rising)
  state.fallingTrigger = fallingTriggerOf(legs, beyondLimit, falling)
}

/** A position that nothing touches: its extremes are the bar's. */
function passQuietly(state: State): void {
  const { ledger, high, low, equityBase, equitySlope } = state
  const newest = ledger.lots[ledger.lots.length - 1]!
  followPrice(newest, high, state.fx)
  followPrice(newest, low, state.fx)
  followEquity(state, equityBase + equitySlope * high)
  followEquity(state, equityBase + equitySlope * low)
}

/** The limit on drawdown is looked at on bars that book a trade, at their close (BE-13.5). */
function checkDrawdown(state: State): void {
  const { ledger } = state
  if (ledger.wins + ledger.losses + ledger.evens === state.tradesBefore) return
  if (!isDrawdownReached(state)) return
  haltTrading(state, EXIT_REASON.HALT, true)
  sweepBook(state.book)
}

/** Marks the account at the close. */
function mark(state: State): void {
  const { totals } = state
  state.openProfit = openProfitAt(state, state.close)
  state.equity = settledEquity(state) + state.openProfit
  state.marginUsed = marginUsedAt(state, state.close)
  if (state.marginUsed > totals.maxMarginUsed) totals.maxMarginUsed = state.marginUsed
}

function settle(state: State): void {
  const { book, settings } = state
  if (book.isStale) sweepBook(book)
  if (book.market.length > 0 || settings.processOrdersOnClose) fillAtClose(state)
  if (book.resting.length === 0) return
  dropUnaffordable(state)
  if (book.isStale) sweepBook(book)
}

/** Fills at the close of the bar that gave the orders (BE-2.5, BE-2.7). */
function fillAtClose(state: State): void {
  const { book, settings, risk } = state
  const onClose = settings.processOrdersOnClose
  if (!onClose && !book.market.some((order) => order.immediate)) return
  state.open = state.close
  state.high = state.close
  state.low = state.close
  state.sideBefore = state.ledger.side
  state.tradesBefore = state.ledger.wins + state.ledger.losses + state.ledger.evens
  standAt(state, state.close, !onClose)
  if (risk.isActive) checkDrawdown(state)
  mark(state)
}
