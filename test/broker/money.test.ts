import { describe, expect, it } from 'vitest'
import { roundTo10Digits } from '../../src/shared/digits.ts'
import { createHost, type Host } from './host.ts'
import { at, outcome, play, type Scenario, tell, wanted } from './tell.ts'

const long = (h: Host): void => h.entry('L', 'long')
const short = (h: Host): void => h.entry('S', 'short')

describe('BE-12 sizing', () => {
  const quantity = (settings: Scenario['settings'], price: number, entry = long): number =>
    play({
      settings: { initialCapital: 1_000_000, ...settings },
      steps: [[at(price), entry], [at(price)]],
    }).broker.position

  it.each([
    {
      says: 'BE-12.3 25 % of 1 000 000 at 1803.30',
      settings: { defaultQtyType: 'percentOfEquity', defaultQtyValue: 25 },
      price: 1803.3,
      want: 138.6347,
    },
    {
      says: 'BE-12.1 cash: the amount over the price',
      settings: { defaultQtyType: 'cash', defaultQtyValue: 50_000 },
      price: 1803.3,
      want: 27.7269,
    },
    {
      says: 'BE-12.1 percent commission is part of the cost',
      settings: {
        defaultQtyType: 'percentOfEquity',
        defaultQtyValue: 100,
        commissionType: 'percent',
        commissionValue: 1,
      },
      price: 100,
      want: 9900.99,
    },
    {
      says: 'BE-12.1 a fee per contract is part of the cost of an equity share',
      settings: {
        defaultQtyType: 'percentOfEquity',
        defaultQtyValue: 50,
        commissionType: 'cashPerContract',
        commissionValue: 25,
      },
      price: 100,
      want: 4000,
    },
    {
      says: 'F12 but not of a cash amount',
      settings: {
        defaultQtyType: 'cash',
        defaultQtyValue: 50_000,
        commissionType: 'cashPerContract',
        commissionValue: 25,
      },
      price: 100,
      want: 500,
    },
    {
      says: 'BE-12.1 a fee per order comes off the budget',
      settings: {
        defaultQtyType: 'percentOfEquity',
        defaultQtyValue: 50,
        commissionType: 'cashPerOrder',
        commissionValue: 1000,
      },
      price: 100,
      want: 4990,
    },
    {
      says: 'BE-12.3 slippage is in the price',
      settings: { defaultQtyType: 'cash', defaultQtyValue: 1000, slippage: 100 },
      price: 99,
      want: 10,
    },
  ] as const)('$says', ({ settings, price, want }) => {
    expect(quantity(settings, price)).toBe(want)
  })

  it('BE-12.3 the next open does not change it', () => {
    const settings = { defaultQtyType: 'percentOfEquity', defaultQtyValue: 50 } as const
    const host = play({ settings, steps: [[at(100), long], [at(120)]] })
    expect(host.broker.position).toBe(5000)
  })

  it('BE-12.4 a price order turns its money into lots at the fill', () => {
    const settings = { defaultQtyType: 'cash', defaultQtyValue: 1000 } as const
    const host = play({
      settings,
      steps: [[at(100), (h) => h.entry('L', 'long', { stop: 125 })], [[100, 130, 100, 130]]],
    })
    expect(host.broker.position).toBe(8)
  })

  it.each([
    { qty: 0.0010899999999999998, lot: 1e-5, want: 0.00108 },
    { qty: 0.00121, lot: 1e-5, want: 0.00121 },
    { qty: 0.3, lot: 0.1, want: 0.3 },
    { qty: 2.9999, lot: 1, want: 2 },
  ])('BE-1.6 an explicit $qty with lot $lot is $want', ({ qty, lot, want }) => {
    const host = play({
      symbol: { lot },
      steps: [[at(100), (h) => h.entry('L', 'long', { qty })], [at(100)]],
    })
    expect(host.broker.position).toBe(want)
  })

  it.each([
    { amount: 123_456.78905, want: 123_456.7891 },
    { amount: 9_999_999.99949, want: 9_999_999.999 },
    { amount: 0.012345678905, want: 0.01234567891 },
    { amount: 1e10 + 0.25, want: 1e10 + 0.25 },
    { amount: 0, want: 0 },
    { amount: -2.50000000005, want: -2.5 },
  ])('BE-12.5 $amount has the 10 digits $want', ({ amount, want }) => {
    expect(roundTo10Digits(amount)).toBe(want)
  })
})

