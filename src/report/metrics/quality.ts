import { DAY } from '../../shared/timeframe.ts'
import { power } from '../statistics.ts'
import { profitFactorDays, tailRatio } from './days.ts'
import type { Facts } from './facts.ts'
import { type Metric, percentOf, ratio } from './metric.ts'
import { grossLoss } from './returns.ts'
import type { Side, SideFacts } from './sides.ts'

const own = { panel: 'own', columns: 'sides' } as const
const noTrades = 'no closed trades'
const oneSided = 'no winning or no losing trade'

/** A formula over the trades of one column; null without any. */
function ofTrades(
  compute: (facts: Readonly<SideFacts>) => number | null,
): (facts: Facts, side: Side) => number | null {
  return ({ sides }, side) => (sides[side].trades === 0 ? null : compute(sides[side]))
}

/** √n · mean / deviation of the profits in money, n capped (RM 9.31). */
function systemQuality(cap: number): Metric['compute'] {
  return ofTrades(({ trades, profit, profitDeviation }) =>
    profitDeviation === 0
      ? null
      : (Math.sqrt(Math.min(trades, cap)) * (profit / trades)) / profitDeviation,
  )
}

function cpcIndex(facts: Facts, side: Side): number | null {
  const { won, wins, losses, trades } = facts.sides[side]
  if (wins === 0 || losses === 0) return null
  const lost = grossLoss(facts, side)
  return (won / lost) * (wins / trades) * (won / wins / (lost / losses))
}

