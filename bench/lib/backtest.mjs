// The command as a user gives it, with limits that no size of the benchmarks meets.
import { measureQrun } from './command.mjs'
import { strategyPath } from './job.mjs'

export function measureBacktest(path) {
  const limits = ['--limit-time', '30m', '--limit-orders', '100000000']
  return measureQrun('backtest', strategyPath('sma-cross'), '--data', path, ...limits)
}
