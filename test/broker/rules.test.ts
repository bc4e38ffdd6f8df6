import { describe, expect, it } from 'vitest'
import type { Host } from './host.ts'
import { createHost } from './host.ts'
import { at, outcome, play, type Scenario, wanted } from './tell.ts'

const long = (h: Host): void => h.entry('L', 'long')

/** Plain facts that the tables of the chapters take for granted, one for each rule. */
const FACTS: readonly Scenario[] = [
  {
    says: 'BE-1.5 a fill is recorded on the nearest tick, half up',
    steps: [[at(100), long], [at(100.005), (h) => h.close('L')], [at(101.004)]],
    trades: ['long 1 100.01@1 > 101@2 L'],
  },
  {
    says: 'BE-1.8 an order of less than one lot is not placed',
    steps: [[at(100), (h) => h.entry('L', 'long', { qty: 0.00009 })], [at(100)]],
    position: 0,
    declines: ['N102 L'],
  },
  {
    says: 'BE-2.12 an order waits for the first bar that has data',
    steps: [[at(100), (h) => h.entry('L', 'long', { limit: 90 })], [at(95)], [at(80)]],
    position: 1,
  },
  {
    says: 'BE-3.2 a gap fills at the open, a walk at the level, anywhere between low and high',
    settings: { pyramiding: 2 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('GAP', 'long', { stop: 101 })
          h.entry('WALK', 'long', { stop: 104.37 })
        },
      ],
      [[103, 105, 102, 103], (h) => h.closeAll()],
      [at(103)],
    ],
    trades: ['long 1 103@1 > 103@2 CLOSE', 'long 1 104.37@1 > 103@2 CLOSE'],
  },
  {
    says: 'BE-4.1, BE-4.3 a market order fills at the open, a target at exactly its level',
    steps: [
      [
        at(100),
        (h) => {
          long(h)
          h.exit('X', { from: 'L', limit: 102.34 })
        },
      ],
      [[101, 105, 100, 103]],
    ],
    trades: ['long 1 101@1 > 102.34@1 X'],
  },
  {
    says: 'BE-5.2 market orders fill in creation order, each against the position of that moment',
    steps: [
      [
        at(100),
        (h) => {
          h.order('A', 'long', { qty: 1 })
          h.order('B', 'short', { qty: 3 })
          h.order('C', 'long', { qty: 1 })
        },
      ],
      [at(100)],
    ],
    trades: ['long 1 100@1 > 100@1 B', 'short 1 100@1 > 100@1 C'],
    position: -1,
  },
  {
    says: 'BE-5.8 a market close at the open comes before a stop that gaps at the same open',
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          h.close('L')
          h.entry('S', 'short', { stop: 95 })
        },
      ],
      [at(94)],
    ],
    trades: ['long 1 100@1 > 94@2 L'],
    position: -1,
  },
  {
    says: 'BE-5.11 an exit goes with its position and does not meet the next one',
    steps: [
      [at(100), long],
      [at(100), (h) => h.exit('X', { from: 'L', stop: 90 })],
      [at(100), (h) => h.close('L')],
      [at(100), long],
      [[100, 100, 80, 80]],
    ],
    position: 1,
  },
  {
    says: 'BE-7.3 a priced entry given again from flat has its own quantity only',
    steps: [
      [at(100), long],
      [at(100), (h) => h.entry('S', 'short', { stop: 95 })],
      [at(100), (h) => h.close('L')],
      [at(100), (h) => h.entry('S', 'short', { stop: 95 })],
      [at(94)],
    ],
    position: -1,
  },
  {
    says: 'BE-7.9, BE-9.2 an exit given with its entry is live from the fill, on the same bar',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long', { stop: 101 })
          h.exit('X', { from: 'L', stop: 99 })
        },
      ],
      [[100, 102, 98, 98]],
    ],
    trades: ['long 1 101@1 > 99@1 X'],
  },
  {
    says: 'BE-8.3 a raw market order without a quantity is sized at the signal',
    settings: { defaultQtyType: 'percentOfEquity', defaultQtyValue: 50, initialCapital: 1000 },
    steps: [[at(100), (h) => h.order('A', 'long')], [at(50)]],
    position: 5,
  },
  {
    says: 'BE-9.10 of target and stop the one that the path reaches first fills',
    steps: [
      [
        at(100),
        (h) => {
          long(h)
          h.exit('X', { from: 'L', stop: 96, limit: 103 })
        },
      ],
      [[100, 104, 95, 101]],
    ],
    trades: ['long 1 100@1 > 103@1 X'],
  },
  {
    says: 'BE-9.21 a trailing stop stands its distance behind the best price since it was armed',
    steps: [
      [
        at(100),
        (h) => {
          long(h)
          h.exit('X', { from: 'L', trailPoints: 100, trailOffset: 10 })
        },
      ],
      [[100.5, 102, 100.4, 101.5]],
    ],
    trades: ['long 1 100.5@1 > 101.9@1 X'],
  },
  {
    says: 'BE-9.29 of a stop and a trailing stop in one call the nearer one fills',
    steps: [
      [
        at(100),
        (h) => {
          long(h)
          h.exit('X', { from: 'L', stop: 99.5, trailPoints: 100, trailOffset: 300 })
        },
      ],
      [[100, 101.5, 99.8, 100]],
      [[100, 100, 98, 98]],
    ],
    trades: ['long 1 100@1 > 99.5@2 X'],
  },
  {
    says: 'BE-10.5 close_all takes what is open when it fills, not more than when it was called',
    settings: { pyramiding: 2 },
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          h.closeAll()
          h.order('MORE', 'long', { qty: 2 })
        },
      ],
      [at(100)],
    ],
    trades: ['long 1 100@1 > 100@2 CLOSE'],
    position: 2,
  },
  {
    says: 'BE-13.4 an entry in a forbidden direction does nothing from flat',
    steps: [
      [
        at(100),
        (h) => {
          h.risk.allow('LONG')
          h.entry('S', 'short')
        },
      ],
      [at(100)],
    ],
    position: 0,
    declines: ['N105 S'],
  },
  {
    says: 'BE-14.4 two exits without a group do not know of each other, raw orders neither',
    steps: [
      [at(100), (h) => h.entry('L', 'long', { qty: 2 })],
      [
        at(100),
        (h) => {
          h.exit('A', { from: 'L', qty: 1, limit: 101 })
          h.exit('B', { from: 'L', qty: 1, limit: 102 })
        },
      ],
      [[100, 103, 100, 103]],
    ],
    trades: ['long 1 100@1 > 101@2 A', 'long 1 100@1 > 102@2 B'],
    position: 0,
  },
]