describe('BE-12 commission', () => {
  it('BE-12.10 per contract: 1.70 a side is 3.40 for the round trip of one', () => {
    const host = play({
      settings: { commissionType: 'cashPerContract', commissionValue: 1.7 },
      steps: [[at(100), long], [at(100), (h) => h.close('L')], [at(100)]],
    })
    expect(host.trades).toMatchObject([{ profit: -3.4, entryFee: 1.7, exitFee: 1.7 }])
  })

  it('BE-12.10 percent: of the value of each fill', () => {
    const host = play({
      settings: { commissionType: 'percent', commissionValue: 0.1 },
      steps: [[at(1000), long], [at(1000), (h) => h.close('L')], [at(2000)]],
    })
    expect(host.trades).toMatchObject([{ entryFee: 1, exitFee: 2, profit: 997 }])
    expect(host.trades[0]!.percent).toBeCloseTo(99.7, 12)
  })

  it('BE-12.11 a reversal is one order: long, short, long, close all at 10 pays 15, 10, 15', () => {
    const host = play({
      settings: { commissionType: 'cashPerOrder', commissionValue: 10 },
      steps: [
        [at(100), long],
        [at(100), short],
        [at(100), long],
        [at(100), (h) => h.closeAll()],
        [at(100)],
      ],
    })
    expect(host.trades.map((t) => t.entryFee + t.exitFee)).toEqual([15, 10, 15])
    expect(host.broker.statistics().commission).toEqual({ long: 30, short: 10 })
  })

  it('BE-12.11 one order that closes several lots splits its fee by quantity', () => {
    const host = play({
      settings: { commissionType: 'cashPerOrder', commissionValue: 8, pyramiding: 2 },
      steps: [
        [at(100), (h) => h.entry('A', 'long', { qty: 1 })],
        [at(100), (h) => h.entry('B', 'long', { qty: 3 })],
        [at(100), (h) => h.closeAll()],
        [at(100)],
      ],
    })
    expect(host.trades.map((t) => t.exitFee)).toEqual([2, 6])
  })

  it('BE-12.12 an entry that only closes pays one whole fee', () => {
    const host = play({
      settings: { commissionType: 'cashPerOrder', commissionValue: 10 },
      steps: [
        [
          at(100),
          (h) => {
            h.risk.allow('LONG')
            h.entry('L', 'long')
          },
        ],
        [at(100), short],
        [at(100)],
      ],
    })
    expect(host.trades).toMatchObject([{ entryFee: 10, exitFee: 10 }])
  })

  it('BE-12.14 the entry fee lowers net profit and equity at once', () => {
    const host = play({
      settings: { commissionType: 'cashPerOrder', commissionValue: 10 },
      steps: [[at(100), long], [[100, 101, 100, 101]]],
    })
    expect([host.see('NETPROFIT'), host.see('OPENPROFIT'), host.see('EQUITY')]).toEqual([
      -10, 1, 999_991,
    ])
    expect(host.see('GROSSLOSS')).toBe(10)
  })
})

