import type { Facts } from './facts.ts'
import { type Metric, percentOf, ratio } from './metric.ts'
import type { Side } from './sides.ts'

/** Net P&L: closed profits less the entry fees that open lots have already paid (RM 2.4). */
export function netProfit({ sides }: Facts, side: Side): number {
  return sides[side].profit - sides[side].openFees
}

/** A magnitude, entry fees of open lots included (RM 2.7). */
export function grossLoss({ sides }: Facts, side: Side): number {
  return sides[side].lost + sides[side].openFees
}

const noCapital = 'the initial capital is 0'
const noTrades = 'no closed trades'

/** RM §2. */
export const RETURNS: readonly Metric[] = [
  {
    id: 'initialCapital',
    label: 'Initial capital',
    unit: 'money',
    rule: 'RM 2.1',
    panel: 'both',
    columns: 'all',
    compute: ({ capital }) => capital,
    why: '',
  },
  {
    id: 'netProfit',
    label: 'Net profit (closed trades)',
    unit: 'money',
    rule: 'RM 2.4',
    panel: 'both',
    columns: 'sides',
    compute: netProfit,
    why: '',
  },
  {
    id: 'netProfitPct',
    label: 'Net profit, % of initial capital',
    unit: 'percent',
    rule: 'RM 2.5',
    panel: 'both',
    columns: 'sides',
    compute: (facts, side) => percentOf(netProfit(facts, side), facts.capital),
    why: noCapital,
  },
  {
    id: 'openProfit',
    label: 'Open profit',
    unit: 'money',
    rule: 'RM 2.2',
    panel: 'both',
    columns: 'all',
    compute: ({ openProfit }) => openProfit,
    why: '',
  },
  {
    id: 'openProfitPct',
    label: 'Open profit, % of realized equity',
    unit: 'percent',
    rule: 'RM 2.3',
    panel: 'both',
    columns: 'all',
    compute: (facts) => percentOf(facts.openProfit, facts.capital + netProfit(facts, 'all')),
    why: 'the realized equity is 0',
  },
  {
    id: 'totalProfit',
    label: 'Total profit (net + open)',
    unit: 'money',
    rule: 'RM 2.11',
    panel: 'both',
    columns: 'all',
    compute: (facts) => netProfit(facts, 'all') + facts.openProfit,
    why: '',
  },
  {
    id: 'totalProfitPct',
    label: 'Total profit, % of initial capital',
    unit: 'percent',
    rule: 'RM 2.11',
    panel: 'both',
    columns: 'all',
    compute: (facts) => percentOf(netProfit(facts, 'all') + facts.openProfit, facts.capital),
    why: noCapital,
  },
  {
    id: 'grossProfit',
    label: 'Gross profit',
    unit: 'money',
    rule: 'RM 2.6',
    panel: 'both',
    columns: 'sides',
    compute: ({ sides }, side) => sides[side].won,
    why: '',
  },
  {
    id: 'grossProfitPct',
    label: 'Gross profit, % of initial capital',
    unit: 'percent',
    rule: 'RM 2.6',
    panel: 'both',
    columns: 'sides',
    compute: ({ sides, capital }, side) => percentOf(sides[side].won, capital),
    why: noCapital,
  },
  {
    id: 'grossLoss',
    label: 'Gross loss',
    unit: 'money',
    rule: 'RM 2.7',
    panel: 'both',
    columns: 'sides',
    compute: grossLoss,
    why: '',
  },
  {
    id: 'grossLossPct',
    label: 'Gross loss, % of initial capital',
    unit: 'percent',
    rule: 'RM 2.7',
    panel: 'both',
    columns: 'sides',
    compute: (facts, side) => percentOf(grossLoss(facts, side), facts.capital),
    why: noCapital,
  },
  {
    id: 'profitFactor',
    label: 'Profit factor (gross profit / gross loss)',
    unit: 'ratio',
    rule: 'RM 2.8',
    panel: 'both',
    columns: 'sides',
    compute: (facts, side) => ratio(facts.sides[side].won, grossLoss(facts, side)),
    why: 'no losing trade',
  },
  {
    id: 'commissionPaid',
    label: 'Commission paid',
    unit: 'money',
    rule: 'RM 2.9',
    panel: 'both',
    columns: 'sides',
    compute: ({ sides }, side) => sides[side].fees + sides[side].openFees,
    why: '',
  },
  {
    id: 'expectancy',
    label: 'Expected payoff per trade',
    unit: 'money',
    rule: 'RM 2.10',
    panel: 'both',
    columns: 'sides',
    compute: (facts, side) => ratio(netProfit(facts, side), facts.sides[side].trades),
    why: noTrades,
  },
]
