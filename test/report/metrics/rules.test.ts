import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BacktestOptions, backtest } from '../../../src/index.ts'
import { tradeHistogram } from '../../../src/report/histogram.ts'
import { gatherFacts } from '../../../src/report/metrics/facts.ts'
import { buildResult } from '../../../src/report/result.ts'
import { computeMetrics, METRICS, metricsOf } from '../../../src/report/table.ts'
import { DEFAULT_SETTINGS } from '../../../src/shared/settings.ts'
import {
  accountRow,
  type BarFacts,
  DAY_MS,
  equityOf,
  HOUR,
  openRow,
  type PlainRecord,
  recordOf,
  rows,
  START,
  tradeRow,
} from '../fixture.ts'

/** What the formulas of the specification are told of a trade; an open one has no exit. */
type Trade = {
  readonly side: 1 | -1
  readonly qty: number
  readonly entryPrice: number
  readonly profit: number
  readonly entryFee: number
  readonly exitFee: number
  readonly entryBar: number
  readonly exitBar: number
  readonly runUp: number
  readonly drawdown: number
}

type Bar = {
  readonly equity: number
  readonly close: number
  readonly margin: number
  readonly position: number
}

type Run = {
  readonly capital: number
  readonly closed: readonly Trade[]
  readonly open: readonly Trade[]
  readonly bars: readonly Bar[]
  readonly broker: {
    readonly maxDrawdown: number
    readonly maxRunup: number
    readonly maxMarginUsed: number
    readonly turnover: number
    readonly long: readonly number[]
    readonly short: readonly number[]
    readonly contracts: readonly [long: number, short: number]
  }
}

const cents = (max: number) => fc.integer({ min: 0, max }).map((x) => x / 100)

const trade: fc.Arbitrary<Trade> = fc
  .record({
    side: fc.constantFrom(1 as const, -1 as const),
    qty: fc.integer({ min: 1, max: 5 }),
    entryPrice: fc.integer({ min: 50, max: 150 }),
    // Equal and even ones among them.
    profit: fc.oneof(
      fc.constantFrom(0, 0, 10, -10),
      fc.integer({ min: -4000, max: 5000 }).map((x) => x / 100),
    ),
    entryFee: cents(300),
    exitFee: cents(300),
    entryBar: fc.integer({ min: 0, max: 150 }),
    length: fc.integer({ min: 0, max: 90 }),
    runUp: cents(5000),
    drawdown: cents(5000),
  })
  .map(({ length, ...facts }) => ({ ...facts, exitBar: facts.entryBar + length }))

const run: fc.Arbitrary<Run> = fc
  .record({
    capital: fc.constantFrom(1000, 10_000, 123_456.78),
    closed: fc.array(trade, { maxLength: 30 }),
    open: fc.array(trade, { maxLength: 2 }),
    bars: fc.array(
      fc.record({
        equity: fc.integer({ min: 800, max: 1300 }),
        close: fc.integer({ min: 50, max: 150 }),
        margin: fc.integer({ min: 0, max: 900 }),
        position: fc.integer({ min: -2, max: 2 }),
      }),
      { minLength: 1, maxLength: 40 },
    ),
    broker: fc.record({
      maxDrawdown: fc.integer({ min: 0, max: 500 }),
      maxRunup: fc.integer({ min: 0, max: 500 }),
      maxMarginUsed: fc.integer({ min: 0, max: 1200 }),
      turnover: fc.integer({ min: 0, max: 100_000 }),
      long: fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 3 }),
      short: fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 3 }),
      contracts: fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })),
    }),
  })
  // What is open was entered on a bar of the run.
  .map((facts) => ({
    ...facts,
    open: facts.open.map((one) => ({ ...one, entryBar: one.entryBar % facts.bars.length })),
  }))

const ids = ['all', 'long', 'short'] as const
type Side = (typeof ids)[number]

/** Bars are days here, so that the trades span months. */
const timeOf = (bar: number): number => START + bar * DAY_MS
const LOT = 0.001

const openProfitOf = ({ open }: Run): number =>
  open.reduce((total, { profit, entryFee }) => total + profit + entryFee, 0)

function recordFor({ capital, closed, open, bars, broker }: Run): PlainRecord {
  const row = (facts: Trade) => ({
    ...facts,
    entryTime: timeOf(facts.entryBar),
    exitTime: timeOf(facts.exitBar),
    pct: (facts.profit / (facts.entryPrice * facts.qty)) * 100,
  })
  const total = (volumes: readonly number[]) => volumes.reduce((sum, x) => sum + x, 0)
  const most = (volumes: readonly number[]) => Math.max(0, ...volumes)
  const base = recordOf({
    capital,
    trades: rows(...closed.map((facts) => tradeRow(row(facts)))),
    openTrades: rows(...open.map((facts) => openRow(row(facts)))),
    account: accountRow({
      OPENPROFIT: openProfitOf({ open } as Run),
      MAX_CONTRACTS_HELD_ALL: most(broker.contracts),
      MAX_CONTRACTS_HELD_LONG: broker.contracts[0],
      MAX_CONTRACTS_HELD_SHORT: broker.contracts[1],
    }),
    equity: equityOf(
      capital,
      bars.map(
        (bar, i): BarFacts => ({
          ...bar,
          timeMs: timeOf(i),
          equity: (capital * bar.equity) / 1000,
          exposed: bar.position !== 0,
          margin: bar.position === 0 ? 0 : bar.margin,
        }),
      ),
    ),
  })
  return {
    ...base,
    statistics: {
      ...base.statistics,
      maxDrawdown: broker.maxDrawdown,
      maxRunup: broker.maxRunup,
      maxMarginUsed: broker.maxMarginUsed,
      turnover: broker.turnover,
      marginCalls: { long: broker.long.length, short: broker.short.length },
      liquidatedVolume: { long: total(broker.long), short: total(broker.short) },
      largestLiquidation: { long: most(broker.long), short: most(broker.short) },
    },
  }
}

