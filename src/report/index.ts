export { CONDITION_NAMES, checkCondition, evaluateCondition, type Verdict } from './condition.ts'
export { writeCsv } from './csv.ts'
export { failureIn, renderFailure } from './failure.ts'
export { hashValue } from './hash.ts'
export {
  type CandleCollector,
  type Candles,
  createCandleCollector,
  type HtmlOptions,
  writeHtml,
} from './html/index.ts'
export { renderJson, writeJson, writeResult } from './json.ts'
export { formatMinute } from './moment.ts'
export { explainNote } from './notes.ts'
export { formatCount, formatExact, formatMoney, formatSigned } from './numbers.ts'
export { createPen, type Pen, type RenderOptions } from './pen.ts'
export { type PrettyOptions, renderPretty } from './pretty.ts'
export type { RunRecord } from './record.ts'
export { type BacktestResult, buildResult, RESULT_SCHEMA } from './result.ts'
export { sanitize } from './sanitize.ts'
export { equityCsv, metricsCsv, ordersCsv, tradesCsv } from './tables.ts'
export type { Trade, TradeList } from './trade-list.ts'
export { tradingViewCsv } from './tradingview.ts'
export { cut } from './width.ts'
