import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gatherFacts } from '../../../src/report/metrics/facts.ts'
import type { RunRecord } from '../../../src/report/record.ts'
import { computeMetrics, METRICS, type MetricsBlock } from '../../../src/report/table.ts'
import {
  accountRow,
  DAY_MS,
  equityOf,
  openRow,
  recordOf,
  rows,
  START,
  tradeRow,
} from '../fixture.ts'

const compute = (record: RunRecord) => computeMetrics(gatherFacts(record))

/** The five trades of the vector in RM §5. */
const five = [
  { profit: 120, pct: 1.2 },
  { profit: -50, pct: -0.5 },
  { profit: 0, pct: 0 },
  { profit: 80, pct: 2.0 },
  { profit: -30, pct: -0.6 },
]
const fiveTrades = rows(...five.map((facts) => tradeRow(facts)))

describe('trades analysis', () => {
  it('RM §5 vector', () => {
    const { all } = compute(recordOf({ trades: fiveTrades })).metrics.tv
    expect(all).toMatchObject({
      trades: 5,
      winningTrades: 2,
      losingTrades: 2,
      evenTrades: 1,
      grossProfit: 200,
      grossLoss: 80,
      profitFactor: 2.5,
      winRate: 40,
      avgTrade: 24,
      avgWin: 100,
      avgLoss: 40,
      payoffRatio: 2.5,
      largestWin: 120,
      largestWinPct: 2,
      largestLoss: 50,
      largestLossPct: 0.6,
      outliers: 0,
    })
    expect(all.avgTradePct).toBeCloseTo(0.42, 12)
    expect(all.avgWinPct).toBeCloseTo(1.6, 12)
    expect(all.avgLossPct).toBeCloseTo(0.55, 12)
    expect(all.largestWinOfGrossPct).toBe(60)
    expect(all.largestLossOfGrossPct).toBe(62.5)
  })

  it('RM §9 vector on the trades of §5: SQN and Kelly', () => {
    const { all } = compute(recordOf({ trades: fiveTrades })).metrics
    expect(all.sqn).toBeCloseTo(0.735077, 6)
    expect(all.kelly).toBeCloseTo(0.16, 12)
  })

  it('RM-5.14: finds outliers over all trades, and lists them by side', () => {
    const ordinary = Array.from({ length: 20 }, (_, i) =>
      tradeRow({ profit: 10, pct: (i % 3) / 10 }),
    )
    const odd = tradeRow({ side: -1, profit: -500, pct: -20 })
    const { metrics } = compute(recordOf({ trades: rows(...ordinary, odd) }))
    expect([metrics.all.outliers, metrics.long.outliers, metrics.short.outliers]).toEqual([1, 0, 1])
    expect(metrics.short.outlierProfit).toBe(-500)
    expect(metrics.all.outlierProfitPct).toBe(-5)
  })

  it('RM-5.14: a single trade is no outlier', () => {
    expect(compute(recordOf({ trades: rows(tradeRow({ profit: 5 })) })).metrics.all.outliers).toBe(
      0,
    )
  })

  it('RM-1.5, RM 5.13: counts bars with both ends, and gives 0 where there are none', () => {
    const trades = rows(
      tradeRow({ entryBar: 3, exitBar: 3, profit: 1 }),
      tradeRow({ entryBar: 4, exitBar: 8, profit: 1 }),
    )
    expect(compute(recordOf({ trades })).metrics.all).toMatchObject({
      avgBars: 3,
      avgBarsWin: 3,
      avgBarsLoss: 0,
      maxTradeBars: 5,
    })
  })

  it('RM-9.39: an even trade breaks both runs, and sides are counted on their own', () => {
    const signs = [1, 1, 0, 1, 1, 1, -1, -1, 0, -1]
    const trades = rows(
      ...signs.map((profit, i) => tradeRow({ profit, side: i % 2 === 0 ? 1 : -1 })),
    )
    const { all, long, short } = compute(recordOf({ trades })).metrics
    expect([all.maxConsecutiveWins, all.maxConsecutiveLosses]).toEqual([3, 2])
    // Long: 1 0 1 -1 0; short: 1 1 1 -1 -1.
    expect([long.maxConsecutiveWins, long.maxConsecutiveLosses]).toEqual([1, 1])
    expect([short.maxConsecutiveWins, short.maxConsecutiveLosses]).toEqual([3, 2])
  })

  it('RM-9.34: the geometric mean is 0 after a trade that lost everything', () => {
    const mean = (...pcts: number[]) =>
      compute(recordOf({ trades: rows(...pcts.map((pct) => tradeRow({ profit: pct, pct }))) }))
        .metrics.all.avgTradeGeometricPct
    expect(mean(21, 0)).toBeCloseTo(10, 12)
    expect(mean(50, -100)).toBe(0)
  })

  it('RM-9.48: excursions, edge ratio and exit efficiency', () => {
    const trades = rows(
      tradeRow({ profit: 30, runUp: 40, drawdown: 10 }),
      tradeRow({ profit: -20, runUp: 20, drawdown: 20 }),
    )
    const { all } = compute(recordOf({ trades })).metrics
    expect(all.avgRunUp).toBe(30)
    expect(all.avgAdverse).toBe(15)
    expect(all.edgeRatio).toBeCloseTo(2, 12)
    expect(all.exitEfficiencyPct).toBe(75)
  })
})

