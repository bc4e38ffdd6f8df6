import { ACCOUNT, ACCOUNT_WIDTH } from '../shared/layout.ts'
import { fromSteps, moneyOf, nearestStep } from '../trades/index.ts'
import type { Stretch } from './contract.ts'
import { liquidationPrice } from './margin.ts'
import { positionOf, type State } from './state.ts'

/** Writes what scripts can read (BE-15), marked at the close. Called on every bar. */
export function writeAccountRow(state: State, into: Float64Array, at: number): void {
  const { page } = state
  if (state.pageChanges !== state.changes) renewPage(state, page)
  page[ACCOUNT.EQUITY] = state.equity
  page[ACCOUNT.OPENPROFIT] = state.openProfit
  page[ACCOUNT.MAX_DRAWDOWN] = state.maxDrawdown
  page[ACCOUNT.MAX_RUNUP] = state.maxRunup
  page[ACCOUNT.MAX_DRAWDOWN_PERCENT] = (state.maxDrawdown / state.capital) * 100
  page[ACCOUNT.MAX_RUNUP_PERCENT] = (state.maxRunup / state.capital) * 100
  into.set(page, at)
}

/** As `writeAccountRow` after each of the bars that were looked at, into the rows of their slots. */
export function writeAccountRows(
  state: State,
  stretch: Stretch,
  slot: number,
  count: number,
  into: Float64Array,
): void {
  const { page, capital, equityBase, equitySlope, settledMax, settledMin, ledger } = state
  writeAccountRow(state, into, slot * ACCOUNT_WIDTH)
  const isFlat = ledger.size === 0
  const grid = state.scale.price
  const { high, low, profit, equity } = stretch
  let drawdown = state.maxDrawdown
  let runup = state.maxRunup
  for (let i = 0; i < count; i++) {
    if (!isFlat) {
      // The extremes of a bar, which equity follows in a straight line.
      const atHigh = equityBase + equitySlope * nearestStep(grid, high[slot + i]!)
      const atLow = equityBase + equitySlope * nearestStep(grid, low[slot + i]!)
      const worst = Math.min(atHigh, atLow)
      const best = Math.max(atHigh, atLow)
      if (settledMax - worst > drawdown) drawdown = settledMax - worst
      if (best - settledMin > runup) runup = best - settledMin
      page[ACCOUNT.EQUITY] = equity[i]!
      page[ACCOUNT.OPENPROFIT] = profit[i]!
      page[ACCOUNT.MAX_DRAWDOWN] = drawdown
      page[ACCOUNT.MAX_RUNUP] = runup
      page[ACCOUNT.MAX_DRAWDOWN_PERCENT] = (drawdown / capital) * 100
      page[ACCOUNT.MAX_RUNUP_PERCENT] = (runup / capital) * 100
    }
    into.set(page, (slot + i) * ACCOUNT_WIDTH)
  }
}

/** What changes with fills and rates only. */
function renewPage(state: State, page: Float64Array): void {
  const { ledger, scale, totals, settings, fx } = state
  const { wins, losses, evens, closedProfit, openFees } = ledger
  const closed = wins + losses + evens
  const isFlat = ledger.size === 0
  state.pageChanges = state.changes
  page[ACCOUNT.POSITION_SIZE] = isFlat ? 0 : fromSteps(scale.quantity, positionOf(state))
  page[ACCOUNT.POSITION_AVG_PRICE] = isFlat
    ? Number.NaN
    : fromSteps(scale.price, ledger.cost / ledger.size)
  page[ACCOUNT.NETPROFIT] = closedProfit - openFees
  page[ACCOUNT.GROSSPROFIT] = ledger.grossProfit
  page[ACCOUNT.GROSSLOSS] = ledger.grossLoss + openFees
  page[ACCOUNT.CLOSEDTRADES] = closed
  page[ACCOUNT.OPENTRADES] = ledger.lots.length
  page[ACCOUNT.WINTRADES] = wins
  page[ACCOUNT.LOSSTRADES] = losses
  page[ACCOUNT.EVENTRADES] = evens
  page[ACCOUNT.MARGIN_LIQUIDATION_PRICE] = isFlat ? Number.NaN : liquidationPrice(state)
  const { maxHeldLong, maxHeldShort } = totals
  page[ACCOUNT.MAX_CONTRACTS_HELD_ALL] = fromSteps(
    scale.quantity,
    Math.max(maxHeldLong, maxHeldShort),
  )
  page[ACCOUNT.MAX_CONTRACTS_HELD_LONG] = fromSteps(scale.quantity, maxHeldLong)
  page[ACCOUNT.MAX_CONTRACTS_HELD_SHORT] = fromSteps(scale.quantity, maxHeldShort)
  page[ACCOUNT.AVG_TRADE] = mean(closedProfit, closed)
  page[ACCOUNT.AVG_WINNING_TRADE] = mean(ledger.grossProfit, wins)
  page[ACCOUNT.AVG_LOSING_TRADE] = mean(ledger.grossLoss + openFees, losses)
  page[ACCOUNT.AVG_TRADE_PERCENT] = mean(ledger.winPercent - ledger.lossPercent, closed)
  page[ACCOUNT.AVG_WINNING_TRADE_PERCENT] = mean(ledger.winPercent, wins)
  page[ACCOUNT.AVG_LOSING_TRADE_PERCENT] = mean(ledger.lossPercent, losses)
  page[ACCOUNT.POSITION_ENTRY_NAME] = isFlat ? 0 : ledger.lots[0]!.id
  page[ACCOUNT.CAPITAL_HELD] =
    settings.marginLong === 0 && settings.marginShort === 0
      ? Number.NaN
      : moneyOf(scale, ledger.cost) * fx
  page[ACCOUNT.FX] = fx
}

/** There is no mean of nothing: it is na. */
function mean(sum: number, count: number): number {
  return count === 0 ? Number.NaN : sum / count
}
