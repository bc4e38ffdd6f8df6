export { checkSandbox, type SandboxCheck, type SandboxReport } from './checkup.ts'
export type { BacktestOptions } from './options.ts'
export { backtest } from './run.ts'
