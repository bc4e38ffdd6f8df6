import type { SymbolInfo } from '../shared/bars.ts'
import type { NoteCode } from '../shared/failure.ts'
import type { StrategySettings } from '../shared/settings.ts'

/** An order as a note tells of it. Texts are numbers; NaN where something is not known. */
export type DeclinedOrder = {
  id: number
  /** KIND of the command. */
  kind: number
  qty: number
  price: number
  /** Source position of the call. */
  mark: number
}

/** One fill. The object is reused: copy it. */
export type Fill = {
  bar: number
  timeMs: number
  id: number
  comment: number
  /** KIND of the command; 0 for margin calls and risk rules. */
  kind: number
  /** +1 bought, −1 sold. */
  side: number
  qty: number
  /** What of it closed and what opened. */
  closed: number
  opened: number
  /** Why it closed: an EXIT_REASON; OPEN where it only opened. */
  reason: number
  /** How the price met the order: an EVENT of the path, NONE for market orders, margin calls and risk rules. */
  event: number
  price: number
  /** Account currency. */
  fee: number
  /** Signed position after it. */
  position: number
}

export type BrokerSink = {
  /** One closed trade in TRADE layout; the array is reused, copy it. False where the bar at hand is to be the last. */
  trade(row: Float64Array): boolean
  /** An order that was declined or dropped, and why. */
  decline(code: NoteCode, bar: number, timeMs: number, row: DeclinedOrder): void
  fill?(fill: Fill): void
  /**
   * The path has come to a point where it turns, the open or one of the extremes, and orders have filled
   * since the last call or since the bar began; or `isTick`: the strategy runs here in any case
   * (BE-2.11). The account is marked there, commands may be given, and market orders among them fill
   * there (BE-2.9). Prices are those of the bar so far, as in the data.
   */
  turn?(high: number, low: number, close: number, isTick: boolean): void
}

export type BrokerOptions = {
  readonly settings: StrategySettings
  readonly symbol: SymbolInfo
  readonly sink: BrokerSink
  /** Account currency per unit of quote currency; asked once per UTC day (BE-12.16). */
  readonly fxAt?: (timeMs: number) => number
  /** Exchange trading day of a time, for the risk rules (BE-13.1); UTC days by default. */
  readonly tradingDayOf?: (timeMs: number) => number
}

/** A figure per direction of the position. */
export type BySide = { readonly long: number; readonly short: number }

/** The smaller bars inside a bar: `count` rows from `at` on, in time order, prices as in the data. */
export type Detail = {
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  at: number
  count: number
}

/** Bars in columns as in the data, a slot for each; and where the marks at their closes go, a row for each. */
export type Stretch = {
  /** Slot of the bar that row 0 of the marks is for. */
  first: number
  readonly time: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  /** Open profit; written while there is a position. */
  readonly profit: Float64Array
  readonly equity: Float64Array
  /** Margin used. */
  readonly margin: Float64Array
  /** What is held: a HELD. */
  readonly held: Int8Array
}

/** What only the broker sees, because it happens inside bars. Money in account currency. */
export type BrokerStatistics = {
  /** Opening and closing orders placed (exits count per call), fills, and Σ of their absolute values. */
  readonly orders: number
  readonly fills: number
  readonly turnover: number
  /** Entry and exit fees by side of the trade, open lots' included (RM-2.9). */
  readonly commission: BySide
  /** Liquidation fills, Σ and maximum of their values (RM-7.9, RM-7.10). */
  readonly marginCalls: BySide
  readonly liquidatedVolume: BySide
  readonly largestLiquidation: BySide
  /** Highest margin used, fills inside bars included (RM-7.7). */
  readonly maxMarginUsed: number
  /** Intrabar extremes of equity (RM-6.7, RM-6.8), and in percent of the M and m in effect (RM-6.12). */
  readonly maxDrawdown: number
  readonly maxDrawdownPct: number
  readonly maxRunup: number
  readonly maxRunupPct: number
  /** Largest position of each side at any fill, in contracts (RM-5.15). */
  readonly maxContractsHeld: BySide
  /** Trades whose exit the path rule decided: two of their levels lay in one bar (N201). */
  readonly ambiguousTrades: number
  /** Positions closed by the cap on fills per day, and by the other risk rules (BE-13). */
  readonly intradayCapCloses: number
  readonly riskCloses: number
}