/** One column of the panel with the words of the specification. */
function columnOf(facts: Run, side: Side) {
  const mine = (list: readonly Trade[]) =>
    list.filter((one) => side === 'all' || (one.side === 1) === (side === 'long'))
  const closed = mine(facts.closed)
  const open = mine(facts.open)
  const sum = (list: readonly Trade[], of: (one: Trade) => number) =>
    list.reduce((total, one) => total + of(one), 0)
  const pct = (one: Trade) => (one.profit / (one.entryPrice * one.qty)) * 100
  const wins = closed.filter(({ profit }) => profit > 0)
  const losses = closed.filter(({ profit }) => profit < 0)
  const openFees = sum(open, (one) => one.entryFee)
  const profit = (one: Trade) => one.profit
  const bars = (one: Trade) => one.exitBar - one.entryBar + 1
  const K = facts.capital
  const account = facts.broker
  const allPct = facts.closed.map(pct)
  const meanPct = allPct.reduce((a, b) => a + b, 0) / allPct.length
  const sigma = Math.sqrt(allPct.reduce((a, b) => a + (b - meanPct) ** 2, 0) / (allPct.length - 1))
  const outliers =
    allPct.length < 2 ? [] : closed.filter((one) => Math.abs(pct(one) - meanPct) > 2 * sigma)
  const margins = facts.bars.map(({ margin, position }) => ({
    margin: position === 0 ? 0 : margin,
    position,
  }))
  const firstExposed = margins.findIndex(({ position }) => position !== 0)
  const window = firstExposed < 0 ? [] : margins.slice(firstExposed, -1)
  const earliest = Math.min(...[...facts.closed, ...facts.open].map((one) => one.entryBar))
  const p0 = [...facts.closed, ...facts.open].find((one) => one.entryBar === earliest)?.entryPrice
  return {
    K,
    closed,
    open,
    wins,
    losses,
    n: closed.length,
    w: wins.length,
    l: losses.length,
    openFees,
    pct,
    bars,
    sum,
    sums: {
      net: sum(closed, profit) - openFees,
      closed: sum(closed, profit),
      won: sum(wins, profit),
      lost: -sum(losses, profit) + openFees,
      fees: sum(closed, (one) => one.entryFee + one.exitFee) + openFees,
    },
    most: (list: readonly Trade[], of: (one: Trade) => number) => Math.max(0, ...list.map(of)),
    outliers,
    account,
    openProfit: openProfitOf(facts),
    netOfAll: sum(facts.closed, profit) - sum(facts.open, (one) => one.entryFee),
    days: (facts.bars.length - 1) as number,
    barCount: facts.bars.length,
    positions: facts.bars.map(({ position }) => position),
    maxMargin: Math.max(account.maxMarginUsed, ...margins.map(({ margin }) => margin)),
    avgMargin: window.reduce((total, { margin }) => total + margin, 0) / window.length,
    liquidated: side === 'all' ? [...account.long, ...account.short] : account[side],
    contracts: {
      all: Math.max(...account.contracts),
      long: account.contracts[0],
      short: account.contracts[1],
    }[side],
    p0,
    pN: facts.bars.at(-1)!.close,
    equities: facts.bars.map(({ equity }) => (K * equity) / 1000),
  }
}

type Column = ReturnType<typeof columnOf>

/** NaN is null; where TradingView prints 0 the formula does. */
const orZero = (x: number): number => (Number.isFinite(x) ? x : 0)
const power = (x: number, y: number): number => Math.exp(y * Math.log(x))

/** Moments of the profits of a column. */
function spreadOf({ closed, n, sums }: Column): number {
  const mean = sums.closed / n
  const squares = closed.reduce((total, { profit }) => total + (profit - mean) ** 2, 0)
  return Math.sqrt(squares / (n - 1))
}

/** Longest run of one sign in list order; a 0 breaks it. */
function longestRun({ closed }: Column, sign: 1 | -1): number {
  const word = closed.map(({ profit }) => (sign * profit > 0 ? 'x' : ' ')).join('')
  return Math.max(0, ...word.split(/ +/).map((part) => part.length))
}

/** Defined where there are wins and losses: entry fees of open lots alone are no losing trade. */
const payoff = ({ sums, w, l }: Column): number =>
  l === 0 ? Number.NaN : sums.won / w / (sums.lost / l)

