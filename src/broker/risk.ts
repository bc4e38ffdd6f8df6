import { COMMAND, DIRECTION, KIND, UNIT } from '../shared/layout.ts'
import { DAY } from '../shared/timeframe.ts'
import { wholeSteps } from '../trades/index.ts'
import { equityAt, type State } from './state.ts'

/** The risk rules of a strategy and what they have seen (BE-13). Limits are 0 or ∞ where not set. */
export type Risk = {
  isActive: boolean
  /** A DIRECTION. */
  allowed: number
  maxPosition: number
  maxFills: number
  maxDrawdown: number
  drawdownUnit: number
  maxDayLoss: number
  dayLossUnit: number
  maxLossDays: number
  /** Trading day, the equity at its start, its filled orders, and the losing days in a row before it. */
  day: number
  dayEquity: number
  fills: number
  lossDays: number
  /** Highest of the initial capital and the realized equity at trade closes (BE-13.5). */
  realizedPeak: number
  haltedToday: boolean
  haltedForGood: boolean
  /** The cap on fills was reached by the fill at hand: close as soon as F9 says. */
  isCapDue: boolean
  capCloses: number
  closes: number
}

export function createRisk(): Risk {
  return {
    isActive: false,
    allowed: DIRECTION.ALL,
    maxPosition: Number.POSITIVE_INFINITY,
    maxFills: 0,
    maxDrawdown: 0,
    drawdownUnit: UNIT.CASH,
    maxDayLoss: 0,
    dayLossUnit: UNIT.CASH,
    maxLossDays: 0,
    day: Number.NaN,
    dayEquity: Number.NaN,
    fills: 0,
    lossDays: 0,
    realizedPeak: Number.NEGATIVE_INFINITY,
    haltedToday: false,
    haltedForGood: false,
    isCapDue: false,
    capCloses: 0,
    closes: 0,
  }
}

/** Takes a `strategy.risk` command; giving it again changes nothing. */
export function setRiskRule(state: State, rows: Float64Array, at: number): void {
  const { risk } = state
  const value = rows[at + COMMAND.VALUE]!
  const unit = rows[at + COMMAND.UNIT]!
  if (!risk.isActive) {
    risk.isActive = true
    risk.dayEquity = equityAt(state, state.close)
    if (state.bar >= 0) risk.day = tradingDay(state)
  }
  switch (rows[at + COMMAND.KIND]) {
    case KIND.RISK_ALLOW_ENTRY_IN:
      risk.allowed = value
      break
    case KIND.RISK_MAX_POSITION_SIZE:
      risk.maxPosition = wholeSteps(state.scale.quantity, value)
      break
    case KIND.RISK_MAX_INTRADAY_FILLED_ORDERS:
      risk.maxFills = value
      break
    case KIND.RISK_MAX_DRAWDOWN:
      risk.maxDrawdown = value
      risk.drawdownUnit = unit
      break
    case KIND.RISK_MAX_INTRADAY_LOSS:
      risk.maxDayLoss = value
      risk.dayLossUnit = unit
      break
    case KIND.RISK_MAX_CONS_LOSS_DAYS:
      risk.maxLossDays = value
      break
  }
}

function tradingDay({ tradingDayOf, timeMs }: State): number {
  return tradingDayOf === undefined ? Math.floor(timeMs / DAY) : tradingDayOf(timeMs)
}

export function isHalted({ haltedToday, haltedForGood }: Risk): boolean {
  return haltedToday || haltedForGood
}

/**
 * Begins a new trading day if this bar is its first (BE-13.1), with the state still marked at the last
 * close. True when the day before completed the losing days that end trading (BE-13.7).
 */
export function rollTradingDay(state: State): boolean {
  const { risk } = state
  const day = tradingDay(state)
  if (day === risk.day) return false
  const equity = equityAt(state, state.close)
  if (!Number.isNaN(risk.day)) risk.lossDays = equity < risk.dayEquity ? risk.lossDays + 1 : 0
  risk.day = day
  risk.dayEquity = equity
  risk.fills = 0
  risk.haltedToday = false
  return risk.maxLossDays > 0 && risk.lossDays >= risk.maxLossDays && !risk.haltedForGood
}

/** Counts a filled order of the script; the nth of the day makes the cap due (BE-13.2). */
export function countFill({ risk }: State): void {
  risk.fills++
  if (risk.maxFills > 0 && risk.fills >= risk.maxFills && !risk.haltedToday) risk.isCapDue = true
}

/** Whether the loss since the start of the trading day, marked at `price`, has reached its limit (BE-13.6). */
export function isDayLossReached(state: State, price: number): boolean {
  const { risk } = state
  if (risk.maxDayLoss === 0 || isHalted(risk)) return false
  return isLossReached(
    risk.dayEquity,
    equityAt(state, price),
    risk.maxDayLoss,
    risk.dayLossUnit,
    risk.dayEquity,
  )
}

/** Whether the fall from the realized peak has reached its limit; asked on bars that book a trade (BE-13.5). */
export function isDrawdownReached(state: State): boolean {
  const { risk, settings } = state
  if (risk.maxDrawdown === 0 || risk.haltedForGood) return false
  const peak = Math.max(settings.initialCapital, risk.realizedPeak)
  const equity = equityAt(state, state.close)
  return isLossReached(peak, equity, risk.maxDrawdown, risk.drawdownUnit, peak)
}

/** Without equity left a percentage has no meaning: that is the end in any case (BE-13.8). */
function isLossReached(
  from: number,
  equity: number,
  limit: number,
  unit: number,
  base: number,
): boolean {
  if (unit !== UNIT.PERCENT_OF_EQUITY) return from - equity >= limit
  return equity <= 0 || from - equity >= (base * limit) / 100
}