const ADMISSION: readonly Scenario[] = [
  {
    says: 'BE-12.21 all-in: one tick up at the open kills a long entry',
    settings: { initialCapital: 1000, defaultQtyType: 'percentOfEquity', defaultQtyValue: 100 },
    steps: [[at(100), long], [at(100.01)]],
    position: 0,
    declines: ['N103 L'],
  },
  {
    says: 'BE-12.21 the same open is accepted',
    settings: { initialCapital: 1000, defaultQtyType: 'percentOfEquity', defaultQtyValue: 100 },
    steps: [[at(100), long], [at(100)]],
    position: 10,
    declines: [],
  },
  {
    says: 'BE-12.20 what the current price makes too dear is declined when it is given',
    settings: { initialCapital: 1000 },
    steps: [[at(100), (h) => h.entry('L', 'long', { qty: 11 })], [at(50)]],
    position: 0,
    declines: ['N101 L'],
  },
  {
    says: 'BE-12.20 all-in, a buy limit below the market is never accepted',
    settings: { initialCapital: 1000, defaultQtyType: 'percentOfEquity', defaultQtyValue: 100 },
    steps: [[at(100), (h) => h.entry('L', 'long', { limit: 90 })], [[100, 100, 80, 80]]],
    position: 0,
    declines: ['N101 L'],
  },
  {
    says: 'BE-12.20 and a sell limit above it is',
    settings: { initialCapital: 1000, defaultQtyType: 'percentOfEquity', defaultQtyValue: 100 },
    steps: [[at(100), (h) => h.entry('S', 'short', { limit: 125 })], [[100, 125, 100, 125]]],
    position: -8,
    declines: [],
  },
  {
    says: 'BE-12.22 an all-in short stop touched inside the bar is declined, charged at the open',
    settings: { initialCapital: 1000, defaultQtyType: 'percentOfEquity', defaultQtyValue: 100 },
    steps: [[at(100), (h) => h.entry('S', 'short', { stop: 95 })], [[100, 100, 90, 90]]],
    position: 0,
    declines: ['N103 S'],
  },
  {
    says: 'BE-12.22 opening through it it is accepted',
    settings: {
      initialCapital: 1000,
      defaultQtyType: 'percentOfEquity',
      defaultQtyValue: 100,
      marginShort: 100,
    },
    symbol: { lot: 1 },
    steps: [[at(100), (h) => h.entry('S', 'short', { stop: 95 })], [[80, 80, 80, 80]]],
    position: -12,
    declines: [],
  },
  {
    says: 'BE-12.23 a reversal margins the new leg alone',
    settings: { initialCapital: 1000 },
    steps: [
      [at(100), (h) => h.entry('L', 'long', { qty: 9 })],
      [at(100), (h) => h.entry('S', 'short', { qty: 9 })],
      [at(100)],
    ],
    position: -9,
  },
  {
    says: 'BE-12.24 two entries of one tick must fit together: 0.8 and 0.8 of 2 do',
    settings: { initialCapital: 200, marginShort: 100 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long', { qty: 0.8 })
          h.entry('S', 'short', { qty: 0.8 })
        },
      ],
      [at(100)],
    ],
    position: -0.8,
  },
  {
    says: 'BE-12.24 1.1 and 1.1 of 2 do not',
    settings: { initialCapital: 200 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long', { qty: 1.1 })
          h.entry('S', 'short', { qty: 1.1 })
        },
      ],
      [at(100)],
    ],
    position: 1.1,
    declines: ['N103 S'],
  },
  {
    says: 'BE-12.25 after a close of the same bar the new leg fills and the margin call trims it',
    settings: { initialCapital: 1000 },
    symbol: { lot: 1 },
    steps: [
      [at(100), (h) => h.entry('L', 'long', { qty: 5 })],
      [
        at(100),
        (h) => {
          h.close('L')
          h.entry('S', 'short', { qty: 10 })
        },
      ],
      // 1100 are needed and 1050 there: less than one contract is missing, one is bought back.
      [at(110)],
    ],
    trades: ['long 5 100@1 > 110@2 L', 'short 1 110@2 > 110@2 MARGIN_CALL'],
    declines: [],
  },
  {
    says: 'BE-12.26 an addition must fit beside the position it adds to',
    settings: { initialCapital: 1000, pyramiding: 5 },
    steps: [
      [at(100), (h) => h.entry('A', 'long', { qty: 6 })],
      [
        at(100),
        (h) => {
          h.entry('B', 'long', { qty: 5 })
          h.entry('C', 'long', { qty: 4 })
        },
      ],
      [at(100)],
    ],
    position: 10,
    declines: ['N101 B'],
  },
  {
    says: 'BE-12.8 a resting entry that the close makes too dear is dropped',
    settings: { initialCapital: 1000 },
    steps: [
      [at(100), (h) => h.entry('L', 'long', { qty: 9, stop: 130 })],
      [at(112)],
      [at(120)],
      [at(140)],
    ],
    position: 0,
    declines: ['N110 L'],
  },
  {
    says: 'margin 0 tests nothing',
    settings: { initialCapital: 10, marginLong: 0 },
    steps: [[at(100), (h) => h.entry('L', 'long', { qty: 1000 })], [[100, 100, 1, 1]]],
    position: 1000,
    declines: [],
  },
]