const buyAndHold = ({ p0, pN, K }: Column): number =>
  p0 === undefined ? Number.NaN : (pN - p0) * Math.floor(K / p0 / LOT + 1e-9) * LOT

type Formula = (c: Column) => number

/** Each row of the specification, written down once more; NaN or ∞ where it is not defined. */
const FORMULAS: readonly (readonly [rule: string, id: string, formula: Formula])[] = [
  ['RM 2.1', 'tv.initialCapital', (c) => c.K],
  ['RM 2.2', 'tv.openProfit', (c) => c.openProfit],
  ['RM 2.3', 'tv.openProfitPct', (c) => (c.openProfit / (c.K + c.netOfAll)) * 100],
  ['RM 2.4', 'tv.netProfit', (c) => c.sums.net],
  ['RM 2.5', 'tv.netProfitPct', (c) => (c.sums.net / c.K) * 100],
  ['RM 2.6', 'tv.grossProfit', (c) => c.sums.won],
  ['RM 2.6', 'tv.grossProfitPct', (c) => (c.sums.won / c.K) * 100],
  ['RM 2.7', 'tv.grossLoss', (c) => c.sums.lost],
  ['RM 2.7', 'tv.grossLossPct', (c) => (c.sums.lost / c.K) * 100],
  ['RM 2.8', 'tv.profitFactor', (c) => c.sums.won / c.sums.lost],
  ['RM 2.9', 'tv.commissionPaid', (c) => c.sums.fees],
  ['RM 2.10', 'tv.expectancy', (c) => c.sums.net / c.n],
  ['RM 2.11', 'tv.totalProfit', (c) => c.netOfAll + c.openProfit],
  ['RM 2.11', 'tv.totalProfitPct', (c) => ((c.netOfAll + c.openProfit) / c.K) * 100],
  ['RM-3.1', 'tv.buyHold', buyAndHold],
  ['RM-3.1', 'tv.buyHoldOfCapitalPct', (c) => (buyAndHold(c) / c.K) * 100],
  ['RM-3.2', 'tv.buyHoldPct', (c) => (c.pN / (c.p0 ?? Number.NaN) - 1) * 100],
  ['RM-3.3', 'tv.outperformance', (c) => c.netOfAll - buyAndHold(c)],
  ['RM-3.3', 'tv.outperformancePct', (c) => ((c.netOfAll - buyAndHold(c)) / c.K) * 100],
  ['RM 5.1', 'tv.trades', (c) => c.n],
  ['RM 5.2', 'tv.openTrades', (c) => c.open.length],
  ['RM 5.3', 'tv.winningTrades', (c) => c.w],
  ['RM 5.3', 'tv.losingTrades', (c) => c.l],
  ['RM 5.3', 'tv.evenTrades', (c) => c.n - c.w - c.l],
  ['RM 5.4', 'tv.winRate', (c) => (c.w / c.n) * 100],
  ['RM 5.5', 'tv.avgTrade', (c) => c.sums.closed / c.n],
  ['RM 5.5', 'tv.avgTradePct', (c) => c.sum(c.closed, c.pct) / c.n],
  ['RM 5.6', 'tv.avgWin', (c) => c.sums.won / c.w],
  ['RM 5.6', 'tv.avgWinPct', (c) => c.sum(c.wins, c.pct) / c.w],
  ['RM 5.7', 'tv.avgLoss', (c) => c.sums.lost / c.l],
  ['RM 5.7', 'tv.avgLossPct', (c) => -c.sum(c.losses, c.pct) / c.l],
  ['RM 5.8', 'tv.payoffRatio', payoff],
  [
    'RM 5.9',
    'tv.largestWin',
    (c) => (c.w === 0 ? Number.NaN : c.most(c.wins, (one) => one.profit)),
  ],
  ['RM 5.9', 'tv.largestWinPct', (c) => (c.w === 0 ? Number.NaN : c.most(c.wins, c.pct))],
  [
    'RM 5.10',
    'tv.largestLoss',
    (c) => (c.l === 0 ? Number.NaN : c.most(c.losses, (one) => -one.profit)),
  ],
  [
    'RM 5.10',
    'tv.largestLossPct',
    (c) => (c.l === 0 ? Number.NaN : c.most(c.losses, (one) => -c.pct(one))),
  ],
  [
    'RM 5.11',
    'tv.largestWinOfGrossPct',
    (c) => orZero((c.most(c.wins, (one) => one.profit) / c.sums.won) * 100),
  ],
  [
    'RM 5.12',
    'tv.largestLossOfGrossPct',
    (c) => orZero((c.most(c.losses, (one) => -one.profit) / c.sums.lost) * 100),
  ],
  ['RM 5.13', 'tv.avgBars', (c) => orZero(c.sum(c.closed, c.bars) / c.n)],
  ['RM 5.13', 'tv.avgBarsWin', (c) => orZero(c.sum(c.wins, c.bars) / c.w)],
  ['RM 5.13', 'tv.avgBarsLoss', (c) => orZero(c.sum(c.losses, c.bars) / c.l)],
  ['RM 5.14', 'tv.outliers', (c) => c.outliers.length],
  ['RM 5.14', 'tv.outlierProfit', (c) => c.sum(c.outliers, (one) => one.profit)],
  ['RM 5.14', 'tv.outlierProfitPct', (c) => (c.sum(c.outliers, (one) => one.profit) / c.K) * 100],
  ['RM 5.15', 'tv.maxContracts', (c) => c.contracts],
  ['RM-6.7', 'tv.maxDrawdown', (c) => c.account.maxDrawdown],
  ['RM-6.8', 'tv.maxRunup', (c) => c.account.maxRunup],
  ['RM-6.12', 'tv.maxDrawdownOfCapitalPct', (c) => (c.account.maxDrawdown / c.K) * 100],
  ['RM-6.12', 'tv.maxRunupOfCapitalPct', (c) => (c.account.maxRunup / c.K) * 100],
  [
    'RM-6.13',
    'tv.returnOfMaxDrawdown',
    (c) => orZero((c.sums.net + c.openProfit) / c.account.maxDrawdown),
  ],
  [
    'RM 7.1',
    'tv.cagrPct',
    (c) => {
      const growth = (c.K + c.sums.net) / c.K
      return c.days <= 0 || growth <= 0 ? 0 : (power(growth, 365 / c.days) - 1) * 100
    },
  ],
  ['RM 7.2', 'tv.returnOnCapitalPct', (c) => (c.sums.net / c.K) * 100],
  ['RM 7.3', 'tv.accountSizeRequired', (c) => c.maxMargin + c.account.maxDrawdown],
  [
    'RM 7.4',
    'tv.returnOnAccountSizePct',
    (c) => orZero((c.sums.net / (c.maxMargin + c.account.maxDrawdown)) * 100),
  ],
  [
    'RM 7.5',
    'tv.netOfLargestLossPct',
    (c) => orZero((c.sums.net / c.most(c.losses, (one) => -one.profit)) * 100),
  ],
  ['RM 7.6', 'tv.avgMarginUsed', (c) => c.avgMargin],
  ['RM 7.7', 'tv.maxMarginUsed', (c) => c.maxMargin],
  ['RM 7.8', 'tv.marginEfficiency', (c) => orZero((c.sums.net + c.openProfit) / c.avgMargin)],
  ['RM 7.9', 'tv.marginCalls', (c) => c.liquidated.length],
  ['RM 7.10', 'tv.liquidatedVolume', (c) => c.liquidated.reduce((total, x) => total + x, 0)],
  ['RM 7.10', 'tv.largestLiquidation', (c) => Math.max(0, ...c.liquidated)],
  ['RM 9.1', 'exposurePct', (c) => (c.positions.filter((x) => x !== 0).length / c.barCount) * 100],
  ['RM 9.3', 'equityFinal', (c) => c.equities.at(-1)!],
  ['RM 9.3', 'equityPeak', (c) => Math.max(c.K, ...c.equities)],
  ['RM 9.4', 'returnPct', (c) => (c.equities.at(-1)! / c.K - 1) * 100],
  ['RM 9.23', 'profitFactorTradesPct', (c) => c.sum(c.wins, c.pct) / -c.sum(c.losses, c.pct)],
  ['RM 9.31', 'sqn', (c) => (Math.sqrt(c.n) * (c.sums.closed / c.n)) / spreadOf(c)],
  [
    'RM 9.31',
    'sqn100',
    (c) => (Math.sqrt(Math.min(c.n, 100)) * (c.sums.closed / c.n)) / spreadOf(c),
  ],
  [
    'RM 9.32',
    'kelly',
    (c) => {
      const W = c.w / c.n
      const R = c.sums.won / c.w / ((c.sums.lost - c.openFees) / c.l)
      return W - (1 - W) / R
    },
  ],
  ['RM 9.33', 'expectancyPct', (c) => c.sum(c.closed, c.pct) / c.n],
  ['RM 9.33', 'expectancyR', (c) => c.sums.closed / (c.n * ((c.sums.lost - c.openFees) / c.l))],
  [
    'RM 9.34',
    'avgTradeGeometricPct',
    (c) => {
      const factors = c.closed.map((one) => 1 + c.pct(one) / 100)
      if (c.n > 0 && factors.some((factor) => factor <= 0)) return 0
      return (
        (power(
          factors.reduce((a, b) => a * b, 1),
          1 / c.n,
        ) -
          1) *
        100
      )
    },
  ],
  ['RM 9.35', 'bestTradePct', (c) => Math.max(...c.closed.map(c.pct))],
  ['RM 9.35', 'worstTradePct', (c) => Math.min(...c.closed.map(c.pct))],
  ['RM 9.36', 'payoffRatio', payoff],
  ['RM 9.37', 'cpcIndex', (c) => (c.sums.won / c.sums.lost) * (c.w / c.n) * payoff(c)],
  ['RM 9.39', 'maxConsecutiveWins', (c) => longestRun(c, 1)],
  ['RM 9.39', 'maxConsecutiveLosses', (c) => longestRun(c, -1)],
  [
    'RM 9.40',
    'maxTradeDays',
    (c) => Math.max(...c.closed.map((one) => one.exitBar - one.entryBar)),
  ],
  ['RM 9.40', 'avgTradeDays', (c) => c.sum(c.closed, (one) => one.exitBar - one.entryBar) / c.n],
  ['RM 9.40', 'maxTradeBars', (c) => Math.max(...c.closed.map(c.bars))],
  // From the first bar's opening to the last bar's close: the record's bars are an hour long.
  ['RM 9.41', 'tradesPerDay', (c) => c.n / (c.days + 1 / 24)],
  [
    'RM 9.41',
    'turnover',
    (c) => c.account.turnover / (c.equities.reduce((a, b) => a + b, 0) / c.barCount),
  ],
  [
    'RM 9.45',
    'riskOfRuin',
    (c) => (c.n === 0 ? Number.NaN : ((1 - c.w / c.n) / (1 + c.w / c.n)) ** c.n),
  ],
  ['RM 9.48', 'avgRunUp', (c) => c.sum(c.closed, (one) => one.runUp) / c.n],
  ['RM 9.48', 'avgAdverse', (c) => c.sum(c.closed, (one) => one.drawdown) / c.n],
  [
    'RM 9.48',
    'edgeRatio',
    (c) => {
      const base = (one: Trade) => one.entryPrice * one.qty
      return (
        c.sum(c.closed, (one) => one.runUp / base(one)) /
        c.sum(c.closed, (one) => one.drawdown / base(one))
      )
    },
  ],
  ['RM 9.48', 'exitEfficiencyPct', (c) => (c.sums.won / c.sum(c.wins, (one) => one.runUp)) * 100],
]

