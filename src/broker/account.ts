import { ACCOUNT } from '../shared/layout.ts'
import { fromSteps, moneyOf, nearestOf } from '../trades/index.ts'
import type { Stretch } from './contract.ts'
import { liquidationPrice } from './margin.ts'
import type { State } from './state.ts'

/**
 * What fills and rates change of an account, as it is booked: all that a page is reckoned from but its marks. Kept
 * after every fill, where a page would be reckoned that a run that ends well never asks for.
 */
const NOTE = {
  SIDE: 0,
  SIZE: 1,
  COST: 2,
  OPEN_FEES: 3,
  CLOSED_PROFIT: 4,
  GROSS_PROFIT: 5,
  GROSS_LOSS: 6,
  WINS: 7,
  LOSSES: 8,
  EVENS: 9,
  WIN_PERCENT: 10,
  LOSS_PERCENT: 11,
  LOTS: 12,
  ENTRY_ID: 13,
  HELD_LONG: 14,
  HELD_SHORT: 15,
  FX: 16,
  DRAWDOWN: 17,
  RUNUP: 18,
} as const

export const NOTE_WIDTH = 19

/** Writes what scripts can read (BE-15), marked at the close. */
export function writeAccountRow(state: State, into: Float64Array, at: number): void {
  into.set(markPage(state), at)
}

const booked = new Float64Array(NOTE_WIDTH)

