import { fromSteps, wholeSteps } from '../trades/index.ts'
import { roundTo10Digits } from './digits.ts'
import { equityAt, type State } from './state.ts'

/** Below this, a budget is rounded to 10 digits (BE-12.5). */
const ROUNDED_BELOW = 1e7

/**
 * Money that an entry without a quantity may spend, frozen when it is given (BE-12.3, BE-12.4), in
 * account currency. NaN for the fixed quantity type.
 */
export function defaultBudget(state: State): number {
  const { defaultQtyType, defaultQtyValue, commissionType, commissionValue } = state.settings
  if (defaultQtyType === 'fixed') return Number.NaN
  if (defaultQtyType === 'cash') return rounded(defaultQtyValue)
  const money = rounded((equityAt(state, state.close) * defaultQtyValue) / 100)
  return commissionType === 'cashPerOrder' ? money - commissionValue : money
}

function rounded(money: number): number {
  return money < ROUNDED_BELOW ? roundTo10Digits(money) : money
}

/** Lots that a budget buys at a price in ticks, fees as in BE-12.1. */
export function lotsForBudget(state: State, budget: number, price: number): number {
  const { defaultQtyType, commissionType, commissionValue } = state.settings
  let unit = fromSteps(state.scale.price, price) * state.scale.pointValue * state.fx
  if (defaultQtyType === 'percentOfEquity') {
    if (commissionType === 'percent') unit *= 1 + commissionValue / 100
    else if (commissionType === 'cashPerContract') unit += commissionValue
  }
  return budget > 0 && unit > 0 ? wholeSteps(state.scale.quantity, budget / unit) : 0
}

/** Lots that a budget may come to: a limit's at its own price, all else at the current one (BE-12.20). */
export function expectedLotsOf(state: State, budget: number, side: number, limit: number): number {
  const price = Number.isNaN(limit) ? state.close + side * state.slippage : limit
  return lotsForBudget(state, budget, price)
}