describe('RM-0.8: every figure follows from the rows, the bars and the capital alone', () => {
  const samples = fc.sample(run, { numRuns: 150, seed: 7 })
  const computed = samples.map((facts) => computeMetrics(gatherFacts(recordFor(facts))).metrics)

  it.each(FORMULAS)('%s %s', (rule, name, formula) => {
    const panel = name.startsWith('tv.') ? 'tv' : 'own'
    const id = name.replace('tv.', '')
    const metric = metricsOf(panel).find((one) => one.id === id)!
    // The table of the product names the same rule, but for one that is another row's namesake.
    if (rule !== 'RM 9.36') expect(metric.rule).toBe(rule)
    let defined = 0
    samples.forEach((facts, i) => {
      for (const side of metric.columns === 'sides' ? ids : (['all'] as const)) {
        const values = panel === 'tv' ? computed[i]!.tv[side] : computed[i]![side]
        const want = formula(columnOf(facts, side))
        const got = values[id] ?? null
        if (!Number.isFinite(want)) {
          expect(got, `${side} of run ${i}`).toBeNull()
          continue
        }
        defined++
        const near = Math.abs((got ?? Number.NaN) - want) <= 1e-7 * Math.max(1, Math.abs(want))
        if (!near) expect.fail(`${side} of run ${i}: ${got}, not ${want}`)
      }
    })
    expect(defined).toBeGreaterThan(50)
  })

  it('RM 9.2 timeInMarketPct counts the bars that close with a position, by its side', () => {
    samples.forEach(({ bars }, i) => {
      const share = (is: (position: number) => boolean) =>
        (bars.filter(({ position }) => is(position)).length / bars.length) * 100
      const { all, long, short } = computed[i]!
      expect(all.timeInMarketPct).toBeCloseTo(
        share((x) => x !== 0),
        9,
      )
      expect(long.timeInMarketPct).toBeCloseTo(
        share((x) => x > 0),
        9,
      )
      expect(short.timeInMarketPct).toBeCloseTo(
        share((x) => x < 0),
        9,
      )
    })
  })

  it('is the same for the same facts, and changes nothing in them', () => {
    const record = recordFor(samples.find(({ closed }) => closed.length > 5)!)
    const before = { trades: record.trades.slice(), openTrades: record.openTrades.slice() }
    const first = computeMetrics(gatherFacts(record))
    expect(computeMetrics(gatherFacts(record))).toEqual(first)
    expect({ trades: record.trades, openTrades: record.openTrades }).toEqual(before)
  })
})

