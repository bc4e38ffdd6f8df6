import type { BrokerStatistics } from '../broker/index.ts'
import type { Declaration, Declined, Levels, LogLine, RunEnd, Samples } from '../shared/outcome.ts'
import type { EquitySummary } from '../trades/index.ts'

/** Where a run delivers what must not pile up inside the jail. Arrays are reused: copy them. */
export type RunSink = {
  /** `count` closed trades in TRADE layout. */
  trades(rows: Float64Array, count: number): void
  /** New texts, in order of their numbers. */
  texts(texts: readonly string[]): void
}

export type DeclinedGroup = {
  readonly code: Declined['code']
  readonly count: number
  /** The first ones in full. */
  readonly first: readonly Declined[]
}

/** All of a finished, failed or stopped run that is of bounded size. JSON. */
export type RunResult = {
  readonly end: RunEnd
  readonly declaration: Declaration | null
  readonly equity: EquitySummary
  readonly statistics: BrokerStatistics | null
  /** Final ACCOUNT row; NaN travels as null. */
  readonly account: readonly (number | null)[]
  /** Open lots as TRADE rows; NaN travels as null. */
  readonly openTrades: readonly (number | null)[]
  readonly declined: readonly DeclinedGroup[]
  readonly logs: readonly LogLine[]
  readonly droppedLines: number
  /** One curve per plot, in order of declaration. */
  readonly plots: readonly Samples[]
  /** Where stops and targets rested. */
  readonly levels: Levels
  /** Order commands given, and those given before the trading window, which were not placed. */
  readonly commands: number
  readonly earlyCommands: number
}
