import { budgetAt, contractCost } from '../shared/sizing.ts'
import { fromSteps, wholeSteps } from '../trades/index.ts'
import { equityAt, type State } from './state.ts'

/** The budget of an entry without a quantity, frozen when it is given (BE-12.3). NaN for the fixed quantity type. */
export function defaultBudget(state: State): number {
  return budgetAt(state.settings, equityAt(state, state.close))
}

/** Lots that a budget buys at a price in ticks, fees as in BE-12.1. */
export function lotsForBudget(state: State, budget: number, price: number): number {
  const { scale, fx, settings } = state
  const unit = contractCost(settings, fromSteps(scale.price, price) * scale.pointValue * fx)
  return budget > 0 && unit > 0 ? wholeSteps(scale.quantity, budget / unit) : 0
}

/** Lots that a budget may come to: a limit's at its own price, all else at the current one (BE-12.20). */
export function expectedLotsOf(state: State, budget: number, side: number, limit: number): number {
  const price = Number.isNaN(limit) ? state.close + side * state.slippage : limit
  return lotsForBudget(state, budget, price)
}
