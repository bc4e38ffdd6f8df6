import type { BacktestResult } from '../report/index.ts'

/** A trade as a list shows it, whoever made the list. Money is in account currency, times are UTC ms. */
export type ListedTrade = {
  /** What the list calls it. */
  readonly trade: string
  readonly side: 'long' | 'short'
  /** Opening times of the bars on which it was entered and left. */
  readonly entryMs: number
  readonly exitMs: number
  readonly entryPrice: number
  readonly exitPrice: number
  readonly qty: number
  /** Net of fees. */
  readonly profit: number
  /** The comment of the order, or its id. */
  readonly entrySignal: string
  readonly exitSignal: string
  /** Best and worst of the trade on the way, 0 or more; null where the list does not tell. */
  readonly runUp: number | null
  readonly drawdown: number | null
  /** What only our own lists tell. */
  readonly bars?: { readonly entry: number; readonly exit: number }
  readonly exitReason?: string
  /** Whether the assumed path inside a bar decided. */
  readonly ambiguous?: boolean
}

export type TradeLists = {
  readonly closed: readonly ListedTrade[]
  /** Positions that were open at the end: how many rows, and no more is said of them. */
  readonly open: number
}

/** The trades of a result of ours, as computed or as read back from JSON. */
export function tradesOf({ trades }: Pick<BacktestResult, 'trades'>): TradeLists {
  const closed: ListedTrade[] = []
  let open = 0
  for (const trade of trades) {
    if (trade.exit_time === null || trade.exit_price === null || trade.exit_bar === null) {
      open++
      continue
    }
    closed.push({
      trade: String(trade.trade),
      side: trade.side,
      entryMs: Date.parse(trade.entry_time),
      exitMs: Date.parse(trade.exit_time),
      entryPrice: trade.entry_price,
      exitPrice: trade.exit_price,
      qty: trade.qty,
      profit: trade.profit ?? Number.NaN,
      entrySignal: trade.entry_signal,
      exitSignal: trade.exit_signal,
      runUp: trade.run_up,
      drawdown: trade.drawdown,
      bars: { entry: trade.entry_bar, exit: trade.exit_bar },
      exitReason: trade.exit_reason,
      ambiguous: trade.ambiguous,
    })
  }
  return { closed, open }
}
