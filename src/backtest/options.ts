import type { DataOptions, DataSource } from '../data/index.ts'
import type { CandleCollector } from '../report/index.ts'
import type { SymbolInfo } from '../shared/bars.ts'
import type { Limits } from '../shared/job.ts'

type Value = string | number | boolean

/** Values of a strategy's inputs, by name. */
export type Inputs = Readonly<Record<string, Value>>

export type BacktestOptions = {
  /** Path of the strategy file, or its text with a name for messages. */
  readonly strategy: string | { readonly source: string; readonly name: string }
  /** Path of a file of bars, or another source of them. */
  readonly data: string | DataSource
  /**
   * Finer bars of the same market: orders fill along them inside each bar (BE-3.6). A bar whose finer
   * bars are missing or do not add up to it keeps its own path (N205). Read as `dataOptions` say.
   */
  readonly detail?: string | DataSource
  /**
   * Bars of other symbols and timeframes for `request`, by name: `BTC`, or `BTC@1d` for bars that are
   * used as they are instead of being aggregated. Read as `dataOptions` say; at most 40.
   */
  readonly markets?: Readonly<Record<string, string | DataSource>>
  /** How to read the data where inference is not enough. */
  readonly dataOptions?: DataOptions
  /** Values of inputs by name; texts are read by the input's own type. */
  readonly inputs?: Readonly<Record<string, Value>>
  /** Strategy properties that override the declaration: initialCapital, commissionValue … */
  readonly properties?: Readonly<Record<string, Value>>
  /** What is traded, where the data do not tell: tick, lot, pointValue, currency, timezone, name. */
  readonly symbol?: Partial<SymbolInfo>
  /** Aggregate the bars to this timeframe before the run. */
  readonly timeframe?: string
  /**
   * Trading window, half-open, UTC: `2023`, `2023-05-01`, `2023-05-01T10:00Z`, `-180d`. Bars before
   * `from` warm up, unless `warmup` is false: then they are left out, as on a chart that begins there.
   */
  readonly from?: string
  readonly to?: string
  readonly warmup?: boolean
  /** Seed of `random()`, a whole number; 1 when absent. */
  readonly seed?: number
  readonly limits?: Partial<Limits>
  /**
   * `process` (the default): both layers of the sandbox. `realm`: layer 1 alone, in this process, for
   * trusted files only; memory is not limited then.
   */
  readonly isolation?: 'process' | 'realm'
  /**
   * Strict profile for a stranger's file: the second layer is proved to stand first, limits are 10 s
   * (2 s of them for the set-up), 256 MB, 100,000 orders and 1,000 lines of log at most, and no link may lead to the file.
   */
  readonly untrusted?: boolean
  /** CSV of exchange rates (date, rate): account currency per unit of quote currency. */
  readonly fx?: string
  /** Named in the result; `backtest` when absent. */
  readonly command?: string
  /** Keeps candles of the bars that go by, for the chart of `writeHtml`; its memory is bounded. */
  readonly candles?: CandleCollector
  readonly onProgress?: (progress: { readonly bars: number }) => void
  /** Ends the run with `X504`. */
  readonly signal?: AbortSignal
}

export function sourceOf(data: BacktestOptions['data']): DataSource {
  return typeof data === 'string' ? { path: data } : data
}

export function isRepeatable(data: BacktestOptions['data']): boolean {
  return typeof data === 'string' || !('stream' in data)
}
