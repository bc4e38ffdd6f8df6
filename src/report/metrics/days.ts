import { excessKurtosis, mean, quantile, sampleDeviation, skewness, sum } from '../statistics.ts'
import type { PeriodReturn } from './daily.ts'
import type { Facts } from './facts.ts'
import { type Metric, percentOf, ratio } from './metric.ts'

const own = { panel: 'own', columns: 'all' } as const
const noDays = 'no days'
const noLosingDay = 'no losing day'

function gains(values: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += Math.max(0, values[i]!)
  return total
}

function losses(values: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += Math.max(0, -values[i]!)
  return total
}

/** Σx⁺/|Σx⁻| of the days (RM 9.23); with a threshold of 0 the same as Omega (RM 9.25). */
export function profitFactorDays({ daily: { returns } }: Facts): number | null {
  return ratio(gains(returns), losses(returns))
}

/** |q95| / |q5| of the days (RM 9.26). */
export function tailRatio({ daily: { sorted } }: Facts): number | null {
  return ratio(Math.abs(quantile(sorted, 0.95)), Math.abs(quantile(sorted, 0.05)))
}

function cvar95Pct({ daily: { sorted } }: Facts): number | null {
  const threshold = quantile(sorted, 0.05)
  return -mean(sorted.filter((x) => x <= threshold)) * 100
}

function calendar(
  unit: 'Month' | 'Year',
  pick: (facts: Facts) => readonly PeriodReturn[],
): readonly Metric[] {
  const word = unit.toLowerCase()
  const values = (facts: Facts): readonly number[] => pick(facts).map((row) => row.returnPct)
  const row = (id: string, label: string, compute: Metric['compute']): Metric => ({
    ...own,
    id,
    label,
    unit: 'percent',
    rule: 'RM 9.47',
    compute,
    why: noDays,
  })
  return [
    row(`best${unit}Pct`, `Best ${word}`, (facts) => Math.max(...values(facts))),
    row(`worst${unit}Pct`, `Worst ${word}`, (facts) => Math.min(...values(facts))),
    row(`positive${unit}sPct`, `${unit}s with a gain`, (facts) =>
      percentOf(values(facts).filter((x) => x > 0).length, pick(facts).length),
    ),
  ]
}

/** RM 9.23 to 9.30, 9.47: the distribution of the days, months and years. */
export const DAYS: readonly Metric[] = [
  {
    ...own,
    id: 'profitFactorDays',
    label: 'Profit factor (days)',
    unit: 'ratio',
    rule: 'RM 9.23',
    compute: profitFactorDays,
    why: noLosingDay,
  },
  {
    ...own,
    id: 'gainToPain',
    label: 'Gain to pain (days)',
    unit: 'ratio',
    rule: 'RM 9.24',
    compute: ({ daily: { returns } }) => ratio(sum(returns), losses(returns)),
    why: noLosingDay,
  },
  {
    ...own,
    id: 'gainToPainMonths',
    label: 'Gain to pain (months)',
    unit: 'ratio',
    rule: 'RM 9.24',
    compute: ({ months }) => {
      const values = months.map((row) => row.returnPct)
      return ratio(sum(values), losses(values))
    },
    why: 'no losing month',
  },
  {
    ...own,
    id: 'omega',
    label: 'Omega ratio (days, threshold 0)',
    unit: 'ratio',
    rule: 'RM 9.25',
    compute: profitFactorDays,
    why: noLosingDay,
  },
  {
    ...own,
    id: 'tailRatio',
    label: 'Tail ratio (days, 95 % / 5 %)',
    unit: 'ratio',
    rule: 'RM 9.26',
    compute: tailRatio,
    why: 'no days, or the 5 % quantile is 0',
  },
  {
    ...own,
    id: 'var95Pct',
    label: 'Value at risk 95 % (days, historical)',
    unit: 'percent',
    rule: 'RM 9.27',
    compute: ({ daily: { sorted } }) => -quantile(sorted, 0.05) * 100,
    why: noDays,
  },
  {
    ...own,
    id: 'var95NormalPct',
    label: 'Value at risk 95 % (days, normal)',
    unit: 'percent',
    rule: 'RM 9.28',
    compute: ({ daily: { returns } }) =>
      -(mean(returns) - 1.6448536 * sampleDeviation(returns)) * 100,
    why: 'fewer than two days',
  },
  {
    ...own,
    id: 'cvar95Pct',
    label: 'Expected shortfall 95 % (days, historical)',
    unit: 'percent',
    rule: 'RM 9.29',
    compute: cvar95Pct,
    why: noDays,
  },
  {
    ...own,
    id: 'skew',
    label: 'Skewness (days)',
    unit: 'ratio',
    rule: 'RM 9.30',
    compute: ({ daily: { returns } }) => skewness(returns),
    why: 'fewer than three days, or the equity never moved',
  },
  {
    ...own,
    id: 'kurtosis',
    label: 'Excess kurtosis (days)',
    unit: 'ratio',
    rule: 'RM 9.30',
    compute: ({ daily: { returns } }) => excessKurtosis(returns),
    why: 'fewer than four days, or the equity never moved',
  },
  ...calendar('Month', ({ months }) => months),
  ...calendar('Year', ({ yearly }) => yearly),
]