describe('plain facts', () => {
  it.each(FACTS)('$says', (scenario) => {
    expect(outcome(scenario)).toEqual(wanted(scenario))
  })

  it('BE-2.1 the script sees the position that the bar’s fills left', () => {
    const host = createHost()
    const seen: number[] = []
    host.bar(at(100), () => long(host))
    host.bar(at(100), () => seen.push(host.see('POSITION_SIZE')))
    expect(seen).toEqual([1])
  })

  it('BE-1.7 the average price is that of the open lots, over again after each fill', () => {
    const host = play({
      settings: { pyramiding: 3 },
      steps: [
        [at(100), (h) => h.entry('A', 'long', { qty: 1 })],
        [at(100), (h) => h.entry('B', 'long', { qty: 3 })],
        [at(104), (h) => h.close('A')],
        [at(104)],
      ],
    })
    expect(host.see('POSITION_AVG_PRICE')).toBe(104)
    expect(host.see('POSITION_SIZE')).toBe(3)
  })

  it('BE-5.7, BE-12.2, BE-15.7 equity is capital, profit and open profit; drawdown is met inside bars', () => {
    const host = play({
      settings: { commissionType: 'cashPerOrder', commissionValue: 3, initialCapital: 1000 },
      steps: [[at(100), long], [[100, 104, 90, 102]]],
    })
    expect(host.see('EQUITY')).toBe(1000 - 3 + 2)
    expect(host.see('OPENPROFIT')).toBe(2)
    expect(host.see('MAX_DRAWDOWN')).toBe(13)
  })

  it('BE-5.5 a margin call is looked for at the open', () => {
    const host = play({
      settings: { initialCapital: 100, marginShort: 50 },
      steps: [
        [at(100), (h) => h.entry('S', 'short', { qty: 1.9 })],
        [at(100)],
        [[110, 110, 110, 110]],
      ],
    })
    expect(host.trades[0]).toMatchObject({ reason: 'MARGIN_CALL', exit: 110, exitBar: 2 })
  })

  it('BE-5.1 a new day begins before its bar meets the orders', () => {
    const host = createHost()
    const day = 86_400_000
    host.bar(
      at(100),
      () => {
        host.risk.maxFills(1)
        long(host)
      },
      0,
    )
    host.bar(at(100), () => long(host), 1)
    host.bar(at(100), () => long(host), day)
    host.bar(at(100), undefined, day + 1)
    expect(host.trades.map(({ entryTime }) => entryTime)).toEqual([1, day + 1])
  })

  it('BE-9.6 an exit for the whole entry given again leaves nothing of what was added', () => {
    const protect = (h: Host): void => h.exit('X', { stop: 90 })
    const host = play({
      settings: { pyramiding: 2 },
      steps: [
        [at(100), long],
        [at(100), protect],
        [at(100), (h) => h.entry('L', 'long', { qty: 2 })],
        [at(100), protect],
        [[100, 100, 80, 80]],
      ],
    })
    expect(host.trades.map(({ qty, exit }) => [qty, exit])).toEqual([
      [1, 90],
      [2, 90],
    ])
  })

  it('BE-11.3, BE-11.4 a row tells both sides, and its profit is net of both fees', () => {
    const host = play({
      settings: { commissionType: 'percent', commissionValue: 1 },
      steps: [
        [at(100), (h) => h.entry('L', 'long', { qty: 2, comment: 'in' })],
        [at(100), (h) => h.close('L', { comment: 'out' })],
        [at(110)],
      ],
    })
    expect(host.trades).toMatchObject([
      { side: 'long', qty: 2, entry: 100, exit: 110, entryId: 'L', comment: 'out' },
    ])
    expect(host.trades[0]).toMatchObject({ entryFee: 2, exitFee: 2.2, profit: 20 - 2 - 2.2 })
  })

  it('BE-11.6 a trade that makes nothing after its fees is even', () => {
    const host = play({
      steps: [[at(100), long], [at(100), (h) => h.close('L')], [at(100)]],
    })
    expect(
      ['WINTRADES', 'LOSSTRADES', 'EVENTRADES'].map((name) => host.see(name as 'WINTRADES')),
    ).toEqual([0, 0, 1])
  })

  it('BE-12.13 a fee is booked with ten significant digits', () => {
    const host = play({
      settings: { commissionType: 'percent', commissionValue: 1 / 3 },
      steps: [[at(100), long], [at(100), (h) => h.close('L')], [at(100)]],
    })
    expect(host.trades[0]!.entryFee).toBe(0.3333333333)
  })

  it('BE-12.15 cash fees are in account currency, whatever the rate', () => {
    const host = createHost(
      { commissionType: 'cashPerOrder', commissionValue: 5 },
      {},
      { fxAt: () => 2 },
    )
    host.bar(at(100), () => long(host))
    host.bar(at(100))
    expect(host.see('NETPROFIT')).toBe(-5)
  })

  it('BE-15.6 the largest position of each side is remembered', () => {
    const host = play({
      steps: [
        [at(100), (h) => h.entry('L', 'long', { qty: 3 })],
        [at(100), (h) => h.entry('S', 'short', { qty: 2 })],
        [at(100), (h) => h.closeAll()],
        [at(100)],
      ],
    })
    expect([host.see('MAX_CONTRACTS_HELD_LONG'), host.see('MAX_CONTRACTS_HELD_SHORT')]).toEqual([
      3, 2,
    ])
    expect(host.see('MAX_CONTRACTS_HELD_ALL')).toBe(3)
  })
})