describe('returns', () => {
  const trades = rows(
    tradeRow({ profit: 100, entryFee: 1, exitFee: 2 }),
    tradeRow({ side: -1, profit: -40, entryFee: 1, exitFee: 1 }),
  )
  const openTrades = rows(openRow({ side: -1, entryFee: 5, profit: 20 }))
  const { metrics } = compute(
    recordOf({ trades, openTrades, account: accountRow({ OPENPROFIT: 25 }) }),
  )

  it('RM 2.4, 2.7, 2.9: entry fees of open lots are loss and commission already', () => {
    expect(metrics.all).toMatchObject({ netProfit: 55, grossLoss: 45, commissionPaid: 10 })
    expect(metrics.long).toMatchObject({ netProfit: 100, grossLoss: 0, commissionPaid: 3 })
    expect(metrics.short).toMatchObject({ netProfit: -45, grossLoss: 45, commissionPaid: 7 })
  })

  it('RM 2.2, 2.3, 2.11: open profit and its percent of the realized equity', () => {
    expect(metrics.all.openProfit).toBe(25)
    expect(metrics.all.openProfitPct).toBeCloseTo((25 / 10_055) * 100, 12)
    expect(metrics.all.totalProfit).toBe(80)
  })

  it('RM 2.10: expectancy counts open fees, the average trade does not (RM 5.5)', () => {
    expect(metrics.all.expectancy).toBe(27.5)
    expect(metrics.all.avgTrade).toBe(30)
  })

  it('RM-0.4, RM 2.8: no loss gives no profit factor, and the reason', () => {
    const { metrics: block, why } = compute(recordOf({ trades: rows(tradeRow({ profit: 1 })) }))
    expect(block.all.profitFactor).toBeNull()
    expect(block.tv.all.profitFactor).toBeNull()
    expect(why).toMatchObject({
      profitFactor: 'no losing trade',
      'tv.profitFactor': 'no losing trade',
      'short.winRate': 'no closed trades',
    })
  })
})

describe('benchmark', () => {
  const at = (price: number, entryBar: number) =>
    tradeRow({ entryPrice: price, entryBar, profit: 7 })
  const equity = equityOf(10_000, [
    { open: 90, close: 95, equity: 10_000 },
    { close: 112.504, equity: 10_007 },
  ])

  it('RM-3.1, 3.2, 3.3: holds whole lots from the first entry to the last close on the tick', () => {
    const trades = rows(at(101, 5), at(99, 2))
    const { tv, all } = compute(recordOf({ trades, equity })).metrics
    const qty = Math.floor(10_000 / 99 / 0.001) * 0.001
    expect(tv.all.buyHold).toBeCloseTo((112.5 - 99) * qty, 6)
    expect(tv.all.buyHoldOfCapitalPct).toBeCloseTo(((112.5 - 99) * qty) / 100, 8)
    expect(tv.all.buyHoldPct).toBeCloseTo((112.5 / 99 - 1) * 100, 10)
    expect(tv.all.outperformance).toBeCloseTo(14 - (112.5 - 99) * qty, 6)
    expect(all.buyHoldPct).toBeCloseTo((112.504 / 90 - 1) * 100, 10)
  })

  it('RM-3.1: buys exactly as many lots as the money is worth, whatever the division leaves', () => {
    // 0.3 / 0.1 is a hair below 3.
    const base = recordOf({ trades: rows(at(0.1, 0)), equity, capital: 0.3 })
    const { tv } = compute({ ...base, symbol: { ...base.symbol, lot: 1 } }).metrics
    expect(tv.all.buyHold).toBeCloseTo(3 * (112.5 - 0.1), 9)
  })

  it('RM-3.1: is null without trades', () => {
    expect(compute(recordOf({ equity })).metrics.tv.all.buyHold).toBeNull()
  })
})

