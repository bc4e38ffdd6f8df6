import { DAY } from '../../shared/timeframe.ts'
import type { Facts } from './facts.ts'
import { annualReturnPct, markedCagrPct } from './growth.ts'
import { type Metric, percentOf, ratio } from './metric.ts'

const own = { panel: 'own', columns: 'all' } as const
const never = 'the equity never fell below its peak'

function toDays(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : ms / DAY
}

/** Root of the mean squared fall from the peak, over the day ends; K is the first peak (RM 9.20). */
function ulcerIndexPct({ daily: { returns } }: Facts): number | null {
  if (returns.length === 0) return null
  let level = 1
  let peak = 1
  let squares = 0
  for (const x of returns) {
    level *= 1 + x
    peak = Math.max(peak, level)
    squares += (level / peak - 1) * (level / peak - 1)
  }
  return Math.sqrt(squares / returns.length) * 100
}

function over(numerator: number | null, denominator: number | null): number | null {
  return numerator === null || denominator === null ? null : ratio(numerator, denominator)
}

/** RM 9.14 to 9.22: falls of bar-close equity, and return against them. */
export const UNDERWATER: readonly Metric[] = [
  {
    ...own,
    id: 'maxDrawdownPct',
    label: 'Max drawdown (bar-close equity)',
    unit: 'percent',
    rule: 'RM 9.14',
    compute: ({ equity }) => equity.drawdowns.maxPct,
    why: '',
  },
  {
    ...own,
    id: 'maxDrawdown',
    label: 'Max drawdown (bar-close equity), money',
    unit: 'money',
    rule: 'RM 9.14',
    compute: ({ equity }) => equity.drawdowns.maxMoney,
    why: '',
  },
  {
    ...own,
    id: 'avgDrawdownPct',
    label: 'Average drawdown',
    unit: 'percent',
    rule: 'RM 9.15',
    compute: ({ equity }) => equity.drawdowns.avgPct,
    why: never,
  },
  {
    ...own,
    id: 'drawdowns',
    label: 'Drawdown episodes',
    unit: 'count',
    rule: 'RM 9.15',
    compute: ({ equity }) => equity.drawdowns.episodes,
    why: '',
  },
  {
    ...own,
    id: 'maxDrawdownDays',
    label: 'Longest drawdown',
    unit: 'days',
    rule: 'RM 9.16',
    compute: ({ equity }) => toDays(equity.drawdowns.maxMs),
    why: never,
  },
  {
    ...own,
    id: 'maxDrawdownBars',
    label: 'Longest drawdown, bars',
    unit: 'bars',
    rule: 'RM 9.16',
    compute: ({ equity }) => equity.drawdowns.maxBars,
    why: never,
  },
  {
    ...own,
    id: 'avgDrawdownDays',
    label: 'Average drawdown duration',
    unit: 'days',
    rule: 'RM 9.16',
    compute: ({ equity }) => toDays(equity.drawdowns.avgMs),
    why: never,
  },
  {
    ...own,
    id: 'avgDrawdownBars',
    label: 'Average drawdown duration, bars',
    unit: 'bars',
    rule: 'RM 9.16',
    compute: ({ equity }) => equity.drawdowns.avgBars,
    why: never,
  },
  {
    ...own,
    id: 'timeUnderWaterPct',
    label: 'Time below the peak (share of bars)',
    unit: 'percent',
    rule: 'RM 9.17',
    compute: ({ equity }) => percentOf(equity.drawdowns.barsUnderWater, equity.bars),
    why: 'no bars',
  },
  {
    ...own,
    id: 'currentDrawdownPct',
    label: 'Drawdown at the end',
    unit: 'percent',
    rule: 'RM 9.17',
    compute: ({ equity }) => equity.drawdowns.current?.pct ?? null,
    why: 'the equity ended at its peak',
  },
  {
    ...own,
    id: 'currentDrawdownDays',
    label: 'Drawdown at the end, duration',
    unit: 'days',
    rule: 'RM 9.17',
    compute: ({ equity }) => toDays(equity.drawdowns.current?.ms),
    why: 'the equity ended at its peak',
  },
  {
    ...own,
    id: 'calmar',
    label: 'Calmar ratio (CAGR / max drawdown)',
    unit: 'ratio',
    rule: 'RM 9.18',
    compute: (facts) => over(markedCagrPct(facts), facts.equity.drawdowns.maxPct),
    why: 'no drawdown or no CAGR',
  },
  {
    ...own,
    id: 'calmarCompounded',
    label: 'Calmar ratio (annualized return of the days / max drawdown)',
    unit: 'ratio',
    rule: 'RM 9.18',
    compute: (facts) => over(annualReturnPct(facts), facts.equity.drawdowns.maxPct),
    why: 'no drawdown or no days',
  },
  {
    ...own,
    id: 'recoveryFactor',
    label: 'Recovery factor (profit / max drawdown)',
    unit: 'ratio',
    rule: 'RM 9.19',
    compute: ({ equity, capital }) => ratio(equity.lastEquity - capital, equity.drawdowns.maxMoney),
    why: never,
  },
  {
    ...own,
    id: 'ulcerIndexPct',
    label: 'Ulcer index (days)',
    unit: 'percent',
    rule: 'RM 9.20',
    compute: ulcerIndexPct,
    why: 'no days',
  },
  {
    ...own,
    id: 'martin',
    label: 'Ulcer performance index (Martin ratio)',
    unit: 'ratio',
    rule: 'RM 9.21',
    compute: (facts) => over(facts.daily.total * 100, ulcerIndexPct(facts)),
    why: 'no day ended below the peak',
  },
  {
    ...own,
    id: 'painIndexPct',
    label: 'Pain index (mean fall from the peak)',
    unit: 'percent',
    rule: 'RM 9.22',
    compute: ({ equity }) => equity.drawdowns.meanPct,
    why: 'no bars',
  },
  {
    ...own,
    id: 'painRatio',
    label: 'Pain ratio (CAGR / pain index)',
    unit: 'ratio',
    rule: 'RM 9.22',
    compute: (facts) => over(markedCagrPct(facts), facts.equity.drawdowns.meanPct),
    why: 'no drawdown or no CAGR',
  },
]
