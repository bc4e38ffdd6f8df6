import type { SymbolInfo } from '../../shared/bars.ts'
import { createGrid, fromSteps, wholeSteps } from '../../shared/grid.ts'
import { ACCOUNT, ACCOUNT_WIDTH } from '../../shared/layout.ts'
import { budgetAt, contractCost } from '../../shared/sizing.ts'
import { fail, quote } from '../fail.ts'
import * as cursor from '../series/cursor.ts'
import { CHART, declareNode, EMPTY, type Node, register, type Series } from '../series/node.ts'
import { textAt } from '../text.ts'
import { settings } from './declare.ts'

/** The account's history: the host writes one row per bar, at the bar's slot, before the bar runs. */
let page: Float64Array = new Float64Array(ACCOUNT_WIDTH).fill(Number.NaN)

let isShown = false
export function showAccount(): void {
  isShown = true
}

/** @throws `S306` for a read that the gate could not foresee: the page is not being written then. */
function requireShown(name: string): void {
  if (!isShown && cursor.bar >= 0)
    fail(
      'S306',
      `strategy.${name} was reached by a name made up at run time`,
      `write strategy.${name} in the file, so that the account is kept for it`,
    )
}

/** Allocates the page and hands it to the host: a row for each of `size` slots, or one that nothing reads. */
export function allocateAccount(size: number): Float64Array {
  page = new Float64Array((isShown ? size : 1) * ACCOUNT_WIDTH)
  return page
}

function field(name: string, column: number): Series {
  return derivedField(name, (at) => page[at + column]!)
}

/** An account value as a percentage of the initial capital (RM-8.4). */
function percentOfCapital(name: string, column: number): Series {
  return derivedField(name, (at) => (page[at + column]! / settings.initialCapital) * 100)
}

function derivedField(name: string, of: (at: number) => number): Series {
  const read: Series = (offset) => {
    if (!isShown) requireShown(name)
    if (offset === undefined) return of(cursor.slot * ACCOUNT_WIDTH)
    return cursor.reaches(`strategy.${name}`, offset, cursor.bar)
      ? of(((cursor.slot - offset) & cursor.mask) * ACCOUNT_WIDTH)
      : Number.NaN
  }
  return register(read, `strategy.${name}`, () => {
    const node: Node = {
      ring: EMPTY,
      boolean: false,
      domain: CHART,
      blockwise: false,
      advance: (from) => {
        node.ring[from] = of(from * ACCOUNT_WIDTH)
      },
    }
    return declareNode(node)
  })
}

/** The account as series; money in account currency, quantities in contracts. */
export const accountSeries: Readonly<Record<string, Series>> = Object.freeze({
  positionSize: field('positionSize', ACCOUNT.POSITION_SIZE),
  positionAvgPrice: field('positionAvgPrice', ACCOUNT.POSITION_AVG_PRICE),
  equity: field('equity', ACCOUNT.EQUITY),
  netprofit: field('netprofit', ACCOUNT.NETPROFIT),
  netprofitPercent: percentOfCapital('netprofitPercent', ACCOUNT.NETPROFIT),
  openprofit: field('openprofit', ACCOUNT.OPENPROFIT),
  openprofitPercent: derivedField(
    'openprofitPercent',
    (at) =>
      (page[at + ACCOUNT.OPENPROFIT]! / (settings.initialCapital + page[at + ACCOUNT.NETPROFIT]!)) *
      100,
  ),
  grossprofit: field('grossprofit', ACCOUNT.GROSSPROFIT),
  grossprofitPercent: percentOfCapital('grossprofitPercent', ACCOUNT.GROSSPROFIT),
  grossloss: field('grossloss', ACCOUNT.GROSSLOSS),
  grosslossPercent: percentOfCapital('grosslossPercent', ACCOUNT.GROSSLOSS),
  wintrades: field('wintrades', ACCOUNT.WINTRADES),
  losstrades: field('losstrades', ACCOUNT.LOSSTRADES),
  eventrades: field('eventrades', ACCOUNT.EVENTRADES),
  maxDrawdown: field('maxDrawdown', ACCOUNT.MAX_DRAWDOWN),
  maxDrawdownPercent: field('maxDrawdownPercent', ACCOUNT.MAX_DRAWDOWN_PERCENT),
  maxRunup: field('maxRunup', ACCOUNT.MAX_RUNUP),
  maxRunupPercent: field('maxRunupPercent', ACCOUNT.MAX_RUNUP_PERCENT),
  marginLiquidationPrice: field('marginLiquidationPrice', ACCOUNT.MARGIN_LIQUIDATION_PRICE),
  maxContractsHeldAll: field('maxContractsHeldAll', ACCOUNT.MAX_CONTRACTS_HELD_ALL),
  maxContractsHeldLong: field('maxContractsHeldLong', ACCOUNT.MAX_CONTRACTS_HELD_LONG),
  maxContractsHeldShort: field('maxContractsHeldShort', ACCOUNT.MAX_CONTRACTS_HELD_SHORT),
  avgTrade: field('avgTrade', ACCOUNT.AVG_TRADE),
  avgTradePercent: field('avgTradePercent', ACCOUNT.AVG_TRADE_PERCENT),
  avgWinningTrade: field('avgWinningTrade', ACCOUNT.AVG_WINNING_TRADE),
  avgWinningTradePercent: field('avgWinningTradePercent', ACCOUNT.AVG_WINNING_TRADE_PERCENT),
  avgLosingTrade: field('avgLosingTrade', ACCOUNT.AVG_LOSING_TRADE),
  avgLosingTradePercent: field('avgLosingTradePercent', ACCOUNT.AVG_LOSING_TRADE_PERCENT),
})

