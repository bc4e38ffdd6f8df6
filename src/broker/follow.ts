import { followPrice } from '../trades/index.ts'
import { type State, settledEquity } from './state.ts'

/** The walk has come to `price`: excursions and the extremes of equity take note (BE-11.5, RM-6.7). */
export function followPoint(state: State, price: number): void {
  state.point = price
  const { lots } = state.ledger
  if (lots.length === 0) return
  followPrice(lots[lots.length - 1]!, price, state.fx)
  followEquity(state, state.equityBase + state.equitySlope * price)
}

export function followEquity(state: State, equity: number): void {
  if (state.settledMax - equity > state.maxDrawdown) {
    state.maxDrawdown = state.settledMax - equity
    state.maxDrawdownBase = state.settledMax
  }
  if (equity - state.settledMin > state.maxRunup) {
    state.maxRunup = equity - state.settledMin
    state.maxRunupBase = state.settledMin
  }
}

/** Every close and every entry fee is a point of the settled equity (RM-6.9). */
export function noteSettled(state: State): void {
  const settled = settledEquity(state)
  if (settled > state.settledMax) state.settledMax = settled
  if (settled < state.settledMin) state.settledMin = settled
}
