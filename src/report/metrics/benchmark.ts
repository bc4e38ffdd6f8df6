import type { Facts } from './facts.ts'
import { type Metric, percentOf } from './metric.ts'
import { netProfit } from './returns.ts'

/**
 * Profit of buying once with the initial capital at the first trade's entry price and holding to the
 * last close, whole lots, no fees (RM-3.1); null without trades.
 */
export function buyAndHold(facts: Facts): number | null {
  const { capital, firstEntryPrice, lastPrice, lot, moneyPerPoint } = facts
  if (firstEntryPrice === undefined || lastPrice === undefined || firstEntryPrice <= 0) return null
  // A quotient of whole lots may come out a hair below the whole number.
  const lots = Math.floor((capital / (firstEntryPrice * moneyPerPoint) / lot) * (1 + 1e-12))
  return (lastPrice - firstEntryPrice) * lots * lot * moneyPerPoint
}

function outperformance(facts: Facts): number | null {
  const held = buyAndHold(facts)
  return held === null ? null : netProfit(facts, 'all') - held
}

const noTrades = 'no trades'

/** RM §3: holding from the first entry. The form from the first bar is `buyHoldPct` of §9. */
export const BENCHMARK: readonly Metric[] = [
  {
    id: 'buyHold',
    label: 'Buy & hold profit from the first entry',
    unit: 'money',
    rule: 'RM-3.1',
    panel: 'tv',
    columns: 'all',
    compute: buyAndHold,
    why: noTrades,
  },
  {
    id: 'buyHoldOfCapitalPct',
    label: 'Buy & hold profit from the first entry, % of initial capital',
    unit: 'percent',
    rule: 'RM-3.1',
    panel: 'tv',
    columns: 'all',
    compute: (facts) => {
      const held = buyAndHold(facts)
      return held === null ? null : percentOf(held, facts.capital)
    },
    why: noTrades,
  },
  {
    id: 'buyHoldPct',
    label: 'Buy & hold % gain from the first entry',
    unit: 'percent',
    rule: 'RM-3.2',
    panel: 'tv',
    columns: 'all',
    compute: ({ firstEntryPrice, lastPrice }) =>
      firstEntryPrice === undefined || lastPrice === undefined || firstEntryPrice <= 0
        ? null
        : (lastPrice / firstEntryPrice - 1) * 100,
    why: noTrades,
  },
  {
    id: 'outperformance',
    label: 'Strategy outperformance over buy & hold',
    unit: 'money',
    rule: 'RM-3.3',
    panel: 'tv',
    columns: 'all',
    compute: outperformance,
    why: noTrades,
  },
  {
    id: 'outperformancePct',
    label: 'Strategy outperformance, % of initial capital',
    unit: 'percent',
    rule: 'RM-3.3',
    panel: 'tv',
    columns: 'all',
    compute: (facts) => {
      const more = outperformance(facts)
      return more === null ? null : percentOf(more, facts.capital)
    },
    why: noTrades,
  },
]
