import { power, sampleDeviation } from '../statistics.ts'
import type { Facts } from './facts.ts'
import { type Metric, percentOf } from './metric.ts'

const own = { panel: 'own', columns: 'all' } as const

/** Growth of marked equity per year of 365.25 days (RM 9.6). */
export function markedCagrPct({ equity, capital, years }: Facts): number | null {
  if (years <= 0 || capital <= 0 || equity.lastEquity <= 0) return null
  return (power(equity.lastEquity / capital, 1 / years) - 1) * 100
}

/** Daily returns compounded to a year (RM 9.7); 0 after a total loss. */
export function annualReturnPct({ daily }: Facts): number | null {
  const n = daily.returns.length
  if (n === 0) return null
  return daily.solvent ? (power(1 + daily.total, daily.perYear / n) - 1) * 100 : 0
}

function volatilityPct({ daily }: Facts): number | null {
  return sampleDeviation(daily.returns) * Math.sqrt(daily.perYear) * 100
}

/**
 * √((σ² + (1+g)²)^N − (1+g)^2N) (RM 9.9), written with the second power outside the difference: the
 * two are nearly equal for small σ.
 */
export function compoundedVolatilityPct({ daily }: Facts): number | null {
  const n = daily.returns.length
  if (n < 2 || !daily.solvent) return null
  const growth = power(1 + daily.total, 1 / n)
  const spread = sampleDeviation(daily.returns) / growth
  const excess = Math.expm1(daily.perYear * Math.log1p(spread * spread))
  return Math.sqrt(power(growth, 2 * daily.perYear) * excess) * 100
}

/** RM 9.1 to 9.9: time in the market, growth, and how much it sways. */
export const GROWTH: readonly Metric[] = [
  {
    ...own,
    id: 'exposurePct',
    label: 'Exposure time (bars with a position at any moment)',
    unit: 'percent',
    rule: 'RM 9.1',
    compute: ({ equity }) => percentOf(equity.exposedBars, equity.bars),
    why: 'no bars',
  },
  {
    panel: 'own',
    columns: 'sides',
    id: 'timeInMarketPct',
    label: 'Time in market (bars with a position at the close)',
    unit: 'percent',
    rule: 'RM 9.2',
    compute: ({ equity }, side) => {
      const bars = { long: equity.longBars, short: equity.shortBars }
      return percentOf(side === 'all' ? bars.long + bars.short : bars[side], equity.bars)
    },
    why: 'no bars',
  },
  {
    ...own,
    id: 'equityFinal',
    label: 'Final equity (marked)',
    unit: 'money',
    rule: 'RM 9.3',
    compute: ({ equity }) => equity.lastEquity,
    why: '',
  },
  {
    ...own,
    id: 'equityPeak',
    label: 'Highest equity at a bar close',
    unit: 'money',
    rule: 'RM 9.3',
    compute: ({ equity }) => equity.peakEquity,
    why: '',
  },
  {
    ...own,
    id: 'returnPct',
    label: 'Return (marked, open profit included)',
    unit: 'percent',
    rule: 'RM 9.4',
    compute: ({ equity, capital }) =>
      capital <= 0 ? null : (equity.lastEquity / capital - 1) * 100,
    why: 'the initial capital is 0',
  },
  {
    ...own,
    id: 'buyHoldPct',
    label: 'Buy & hold from the first bar',
    unit: 'percent',
    rule: 'RM 9.5',
    compute: ({ equity: { firstOpen, lastClose } }) =>
      firstOpen === null || lastClose === null || firstOpen <= 0
        ? null
        : (lastClose / firstOpen - 1) * 100,
    why: 'no bars, or the first open is not above 0',
  },
  {
    ...own,
    id: 'cagrPct',
    label: 'CAGR (marked, 365.25-day years)',
    unit: 'percent',
    rule: 'RM 9.6',
    compute: markedCagrPct,
    why: 'no bars, or the equity ended at 0 or below',
  },
  {
    ...own,
    id: 'annualReturnPct',
    label: 'Annualized return of the days',
    unit: 'percent',
    rule: 'RM 9.7',
    compute: annualReturnPct,
    why: 'no days',
  },
  {
    ...own,
    id: 'volatilityPct',
    label: 'Volatility (daily, annualized)',
    unit: 'percent',
    rule: 'RM 9.8',
    compute: volatilityPct,
    why: 'fewer than two days',
  },
  {
    ...own,
    id: 'volatilityCompoundedPct',
    label: 'Volatility (daily, annualized, compounded)',
    unit: 'percent',
    rule: 'RM 9.9',
    compute: compoundedVolatilityPct,
    why: 'fewer than two days, or the equity fell to 0 or below',
  },
]