describe('run-ups, drawdowns and capital', () => {
  it('RM 7.1 vector: 10 000 → 12 000 in 400 days', () => {
    const equity = equityOf(10_000, [
      { timeMs: START, equity: 10_000 },
      { timeMs: START + 400 * DAY_MS, equity: 12_000 },
    ])
    const trades = rows(tradeRow({ profit: 3000 }), tradeRow({ side: -1, profit: -1000 }))
    const { tv } = compute(recordOf({ trades, equity })).metrics
    expect(tv.all.cagrPct).toBeCloseTo(18.1008, 4)
    expect(tv.long.cagrPct).toBeCloseTo((1.3 ** (365 / 400) - 1) * 100, 9)
  })

  it('RM 7.1: is 0 for a range without length and for a lost account', () => {
    const trades = rows(tradeRow({ profit: -10_000 }))
    const equity = equityOf(10_000, [
      { timeMs: START, equity: 10_000 },
      { timeMs: START + DAY_MS, equity: 0 },
    ])
    expect(compute(recordOf({ trades, equity })).metrics.tv.all.cagrPct).toBe(0)
    expect(compute(recordOf({ trades: fiveTrades })).metrics.tv.all.cagrPct).toBe(0)
  })

  it('RM 6.12, 6.13, 7.3 to 7.10: follow from the extremes that the broker measured', () => {
    const base = recordOf({})
    const { metrics } = compute({
      ...base,
      trades: rows(tradeRow({ profit: 300 }), tradeRow({ side: -1, profit: -100 })),
      openTrades: rows(openRow({ profit: 50 })),
      account: accountRow({ OPENPROFIT: 50, MAX_CONTRACTS_HELD_SHORT: 3 }),
      statistics: {
        ...base.statistics,
        maxDrawdown: 250,
        maxDrawdownPct: 2.4,
        maxRunup: 400,
        maxRunupPct: 4.1,
        maxMarginUsed: 600,
        marginCalls: { long: 1, short: 2 },
        liquidatedVolume: { long: 10, short: 30 },
        largestLiquidation: { long: 10, short: 25 },
      },
      equity: equityOf(10_000, [
        { equity: 10_000, exposed: true, margin: 500 },
        { equity: 10_250, exposed: true, margin: 750 },
      ]),
    })
    expect(metrics.tv.all).toMatchObject({
      maxDrawdown: 250,
      maxDrawdownPct: 2.4,
      maxDrawdownOfCapitalPct: 2.5,
      maxRunupOfCapitalPct: 4,
      returnOfMaxDrawdown: 1,
      accountSizeRequired: 1000,
      returnOnAccountSizePct: 20,
      netOfLargestLossPct: 200,
      avgMarginUsed: 500,
      maxMarginUsed: 750,
      marginEfficiency: 0.5,
      marginCalls: 3,
      liquidatedVolume: 40,
      largestLiquidation: 25,
      maxContracts: 0,
    })
    expect(metrics.tv.long).toMatchObject({ returnOfMaxDrawdown: 1.4, marginCalls: 1 })
    expect(metrics.tv.short).toMatchObject({
      returnOfMaxDrawdown: -0.2,
      largestLiquidation: 25,
      maxContracts: 3,
    })
  })

  it('RM 6.13, 7.4, 7.5, 7.8: are 0 where their base is 0', () => {
    const { tv } = compute(recordOf({ trades: rows(tradeRow({ profit: 5 })) })).metrics
    expect(tv.all).toMatchObject({
      returnOfMaxDrawdown: 0,
      returnOnAccountSizePct: 0,
      netOfLargestLossPct: 0,
      marginEfficiency: 0,
    })
  })
})

