import { isZone } from '../data/index.ts'
import { QrunError } from '../errors/index.ts'
import type { BacktestResult } from '../report/index.ts'
import { parseTimeframe } from '../shared/timeframe.ts'
import { tradesOf } from './listed.ts'
import { compareTrades, type Span, type TradeComparison } from './trades.ts'
import { readTradingView } from './tradingview.ts'
import { readTimes, type ZoneChoice } from './zone.ts'

export type CompareOptions = {
  /** Zone of the times in TradingView's list: `UTC`, an offset or an IANA name; found by matching when absent. */
  readonly zone?: string
  /** First and last bar whose trades are compared, UTC ms; those of our run when absent. */
  readonly fromMs?: number
  readonly toMs?: number
}

export type TradingViewComparison = TradeComparison & { readonly zone: ZoneChoice }

/**
 * Compares the trades of a result with TradingView's "List of trades" (CSV): side, entry and exit bar,
 * prices within half a tick, quantity within one lot, profit within a cent or 0.1 %. Trades outside the
 * bars of our run are counted and left out.
 *
 * @param list The text of the export and its name for messages.
 * @throws `D228` for a list that cannot be read, `D229` when its time zone cannot be told, `U102` for an
 *   unknown zone.
 */
export function compareTradingView(
  result: BacktestResult,
  list: { readonly text: string; readonly name: string },
  options: CompareOptions = {},
): TradingViewComparison {
  const { zone } = options
  if (zone !== undefined && !isZone(zone))
    throw new QrunError({
      code: 'U102',
      message: `--tv-tz was "${zone}"`,
      hint: 'give UTC, an offset such as +08:00, or an IANA name such as America/New_York',
    })
  const ours = tradesOf(result)
  const wall = readTradingView(list.text, list.name)
  const { symbol } = result
  const times = readTimes(wall, ours.closed, {
    zone,
    exchangeZone: symbol.timezone,
    tick: symbol.tick,
    name: list.name,
  })
  const theirs = { closed: times.trades, open: wall.open }
  const comparison = compareTrades(ours, theirs, symbol, spanOf(result, options), barMsOf(result))
  return { ...comparison, zone: times.zone }
}

/** The bars of the run, narrowed by the options. */
export function spanOf({ data, run }: BacktestResult, { fromMs, toMs }: CompareOptions): Span {
  const [main] = data
  const first = run.window.from ?? main?.from
  return {
    fromMs: fromMs ?? (first === undefined ? Number.NEGATIVE_INFINITY : Date.parse(first)),
    toMs: toMs ?? (main === undefined ? Number.POSITIVE_INFINITY : Date.parse(main.to)),
  }
}

export function barMsOf({ data }: BacktestResult): number {
  return parseTimeframe(data[0]?.timeframe ?? '')?.ms ?? 0
}
