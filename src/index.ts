export { type BacktestOptions, backtest } from './backtest/index.ts'
export {
  type BarFeed,
  type DataOptions,
  type DataSource,
  type Inspection,
  inspect,
  openBars,
  renderInspection,
} from './data/index.ts'
export { isFailure, QrunError } from './errors/index.ts'
export {
  type BacktestResult,
  checkCondition,
  equityCsv,
  evaluateCondition,
  metricsCsv,
  ordersCsv,
  renderFailure,
  renderPretty,
  tradesCsv,
  tradingViewCsv,
  writeResult,
} from './report/index.ts'
export { packageFile } from './sandbox/index.ts'
export type { BarBlock, SymbolInfo } from './shared/bars.ts'
export type { ErrorCode, Failure, NoteCode, Place } from './shared/failure.ts'
export { DEFAULT_LIMITS, type Limits } from './shared/job.ts'
export { VERSION } from './shared/version.ts'
