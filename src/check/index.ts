export type { Baseline, Facts, Identity, Recorded } from './baseline.ts'
export type { Change } from './changes.ts'
export { type Config, findConfig, type LoadedConfig, readConfig } from './config.ts'
export type { CheckDifference, FigureMoved, FirstTrade, TradesMoved } from './difference.ts'
export { isInside } from './inside.ts'
export { type Check, type Compare, chooseChecks, nameOfStrategy, planChecks } from './plan.ts'
export { renderCheckGithub } from './render/github.ts'
export { renderCheckHtml } from './render/html.ts'
export { renderCheckJson } from './render/json.ts'
export { renderCheckJunit } from './render/junit.ts'
export { renderCheckMarkdown } from './render/markdown.ts'
export { renderCheckPretty } from './render/pretty.ts'
export {
  type Cause,
  type CheckOptions,
  type CheckOutcome,
  type CheckReport,
  type CheckStatus,
  type Expectation,
  runChecks,
} from './run.ts'
