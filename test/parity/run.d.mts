import type { backtest, tradesCsv } from '../../src/index.ts'

export type ParityCase = {
  readonly name: string
  /** A window of the parity folder. */
  readonly window: 'A' | 'B' | 'C' | 'D'
  /** Closed trades in TradingView's list. */
  readonly trades: number
  /** Whether the list shows ids of orders; the others show comments of scripts that are not at hand. */
  readonly signals?: true
  readonly inputs?: Readonly<Record<string, string | number | boolean>>
}

export type Comparison = {
  /** Closed trades in the window. */
  readonly theirs: number
  readonly ours: number
  readonly percent: number
  readonly count: Readonly<
    Record<'matched' | 'missing' | 'extra' | 'exit-time' | 'price' | 'qty' | 'pnl', number>
  >
  readonly differences: readonly unknown[]
  /** Trades of TradingView with other words for entry and exit than ours have. */
  readonly otherSignals: readonly string[]
}

export const CASES: readonly ParityCase[]
export const isPresent: boolean
export function runCase(
  product: { readonly backtest: typeof backtest; readonly tradesCsv: typeof tradesCsv },
  parityCase: ParityCase,
): Promise<Comparison>
