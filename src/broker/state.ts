import { type Book, createBook, type Order } from '../orders/index.ts'
import type { SymbolInfo } from '../shared/bars.ts'
import { ACCOUNT_WIDTH } from '../shared/layout.ts'
import type { StrategySettings } from '../shared/settings.ts'
import {
  createLedger,
  createScale,
  HELD,
  type Ledger,
  moneyOf,
  nearestStep,
  type Scale,
} from '../trades/index.ts'
import type { BrokerOptions, BrokerSink } from './contract.ts'
import { createRisk, type Risk } from './risk.ts'

/**
 * Everything the broker knows, in one flat record that the functions of this folder share. Prices in
 * ticks, quantities in lots, money in account currency unless said otherwise.
 */
export type State = {
  readonly settings: StrategySettings
  readonly symbol: SymbolInfo
  readonly sink: BrokerSink
  readonly fxAt: ((timeMs: number) => number) | undefined
  readonly tradingDayOf: ((timeMs: number) => number) | undefined
  readonly scale: Scale
  readonly capital: number
  readonly ledger: Ledger
  readonly book: Book
  readonly risk: Risk
  readonly emitTrade: (row: Float64Array) => void
  /** Ticks of BE-4.6 and BE-4.8; entries per direction of BE-7.4; margin of each side as a fraction. */
  readonly slippage: number
  readonly beyondLimit: number
  readonly maxEntries: number
  readonly marginLong: number
  readonly marginShort: number
  readonly closesAny: boolean
  /** Whether the script runs wherever the path turns (BE-2.11). */
  readonly everyTick: boolean

  /** The bar at hand. `point` is where the walk stands, before slippage. */
  bar: number
  timeMs: number
  /** Whether no bar is to come after it. */
  isLast: boolean
  open: number
  high: number
  low: number
  close: number
  point: number
  /** Account currency per unit of quote currency, and when the next UTC day begins. */
  fx: number
  nextDayMs: number
  /** Side of the position when the bar began, whether there was one at any moment, closed trades then. */
  sideBefore: number
  exposed: boolean
  tradesBefore: number
  /** Whether the walk is inside the bar, not at its open or close, and how many ticks of it there were. */
  inLeg: boolean
  tickSerial: number
  /** Leg of the path, 1 to 3, and whether a margin call waits for the script to have run (BE-12.34). */
  leg: number
  isCallDue: boolean
  /** The bar's prices as in the data, the fills the script has heard of, and whether it runs inside the bar. */
  rawOpen: number
  rawHigh: number
  rawLow: number
  heardFills: number
  /** Extremes of the smaller bars walked so far, and whether the last of them is at hand (BE-3.6). */
  seenHigh: number
  seenLow: number
  isLastPart: boolean
  isInside: boolean
  /** Tick at which the position was last opened from flat or reversed, and its bar. */
  openedTick: number
  openedBar: number
  /** Legs bound by the fill at hand, not yet tested at its point (BE-5.4). */
  fresh: Order[]
  /** Legs bound on this bar, ended ones included; and a count of what may have moved a level. */
  readonly bound: Order[]
  levelChanges: number

  /** Marked equity is `equityBase + equitySlope × price`; both change with fills and rates only. */
  equityBase: number
  equitySlope: number
  /** Prices below or above which the margin does not suffice; ∓∞ where no price can do that. */
  callBelow: number
  callAbove: number
  /** Levels that a bar must reach to touch any order; NaN when they must be computed anew. */
  risingTrigger: number
  fallingTrigger: number
  /** Position after the queued market orders; NaN when it must be computed anew (BE-7.2). */
  projected: number
  /** Marks at the last close: equity, with which orders of that close are admitted (BE-12.23), and what makes it up. */
  equity: number
  openProfit: number
  marginUsed: number
  /** Counts fills and changes of rate: what depends on them alone is computed once for each. */
  changes: number
  /** The account page, and the change that it shows. */
  readonly page: Float64Array
  pageChanges: number

  /** Highest and lowest settled equity, and what was lost and won from there inside bars (RM-6.9). */
  settledMax: number
  settledMin: number
  maxDrawdown: number
  maxDrawdownBase: number
  maxRunup: number
  maxRunupBase: number

  entrySerial: number
  readonly totals: Totals
}

export type Totals = {
  orders: number
  fills: number
  turnover: number
  marginCallsLong: number
  marginCallsShort: number
  liquidatedLong: number
  liquidatedShort: number
  largestLong: number
  largestShort: number
  maxMarginUsed: number
  maxHeldLong: number
  maxHeldShort: number
}

