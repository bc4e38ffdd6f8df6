export { type BacktestOptions, backtest } from './backtest/index.ts'
export {
  type BarFacts,
  barsToShow,
  type CompareOptions,
  type ComparisonTexts,
  compareResults,
  compareTradingView,
  type Difference,
  type ListedTrade,
  type MetricDifference,
  type ResultComparison,
  readResult,
  renderComparison,
  renderResults,
  type TradeComparison,
  type TradingViewComparison,
  type ZoneChoice,
} from './compare/index.ts'
export {
  type BarFeed,
  type ColumnField,
  type DataHead,
  type DataOptions,
  type DataSource,
  type DataSummary,
  FORMATS,
  type Format,
  type FormatId,
  type Gap,
  type Inspection,
  inspect,
  openBars,
  renderInspection,
  type TimeUnit,
  type Totals,
} from './data/index.ts'
export { isFailure, QrunError } from './errors/index.ts'
export { packageFile } from './package/index.ts'
export {
  type BacktestResult,
  CONDITION_NAMES,
  checkCondition,
  equityCsv,
  evaluateCondition,
  explainNote,
  metricsCsv,
  ordersCsv,
  type PrettyOptions,
  type RenderOptions,
  renderFailure,
  renderJson,
  renderPretty,
  type Trade,
  type TradeList,
  tradesCsv,
  tradingViewCsv,
  type Verdict,
  writeResult,
} from './report/index.ts'
export type { BarBlock, SymbolInfo } from './shared/bars.ts'
export type { ErrorCode, Failure, NoteCode, Place } from './shared/failure.ts'
export { DEFAULT_LIMITS, type Limits } from './shared/job.ts'
export { VERSION } from './shared/version.ts'
