export { explainMoments } from './moments.ts'
export type { ExplainOptions } from './options.ts'
export { type ExplainPart, renderExplanation } from './render/index.ts'
export type {
  BarFill,
  BarRejection,
  BarSeries,
  BarTest,
  ExplainedBar,
  ExplainReport,
  Guard,
  OrderLine,
  OrderSent,
  OrderWaiting,
  RejectionGroup,
  RejectionSite,
  SeriesFigures,
  SourceText,
  TestFigures,
  TestPart,
} from './report.ts'
export { explain } from './run.ts'
