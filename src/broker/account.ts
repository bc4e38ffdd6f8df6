import { ACCOUNT } from '../shared/layout.ts'
import { fromSteps, moneyOf } from '../trades/index.ts'
import { liquidationPrice } from './margin.ts'
import { openProfit, positionOf, type State, settledEquity } from './state.ts'

/** Writes what scripts can read (BE-15), marked at the close. */
export function writeAccountRow(state: State, page: Float64Array, at: number): void {
  const { ledger, scale, totals, settings, fx } = state
  const { wins, losses, evens, closedProfit, openFees } = ledger
  const closed = wins + losses + evens
  const isFlat = ledger.size === 0
  const open = openProfit(state, state.close)
  const capital = settings.initialCapital
  page[at + ACCOUNT.POSITION_SIZE] = isFlat ? 0 : fromSteps(scale.quantity, positionOf(state))
  page[at + ACCOUNT.POSITION_AVG_PRICE] = isFlat
    ? Number.NaN
    : fromSteps(scale.price, ledger.cost / ledger.size)
  page[at + ACCOUNT.EQUITY] = settledEquity(state) + open
  page[at + ACCOUNT.NETPROFIT] = closedProfit - openFees
  page[at + ACCOUNT.OPENPROFIT] = open
  page[at + ACCOUNT.GROSSPROFIT] = ledger.grossProfit
  page[at + ACCOUNT.GROSSLOSS] = ledger.grossLoss + openFees
  page[at + ACCOUNT.CLOSEDTRADES] = closed
  page[at + ACCOUNT.OPENTRADES] = ledger.lots.length
  page[at + ACCOUNT.WINTRADES] = wins
  page[at + ACCOUNT.LOSSTRADES] = losses
  page[at + ACCOUNT.EVENTRADES] = evens
  page[at + ACCOUNT.MAX_DRAWDOWN] = state.maxDrawdown
  page[at + ACCOUNT.MAX_RUNUP] = state.maxRunup
  page[at + ACCOUNT.MAX_DRAWDOWN_PERCENT] = (state.maxDrawdown / capital) * 100
  page[at + ACCOUNT.MAX_RUNUP_PERCENT] = (state.maxRunup / capital) * 100
  page[at + ACCOUNT.MARGIN_LIQUIDATION_PRICE] = isFlat ? Number.NaN : liquidationPrice(state)
  page[at + ACCOUNT.MAX_CONTRACTS_HELD_ALL] = fromSteps(
    scale.quantity,
    Math.max(totals.maxHeldLong, totals.maxHeldShort),
  )
  page[at + ACCOUNT.MAX_CONTRACTS_HELD_LONG] = fromSteps(scale.quantity, totals.maxHeldLong)
  page[at + ACCOUNT.MAX_CONTRACTS_HELD_SHORT] = fromSteps(scale.quantity, totals.maxHeldShort)
  // 0 / 0 is NaN, which is na: there is no mean of nothing.
  page[at + ACCOUNT.AVG_TRADE] = closedProfit / closed
  page[at + ACCOUNT.AVG_WINNING_TRADE] = ledger.grossProfit / wins
  page[at + ACCOUNT.AVG_LOSING_TRADE] =
    losses === 0 ? Number.NaN : (ledger.grossLoss + openFees) / losses
  page[at + ACCOUNT.AVG_TRADE_PERCENT] = (ledger.winPercent - ledger.lossPercent) / closed
  page[at + ACCOUNT.AVG_WINNING_TRADE_PERCENT] = ledger.winPercent / wins
  page[at + ACCOUNT.AVG_LOSING_TRADE_PERCENT] = ledger.lossPercent / losses
  page[at + ACCOUNT.POSITION_ENTRY_NAME] = isFlat ? 0 : ledger.lots[0]!.id
  page[at + ACCOUNT.CAPITAL_HELD] =
    settings.marginLong === 0 && settings.marginShort === 0
      ? Number.NaN
      : moneyOf(scale, ledger.cost) * fx
  page[at + ACCOUNT.FX] = fx
}
