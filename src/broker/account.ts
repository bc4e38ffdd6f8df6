import { ACCOUNT } from '../shared/layout.ts'
import { fromSteps, moneyOf, nearestOf } from '../trades/index.ts'
import type { Stretch } from './contract.ts'
import { liquidationPrice } from './margin.ts'
import { positionOf, type State } from './state.ts'

/** Writes what scripts can read (BE-15), marked at the close. */
export function writeAccountRow(state: State, into: Float64Array, at: number): void {
  into.set(markPage(state), at)
}

/** The page as it is now. */
function markPage(state: State): Float64Array {
  const { page } = state
  if (state.pageChanges !== state.changes) renewPage(state, page)
  page[ACCOUNT.EQUITY] = state.equity
  page[ACCOUNT.OPENPROFIT] = state.openProfit
  page[ACCOUNT.MAX_DRAWDOWN] = state.maxDrawdown
  page[ACCOUNT.MAX_RUNUP] = state.maxRunup
  page[ACCOUNT.MAX_DRAWDOWN_PERCENT] = (state.maxDrawdown / state.capital) * 100
  page[ACCOUNT.MAX_RUNUP_PERCENT] = (state.maxRunup / state.capital) * 100
  return page
}

/** What `writeAccountRow` would write to a column after each of the bars that were looked at. */
export function writeAccountColumn(
  state: State,
  column: number,
  stretch: Stretch,
  slot: number,
  count: number,
  into: Float64Array,
  at: number,
): void {
  if (state.ledger.size === 0) {
    into.fill(markPage(state)[column]!, at, at + count)
    return
  }
  switch (column) {
    case ACCOUNT.EQUITY:
      copy(stretch.equity, slot, count, into, at)
      break
    case ACCOUNT.OPENPROFIT:
      copy(stretch.profit, slot, count, into, at)
      break
    case ACCOUNT.MAX_DRAWDOWN:
      writeExtremes(state, -1, stretch, slot, count, into, at)
      break
    case ACCOUNT.MAX_RUNUP:
      writeExtremes(state, 1, stretch, slot, count, into, at)
      break
    case ACCOUNT.MAX_DRAWDOWN_PERCENT:
      writeExtremes(state, -1, stretch, slot, count, into, at)
      toPercent(state, count, into, at)
      break
    case ACCOUNT.MAX_RUNUP_PERCENT:
      writeExtremes(state, 1, stretch, slot, count, into, at)
      toPercent(state, count, into, at)
      break
    default:
      into.fill(markPage(state)[column]!, at, at + count)
  }
}

function toPercent({ capital }: State, count: number, into: Float64Array, at: number): void {
  for (let i = at; i < at + count; i++) into[i] = (into[i]! / capital) * 100
}

function copy(
  from: Float64Array,
  slot: number,
  count: number,
  into: Float64Array,
  at: number,
): void {
  for (let i = 0; i < count; i++) into[at + i] = from[slot + i]!
}

/** The largest rise of equity so far for +1, the largest fall for −1, bar by bar: it follows a bar's extremes in a straight line. */
function writeExtremes(
  state: State,
  way: number,
  { high, low }: Stretch,
  slot: number,
  count: number,
  into: Float64Array,
  at: number,
): void {
  const { equityBase, equitySlope } = state
  const { perUnit } = state.scale.price
  const from = way > 0 ? state.settledMin : state.settledMax
  const extreme = way * equitySlope > 0 ? high : low
  let most = way > 0 ? state.maxRunup : state.maxDrawdown
  for (let i = 0; i < count; i++) {
    const equity = equityBase + equitySlope * nearestOf(perUnit, extreme[slot + i]!)
    const change = way * (equity - from)
    if (change > most) most = change
    into[at + i] = most
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
