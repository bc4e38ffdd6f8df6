import type { Facts } from './facts.ts'
import { type Metric, percentOf, ratioOrZero } from './metric.ts'
import type { Phase } from './phases.ts'
import { netProfit } from './returns.ts'

const tv = { panel: 'tv', columns: 'all' } as const

type Kind = 'drawdowns' | 'runups'

/** The largest phase; its own percent and days go with it (RM-6.5). */
function largest(phases: readonly Phase[]): Phase | undefined {
  let found: Phase | undefined
  for (const phase of phases) if (found === undefined || phase.value > found.value) found = phase
  return found
}

function average(phases: readonly Phase[], field: 'value' | 'pct' | 'days'): number | null {
  if (phases.length === 0) return null
  let total = 0
  for (const phase of phases) total += phase[field]
  return total / phases.length
}

/** RM-6a: closed trade to closed trade. */
function closeToClose(kind: Kind, name: 'Drawdown' | 'Runup', label: string): readonly Metric[] {
  const why = 'no phase of two trades or, for drawdowns, of more than 5 %'
  const max =
    (field: 'value' | 'pct' | 'days') =>
    ({ phases }: Facts): number | null =>
      largest(phases[kind])?.[field] ?? null
  const avg =
    (field: 'value' | 'pct' | 'days') =>
    ({ phases }: Facts): number | null =>
      average(phases[kind], field)
  const row = (
    id: string,
    text: string,
    unit: Metric['unit'],
    compute: Metric['compute'],
  ): Metric => ({ ...tv, id, label: text, unit, rule: 'RM-6.5', compute, why })
  return [
    row(`maxClose${name}`, `Max ${label}, close to close`, 'money', max('value')),
    row(`maxClose${name}Pct`, `Max ${label}, close to close, %`, 'percent', max('pct')),
    row(`maxClose${name}Days`, `Duration of the max ${label}`, 'days', max('days')),
    row(`avgClose${name}`, `Average ${label}, close to close`, 'money', avg('value')),
    row(`avgClose${name}Pct`, `Average ${label}, close to close, %`, 'percent', avg('pct')),
    row(`avgClose${name}Days`, `Average ${label} duration`, 'days', avg('days')),
  ]
}

/** RM §6: run-ups and drawdowns as TradingView shows them. Those of §9 are of bar-close equity. */
export const DRAWDOWNS: readonly Metric[] = [
  ...closeToClose('runups', 'Runup', 'run-up'),
  {
    ...tv,
    id: 'maxRunup',
    label: 'Max equity run-up (intrabar)',
    unit: 'money',
    rule: 'RM-6.8',
    compute: ({ statistics }) => statistics.maxRunup,
    why: '',
  },
  {
    ...tv,
    id: 'maxRunupPct',
    label: 'Max equity run-up (intrabar), % of the lowest equity before it',
    unit: 'percent',
    rule: 'RM-6.12',
    compute: ({ statistics }) => statistics.maxRunupPct,
    why: 'the equity before it was not above 0',
  },
  {
    ...tv,
    id: 'maxRunupOfCapitalPct',
    label: 'Max equity run-up (intrabar), % of initial capital',
    unit: 'percent',
    rule: 'RM-6.12',
    compute: ({ statistics, capital }) => percentOf(statistics.maxRunup, capital),
    why: 'the initial capital is 0',
  },
  ...closeToClose('drawdowns', 'Drawdown', 'drawdown'),
  {
    ...tv,
    id: 'maxDrawdown',
    label: 'Max equity drawdown (intrabar)',
    unit: 'money',
    rule: 'RM-6.7',
    compute: ({ statistics }) => statistics.maxDrawdown,
    why: '',
  },
  {
    ...tv,
    id: 'maxDrawdownPct',
    label: 'Max equity drawdown (intrabar), % of the peak before it',
    unit: 'percent',
    rule: 'RM-6.12',
    compute: ({ statistics }) => statistics.maxDrawdownPct,
    why: 'the peak before it was not above 0',
  },
  {
    ...tv,
    id: 'maxDrawdownOfCapitalPct',
    label: 'Max equity drawdown (intrabar), % of initial capital',
    unit: 'percent',
    rule: 'RM-6.12',
    compute: ({ statistics, capital }) => percentOf(statistics.maxDrawdown, capital),
    why: 'the initial capital is 0',
  },
  {
    panel: 'tv',
    columns: 'sides',
    id: 'returnOfMaxDrawdown',
    label: 'Return of max equity drawdown',
    unit: 'ratio',
    rule: 'RM-6.13',
    compute: (facts, side) =>
      ratioOrZero(netProfit(facts, side) + facts.openProfit, facts.statistics.maxDrawdown),
    why: '',
  },
]