/** The page as it is now. */
function markPage(state: State): Float64Array {
  const { page } = state
  if (state.pageChanges !== state.changes) {
    noteAccount(state, booked)
    writeNoted(state, booked, page)
    state.pageChanges = state.changes
  } else {
    writeDepths(state.capital, state.maxDrawdown, state.maxRunup, page)
  }
  page[ACCOUNT.EQUITY] = state.equity
  page[ACCOUNT.OPENPROFIT] = state.openProfit
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
      copy(stretch.equity, slot - stretch.first, count, into, at)
      break
    case ACCOUNT.OPENPROFIT:
      copy(stretch.profit, slot - stretch.first, count, into, at)
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
  row: number,
  count: number,
  into: Float64Array,
  at: number,
): void {
  for (let i = 0; i < count; i++) into[at + i] = from[row + i]!
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

/** Notes the account as it is booked. */
export function noteAccount(state: State, note: Float64Array): void {
  const { ledger, totals } = state
  const { lots } = ledger
  note[NOTE.SIDE] = ledger.side
  note[NOTE.SIZE] = ledger.size
  note[NOTE.COST] = ledger.cost
  note[NOTE.OPEN_FEES] = ledger.openFees
  note[NOTE.CLOSED_PROFIT] = ledger.closedProfit
  note[NOTE.GROSS_PROFIT] = ledger.grossProfit
  note[NOTE.GROSS_LOSS] = ledger.grossLoss
  note[NOTE.WINS] = ledger.wins
  note[NOTE.LOSSES] = ledger.losses
  note[NOTE.EVENS] = ledger.evens
  note[NOTE.WIN_PERCENT] = ledger.winPercent
  note[NOTE.LOSS_PERCENT] = ledger.lossPercent
  note[NOTE.LOTS] = lots.length
  note[NOTE.ENTRY_ID] = lots.length > 0 ? lots[0]!.id : 0
  note[NOTE.HELD_LONG] = totals.maxHeldLong
  note[NOTE.HELD_SHORT] = totals.maxHeldShort
  note[NOTE.FX] = state.fx
  note[NOTE.DRAWDOWN] = state.maxDrawdown
  note[NOTE.RUNUP] = state.maxRunup
}

/** The page of an account that was noted, without its marks. */
export function writeNoted(state: State, note: Float64Array, page: Float64Array): void {
  const { scale, settings } = state
  const side = note[NOTE.SIDE]!
  const size = note[NOTE.SIZE]!
  const cost = note[NOTE.COST]!
  const openFees = note[NOTE.OPEN_FEES]!
  const closedProfit = note[NOTE.CLOSED_PROFIT]!
  const grossProfit = note[NOTE.GROSS_PROFIT]!
  const grossLoss = note[NOTE.GROSS_LOSS]!
  const wins = note[NOTE.WINS]!
  const losses = note[NOTE.LOSSES]!
  const evens = note[NOTE.EVENS]!
  const winPercent = note[NOTE.WIN_PERCENT]!
  const lossPercent = note[NOTE.LOSS_PERCENT]!
  const fx = note[NOTE.FX]!
  const long = note[NOTE.HELD_LONG]!
  const short = note[NOTE.HELD_SHORT]!
  const closed = wins + losses + evens
  const isFlat = size === 0
  page[ACCOUNT.POSITION_SIZE] = isFlat ? 0 : fromSteps(scale.quantity, side * size)
  page[ACCOUNT.POSITION_AVG_PRICE] = isFlat ? Number.NaN : fromSteps(scale.price, cost / size)
  page[ACCOUNT.NETPROFIT] = closedProfit - openFees
  page[ACCOUNT.GROSSPROFIT] = grossProfit
  page[ACCOUNT.GROSSLOSS] = grossLoss + openFees
  page[ACCOUNT.CLOSEDTRADES] = closed
  page[ACCOUNT.OPENTRADES] = note[NOTE.LOTS]!
  page[ACCOUNT.WINTRADES] = wins
  page[ACCOUNT.LOSSTRADES] = losses
  page[ACCOUNT.EVENTRADES] = evens
  page[ACCOUNT.MARGIN_LIQUIDATION_PRICE] = liquidationPrice(
    state,
    side,
    size,
    cost,
    settings.initialCapital + (closedProfit - openFees),
    fx,
  )
  page[ACCOUNT.MAX_CONTRACTS_HELD_ALL] = fromSteps(scale.quantity, Math.max(long, short))
  page[ACCOUNT.MAX_CONTRACTS_HELD_LONG] = fromSteps(scale.quantity, long)
  page[ACCOUNT.MAX_CONTRACTS_HELD_SHORT] = fromSteps(scale.quantity, short)
  page[ACCOUNT.AVG_TRADE] = mean(closedProfit, closed)
  page[ACCOUNT.AVG_WINNING_TRADE] = mean(grossProfit, wins)
  page[ACCOUNT.AVG_LOSING_TRADE] = mean(grossLoss + openFees, losses)
  page[ACCOUNT.AVG_TRADE_PERCENT] = mean(winPercent - lossPercent, closed)
  page[ACCOUNT.AVG_WINNING_TRADE_PERCENT] = mean(winPercent, wins)
  page[ACCOUNT.AVG_LOSING_TRADE_PERCENT] = mean(lossPercent, losses)
  page[ACCOUNT.POSITION_ENTRY_NAME] = note[NOTE.ENTRY_ID]!
  page[ACCOUNT.CAPITAL_HELD] =
    settings.marginLong === 0 && settings.marginShort === 0 ? Number.NaN : moneyOf(scale, cost) * fx
  page[ACCOUNT.FX] = fx
  writeDepths(state.capital, note[NOTE.DRAWDOWN]!, note[NOTE.RUNUP]!, page)
}

function writeDepths(capital: number, drawdown: number, runup: number, page: Float64Array): void {
  page[ACCOUNT.MAX_DRAWDOWN] = drawdown
  page[ACCOUNT.MAX_RUNUP] = runup
  page[ACCOUNT.MAX_DRAWDOWN_PERCENT] = (drawdown / capital) * 100
  page[ACCOUNT.MAX_RUNUP_PERCENT] = (runup / capital) * 100
}

/** There is no mean of nothing: it is na. */
function mean(sum: number, count: number): number {
  return count === 0 ? Number.NaN : sum / count
}
