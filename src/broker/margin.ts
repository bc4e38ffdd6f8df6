import type { Order } from '../orders/index.ts'
import { fromSteps, moneyOf, wholeSteps } from '../trades/index.ts'
import { EVENT } from './path.ts'
import { equityAt, marginOf, type State, settledEquity, valueAt } from './state.ts'

/** Relative slack of every margin comparison (BE-12.21). */
const SLACK = 1e-11

function suffices(need: number, have: number): boolean {
  return need <= have + SLACK * Math.abs(have)
}

/**
 * Whether an order that would open `lots` may be placed: its cost at the current price must fit into
 * the equity, beside the position it adds to (BE-12.20, BE-12.26).
 */
export function admitsPlacement(state: State, side: number, lots: number): boolean {
  const margin = marginOf(state, side)
  if (margin === 0) return true
  const { ledger, close } = state
  const held = ledger.side === side ? valueAt(state, close, ledger.size) * margin : 0
  const need = valueAt(state, close + side * state.slippage, lots) * margin
  return suffices(need, equityAt(state, close) - held)
}

/** Whether a fill at `price` may open `opening` lots (BE-12.21 to BE-12.26). */
export function admitsFill(
  state: State,
  order: Order,
  opening: number,
  price: number,
  event: number,
): boolean {
  const { side } = order
  const margin = marginOf(state, side)
  const { ledger } = state
  if (margin === 0 || ledger.side === side) return true
  if (ledger.side === 0) {
    // A position closed earlier on this bar: the margin call of the bar trims instead (BE-12.25).
    if (state.sideBefore !== 0) return true
    // A stop inside the bar is charged at the bar's open (BE-12.22).
    const basis = event === EVENT.STOP && state.inLeg ? state.open : price
    return suffices(valueAt(state, basis, opening) * margin, settledEquity(state))
  }
  if (state.openedTick === state.tickSerial) {
    const both = valueAt(state, price, opening + ledger.size) * margin
    return suffices(both, equityAt(state, state.point))
  }
  return suffices(valueAt(state, price, opening) * margin, state.equity)
}

/** Whether a resting order that would leave `lots` on its side could still be margined at the close (BE-12.8). */
export function admitsResting(state: State, side: number, lots: number): boolean {
  const need = valueAt(state, state.close, lots) * marginOf(state, side)
  return suffices(need, equityAt(state, state.close))
}

/**
 * Brings the straight lines that equity and margin follow between two fills up to date, so that a bar
 * needs two comparisons instead of a calculation.
 */
export function refreshLines(state: State): void {
  const { ledger } = state
  const settled = settledEquity(state)
  state.changes++
  state.callBelow = Number.NEGATIVE_INFINITY
  state.callAbove = Number.POSITIVE_INFINITY
  if (ledger.size === 0) {
    state.equityBase = settled
    state.equitySlope = 0
    return
  }
  const unit = moneyOf(state.scale, 1) * state.fx
  state.equitySlope = ledger.side * ledger.size * unit
  state.equityBase = settled - ledger.side * ledger.cost * unit
  const margin = marginOf(state, ledger.side)
  if (margin === 0) return
  const slope = ledger.size * unit * margin - state.equitySlope
  // Found a little too early rather than too late: `shortfall` decides.
  const slack = 1e-9 * Math.abs(state.equityBase)
  if (Math.abs(slope) <= 1e-12 * ledger.size * unit) {
    if (state.equityBase < slack) state.callBelow = Number.POSITIVE_INFINITY
  } else if (slope > 0) {
    state.callAbove = (state.equityBase - slack) / slope
  } else {
    state.callBelow = (state.equityBase - slack) / slope
  }
}

/** Lots to liquidate at `price`, 0 where the margin suffices (BE-12.30 to BE-12.32). */
export function lotsToLiquidate(state: State, price: number): number {
  const { ledger, scale } = state
  const margin = marginOf(state, ledger.side)
  const equity = equityAt(state, price)
  const need = valueAt(state, price, ledger.size) * margin
  if (margin === 0 || need <= equity + SLACK * need) return 0
  const perContract = fromSteps(scale.price, price) * margin * scale.pointValue * state.fx
  const cover = wholeSteps(scale.quantity, (need - equity) / perContract)
  const lots = cover > 0 ? 4 * cover : Math.max(1, wholeSteps(scale.quantity, 1))
  return Math.min(lots, ledger.size)
}

/** Margin used at a price, in account currency (RM-7.7). */
export function marginUsedAt(state: State, price: number): number {
  const { ledger } = state
  if (ledger.size === 0) return 0
  return valueAt(state, price, ledger.size) * marginOf(state, ledger.side)
}

/** Price of BE-12.35; NaN where there is none. */
export function liquidationPrice(
  state: State,
  side: number,
  size: number,
  cost: number,
  settled: number,
  fx: number,
): number {
  const { scale } = state
  const margin = marginOf(state, side)
  if (size === 0 || margin === 0 || side === margin) return Number.NaN
  const perTick = moneyOf(scale, size) * fx
  const ticks = (settled / perTick - (side * cost) / size) / (margin - side)
  return fromSteps(scale.price, side > 0 ? Math.floor(ticks) : Math.ceil(ticks))
}
