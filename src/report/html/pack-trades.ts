import { sanitize } from '../sanitize.ts'
import type { Trade, TradeList } from '../trade-list.ts'
import { packBytes, packDoubles, packFloats, packSteps } from './bytes.ts'
import type { PackedTrades } from './payload.ts'

/** Trades in the page: with more, the first and the last half of these are kept. */
export const MAX_TRADES = 30_000

/** Longest text of a signal that the page holds. */
const MAX_SIGNAL = 200

const REASONS = [
  'order',
  'stop',
  'limit',
  'trail',
  'margin_call',
  'risk',
  'close',
  'reversal',
  'open',
] as const satisfies readonly Trade['exit_reason'][]

export function packTrades(trades: TradeList, lastBar: number, lastTimeMs: number): PackedTrades {
  const rows = chosen(trades)
  const places = new Map<string, number>()
  const texts: string[] = []
  const place = (text: string): number => {
    const clean = sanitize(text)
    const short = clean.length > MAX_SIGNAL ? `${clean.slice(0, MAX_SIGNAL)}…` : clean
    let at = places.get(short)
    if (at === undefined) {
      at = texts.push(short) - 1
      places.set(short, at)
    }
    return at
  }
  const column = <T>(pick: (trade: Trade) => T): T[] => rows.map(pick)
  const seconds = (time: string | null): number =>
    Math.floor((time === null ? lastTimeMs : Date.parse(time)) / 1000)
  return {
    count: rows.length,
    total: trades.length,
    reasons: REASONS,
    entrySignal: packSteps(column((trade) => place(trade.entry_signal))),
    exitSignal: packSteps(column((trade) => place(trade.exit_signal))),
    texts,
    flags: packBytes(
      column(
        (trade) =>
          (trade.side === 'long' ? 1 : 0) +
          (trade.exit_time === null ? 2 : 0) +
          (trade.ambiguous ? 4 : 0),
      ),
    ),
    reason: packBytes(column((trade) => REASONS.indexOf(trade.exit_reason))),
    number: packSteps(column((trade) => trade.trade)),
    entryBar: packSteps(column((trade) => trade.entry_bar)),
    exitBar: packSteps(column((trade) => trade.exit_bar ?? lastBar)),
    entryTime: packSteps(column((trade) => seconds(trade.entry_time))),
    exitTime: packSteps(column((trade) => seconds(trade.exit_time))),
    entryPrice: packDoubles(column((trade) => trade.entry_price)),
    exitPrice: packDoubles(column((trade) => trade.exit_price)),
    qty: packDoubles(column((trade) => trade.qty)),
    profit: packDoubles(column((trade) => trade.profit)),
    cumulative: packDoubles(column((trade) => trade.cumulative_profit)),
    profitPct: packFloats(column((trade) => trade.profit_percent)),
    fees: packFloats(column((trade) => (trade.entry_fee ?? 0) + (trade.exit_fee ?? 0))),
    runUp: packFloats(column((trade) => trade.run_up)),
    runUpPct: packFloats(column((trade) => trade.run_up_percent)),
    drawdown: packFloats(column((trade) => trade.drawdown)),
    drawdownPct: packFloats(column((trade) => trade.drawdown_percent)),
  }
}

function chosen(trades: TradeList): Trade[] {
  const half = MAX_TRADES / 2
  const isCut = trades.length > MAX_TRADES
  const rows: Trade[] = []
  for (let i = 0; i < trades.length; i++)
    if (!isCut || i < half || i >= trades.length - half) rows.push(trades.at(i)!)
  return rows
}
