import { type Metric, percentOf, percentOrZero, ratio, ratioOrZero } from './metric.ts'
import { grossLoss } from './returns.ts'

const noTrades = 'no closed trades'
const noWins = 'no winning trade'
const noLosses = 'no losing trade'

const counted = { unit: 'count', panel: 'both', columns: 'sides', why: '' } as const
const money = { unit: 'money', panel: 'both', columns: 'sides' } as const
const percent = { unit: 'percent', panel: 'both', columns: 'sides' } as const
const bars = { unit: 'bars', panel: 'both', columns: 'sides', why: '' } as const

/** RM §5. */
export const TRADES: readonly Metric[] = [
  {
    ...counted,
    id: 'trades',
    label: 'Closed trades',
    rule: 'RM 5.1',
    compute: ({ sides }, side) => sides[side].trades,
  },
  {
    ...counted,
    id: 'openTrades',
    label: 'Open trades',
    rule: 'RM 5.2',
    compute: ({ sides }, side) => sides[side].openTrades,
  },
  {
    ...counted,
    id: 'winningTrades',
    label: 'Winning trades',
    rule: 'RM 5.3',
    compute: ({ sides }, side) => sides[side].wins,
  },
  {
    ...counted,
    id: 'losingTrades',
    label: 'Losing trades',
    rule: 'RM 5.3',
    compute: ({ sides }, side) => sides[side].losses,
  },
  {
    ...counted,
    id: 'evenTrades',
    label: 'Even trades',
    rule: 'RM 5.3',
    compute: ({ sides }, side) => sides[side].evens,
  },
  {
    ...percent,
    id: 'winRate',
    label: 'Percent profitable',
    rule: 'RM 5.4',
    compute: ({ sides }, side) => percentOf(sides[side].wins, sides[side].trades),
    why: noTrades,
  },
  {
    ...money,
    id: 'avgTrade',
    label: 'Average trade',
    rule: 'RM 5.5',
    compute: ({ sides }, side) => ratio(sides[side].profit, sides[side].trades),
    why: noTrades,
  },
  {
    ...percent,
    id: 'avgTradePct',
    label: 'Average trade, mean of per-trade %',
    rule: 'RM 5.5',
    compute: ({ sides }, side) => ratio(sides[side].pct, sides[side].trades),
    why: noTrades,
  },
  {
    ...money,
    id: 'avgWin',
    label: 'Average winning trade',
    rule: 'RM 5.6',
    compute: ({ sides }, side) => ratio(sides[side].won, sides[side].wins),
    why: noWins,
  },
  {
    ...percent,
    id: 'avgWinPct',
    label: 'Average winning trade, mean of per-trade %',
    rule: 'RM 5.6',
    compute: ({ sides }, side) => ratio(sides[side].wonPct, sides[side].wins),
    why: noWins,
  },
  {
    ...money,
    id: 'avgLoss',
    label: 'Average losing trade',
    rule: 'RM 5.7',
    compute: (facts, side) => ratio(grossLoss(facts, side), facts.sides[side].losses),
    why: noLosses,
  },
  {
    ...percent,
    id: 'avgLossPct',
    label: 'Average losing trade, mean of per-trade %',
    rule: 'RM 5.7',
    compute: ({ sides }, side) => ratio(sides[side].lostPct, sides[side].losses),
    why: noLosses,
  },
  {
    id: 'payoffRatio',
    label: 'Average win / average loss',
    unit: 'ratio',
    rule: 'RM 5.8',
    panel: 'both',
    columns: 'sides',
    compute: (facts, side) => {
      const { won, wins, losses } = facts.sides[side]
      if (wins === 0 || losses === 0) return null
      return ratio(won / wins, grossLoss(facts, side) / losses)
    },
    why: 'no winning or no losing trade',
  },
  {
    ...money,
    id: 'largestWin',
    label: 'Largest winning trade',
    rule: 'RM 5.9',
    compute: ({ sides }, side) => (sides[side].wins === 0 ? null : sides[side].maxWin),
    why: noWins,
  },
  {
    ...percent,
    id: 'largestWinPct',
    label: 'Largest winning trade, largest per-trade %',
    rule: 'RM 5.9',
    compute: ({ sides }, side) => (sides[side].wins === 0 ? null : sides[side].maxWinPct),
    why: noWins,
  },
  {
    ...money,
    id: 'largestLoss',
    label: 'Largest losing trade',
    rule: 'RM 5.10',
    compute: ({ sides }, side) => (sides[side].losses === 0 ? null : sides[side].maxLoss),
    why: noLosses,
  },
  {
    ...percent,
    id: 'largestLossPct',
    label: 'Largest losing trade, largest per-trade %',
    rule: 'RM 5.10',
    compute: ({ sides }, side) => (sides[side].losses === 0 ? null : sides[side].maxLossPct),
    why: noLosses,
  },
  {
    ...percent,
    id: 'largestWinOfGrossPct',
    label: 'Largest win, % of gross profit',
    rule: 'RM 5.11',
    compute: ({ sides }, side) => percentOrZero(sides[side].maxWin, sides[side].won),
    why: '',
  },
  {
    ...percent,
    id: 'largestLossOfGrossPct',
    label: 'Largest loss, % of gross loss',
    rule: 'RM 5.12',
    compute: (facts, side) => percentOrZero(facts.sides[side].maxLoss, grossLoss(facts, side)),
    why: '',
  },
  {
    ...bars,
    id: 'avgBars',
    label: 'Average bars in trades',
    rule: 'RM 5.13',
    compute: ({ sides }, side) => ratioOrZero(sides[side].bars, sides[side].trades),
  },
  {
    ...bars,
    id: 'avgBarsWin',
    label: 'Average bars in winning trades',
    rule: 'RM 5.13',
    compute: ({ sides }, side) => ratioOrZero(sides[side].winBars, sides[side].wins),
  },
  {
    ...bars,
    id: 'avgBarsLoss',
    label: 'Average bars in losing trades',
    rule: 'RM 5.13',
    compute: ({ sides }, side) => ratioOrZero(sides[side].lossBars, sides[side].losses),
  },
  {
    ...counted,
    id: 'outliers',
    label: 'Outliers (per-trade % beyond 2 deviations)',
    rule: 'RM 5.14',
    compute: ({ sides }, side) => sides[side].outliers,
  },
  {
    ...money,
    id: 'outlierProfit',
    label: 'Profit of the outliers',
    rule: 'RM 5.14',
    compute: ({ sides }, side) => sides[side].outlierProfit,
    why: '',
  },
  {
    ...percent,
    id: 'outlierProfitPct',
    label: 'Profit of the outliers, % of initial capital',
    rule: 'RM 5.14',
    compute: ({ sides, capital }, side) => percentOf(sides[side].outlierProfit, capital),
    why: 'the initial capital is 0',
  },
  {
    id: 'maxContracts',
    label: 'Max contracts held',
    unit: 'contracts',
    rule: 'RM 5.15',
    panel: 'both',
    columns: 'sides',
    compute: ({ contracts }, side) => contracts[side],
    why: '',
  },
]
