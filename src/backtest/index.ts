export type { BacktestOptions } from './options.ts'
export { backtest } from './run.ts'
