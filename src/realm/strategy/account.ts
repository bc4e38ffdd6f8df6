import type { SymbolInfo } from '../../shared/bars.ts'
import { createGrid, fromSteps, wholeSteps } from '../../shared/grid.ts'
import { ACCOUNT, ACCOUNT_WIDTH } from '../../shared/layout.ts'
import { budgetAt, contractCost } from '../../shared/sizing.ts'
import { eachRun } from '../each-run.ts'
import { fail, quote } from '../fail.ts'
import * as cursor from '../series/cursor.ts'
import { CHART, declareNode, type Node, register, type Series } from '../series/node.ts'
import { textAt } from '../text.ts'
import { settings } from './declare.ts'

/** The account's history, a value for each slot in columns: the host writes those of a bar before the bar runs. */
let page!: Float64Array
/** Where each column begins; −1 where it is not written. */
const starts = new Int32Array(ACCOUNT_WIDTH)
let shown!: readonly number[]

eachRun(() => {
  page = new Float64Array(0)
  starts.fill(-1)
  shown = []
})

/** Says which columns the file names; no other can be read. */
export function showAccount(columns: readonly number[]): void {
  shown = columns
}

export function isAccountShown(): boolean {
  return shown.length > 0
}

/** Allocates the columns that are shown, `size` slots each, and hands them to the host. */
export function allocateAccount(size: number): Float64Array {
  page = new Float64Array(shown.length * size)
  for (let i = 0; i < shown.length; i++) starts[shown[i]!] = i * size
  return page
}

/** @throws `S306` for a read that the gate could not foresee: that column is not being written. */
function valueAt(name: string, column: number, slot: number): number {
  const start = starts[column]!
  return start >= 0 ? page[start + slot]! : refuseColumn(name)
}

function refuseColumn(name: string): number {
  if (cursor.bar >= 0)
    fail(
      'S306',
      `strategy.${name} was reached by a name made up at run time`,
      `write strategy.${name} in the file, so that the account is kept for it`,
    )
  return Number.NaN
}

function valueBack(name: string, column: number, offset: number): number {
  return cursor.reaches(`strategy.${name}`, offset, cursor.bar)
    ? valueAt(name, column, (cursor.slot - offset) & cursor.mask)
    : Number.NaN
}

/** The columns behind each name of the account; a file that names none of them needs none. */
export const accountColumns = new Map<string, readonly number[]>([
  ['openprofitPercent', [ACCOUNT.OPENPROFIT, ACCOUNT.NETPROFIT]],
  ['closedtrades', [ACCOUNT.CLOSEDTRADES]],
  ['opentrades', [ACCOUNT.OPENTRADES]],
  ['capitalHeld', [ACCOUNT.CAPITAL_HELD]],
  ['positionEntryName', [ACCOUNT.POSITION_ENTRY_NAME]],
  ['defaultEntryQty', [ACCOUNT.FX, ACCOUNT.EQUITY]],
])

function field(name: string, column: number): Series {
  accountColumns.set(name, [column])
  const read: Series = (offset) =>
    offset === undefined ? valueAt(name, column, cursor.slot) : valueBack(name, column, offset)
  return registerField(name, read, (slot) => valueAt(name, column, slot))
}

/** An account value as a percentage of the initial capital (RM-8.4). */
function percentOfCapital(name: string, column: number): Series {
  accountColumns.set(name, [column])
  return derivedField(name, (slot) => (valueAt(name, column, slot) / settings.initialCapital) * 100)
}

function derivedField(name: string, of: (slot: number) => number): Series {
  const read: Series = (offset) => {
    if (offset === undefined) return of(cursor.slot)
    return cursor.reaches(`strategy.${name}`, offset, cursor.bar)
      ? of((cursor.slot - offset) & cursor.mask)
      : Number.NaN
  }
  return registerField(name, read, of)
}

function registerField(name: string, read: Series, of: (slot: number) => number): Series {
  return register(read, `strategy.${name}`, () => {
    const node: Node = declareNode({
      boolean: false,
      domain: CHART,
      blockwise: false,
      advance: (from) => {
        node.ring[from] = of(from)
      },
    })
    return node
  })
}

function openprofitPercent(slot: number): number {
  const openprofit = valueAt('openprofitPercent', ACCOUNT.OPENPROFIT, slot)
  const netprofit = valueAt('openprofitPercent', ACCOUNT.NETPROFIT, slot)
  return (openprofit / (settings.initialCapital + netprofit)) * 100
}

/** The account as series; money in account currency, quantities in contracts. */
export const accountSeries: Readonly<Record<string, Series>> = Object.freeze({
  positionSize: field('positionSize', ACCOUNT.POSITION_SIZE),
  positionAvgPrice: field('positionAvgPrice', ACCOUNT.POSITION_AVG_PRICE),
  equity: field('equity', ACCOUNT.EQUITY),
  netprofit: field('netprofit', ACCOUNT.NETPROFIT),
  netprofitPercent: percentOfCapital('netprofitPercent', ACCOUNT.NETPROFIT),
  openprofit: field('openprofit', ACCOUNT.OPENPROFIT),
  openprofitPercent: derivedField('openprofitPercent', openprofitPercent),
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
  return (offset) =>
    offset === undefined ? valueAt(name, column, cursor.slot) : valueBack(name, column, offset)
}

/** `strategy.positionEntryName()`: the id of the oldest open entry, empty when flat (BE-15.2). */
export const positionEntryName = Object.freeze((): string => {
  const text = valueAt('positionEntryName', ACCOUNT.POSITION_ENTRY_NAME, cursor.slot)
  return cursor.bar < 0 ? '' : textAt(text)
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
    const fx = valueAt('defaultEntryQty', ACCOUNT.FX, cursor.slot)
    const equity = valueAt('defaultEntryQty', ACCOUNT.EQUITY, cursor.slot)
    if (typeof price !== 'number')
      fail('S306', `strategy.defaultEntryQty(${quote(price)})`, 'give a price, such as close()')
    if (cursor.bar < 0 || Number.isNaN(price)) return Number.NaN
    if (settings.defaultQtyType === 'fixed') return inLots(settings.defaultQtyValue)
    const unit = contractCost(settings, price * pointValue * fx)
    return unit > 0 ? inLots(budgetAt(settings, equity) / unit) : 0
  })
}

/** Money tied up in open trades on the current bar (BE-12.36). */
export function capitalHeld(): number {
  return valueAt('opentrades.capitalHeld', ACCOUNT.CAPITAL_HELD, cursor.slot)
}