describe('conventions', () => {
  const five = [120, -50, 0, 80, -30]
  const metricsFor = (profits: readonly number[], more: Partial<PlainRecord> = {}) =>
    computeMetrics(
      gatherFacts(
        recordOf({ trades: rows(...profits.map((profit) => tradeRow({ profit }))), ...more }),
      ),
    )

  it('RM-0.2: a trade is of the side of its entry; what has one value has it under all alone', () => {
    const trades = rows(tradeRow({ side: 1, profit: 5 }), tradeRow({ side: -1, profit: -3 }))
    const { metrics } = computeMetrics(gatherFacts(recordOf({ trades })))
    expect([metrics.long.netProfit, metrics.short.netProfit]).toEqual([5, -3])
    for (const { id, columns } of metricsOf('tv'))
      expect([id, id in metrics.tv.long, id in metrics.tv.short, id in metrics.tv.all]).toEqual([
        id,
        columns === 'sides',
        columns === 'sides',
        true,
      ])
  })

  it('RM-0.3: losses are magnitudes and percents 0 to 100; only the list of trades has signs', () => {
    const record = recordOf({
      capital: 500,
      trades: rows(...five.map((profit) => tradeRow({ profit }))),
    })
    const { all } = computeMetrics(gatherFacts(record)).metrics.tv
    expect([all.grossLoss, all.avgLoss, all.largestLoss, all.winRate]).toEqual([80, 40, 50, 40])
    expect(all.maxCloseDrawdown).toBeGreaterThan(0)
    expect([...buildResult(record).trades].map((one) => one.profit)).toEqual(five)
  })

  it('RM-0.5: values are not rounded', () => {
    const { all } = metricsFor([1, 1, -1, 1, 1, 1, 0.1 + 0.2]).metrics
    expect(all.winRate).toBe((6 / 7) * 100)
    expect(all.grossProfit).toBe(1 + 1 + 1 + 1 + 1 + (0.1 + 0.2))
    expect(all.profitFactor).toBe(5.3)
  })

  it('RM-0.6: the realized equity runs from the capital through the closed trades in list order', () => {
    const record = recordOf({
      capital: 1000,
      trades: rows(...five.map((profit) => tradeRow({ profit }))),
    })
    const sums = [...buildResult(record).trades].map((one) => one.cumulative_profit)
    expect(sums).toEqual([120, 70, 70, 150, 120])
    const pcts = [...buildResult(record).trades].map((one) => one.cumulative_profit_percent)
    expect(pcts.map((pct) => Number(pct!.toFixed(9)))).toEqual([12, 7, 7, 15, 12])
  })

  it('RM-0.7: all trades count, and the list is never cut at 9000', () => {
    const profits = Array.from({ length: 9_500 }, (_, i) => (i < 600 ? -1 : 1))
    const record = recordOf({ trades: rows(...profits.map((profit) => tradeRow({ profit }))) })
    const { all } = computeMetrics(gatherFacts(record)).metrics
    expect([all.trades, all.losingTrades, all.netProfit]).toEqual([9_500, 600, 8_300])
    expect([...buildResult(record).trades]).toHaveLength(9_500)
  })

  it('RM-1.1: after both fees a trade is a win, a loss or exactly even', () => {
    const trades = rows(
      tradeRow({ exitPrice: 103, entryFee: 1, exitFee: 2 }),
      tradeRow({ exitPrice: 103.5, entryFee: 1, exitFee: 2 }),
      tradeRow({ exitPrice: 102.5, entryFee: 1, exitFee: 2 }),
    )
    const { all } = computeMetrics(gatherFacts(recordOf({ trades }))).metrics
    expect([all.evenTrades, all.winningTrades, all.losingTrades]).toEqual([1, 1, 1])
  })

  it('RM-1.8: an open trade is in the open profit and in no figure of the closed', () => {
    const open = rows(openRow({ profit: 70, exitPrice: 170 }))
    const account = accountRow({ OPENPROFIT: 70 })
    const { all } = metricsFor([10], { openTrades: open, account }).metrics
    expect([all.trades, all.openTrades, all.winningTrades]).toEqual([1, 1, 1])
    expect([all.netProfit, all.grossProfit, all.openProfit]).toEqual([10, 10, 70])
  })

  it('RM-4.3, RM-4.4: the ratios of a run are those of its realized months, not annualized', () => {
    // One trade a month: +3 %, −1 %, +2 %, 0, +1 % of what was there.
    const pcts = [3, -1, 2, 0, 1]
    let equity = 10_000
    const trades = rows(
      ...pcts.map((pct, month) => {
        const profit = (equity * pct) / 100
        equity += profit
        return tradeRow({
          profit,
          entryTime: Date.UTC(2024, month, 3),
          exitTime: Date.UTC(2024, month, 20),
        })
      }),
    )
    const { tv } = computeMetrics(
      gatherFacts(recordOf({ trades, settings: { riskFreeRate: 2 } })),
    ).metrics
    const mean = 1
    const sigma = Math.sqrt(pcts.reduce((total, x) => total + (x - mean) ** 2, 0) / 5)
    expect(tv.all.sharpe).toBeCloseTo((mean - 2 / 12) / sigma, 9)
    const down = Math.sqrt(pcts.reduce((total, x) => total + Math.min(0, x - 2 / 12) ** 2, 0) / 5)
    expect(tv.all.sortino).toBeCloseTo((mean - 2 / 12) / down, 9)
    expect(DEFAULT_SETTINGS.riskFreeRate).toBe(2)
  })

  it('RM-3.4: no maximum of curves is a metric; both curves are in the result', () => {
    const result = buildResult(recordFor(fc.sample(run, { numRuns: 1, seed: 3 })[0]!))
    expect(result.equity.value).toHaveLength(result.equity.close.length)
    expect(METRICS.filter(({ id }) => /curve/i.test(id))).toEqual([])
  })
})

