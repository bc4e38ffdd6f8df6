export { type CandleCollector, type Candles, createCandleCollector } from './candles.ts'
export {
  type Comparison,
  type ComparisonSection,
  type Curve,
  writeComparisonHtml,
} from './comparison.ts'
export { type HtmlOptions, writeHtml } from './document.ts'
export type { DiffRow, TradeDiff } from './trade-diff.ts'
