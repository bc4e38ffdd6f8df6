export { type BarFacts, pathOf } from './bar.ts'
export type { ListedTrade } from './listed.ts'
export { comparisonPage } from './page.ts'
export { readResult } from './read.ts'
export {
  barsToShow,
  type ComparisonTexts,
  renderComparison,
  renderResults,
} from './render.ts'
export { compareResults, type MetricDifference, type ResultComparison } from './results.ts'
export { readStoredResult } from './stored.ts'
export { compareTrades, type Difference, type TradeComparison } from './trades.ts'
export { type CompareOptions, compareTradingView, type TradingViewComparison } from './tv.ts'
export type { WaitingOrder } from './waiting.ts'
export type { ZoneChoice } from './zone.ts'