/** `strategy.closedtrades` and `strategy.opentrades` are counts as well as namespaces. */
export function countSeries(name: 'closedtrades' | 'opentrades'): Series {
  const column = name === 'closedtrades' ? ACCOUNT.CLOSEDTRADES : ACCOUNT.OPENTRADES
  return (offset) => {
    if (!isShown) requireShown(name)
    if (offset === undefined) return page[cursor.slot * ACCOUNT_WIDTH + column]!
    return cursor.reaches(`strategy.${name}`, offset, cursor.bar)
      ? page[((cursor.slot - offset) & cursor.mask) * ACCOUNT_WIDTH + column]!
      : Number.NaN
  }
}

/** `strategy.positionEntryName()`: the id of the oldest open entry, empty when flat (BE-15.2). */
export const positionEntryName = Object.freeze((): string => {
  if (!isShown) requireShown('positionEntryName')
  return cursor.bar < 0
    ? ''
    : textAt(page[cursor.slot * ACCOUNT_WIDTH + ACCOUNT.POSITION_ENTRY_NAME]!)
})

/** `strategy.initialCapital()`: the capital of the declaration, the same on every bar. */
export const initialCapital = Object.freeze((): number => settings.initialCapital)

/**
 * `strategy.defaultEntryQty(price)`: contracts that an entry without a quantity would buy at a price,
 * whatever the position (BE-15.5); na without bars.
 */
export function defaultEntryQty({
  lot,
  pointValue,
}: Pick<SymbolInfo, 'lot' | 'pointValue'>): (price: unknown) => number {
  const grid = createGrid(lot)
  const inLots = (contracts: number): number =>
    contracts > 0 ? fromSteps(grid, wholeSteps(grid, contracts)) : 0
  return Object.freeze((price: unknown): number => {
    if (!isShown) requireShown('defaultEntryQty')
    if (typeof price !== 'number')
      fail('S306', `strategy.defaultEntryQty(${quote(price)})`, 'give a price, such as close()')
    if (cursor.bar < 0 || Number.isNaN(price)) return Number.NaN
    if (settings.defaultQtyType === 'fixed') return inLots(settings.defaultQtyValue)
    const at = cursor.slot * ACCOUNT_WIDTH
    const unit = contractCost(settings, price * pointValue * page[at + ACCOUNT.FX]!)
    return unit > 0 ? inLots(budgetAt(settings, page[at + ACCOUNT.EQUITY]!) / unit) : 0
  })
}

/** Money tied up in open trades on the current bar (BE-12.36). */
export function capitalHeld(): number {
  return page[cursor.slot * ACCOUNT_WIDTH + ACCOUNT.CAPITAL_HELD]!
}
