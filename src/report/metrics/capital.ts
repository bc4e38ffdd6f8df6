import { power } from '../statistics.ts'
import type { Facts } from './facts.ts'
import { type Metric, percentOf, percentOrZero, ratioOrZero } from './metric.ts'
import { netProfit } from './returns.ts'
import type { Side } from './sides.ts'

const both = { panel: 'both', why: '' } as const

/** ((K + net)/K)^(365/D) − 1 in percent; 0 where D or the base is not above 0 (RM 7.1). */
function annualized(facts: Facts, side: Side): number | null {
  const { capital, testedDays } = facts
  if (capital === 0) return null
  const growth = (capital + netProfit(facts, side)) / capital
  return testedDays <= 0 || growth <= 0 ? 0 : (power(growth, 365 / testedDays) - 1) * 100
}

/** Of fills inside bars, and of closes, to which the price may have carried a position (RM 7.7). */
function maxMarginUsed({ statistics, equity }: Facts): number {
  return Math.max(statistics.maxMarginUsed, equity.maxMarginUsedAtClose)
}

function accountSize(facts: Facts): number {
  return maxMarginUsed(facts) + facts.statistics.maxDrawdown
}

type Field = 'marginCalls' | 'liquidatedVolume' | 'largestLiquidation'

function total({ statistics }: Facts, field: Field, side: Side): number {
  const { long, short } = statistics[field]
  return side === 'all' ? long + short : statistics[field][side]
}

/** RM §7. */
export const CAPITAL: readonly Metric[] = [
  {
    id: 'cagrPct',
    label: 'Annualized return (TradingView: realized, 365-day years)',
    unit: 'percent',
    rule: 'RM 7.1',
    panel: 'tv',
    columns: 'sides',
    compute: annualized,
    why: 'the initial capital is 0',
  },
  {
    id: 'returnOnCapitalPct',
    label: 'Return on initial capital',
    unit: 'percent',
    rule: 'RM 7.2',
    panel: 'tv',
    columns: 'sides',
    compute: (facts, side) => percentOf(netProfit(facts, side), facts.capital),
    why: 'the initial capital is 0',
  },
  {
    ...both,
    id: 'accountSizeRequired',
    label: 'Account size required',
    unit: 'money',
    rule: 'RM 7.3',
    columns: 'all',
    compute: accountSize,
  },
  {
    ...both,
    id: 'returnOnAccountSizePct',
    label: 'Return on account size required',
    unit: 'percent',
    rule: 'RM 7.4',
    columns: 'sides',
    compute: (facts, side) => percentOrZero(netProfit(facts, side), accountSize(facts)),
  },
  {
    ...both,
    id: 'netOfLargestLossPct',
    label: 'Net profit, % of the largest loss',
    unit: 'percent',
    rule: 'RM 7.5',
    columns: 'sides',
    compute: (facts, side) => percentOrZero(netProfit(facts, side), facts.sides[side].maxLoss),
  },
  {
    id: 'avgMarginUsed',
    label: 'Average margin used',
    unit: 'money',
    rule: 'RM 7.6',
    panel: 'both',
    columns: 'all',
    compute: ({ equity }) => equity.avgMarginUsed,
    why: 'no bar between the first entry and the last bar',
  },
  {
    ...both,
    id: 'maxMarginUsed',
    label: 'Max margin used',
    unit: 'money',
    rule: 'RM 7.7',
    columns: 'all',
    compute: maxMarginUsed,
  },
  {
    ...both,
    id: 'marginEfficiency',
    label: 'Margin efficiency',
    unit: 'ratio',
    rule: 'RM 7.8',
    columns: 'sides',
    compute: (facts, side) =>
      ratioOrZero(netProfit(facts, side) + facts.openProfit, facts.equity.avgMarginUsed ?? 0),
  },
  {
    ...both,
    id: 'marginCalls',
    label: 'Margin calls',
    unit: 'count',
    rule: 'RM 7.9',
    columns: 'sides',
    compute: (facts, side) => total(facts, 'marginCalls', side),
  },
  {
    ...both,
    id: 'liquidatedVolume',
    label: 'Total liquidated volume',
    unit: 'money',
    rule: 'RM 7.10',
    columns: 'sides',
    compute: (facts, side) => total(facts, 'liquidatedVolume', side),
  },
  {
    ...both,
    id: 'largestLiquidation',
    label: 'Largest liquidated volume',
    unit: 'money',
    rule: 'RM 7.10',
    columns: 'sides',
    compute: ({ statistics }, side) => {
      const { long, short } = statistics.largestLiquidation
      return side === 'all' ? Math.max(long, short) : statistics.largestLiquidation[side]
    },
  },
]
