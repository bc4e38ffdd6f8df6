import { covariance, mean, sampleDeviation } from '../statistics.ts'
import type { DailySeries } from './daily.ts'
import type { Facts } from './facts.ts'
import { type Metric, ratio } from './metric.ts'

const own = { panel: 'own', columns: 'all' } as const
const why = 'fewer than two days, or the price or the equity never moved'

/** A formula over the strategy's and the symbol's daily returns; null where there are no two of each. */
function ofPairs(
  compute: (daily: DailySeries) => number | null,
): ({ daily }: Facts) => number | null {
  return ({ daily }) =>
    daily.held.length === daily.returns.length && daily.held.length > 1 ? compute(daily) : null
}

function beta({ returns, held }: DailySeries): number | null {
  const spread = sampleDeviation(held)
  return ratio(covariance(returns, held), spread * spread)
}

function correlation({ returns, held }: DailySeries): number | null {
  const spread = sampleDeviation(returns) * sampleDeviation(held)
  return spread === 0 ? null : Math.max(-1, Math.min(1, covariance(returns, held) / spread))
}

/** RM 9.42 to 9.44: against holding the symbol, and against a straight line. */
export const HELD: readonly Metric[] = [
  {
    ...own,
    id: 'alphaPct',
    label: 'Alpha over buy & hold (daily, annualized, risk-free 0)',
    unit: 'percent',
    rule: 'RM 9.42',
    compute: ofPairs((daily) => {
      const slope = beta(daily)
      if (slope === null) return null
      return (mean(daily.returns) - slope * mean(daily.held)) * daily.perYear * 100
    }),
    why,
  },
  {
    ...own,
    id: 'beta',
    label: 'Beta to buy & hold (daily)',
    unit: 'ratio',
    rule: 'RM 9.42',
    compute: ofPairs(beta),
    why,
  },
  {
    ...own,
    id: 'correlation',
    label: 'Correlation with buy & hold (daily)',
    unit: 'ratio',
    rule: 'RM 9.43',
    compute: ofPairs(correlation),
    why,
  },
  {
    ...own,
    id: 'rSquared',
    label: 'R squared with buy & hold (daily)',
    unit: 'ratio',
    rule: 'RM 9.43',
    compute: ofPairs((daily) => {
      const r = correlation(daily)
      return r === null ? null : r * r
    }),
    why,
  },
  {
    ...own,
    id: 'informationRatio',
    label: 'Information ratio over buy & hold (daily, annualized)',
    unit: 'ratio',
    rule: 'RM 9.43',
    compute: ofPairs(({ returns, held, perYear }) => {
      const ahead = returns.map((x, i) => x - held[i]!)
      const spread = sampleDeviation(ahead)
      return spread === 0 ? null : (mean(ahead) / spread) * Math.sqrt(perYear)
    }),
    why,
  },
  {
    ...own,
    id: 'equityRSquared',
    label: 'R squared of log equity on time',
    unit: 'ratio',
    rule: 'RM 9.44',
    compute: ({ equity }) => equity.logFit.rSquared,
    why: 'fewer than three bars, or the equity never moved or fell to 0',
  },
  {
    ...own,
    id: 'kRatio',
    label: 'K-ratio of log equity',
    unit: 'ratio',
    rule: 'RM 9.44',
    compute: ({ equity }) => equity.logFit.kRatio,
    why: 'fewer than three bars, or the equity never moved, fell to 0 or is a straight line',
  },
]