describe('RM-5.16: the distribution of the trades', () => {
  it('counts every closed trade in one bin of a round width', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9000, max: 20_000 }), { minLength: 1 }), (list) => {
        const pcts = list.map((x) => x / 100)
        const all = rows(...pcts.map((pct) => tradeRow({ pct, profit: pct })))
        const { width, start, counts } = tradeHistogram(all)!
        expect(counts.reduce((a, b) => a + b, 0)).toBe(pcts.length)
        expect(counts.length).toBeLessThanOrEqual(52)
        expect([1, 2, 5]).toContain(Number(width.toExponential()[0]))
        const within = pcts.filter(
          (pct) => pct >= start - 1e-9 && pct < start + counts.length * width + 1e-9,
        )
        expect(within).toHaveLength(pcts.length)
        expect([counts[0]! > 0, counts.at(-1)! > 0]).toEqual([true, true])
      }),
    )
  })

  it('has none without trades', () => {
    expect(tradeHistogram(new Float64Array(0))).toBeNull()
  })
})

describe('RM-6: phases as a report', () => {
  const panelOf = (points: readonly number[], days: readonly number[], capital = 1000) => {
    const trades = rows(
      ...points.map((point, i) =>
        tradeRow({
          profit: point - (points[i - 1] ?? 0),
          entryTime: START,
          exitTime: START + days[i]! * DAY_MS,
        }),
      ),
    )
    return computeMetrics(gatherFacts(recordOf({ trades, capital }))).metrics.tv.all
  }

  it('RM-6.2: one step is kept beyond 5 % of the balance at the peak, not of the capital', () => {
    // Balance 2000 at the peak: 5 % are 100.
    expect(panelOf([1000, 900], [0, 1]).maxCloseDrawdown).toBeNull()
    expect(panelOf([1000, 899], [0, 1]).maxCloseDrawdown).toBe(101)
    expect(panelOf([1000, 999, 998], [0, 1, 2]).maxCloseDrawdown).toBe(2)
  })

  it('RM-6.3: a run-up of two steps ends at the peak before a dip that is dropped', () => {
    const panel = panelOf([0, 10, 20, 19], [0, 1, 2, 3])
    expect([panel.maxCloseRunup, panel.maxCloseRunupDays]).toEqual([20, 2])
    expect(panelOf([0, 10], [0, 1]).maxCloseRunup).toBeNull()
  })

  it('RM-6.4: the percent is of the balance at the start of the phase, the length in days', () => {
    const panel = panelOf([100, 90, 79], [0, 0.5, 3.25])
    expect(panel.maxCloseDrawdownPct).toBeCloseTo((21 / 1100) * 100, 12)
    expect(panel.maxCloseDrawdownDays).toBe(3.25)
  })

  it('RM-6.6: days keep their fraction; nothing is floored to 0', () => {
    const panel = panelOf([100, 90, 79], [0, 0.1, 0.25])
    expect(panel.avgCloseDrawdownDays).toBe(0.25)
  })

  it('RM-6.1: the capital is no point of the curve', () => {
    // A fall from the capital to the first close is no drawdown.
    expect(panelOf([-500, -400, -300], [0, 1, 2])).toMatchObject({
      maxCloseDrawdown: null,
      maxCloseRunup: 200,
    })
  })
})