describe('BE-12 admission', () => {
  it.each(ADMISSION)('$says', (scenario) => {
    expect(outcome(scenario)).toEqual(wanted(scenario))
  })
})

describe('BE-12.27 exactly at the boundary of 100 percent margin', () => {
  // 3 × 10.01 and the like come to a sum next to the decimal one: one comparison with a tolerance decides.
  it.each([
    { says: 'equal', of: 1, want: 3 },
    { says: 'less by a rounding error', of: 1 - 1e-12, want: 3 },
    { says: 'less by more than the tolerance', of: 1 - 1e-10, want: 0 },
  ])('equity that is $says', ({ of, want }) => {
    for (const price of [10.01, 0.07, 4.35, 1803.3, 33.33]) {
      const host = play({
        settings: { initialCapital: Number((3 * price).toFixed(2)) * of },
        steps: [[at(price), (h) => h.entry('L', 'long', { qty: 3 })], [at(price)]],
      })
      expect([price, host.broker.position]).toEqual([price, want])
    }
  })
})

describe('BE-12 margin calls', () => {
  it('BE-12.31 the worked example: 682 438 at 4.43, price 3.9, margin 25 %: 111 052 are sold', () => {
    // The equity of the example at 3.9 is 638 307.86.
    const initialCapital = 638_307.86 + (4.43 - 3.9) * 682_438
    const host = play({
      settings: { initialCapital, marginLong: 25 },
      symbol: { lot: 1 },
      steps: [[at(4.43), (h) => h.entry('L', 'long', { qty: 682_438 })], [[4.43, 4.43, 3.9, 4]]],
    })
    expect(host.trades).toMatchObject([
      { qty: 111_052, exit: 3.9, reason: 'MARGIN_CALL', exitId: '' },
    ])
    expect(host.broker.statistics()).toMatchObject({
      marginCalls: { long: 1, short: 0 },
      liquidatedVolume: { long: 111_052 * 3.9, short: 0 },
    })
  })

  it('BE-12.32 a cover that truncates to nothing sells one whole contract', () => {
    const host = play({
      settings: { initialCapital: 1000, marginShort: 100 },
      symbol: { lot: 0.1 },
      // 1000 − 5 × (P − 100) < 5 P from 150 on: at 150.05 half of 0.01 contracts are missing.
      steps: [[at(100), (h) => h.entry('S', 'short', { qty: 5 })], [[100, 150.05, 99, 100]]],
    })
    expect(host.trades).toMatchObject([{ qty: 1, exit: 150.05, reason: 'MARGIN_CALL' }])
  })

  it('BE-12.30 is looked for on bars without any order', () => {
    const host = play({
      settings: { initialCapital: 1000 },
      symbol: { lot: 1 },
      steps: [
        [at(100), (h) => h.entry('S', 'short', { qty: 5 })],
        [at(100)],
        [[100, 149, 99, 100]],
        [[100, 160, 99, 100]],
      ],
    })
    // 5 × 160 = 800 against 700: less than one contract is missing.
    expect(host.trades).toMatchObject([{ qty: 1, exit: 160, exitBar: 3, reason: 'MARGIN_CALL' }])
  })

  it('BE-12.33 one call a check, and the bracket stays', () => {
    const host = play({
      settings: { initialCapital: 1000, marginShort: 100 },
      symbol: { lot: 1 },
      steps: [
        [
          at(100),
          (h) => {
            h.entry('S', 'short', { qty: 5 })
            h.exit('X', { from: 'S', limit: 90 })
          },
        ],
        [[100, 170, 99, 100]],
        [[100, 100, 89, 89]],
      ],
    })
    // 5 × 170 = 850 against 650: 1.17 contracts are missing, 4 are bought back.
    expect(host.trades).toMatchObject([
      { qty: 4, exit: 170, reason: 'MARGIN_CALL' },
      { qty: 1, exit: 90, exitId: 'X' },
    ])
  })

  // 1000 − 5 × (P − 100) < 5 P from 150 on; up to 165 less than one contract is missing: a call of one lot.
  it.each([
    {
      says: 'waits for the close that needs it too',
      bar: [145, 160, 120, 155],
      want: [155],
      sees: -5,
    },
    {
      says: 'is made at once if the close does not need it',
      bar: [145, 160, 120, 149],
      want: [160],
      sees: -4,
    },
    {
      says: 'is made at once at the second extreme',
      bar: [145, 160, 140, 155],
      want: [160],
      sees: -4,
    },
    { says: 'is made at once at the open', bar: [155, 155, 155, 155], want: [155], sees: -4 },
  ] as const)('BE-12.34 a call of one lot at the first extreme $says', ({ bar, want, sees }) => {
    const seen: number[] = []
    const host = play({
      settings: { initialCapital: 1000 },
      symbol: { lot: 1 },
      steps: [
        [at(100), (h) => h.entry('S', 'short', { qty: 5 })],
        [at(100)],
        [bar, (h) => seen.push(h.see('POSITION_SIZE'))],
        [at(140), (h) => seen.push(h.see('POSITION_SIZE'))],
      ],
    })
    expect(host.trades.map(({ exit }) => exit)).toEqual(want)
    expect(host.trades).toMatchObject([{ qty: 1, exitBar: 2, reason: 'MARGIN_CALL' }])
    expect(seen).toEqual([sees, -4])
    expect(host.broker.statistics().marginCalls).toEqual({ long: 0, short: 1 })
  })

  it('BE-12.34 the call that has waited comes before the orders of that close', () => {
    const host = play({
      settings: { initialCapital: 1000, processOrdersOnClose: true },
      symbol: { lot: 1 },
      steps: [
        [at(100), (h) => h.entry('S', 'short', { qty: 5 })],
        [at(100)],
        [[145, 160, 120, 155], (h) => h.closeAll()],
      ],
    })
    expect(host.trades.map(tell)).toEqual([
      'short 1 100@0 > 155@2 MARGIN_CALL',
      'short 4 100@0 > 155@2 CLOSE',
    ])
  })

  it('BE-12.34 a call of several lots waits for nothing', () => {
    const host = play({
      settings: { initialCapital: 1000 },
      symbol: { lot: 1 },
      steps: [
        [at(100), (h) => h.entry('S', 'short', { qty: 5 })],
        [at(100)],
        [[145, 170, 100, 160]],
      ],
    })
    expect(host.trades).toMatchObject([{ qty: 4, exit: 170, reason: 'MARGIN_CALL' }])
  })

  it.each([
    { says: 'long, margin 100 %', side: 'long', margin: 100, want: Number.NaN },
    { says: 'long, margin 50 %', side: 'long', margin: 50, want: 0 },
    { says: 'short, margin 100 %', side: 'short', margin: 100, want: 100 },
    { says: 'no margin', side: 'long', margin: 0, want: Number.NaN },
  ] as const)('BE-12.35 the liquidation price: $says', ({ side, margin, want }) => {
    const host = play({
      settings: { initialCapital: 1000, marginLong: margin, marginShort: margin },
      steps: [[at(100), (h) => h.entry('E', side, { qty: 10 })], [at(100)]],
    })
    // (1000 / 10 − s × 100) / (m − s).
    expect(host.see('MARGIN_LIQUIDATION_PRICE') + 0).toBe(want)
  })
})

describe('BE-12.16 currency', () => {
  it('every amount converts once, at the rate of the day it is booked', () => {
    const rates = [1, 2, 4]
    const asked: number[] = []
    const day = 86_400_000
    const host = playDays(rates, asked, day)
    expect(host.trades).toMatchObject([{ profit: 40 }])
    expect(asked).toEqual([0, day, 2 * day])
    expect(host.see('FX')).toBe(4)
  })

  function playDays(rates: readonly number[], asked: number[], day: number): Host {
    const fxAt = (timeMs: number): number => {
      asked.push(timeMs)
      return rates[timeMs / day]!
    }
    const host = createHost({}, {}, { fxAt })
    host.bar(at(100), () => host.entry('L', 'long', { qty: 1 }), 0)
    host.bar(at(100), () => host.close('L'), day)
    host.bar(at(110), undefined, 2 * day)
    return host
  }
})
