import { TRADE, TRADE_WIDTH } from '../shared/layout.ts'
import { formatTime } from '../shared/timeframe.ts'
import type { RunRecord } from './record.ts'
import { blocksOf, createRowFinder, rowCount } from './trade-blocks.ts'
import { costOf, type ExitReason, entrySignalOf, exitReasonOf, exitSignalOf } from './trade-rows.ts'

/**
 * A trade as JSON and CSV show it; a column of the CSV for each field, in this order. Money is in
 * account currency, percents are 0 to 100, times are opening times of bars in ISO UTC.
 */
export type Trade = {
  /** From 1, in order of closing; open ones last. */
  readonly trade: number
  readonly side: 'long' | 'short'
  readonly entry_time: string
  readonly entry_price: number
  /** Null while open. */
  readonly exit_time: string | null
  /** The last close while open. */
  readonly exit_price: number | null
  readonly qty: number
  /** Net of both fees; of the entry fee while open. */
  readonly profit: number | null
  readonly entry_id: string
  readonly exit_id: string
  readonly entry_signal: string
  readonly exit_signal: string
  readonly exit_reason: ExitReason
  readonly entry_bar: number
  readonly exit_bar: number | null
  /** Bars in trade, first and last included. */
  readonly bars: number
  readonly entry_fee: number | null
  readonly exit_fee: number | null
  /** Net, of the entry price × quantity × point value; so are run-up and drawdown. */
  readonly profit_percent: number | null
  readonly cumulative_profit: number | null
  /** Of the initial capital. */
  readonly cumulative_profit_percent: number | null
  /** Favourable and adverse excursion, both 0 or more. */
  readonly run_up: number | null
  readonly run_up_percent: number | null
  readonly drawdown: number | null
  readonly drawdown_percent: number | null
  /** Whether the order of touches inside one bar was assumed. */
  readonly ambiguous: boolean
}

/** Trades in order. An array of trades is one; the list of a fresh run makes each when it is asked for. */
export type TradeList = Iterable<Trade> & {
  readonly length: number
  /** From 0; negative numbers count from the end. */
  at(index: number): Trade | undefined
}

/** The columns of `Trade` in order. */
export const TRADE_COLUMNS = [
  'trade',
  'side',
  'entry_time',
  'entry_price',
  'exit_time',
  'exit_price',
  'qty',
  'profit',
  'entry_id',
  'exit_id',
  'entry_signal',
  'exit_signal',
  'exit_reason',
  'entry_bar',
  'exit_bar',
  'bars',
  'entry_fee',
  'exit_fee',
  'profit_percent',
  'cumulative_profit',
  'cumulative_profit_percent',
  'run_up',
  'run_up_percent',
  'drawdown',
  'drawdown_percent',
  'ambiguous',
] as const satisfies readonly (keyof Trade)[]

/** A view of the closed and then the open rows; no trade exists before it is asked for. */
export function createTradeList(record: RunRecord): TradeList {
  const { trades, openTrades } = record
  const closed = rowCount(trades)
  const length = closed + rowCount(openTrades)
  const lastBar = record.equity.samples.bar.at(-1) ?? 0
  const findClosed = createRowFinder(trades)
  const findOpen = createRowFinder(openTrades)
  let sums: Float64Array | undefined

  const make = (i: number): Trade => {
    const isOpen = i >= closed
    const { rows, at } = isOpen ? findOpen(i - closed) : findClosed(i)
    sums ??= runningSums(record)
    const cost = costOf(rows, at, record.symbol.pointValue)
    const entryBar = rows[at + TRADE.ENTRY_BAR]!
    const exitBar = isOpen ? lastBar : rows[at + TRADE.EXIT_BAR]!
    return {
      trade: i + 1,
      side: rows[at + TRADE.SIDE]! > 0 ? 'long' : 'short',
      entry_time: formatTime(rows[at + TRADE.ENTRY_TIME]!),
      entry_price: rows[at + TRADE.ENTRY_PRICE]!,
      exit_time: isOpen ? null : formatTime(rows[at + TRADE.EXIT_TIME]!),
      exit_price: finite(rows[at + TRADE.EXIT_PRICE]!),
      qty: rows[at + TRADE.QTY]!,
      profit: finite(rows[at + TRADE.PROFIT]!),
      entry_id: record.texts[rows[at + TRADE.ENTRY_ID]!] ?? '',
      exit_id: record.texts[rows[at + TRADE.EXIT_ID]!] ?? '',
      entry_signal: entrySignalOf(record, rows, at),
      exit_signal: isOpen ? 'Open' : exitSignalOf(record, rows, at),
      exit_reason: isOpen ? 'open' : exitReasonOf(rows, at),
      entry_bar: entryBar,
      exit_bar: isOpen ? null : exitBar,
      bars: exitBar - entryBar + 1,
      entry_fee: finite(rows[at + TRADE.ENTRY_FEE]!),
      exit_fee: isOpen ? null : finite(rows[at + TRADE.EXIT_FEE]!),
      profit_percent: finite(rows[at + TRADE.PROFIT_PERCENT]!),
      cumulative_profit: finite(sums[i]!),
      cumulative_profit_percent: finite((sums[i]! / record.strategy.settings.initialCapital) * 100),
      run_up: finite(rows[at + TRADE.MAX_RUNUP]!),
      run_up_percent: finite((rows[at + TRADE.MAX_RUNUP]! / cost) * 100),
      drawdown: finite(rows[at + TRADE.MAX_DRAWDOWN]!),
      drawdown_percent: finite((rows[at + TRADE.MAX_DRAWDOWN]! / cost) * 100),
      ambiguous: rows[at + TRADE.AMBIGUOUS]! > 0,
    }
  }

  const list = {
    length,
    at(index: number): Trade | undefined {
      const i = index < 0 ? length + index : index
      return Number.isInteger(i) && i >= 0 && i < length ? make(i) : undefined
    },
    *[Symbol.iterator](): Iterator<Trade> {
      for (let i = 0; i < length; i++) yield make(i)
    },
    /** Lets a plain `JSON.stringify` of a result see an array. */
    toJSON: (): readonly Trade[] => Array.from({ length }, (_, i) => make(i)),
  }
  return list
}

/** Profit summed up to each trade, closed and then open. */
function runningSums({ trades, openTrades }: RunRecord): Float64Array {
  const sums = new Float64Array(rowCount(trades) + rowCount(openTrades))
  let total = 0
  let i = 0
  for (const list of [trades, openTrades]) {
    for (const rows of blocksOf(list)) {
      for (let at = 0; at < rows.length; at += TRADE_WIDTH) {
        total += rows[at + TRADE.PROFIT]!
        sums[i++] = total
      }
    }
  }
  return sums
}

/** The number, without a negative zero, or null for what JSON cannot say. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null
}
