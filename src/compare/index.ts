export type { ListedTrade } from './listed.ts'
export { readResult } from './read.ts'
export {
  type BarFacts,
  barsToShow,
  type ComparisonTexts,
  renderComparison,
  renderResults,
} from './render.ts'
export { compareResults, type MetricDifference, type ResultComparison } from './results.ts'
export { compareTrades, type Difference, type TradeComparison } from './trades.ts'
export { type CompareOptions, compareTradingView, type TradingViewComparison } from './tv.ts'
export type { ZoneChoice } from './zone.ts'
