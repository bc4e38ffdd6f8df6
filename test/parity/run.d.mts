import type { BacktestResult, backtest, compareTradingView, Difference } from '../../src/index.ts'

export type ParityCase = {
  readonly name: string
  /** Folder of the case. */
  readonly path: string
  /** First and last bar. */
  readonly window: { readonly from: string; readonly to: string }
  /** Closed trades in TradingView's list. */
  readonly trades?: number
  /** Whether the list shows ids of orders; the others show comments of scripts that are not at hand. */
  readonly signals?: boolean
}

export type Outcome = {
  readonly result: BacktestResult
  readonly isWhole: boolean
  /** Closed trades in the window. */
  readonly theirs: number
  readonly ours: number
  readonly matched: number
  readonly percent: number
  readonly differences: readonly Difference[]
  readonly otherSignals?: number
}

export const SHARED: string
export const CASES: string
export const isPresent: boolean
export function readCases(folder?: string): ParityCase[]
export function runCase(
  product: {
    readonly backtest: typeof backtest
    readonly compareTradingView: typeof compareTradingView
  },
  parityCase: ParityCase,
): Promise<Outcome>