/**
 * A level at which an order waits to close something: a number that the order keeps as long as it lives,
 * a LEVEL, the side of the position (+1 long), the price, the bar of the entry it is for (NaN: all of the
 * position), and whether the order ended on this very bar.
 */
export type LevelVisitor = (
  order: number,
  kind: number,
  side: number,
  price: number,
  entryBar: number,
  isOver: boolean,
) => void

/** A working order as it stands. Texts are numbers; prices in units of price, NaN where it has none. */
export type WorkingOrder = {
  /** KIND of the command. */
  readonly kind: number
  readonly id: number
  readonly side: number
  /** Contracts; NaN while they are not known. */
  readonly qty: number
  readonly stop: number
  readonly limit: number
  /** Trailing stop: where it begins to follow, and where it stands once it does. */
  readonly activation: number
  readonly trail: number
  /** Text number of the entry that an exit belongs to, and whether that has still to fill. */
  readonly from: number
  readonly isWaiting: boolean
  /** Bar on which it was last given. */
  readonly bar: number
  readonly mark: number
}

/** The fill simulator: see createBroker. */
export type Broker = {
  /**
   * BE-5.1 to BE-5.7: the pending orders meet the bar, then the position is marked at the close.
   * Called before the script runs. Prices as in the data; `bar` counts from 0. With `detail` the
   * path goes through its rows instead of the bar's four prices (BE-3.6); the rows' extremes, first
   * open and last close are the bar's.
   */
  bar(
    bar: number,
    timeMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    detail?: Detail,
  ): void
  /**
   * Instead of `bar`, no command and `settle`, for the next bars on which nothing but the mark moves, or that only
   * have orders fill at the open of the first: passes at most `count` of those at `slot` and later, and returns how
   * many. 0 where the next one needs `bar`; −1 where it has met it as `bar` does, and it needs `settle`. With
   * `isPlain` false no order fills: the first bar has smaller ones.
   */
  pass(stretch: Stretch, slot: number, count: number, isPlain: boolean): number
  /** How many bars `pass` would pass. Marks them, and changes nothing of the account. */
  look(stretch: Stretch, slot: number, count: number): number
  /** What `writeAccount` would write to a column after each of the bars that `look` has marked, from `at` of `into` on. */
  writeAccountColumn(
    column: number,
    stretch: Stretch,
    slot: number,
    count: number,
    into: Float64Array,
    at: number,
  ): void
  /** One order command of the script, in source order: a row in COMMAND layout at `at` of `rows`. */
  command(rows: Float64Array, at: number): void
  /**
   * After the commands of a bar: fills at its close (BE-2.5, BE-2.7), then drops resting entries
   * that could no longer be margined (BE-12.8).
   */
  settle(): void
  /** Writes one ACCOUNT row; allocates nothing. */
  writeAccount(page: Float64Array, at: number): void
  /** Notes the account as it is booked, `NOTE_WIDTH` numbers that `writeNoted` makes a page of, without its marks. */
  note(into: Float64Array): void
  writeNoted(note: Float64Array, page: Float64Array): void
  /** Writes the open lots as TRADE rows, oldest first, valued at the close; returns how many. */
  writeOpenTrades(rows: Float64Array): number
  readonly openTradeCount: number
  /** Changes whenever a lot is opened or closed. */
  readonly version: number
  /** Changes with every fill and every change of rate: in between the account moves with its marks alone. */
  readonly changes: number
  /** Signed, in contracts. */
  readonly position: number
  /** Marked at the close, as is the margin used. */
  readonly equity: number
  readonly marginUsed: number
  /** What was held on the bar at hand: a HELD. */
  readonly held: number
  /** Changes whenever one of the levels told by `levels` may have changed. */
  readonly levelChanges: number
  /** Tells where orders stand that would close the position; called after `settle`. */
  levels(visit: LevelVisitor): void
  /** Every order that works, market orders first; for looking on, it allocates. */
  workingOrders(): WorkingOrder[]
  statistics(): BrokerStatistics
}
