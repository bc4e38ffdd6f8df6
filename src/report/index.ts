export { annotation } from './annotation.ts'
export { CONDITION_NAMES, checkCondition, evaluateCondition, type Verdict } from './condition.ts'
export { writeCsv } from './csv.ts'
export { writeEvents } from './events.ts'
export { failureIn, renderFailure } from './failure.ts'
export { apart, digits, figurePair } from './figure.ts'
export type { Gate } from './gate.ts'
export { renderGithub } from './github.ts'
export { hashValue } from './hash.ts'
export {
  type CandleCollector,
  type Candles,
  type Comparison,
  type ComparisonSection,
  type Curve,
  createCandleCollector,
  type DiffRow,
  type HtmlOptions,
  type TradeDiff,
  writeComparisonHtml,
  writeHtml,
} from './html/index.ts'
export { renderJson, writeJson, writeResult } from './json.ts'
export { renderJunit } from './junit.ts'
export { renderMarkdown } from './markdown.ts'
export { cleanLine, codeInMarkdown, escapeLines, escapeMarkup } from './markup.ts'
export {
  buildMatrix,
  MATRIX_SCHEMA,
  type Matrix,
  type MatrixRun,
  type ResultSummary,
  renderMatrix,
  renderMatrixFailures,
  summariseResult,
  writeMatrix,
} from './matrix.ts'
export { formatMinute } from './moment.ts'
export { explainNote } from './notes.ts'
export { formatCount, formatExact, formatMoney, formatSigned } from './numbers.ts'
export { createPen, MIN_COLUMNS, type Pen, type RenderOptions } from './pen.ts'
export { type PrettyOptions, renderPretty } from './pretty.ts'
export { packItems } from './pretty-header.ts'
export type { RunRecord } from './record.ts'
export { type BacktestResult, buildResult, RESULT_SCHEMA, toFailure } from './result.ts'
export { sanitize } from './sanitize.ts'
export { equityCsv, metricsCsv, ordersCsv, tradesCsv } from './tables.ts'
export { blocksOf, createRowFinder, firstRows, rowCount, type TradeRows } from './trade-blocks.ts'
export type { Trade, TradeList } from './trade-list.ts'
export { tradingViewCsv } from './tradingview.ts'
export { buildTrial, type TrialReport } from './trial.ts'
export { cut, widthOf } from './width.ts'
