import {
  downsideDeviation,
  excessKurtosis,
  mean,
  normalCdf,
  sampleDeviation,
  skewness,
} from '../statistics.ts'
import type { Facts } from './facts.ts'
import { annualReturnPct, compoundedVolatilityPct } from './growth.ts'
import { type Metric, ratio } from './metric.ts'

const own = { panel: 'own', columns: 'all', unit: 'ratio' } as const

/** Chance that the true Sharpe ratio is above 0, given length and shape of the returns (RM 9.46). */
function probabilisticSharpe({ daily: { returns } }: Facts): number | null {
  const n = returns.length
  if (n < 4) return null
  const perDay = mean(returns) / sampleDeviation(returns)
  const shape =
    1 - skewness(returns) * perDay + ((excessKurtosis(returns) + 2) / 4) * perDay * perDay
  return shape > 0 ? normalCdf((perDay * Math.sqrt(n - 1)) / Math.sqrt(shape)) : null
}

/**
 * RM 9.10 to 9.13, 9.46: daily marked returns, annualized, with a risk-free rate of 0. TradingView's
 * panel has other figures under the same names: see `tv.sharpe`.
 */
export const ANNUAL: readonly Metric[] = [
  {
    ...own,
    id: 'sharpe',
    label: 'Sharpe ratio (daily marked returns, annualized, risk-free 0)',
    rule: 'RM 9.10',
    compute: ({ daily: { returns, perYear } }) => {
      const spread = sampleDeviation(returns)
      return spread === 0 ? null : (mean(returns) / spread) * Math.sqrt(perYear)
    },
    why: 'fewer than two days, or the equity never moved',
  },
  {
    ...own,
    id: 'sharpeCompounded',
    label: 'Sharpe ratio (annualized return / compounded volatility)',
    rule: 'RM 9.11',
    compute: (facts) => {
      const volatility = compoundedVolatilityPct(facts)
      return volatility === null ? null : ratio(annualReturnPct(facts)!, volatility)
    },
    why: 'fewer than two days, or the equity never moved or fell to 0',
  },
  {
    ...own,
    id: 'sortino',
    label: 'Sortino ratio (daily marked returns, annualized, risk-free 0)',
    rule: 'RM 9.12',
    compute: ({ daily: { returns, perYear } }) => {
      const downside = downsideDeviation(returns, 0)
      return downside === 0 ? null : (mean(returns) / downside) * Math.sqrt(perYear)
    },
    why: 'no losing day',
  },
  {
    ...own,
    id: 'sortinoCompounded',
    label: 'Sortino ratio (annualized return / annualized downside)',
    rule: 'RM 9.13',
    compute: (facts) => {
      const { returns, perYear } = facts.daily
      const downside = downsideDeviation(returns, 0) * Math.sqrt(perYear)
      return downside > 0 ? annualReturnPct(facts)! / 100 / downside : null
    },
    why: 'no losing day',
  },
  {
    ...own,
    id: 'probabilisticSharpe',
    label: 'Probability that the Sharpe ratio is above 0',
    rule: 'RM 9.46',
    compute: probabilisticSharpe,
    why: 'fewer than four days, or the equity never moved',
  },
]