export function createState(options: BrokerOptions): State {
  const { settings, symbol, sink, fxAt, tradingDayOf } = options
  const scale = createScale(symbol.tick, symbol.lot, symbol.pointValue)
  const capital = settings.initialCapital
  const state: State = {
    settings,
    symbol,
    sink,
    fxAt,
    tradingDayOf,
    scale,
    capital,
    ledger: createLedger(scale),
    book: createBook(),
    risk: createRisk(),
    emitTrade(row) {
      if (!sink.trade(row)) state.isLast = true
    },
    slippage: Math.max(0, Math.trunc(settings.slippage)),
    beyondLimit: Math.max(0, Math.trunc(settings.backtestFillLimitsAssumption)),
    maxEntries: Math.max(1, settings.pyramiding),
    marginLong: settings.marginLong / 100,
    marginShort: settings.marginShort / 100,
    closesAny: settings.closeEntriesRule === 'ANY',
    everyTick: settings.calcOnEveryHistoryTick && sink.turn !== undefined,
    bar: -1,
    timeMs: Number.NEGATIVE_INFINITY,
    isLast: false,
    open: Number.NaN,
    high: Number.NaN,
    low: Number.NaN,
    close: Number.NaN,
    point: Number.NaN,
    fx: 1,
    nextDayMs: Number.NEGATIVE_INFINITY,
    sideBefore: 0,
    exposed: false,
    tradesBefore: 0,
    inLeg: false,
    tickSerial: 0,
    leg: 0,
    isCallDue: false,
    rawOpen: Number.NaN,
    rawHigh: Number.NaN,
    rawLow: Number.NaN,
    heardFills: 0,
    seenHigh: Number.NEGATIVE_INFINITY,
    seenLow: Number.POSITIVE_INFINITY,
    isLastPart: true,
    isInside: false,
    openedTick: -1,
    openedBar: -1,
    fresh: [],
    bound: [],
    levelChanges: 0,
    equityBase: capital,
    equitySlope: 0,
    callBelow: Number.NEGATIVE_INFINITY,
    callAbove: Number.POSITIVE_INFINITY,
    risingTrigger: Number.NaN,
    fallingTrigger: Number.NaN,
    projected: 0,
    equity: capital,
    openProfit: 0,
    marginUsed: 0,
    changes: 0,
    page: new Float64Array(ACCOUNT_WIDTH),
    pageChanges: -1,
    settledMax: capital,
    settledMin: capital,
    maxDrawdown: 0,
    maxDrawdownBase: capital,
    maxRunup: 0,
    maxRunupBase: capital,
    entrySerial: 0,
    totals: {
      orders: 0,
      fills: 0,
      turnover: 0,
      marginCallsLong: 0,
      marginCallsShort: 0,
      liquidatedLong: 0,
      liquidatedShort: 0,
      largestLong: 0,
      largestShort: 0,
      maxMarginUsed: 0,
      maxHeldLong: 0,
      maxHeldShort: 0,
    },
  }
  return state
}

/** Value of a quantity at a price, in account currency. */
export function valueAt(state: State, price: number, lots: number): number {
  return moneyOf(state.scale, price * lots) * state.fx
}

/** Initial capital + net profit, entry fees of open lots deducted (BE-12.2). */
export function settledEquity({ settings, ledger }: State): number {
  return settings.initialCapital + (ledger.closedProfit - ledger.openFees)
}

/** Open profit at a price, without fees (BE-15.3). */
export function openProfitAt(state: State, price: number): number {
  const { ledger } = state
  if (ledger.size === 0) return 0
  return moneyOf(state.scale, ledger.side * (price * ledger.size - ledger.cost)) * state.fx
}

export function equityAt(state: State, price: number): number {
  return settledEquity(state) + openProfitAt(state, price)
}

export function marginOf(state: State, side: number): number {
  return side > 0 ? state.marginLong : state.marginShort
}

/** Signed position in lots. */
export function positionOf({ ledger }: State): number {
  return ledger.side * ledger.size
}

/** A new bar, on which nothing has happened yet. */
export function enterBar(state: State, bar: number, timeMs: number): void {
  const { ledger, bound } = state
  state.bar = bar
  state.timeMs = timeMs
  if (bound.length > 0) bound.length = 0
  state.sideBefore = ledger.side
  state.exposed = ledger.size > 0
}

/** Its prices but the close, which is what the account was marked at until then. */
export function takePrices(state: State, open: number, high: number, low: number): void {
  const { price } = state.scale
  state.rawOpen = open
  state.rawHigh = high
  state.rawLow = low
  state.open = nearestStep(price, open)
  state.high = nearestStep(price, high)
  state.low = nearestStep(price, low)
}

/** What is held on the bar at hand: a HELD. */
export function heldOn({ ledger, exposed }: State): number {
  return ledger.size > 0 ? ledger.side : exposed ? HELD.GONE : HELD.NOTHING
}

/** A working order changed: what was derived from the book is stale. */
export function touchBook(state: State): void {
  state.risingTrigger = Number.NaN
  state.projected = Number.NaN
  state.levelChanges++
}
