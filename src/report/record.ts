import type { SymbolInfo } from '../shared/bars.ts'
import type { Failure } from '../shared/failure.ts'
import type {
  Declined,
  InputDeclaration,
  Levels,
  LogLine,
  Note,
  PlotDeclaration,
  RunStatus,
  Samples,
} from '../shared/outcome.ts'
import type { StrategySettings } from '../shared/settings.ts'
import type { Timeframe } from '../shared/timeframe.ts'
import type { EquitySummary } from '../trades/index.ts'
import type { BrokerStatistics } from './broker-statistics.ts'
import type { TradeRows } from './trade-blocks.ts'

/**
 * Behaviour versions, raised only when the same run may give another result; not the package's
 * version, so that a correction elsewhere never disturbs a recorded baseline.
 */
export type EngineVersions = {
  readonly fills: number
  readonly metrics: number
  readonly indicators: number
}

/** An input of the run, with the mark whether the user replaced the declared value. */
export type InputOfRun = InputDeclaration & { readonly overridden: boolean }

/** Where the bars of one series came from. */
export type DataSummary = {
  /** File base name, or `stdin`; never a path. */
  readonly name: string
  readonly symbol: string
  /** As the command line writes it: `1h`, `15m`. */
  readonly timeframe: string
  readonly bars: number
  /** Opening times of the first and last bar. */
  readonly fromMs: number
  readonly toMs: number
  /** SHA-256 of the bars, hexadecimal. */
  readonly hash: string
  /** What was concluded from the file rather than said: format, time unit, time zone … */
  readonly inferred: Readonly<Record<string, string | number | boolean>>
  /** Counts of what was odd: gaps, missingBars, bad, duplicate … */
  readonly quality: Readonly<Record<string, number>>
}

/** Everything that is known after a run; the report is a pure function of it (RM-0.8). */
export type RunRecord = {
  /** Package version; shown, and part of no hash. */
  readonly qrun: string
  readonly command: string
  readonly engine: EngineVersions
  readonly strategy: {
    /** Base name. */
    readonly file: string
    /** SHA-256 of the source text, hexadecimal. */
    readonly hash: string
    readonly settings: StrategySettings
    readonly inputs: readonly InputOfRun[]
  }
  /** The main series first. */
  readonly data: readonly DataSummary[]
  readonly symbol: SymbolInfo
  readonly timeframe: Timeframe
  /** The trading window as asked for; null where it was left open. */
  readonly window: { readonly fromMs: number | null; readonly toMs: number | null }
  /** Bars before indicators speak, and the name of the slowest, where known. */
  readonly warmup?: { readonly bars: number; readonly by?: string }
  readonly seed: number
  readonly status: RunStatus
  readonly failure?: Failure
  /** Closed trades in order of closing. */
  readonly trades: TradeRows
  /** Lots still open at the end, valued at the last close. */
  readonly openTrades: Float64Array
  /** Text 0 is the empty string. */
  readonly texts: readonly string[]
  /** The account page after the last bar, `ACCOUNT_WIDTH` doubles. */
  readonly account: ArrayLike<number>
  readonly statistics: BrokerStatistics
  readonly equity: EquitySummary
  readonly declined: {
    /** All of them, by reason. */
    readonly groups: readonly Note[]
    /** The first ones in full. */
    readonly first: readonly Declined[]
  }
  readonly notes: readonly Note[]
  readonly logs: { readonly lines: readonly LogLine[]; readonly dropped: number }
  /** Where stops and targets rested. */
  readonly levels: Levels
  readonly plots: readonly { readonly declaration: PlotDeclaration; readonly samples: Samples }[]
}
