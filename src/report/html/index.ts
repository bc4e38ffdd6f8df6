export { type CandleCollector, type Candles, createCandleCollector } from './candles.ts'
export { type HtmlOptions, writeHtml } from './document.ts'