/** RM 9.31 to 9.41, 9.48: what the trades are worth, one by one. */
export const QUALITY: readonly Metric[] = [
  {
    ...own,
    id: 'profitFactorTradesPct',
    label: 'Profit factor (trades, of per-trade %)',
    unit: 'ratio',
    rule: 'RM 9.23',
    compute: ofTrades(({ wonPct, lostPct }) => ratio(wonPct, lostPct)),
    why: 'no losing trade',
  },
  {
    ...own,
    id: 'sqn',
    label: 'System quality number',
    unit: 'ratio',
    rule: 'RM 9.31',
    compute: systemQuality(Number.POSITIVE_INFINITY),
    why: 'fewer than two trades, or all alike',
  },
  {
    ...own,
    id: 'sqn100',
    label: 'System quality number, of at most 100 trades',
    unit: 'ratio',
    rule: 'RM 9.31',
    compute: systemQuality(100),
    why: 'fewer than two trades, or all alike',
  },
  {
    ...own,
    id: 'kelly',
    label: 'Kelly fraction',
    unit: 'ratio',
    rule: 'RM 9.32',
    compute: ofTrades(({ wins, losses, trades, won, lost }) => {
      if (wins === 0 || losses === 0) return null
      return wins / trades - (1 - wins / trades) / (won / wins / (lost / losses))
    }),
    why: oneSided,
  },
  {
    ...own,
    id: 'expectancyPct',
    label: 'Expectancy, mean of per-trade %',
    unit: 'percent',
    rule: 'RM 9.33',
    compute: ofTrades(({ pct, trades }) => pct / trades),
    why: noTrades,
  },
  {
    ...own,
    id: 'expectancyR',
    label: 'Expectancy in average losses (R)',
    unit: 'ratio',
    rule: 'RM 9.33',
    compute: ofTrades(({ profit, trades, lost, losses }) =>
      losses === 0 ? null : profit / (trades * (lost / losses)),
    ),
    why: 'no losing trade',
  },
  {
    ...own,
    id: 'avgTradeGeometricPct',
    label: 'Average trade %, geometric',
    unit: 'percent',
    rule: 'RM 9.34',
    compute: ofTrades(({ wipedOut, logGrowth, trades }) =>
      wipedOut ? 0 : Math.expm1(logGrowth / trades) * 100,
    ),
    why: noTrades,
  },
  {
    ...own,
    id: 'bestTradePct',
    label: 'Best trade %',
    unit: 'percent',
    rule: 'RM 9.35',
    compute: ofTrades(({ bestPct }) => bestPct),
    why: noTrades,
  },
  {
    ...own,
    id: 'worstTradePct',
    label: 'Worst trade %',
    unit: 'percent',
    rule: 'RM 9.35',
    compute: ofTrades(({ worstPct }) => worstPct),
    why: noTrades,
  },
  {
    ...own,
    id: 'cpcIndex',
    label: 'CPC index (profit factor x win rate x payoff)',
    unit: 'ratio',
    rule: 'RM 9.37',
    compute: cpcIndex,
    why: oneSided,
  },
  {
    ...own,
    columns: 'all',
    id: 'commonSenseRatio',
    label: 'Common sense ratio (profit factor of days x tail ratio)',
    unit: 'ratio',
    rule: 'RM 9.38',
    compute: (facts) => {
      const factor = profitFactorDays(facts)
      const tail = tailRatio(facts)
      return factor === null || tail === null ? null : factor * tail
    },
    why: 'no losing day, or the 5 % quantile is 0',
  },
  {
    ...own,
    id: 'maxConsecutiveWins',
    label: 'Most wins in a row (trades)',
    unit: 'count',
    rule: 'RM 9.39',
    compute: ({ sides }, side) => sides[side].winStreak,
    why: '',
  },
  {
    ...own,
    id: 'maxConsecutiveLosses',
    label: 'Most losses in a row (trades)',
    unit: 'count',
    rule: 'RM 9.39',
    compute: ({ sides }, side) => sides[side].lossStreak,
    why: '',
  },
  {
    ...own,
    id: 'maxTradeDays',
    label: 'Longest trade',
    unit: 'days',
    rule: 'RM 9.40',
    compute: ofTrades(({ maxDurationMs }) => maxDurationMs / DAY),
    why: noTrades,
  },
  {
    ...own,
    id: 'avgTradeDays',
    label: 'Average trade duration',
    unit: 'days',
    rule: 'RM 9.40',
    compute: ofTrades(({ durationMs, trades }) => durationMs / trades / DAY),
    why: noTrades,
  },
  {
    ...own,
    id: 'maxTradeBars',
    label: 'Longest trade, bars',
    unit: 'bars',
    rule: 'RM 9.40',
    compute: ofTrades(({ maxBars }) => maxBars),
    why: noTrades,
  },
  {
    ...own,
    id: 'tradesPerDay',
    label: 'Closed trades per calendar day',
    unit: 'per day',
    rule: 'RM 9.41',
    compute: ({ sides, days }, side) => ratio(sides[side].trades, days),
    why: 'no bars',
  },
  {
    ...own,
    columns: 'all',
    id: 'turnover',
    label: 'Turnover (value of all fills / mean equity)',
    unit: 'ratio',
    rule: 'RM 9.41',
    compute: ({ statistics, equity }) => ratio(statistics.turnover, equity.meanEquity ?? 0),
    why: 'no bars, or a mean equity of 0',
  },
  {
    ...own,
    columns: 'all',
    id: 'riskOfRuin',
    label: 'Risk of ruin (simple; of little meaning)',
    unit: 'ratio',
    rule: 'RM 9.45',
    compute: ofTrades(({ wins, trades }) => {
      const rate = wins / trades
      return power((1 - rate) / (1 + rate), trades)
    }),
    why: noTrades,
  },
  {
    ...own,
    id: 'avgRunUp',
    label: 'Average favourable excursion',
    unit: 'money',
    rule: 'RM 9.48',
    compute: ofTrades(({ runUp, trades }) => runUp / trades),
    why: noTrades,
  },
  {
    ...own,
    id: 'avgAdverse',
    label: 'Average adverse excursion',
    unit: 'money',
    rule: 'RM 9.48',
    compute: ofTrades(({ drawdown, trades }) => drawdown / trades),
    why: noTrades,
  },
  {
    ...own,
    id: 'edgeRatio',
    label: 'Edge ratio (favourable % / adverse %)',
    unit: 'ratio',
    rule: 'RM 9.48',
    compute: ofTrades(({ runUpPct, drawdownPct }) => ratio(runUpPct, drawdownPct)),
    why: 'no trade moved against its entry',
  },
  {
    ...own,
    id: 'exitEfficiencyPct',
    label: 'Exit efficiency (profit of wins / their favourable excursion)',
    unit: 'percent',
    rule: 'RM 9.48',
    compute: ofTrades(({ won, winRunUp }) => percentOf(won, winRunUp)),
    why: 'no winning trade',
  },
]
