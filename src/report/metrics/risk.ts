import { downsideDeviation, mean, populationDeviation } from '../statistics.ts'
import type { Facts } from './facts.ts'
import { type Metric, ratio } from './metric.ts'
import type { PeriodReturns } from './periods.ts'

/** Mean return above the risk-free rate per period over its population deviation (RM-4.3). */
export function tvSharpe(realized: PeriodReturns, riskFreeRate: number): number | null {
  const { returns } = realized
  return ratio(mean(returns) - rateOf(realized, riskFreeRate), populationDeviation(returns))
}

/** The same over the shortfall below the risk-free rate, over all periods (RM-4.4). */
export function tvSortino(realized: PeriodReturns, riskFreeRate: number): number | null {
  const { returns } = realized
  const rate = rateOf(realized, riskFreeRate)
  return ratio(mean(returns) - rate, downsideDeviation(returns, rate))
}

function rateOf({ period }: PeriodReturns, riskFreeRate: number): number {
  return riskFreeRate / 100 / (period === 'month' ? 12 : 365)
}

function ofRealized(
  compute: typeof tvSharpe,
): ({ realized, riskFreeRate }: Facts) => number | null {
  return ({ realized, riskFreeRate }) => (realized ? compute(realized, riskFreeRate) : null)
}

/** RM §4: months (or days) of realized equity, not annualized. Those of §9 are another figure. */
export const RISK: readonly Metric[] = [
  {
    id: 'sharpe',
    label: 'Sharpe ratio (TradingView: realized, monthly or daily, not annualized)',
    unit: 'ratio',
    rule: 'RM-4.3',
    panel: 'tv',
    columns: 'all',
    compute: ofRealized(tvSharpe),
    why: 'no trades, or the realized equity does not vary or fell to 0',
  },
  {
    id: 'sortino',
    label: 'Sortino ratio (TradingView: realized, monthly or daily, not annualized)',
    unit: 'ratio',
    rule: 'RM-4.4',
    panel: 'tv',
    columns: 'all',
    compute: ofRealized(tvSortino),
    why: 'no trades, no period below the risk-free rate, or the realized equity fell to 0',
  },
]