describe('RM-8: what a report says', () => {
  it('RM-8.1: TradingView’s rows stand in its order: returns, benchmark, ratios, trades, falls, capital', () => {
    const sections = metricsOf('tv').map(({ rule }) => Number(/\d+/.exec(rule)![0]))
    expect(sections).toEqual([...sections].sort((a, b) => a - b))
    expect([...new Set(sections)]).toEqual([2, 3, 4, 5, 6, 7])
  })

  it('RM-8.2: one point per closed trade, in money and percent, with its excursions', () => {
    const record = recordOf({
      trades: rows(tradeRow({ profit: 10, runUp: 12, drawdown: 3 }), tradeRow({ profit: -5 })),
    })
    const trades = [...buildResult(record).trades]
    expect(trades.map((one) => one.cumulative_profit)).toEqual([10, 5])
    expect(trades[0]).toMatchObject({
      run_up: 12,
      run_up_percent: 12,
      drawdown: 3,
      drawdown_percent: 3,
      cumulative_profit_percent: 0.1,
    })
  })

  it('RM-8.3: the properties that decided the result are in it', () => {
    const result = buildResult(
      recordOf({ inputs: [{ name: 'n', type: 'int', initial: 1, value: 2, overridden: true }] }),
    )
    expect(Object.keys(result.strategy.properties)).toEqual(
      expect.arrayContaining([
        'initialCapital',
        'defaultQtyType',
        'defaultQtyValue',
        'pyramiding',
        'commissionType',
        'commissionValue',
        'slippage',
        'backtestFillLimitsAssumption',
        'marginLong',
        'marginShort',
        'processOrdersOnClose',
        'calcOnOrderFills',
        'calcOnEveryTick',
        'closeEntriesRule',
      ]),
    )
    expect(result.symbol).toMatchObject({ name: 'BTCUSDT', tick: 0.01, lot: 0.001, pointValue: 1 })
    expect(result.data[0]).toMatchObject({ timeframe: '1h' })
    expect(result.run.window).toEqual({ from: null, to: null })
    expect(result.strategy.inputs).toEqual({ n: 2 })
  })
})

