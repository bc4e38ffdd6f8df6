export { checkSandbox, type SandboxCheck, type SandboxReport } from './checkup.ts'
export {
  backtestMany,
  createRunner,
  type ManyOptions,
  type Runner,
  type RunOutcome,
} from './many.ts'
export { readMoment } from './moment.ts'
export type { BacktestOptions } from './options.ts'
export { defaultJobs, inParallel } from './pool.ts'
export { backtest, type ExplainedRun, explainRun } from './run.ts'
export { readStrategy, type StrategySource } from './source.ts'
export { type SweepOptions, sweep, type Trial } from './sweep.ts'
