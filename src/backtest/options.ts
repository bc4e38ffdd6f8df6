import type { DataOptions, DataSource } from '../data/index.ts'
import type { SymbolInfo } from '../shared/bars.ts'
import type { Limits } from '../shared/job.ts'

type Value = string | number | boolean

export type BacktestOptions = {
  /** Path of the strategy file, or its text with a name for messages. */
  readonly strategy: string | { readonly source: string; readonly name: string }
  /** Path of a file of bars, or another source of them. */
  readonly data: string | DataSource
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
  /** CSV of exchange rates (date, rate): account currency per unit of quote currency. */
  readonly fx?: string
  /** Named in the result; `backtest` when absent. */
  readonly command?: string
  readonly onProgress?: (progress: { readonly bars: number }) => void
  /** Ends the run with `X504`. */
  readonly signal?: AbortSignal
}