describe('RM-8.4, RM-6.14: what a script reads is what the report says', () => {
  const prices = Array.from({ length: 60 }, (_, i) => 100 + ((i * 37) % 23) - (i % 7) + i / 4)
  const data: BacktestOptions['data'] = {
    name: 'x',
    bars: {
      time: prices.map((_, i) => START + i * HOUR),
      open: prices.map((price, i) => prices[i - 1] ?? price),
      high: prices.map((price, i) => Math.max(price, prices[i - 1] ?? price) + 1),
      low: prices.map((price, i) => Math.min(price, prices[i - 1] ?? price) - 1),
      close: prices,
    },
  }
  const names: readonly (readonly [pine: string, id: string])[] = [
    ['netprofit', 'netProfit'],
    ['netprofitPercent', 'netProfitPct'],
    ['grossprofit', 'grossProfit'],
    ['grossprofitPercent', 'grossProfitPct'],
    ['grossloss', 'grossLoss'],
    ['grosslossPercent', 'grossLossPct'],
    ['openprofit', 'openProfit'],
    ['openprofitPercent', 'openProfitPct'],
    ['wintrades', 'winningTrades'],
    ['losstrades', 'losingTrades'],
    ['eventrades', 'evenTrades'],
    ['avgTrade', 'avgTrade'],
    ['avgTradePercent', 'avgTradePct'],
    ['avgWinningTrade', 'avgWin'],
    ['avgWinningTradePercent', 'avgWinPct'],
    ['avgLosingTrade', 'avgLoss'],
    ['avgLosingTradePercent', 'avgLossPct'],
    ['maxContractsHeldAll', 'maxContracts'],
    ['maxDrawdown', 'maxDrawdown'],
    ['maxRunup', 'maxRunup'],
  ]

  it.each(['an open position', 'no open position'])('with %s at the end', async (says) => {
    const isOpen = says === 'an open position'
    const source = `
      strategy('x', { initialCapital: 10_000, pyramiding: 2, commissionType: 'percent', commissionValue: 0.2 })
      onBar(() => {
        if (barIndex() % 9 === 1) strategy.entry('L', 'long', { qty: 3 })
        if (barIndex() % 9 === 5) strategy.entry('S', 'short', { qty: 2 })
        if (${isOpen ? 'false' : 'barIndex() === 57'}) strategy.closeAll()
        if (barstate.islast()) {
          ${names.map(([pine]) => `log('${pine}', strategy.${pine}())`).join('\n')}
          log('long', strategy.maxContractsHeldLong()); log('short', strategy.maxContractsHeldShort())
        }
      })`
    const result = await backtest({ strategy: { name: 's.js', source }, data })
    expect(result.status).toBe('ok')
    const { tv } = result.metrics
    expect(tv.all.openTrades! > 0).toBe(isOpen)
    expect(tv.all.trades).toBeGreaterThan(8)
    const read = Object.fromEntries(
      result.logs.lines
        .map(({ text }) => text.split(' '))
        .map(([name, value]) => [name, Number(value)]),
    )
    for (const [pine, id] of names)
      expect(
        Math.abs(read[pine]! - tv.all[id]!),
        `${pine}: ${read[pine]}, ${id}: ${tv.all[id]}`,
      ).toBeLessThan(1e-9)
    expect([read.long, read.short]).toEqual([tv.long.maxContracts, tv.short.maxContracts])
  })
})

describe('RM-9.49, RM-9.50: names that others use otherwise', () => {
  const labels = new Map(metricsOf('own').map(({ id, label }) => [id, label]))
  it('RM-9.49: say whether they count days or trades', () => {
    for (const id of [
      'profitFactorDays',
      'gainToPain',
      'omega',
      'tailRatio',
      'var95Pct',
      'cvar95Pct',
    ])
      expect([id, labels.get(id)]).toEqual([id, expect.stringMatching(/\(days/)])
    for (const id of ['maxConsecutiveWins', 'maxConsecutiveLosses', 'profitFactorTradesPct'])
      expect([id, labels.get(id)]).toEqual([id, expect.stringMatching(/\(trades/)])
    // Exposure is a share of bars, to the last digit: a third is not 34 %.
    const bars = [1, 0, 0].map((position) => ({ equity: 1000, exposed: position !== 0, position }))
    const { all } = computeMetrics(gatherFacts(recordOf({ equity: equityOf(1000, bars) }))).metrics
    expect(all.exposurePct).toBe((1 / 3) * 100)
  })

  it('RM-9.50: a year of growth is a calendar year, whatever days the market trades', () => {
    // Weekdays alone make N 252, and still two calendar years are two years.
    const days = Array.from(
      { length: 522 },
      (_, i) => START + (Math.floor(i / 5) * 7 + (i % 5)) * DAY_MS,
    )
    const bars = days.map((timeMs, i) => ({ timeMs, equity: 1000 + i }))
    const { all } = computeMetrics(
      gatherFacts(
        recordOf({
          capital: 1000,
          equity: equityOf(1000, bars),
          timeframe: { name: '1D', ms: DAY_MS, months: 0 },
        }),
      ),
    ).metrics
    const years = (days.at(-1)! + DAY_MS - START) / DAY_MS / 365.25
    expect(all.cagrPct).toBeCloseTo((power(1.521, 1 / years) - 1) * 100, 9)
  })
})