const trade = fc
  .record({
    side: fc.constantFrom(1 as const, -1 as const),
    cents: fc.integer({ min: -50_000, max: 50_000 }),
    fee: fc.integer({ min: 0, max: 500 }),
    bars: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ side, cents, fee, bars }) => ({
    side,
    profit: cents / 100,
    entryFee: fee / 100,
    exitBar: bars,
  }))

const run = fc.record({
  closed: fc.array(trade, { maxLength: 60 }),
  open: fc.array(trade, { maxLength: 3 }),
})

function recordFor({
  closed,
  open,
}: {
  closed: readonly Parameters<typeof tradeRow>[0][]
  open: readonly Parameters<typeof tradeRow>[0][]
}) {
  const openProfit = open.reduce((total, facts) => total + facts!.profit! + facts!.entryFee!, 0)
  const total = [...closed, ...open].reduce((sum, facts) => sum + facts!.profit!, 0)
  return recordOf({
    trades: rows(...closed.map((facts) => tradeRow(facts))),
    openTrades: rows(...open.map((facts) => openRow(facts!))),
    account: accountRow({ OPENPROFIT: openProfit }),
    equity: equityOf(10_000, [{ equity: 10_000 }, { equity: 10_000 + total }]),
  })
}

describe('identities', () => {
  it('RM-2.12: K + net + open is the final equity; gross profit − gross loss is net', () => {
    fc.assert(
      fc.property(run, (facts) => {
        const { all, long, short } = compute(recordFor(facts)).metrics
        expect(10_000 + all.netProfit! + all.openProfit!).toBeCloseTo(all.equityFinal!, 6)
        for (const side of [all, long, short]) {
          expect(side.grossProfit! - side.grossLoss!).toBeCloseTo(side.netProfit!, 6)
        }
      }),
    )
  })

  it('RM-2.12: all is long plus short', () => {
    const summed = [
      'netProfit',
      'grossProfit',
      'grossLoss',
      'commissionPaid',
      'trades',
      'openTrades',
      'winningTrades',
      'losingTrades',
      'evenTrades',
      'outliers',
    ]
    fc.assert(
      fc.property(run, (facts) => {
        const { tv } = compute(recordFor(facts)).metrics
        for (const id of summed) expect(tv.long[id]! + tv.short[id]!).toBeCloseTo(tv.all[id]!, 6)
      }),
    )
  })

  it('gives a finite number or null with a reason for every metric of every run', () => {
    fc.assert(
      fc.property(run, (facts) => {
        const { metrics, why } = compute(recordFor(facts))
        for (const [name, value] of everyValue(metrics)) {
          if (value === null) expect(why[name], name).toBeTruthy()
          else {
            expect(Number.isFinite(value), name).toBe(true)
            expect(Object.is(value, -0), name).toBe(false)
            expect(why[name], name).toBeUndefined()
          }
        }
      }),
    )
  })
})

function* everyValue(metrics: MetricsBlock): Generator<[string, number | null]> {
  for (const [prefix, panel] of [
    ['', metrics],
    ['tv.', metrics.tv],
  ] as const) {
    for (const side of ['all', 'long', 'short'] as const) {
      for (const [id, value] of Object.entries(panel[side])) {
        yield [`${prefix}${side === 'all' ? '' : `${side}.`}${id}`, value]
      }
    }
  }
}

describe('the table', () => {
  it('names each metric once per panel, and gives every one a rule', () => {
    for (const panel of ['tv', 'own']) {
      const ids = METRICS.filter((m) => m.panel === panel || m.panel === 'both').map((m) => m.id)
      expect(new Set(ids).size).toBe(ids.length)
    }
    for (const { id, rule, label } of METRICS) {
      expect(rule, id).toMatch(/^RM[ -]\d+\.\d+$/)
      expect(label, id).toMatch(/^[ -~]+$/)
    }
  })

  it('RM-4.6: says in the label which of two namesakes it is', () => {
    const twice = METRICS.filter((m) => METRICS.some((n) => n !== m && n.id === m.id))
    expect(new Set(twice.map((m) => m.id))).toEqual(
      new Set(['sharpe', 'sortino', 'cagrPct', 'buyHoldPct', 'maxDrawdown', 'maxDrawdownPct']),
    )
    expect(new Set(twice.map((m) => m.label)).size).toBe(twice.length)
  })
})
