import { describe, expect, it } from 'vitest'
import { at, outcome, type Scenario, wanted } from './tell.ts'

const MARKET: readonly Scenario[] = [
  {
    says: 'BE-2.2 a market order fills at the next open',
    steps: [
      [[10, 11, 9, 10.5], (h) => h.entry('L', 'long')],
      [[12, 13, 11, 12.5], (h) => h.close('L')],
      [at(14)],
    ],
    trades: ['long 1 12@1 > 14@2 L'],
  },
  {
    says: 'BE-2.3 a cancel after a market entry removes it, one before does not',
    steps: [
      [
        at(10),
        (h) => {
          h.entry('A', 'long')
          h.cancel('A')
          h.cancel('B')
          h.entry('B', 'long')
        },
      ],
      [at(10), (h) => h.closeAll()],
      [at(11)],
    ],
    trades: ['long 1 10@1 > 11@2 CLOSE'],
  },
  {
    says: 'BE-2.4 a close on the bar of its entry does nothing',
    steps: [
      [
        at(10),
        (h) => {
          h.close('L')
          h.entry('L', 'long')
          h.close('L')
        },
      ],
      [at(10)],
      [at(11)],
    ],
    trades: [],
    position: 1,
  },
  {
    says: 'BE-2.5 with orders processed on the close a market order fills at it',
    settings: { processOrdersOnClose: true },
    steps: [
      [[10, 12, 9, 11], (h) => h.entry('L', 'long')],
      [[12, 14, 11, 13], (h) => h.close('L')],
    ],
    trades: ['long 1 11@0 > 13@1 L'],
  },
  {
    says: 'BE-2.5 then a price order fills at the close if the close satisfies it, else it rests',
    settings: { processOrdersOnClose: true, pyramiding: 3 },
    steps: [
      [
        at(10),
        (h) => {
          h.entry('STOP', 'long', { stop: 9 })
          h.entry('LIMIT', 'long', { limit: 12 })
          h.entry('REST', 'long', { stop: 15 })
        },
      ],
      [at(10), (h) => h.closeAll()],
    ],
    trades: ['long 1 10@0 > 10@1 CLOSE_ALL', 'long 1 10@0 > 10@1 CLOSE_ALL'].map((t) =>
      t.replace('CLOSE_ALL', 'CLOSE'),
    ),
  },
  {
    says: 'BE-2.7 an immediate close fills at the close of its bar',
    steps: [
      [at(10), (h) => h.entry('L', 'long')],
      [[11, 13, 10, 12], (h) => h.close('L', { immediately: true })],
      [at(20)],
    ],
    trades: ['long 1 11@1 > 12@1 L'],
  },
]

const PATH: readonly Scenario[] = [
  {
    says: 'BE-3.1 the nearer extreme comes first: 100 104 95 101 takes profit before the stop',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.exit('X', { from: 'L', limit: 103, stop: 96 })
        },
      ],
      [[100, 104, 95, 101]],
    ],
    trades: ['long 1 100@1 > 103@1 X'],
  },
  {
    says: 'BE-3.1 a tie goes low first',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.exit('X', { from: 'L', limit: 103, stop: 97 })
        },
      ],
      [[100, 104, 96, 101]],
    ],
    trades: ['long 1 100@1 > 97@1 X'],
  },
  {
    says: 'BE-3.3 touching a level is enough',
    steps: [
      [at(100), (h) => h.entry('L', 'long', { stop: 102 })],
      [[100, 102, 99, 101], (h) => h.closeAll()],
      [at(101)],
    ],
    trades: ['long 1 102@1 > 101@2 CLOSE'],
  },
  {
    says: 'BE-3.4 orders on one leg fill in order of distance, whatever the order of creation',
    settings: { pyramiding: 2 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('FAR', 'long', { stop: 103 })
          h.entry('NEAR', 'long', { stop: 101 })
        },
      ],
      [[100, 104, 99, 104], (h) => h.closeAll()],
      [at(104)],
    ],
    trades: ['long 1 101@1 > 104@2 CLOSE', 'long 1 103@1 > 104@2 CLOSE'],
  },
  {
    says: 'BE-3.4 at one price a stop comes before a limit: the short reverses before the long is taken',
    steps: [
      [
        at(100),
        (h) => {
          h.order('A', 'long', { limit: 98 })
          h.order('B', 'short', { stop: 98 })
        },
      ],
      [[100, 100, 97, 97], (h) => h.closeAll()],
      [at(97)],
    ],
    trades: ['short 1 98@1 > 98@1 A'],
  },
  {
    says: 'BE-3.5 an exit sees only the path after its entry: 100 95 104 fills 103, then no stop',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long', { stop: 103 })
          h.exit('X', { from: 'L', stop: 96 })
        },
      ],
      [[100, 104, 95.9, 101]],
      [at(101), (h) => h.closeAll()],
      [at(101)],
    ],
    // H − O = 4 < 4.1: high first, so the low of 95.9 comes after the entry and stops it.
    trades: ['long 1 103@1 > 96@1 X'],
  },
  {
    says: 'BE-3.5 the same with the low first keeps the trade',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long', { stop: 103 })
          h.exit('X', { from: 'L', stop: 96 })
        },
      ],
      [[100, 105, 95.9, 101]],
      [at(101), (h) => h.closeAll()],
      [at(102)],
    ],
    trades: ['long 1 103@1 > 102@3 CLOSE'],
  },
]

const PRICES: readonly Scenario[] = [
  {
    says: 'BE-4.2 a gap fills stops and limits at the open, equality included',
    settings: { pyramiding: 9 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('STOP', 'long', { stop: 101 })
          h.entry('LIMIT', 'long', { limit: 103 })
          h.entry('TOUCH', 'long', { stop: 102 })
        },
      ],
      [at(102), (h) => h.closeAll()],
      [at(102)],
    ],
    trades: [
      'long 1 102@1 > 102@2 CLOSE',
      'long 1 102@1 > 102@2 CLOSE',
      'long 1 102@1 > 102@2 CLOSE',
    ],
  },
  {
    says: 'BE-1.3 stops round to the adverse side, limits to the favourable one',
    settings: { pyramiding: 9, marginShort: 0 },
    symbol: { tick: 1 },
    steps: [
      [
        at(100),
        (h) => {
          h.order('BS', 'long', { stop: 102.2 })
          h.order('SL', 'short', { limit: 104.2 })
          h.order('SS', 'short', { stop: 97.8 })
          h.order('BL', 'long', { limit: 95.8 })
        },
      ],
      [[100, 106, 94, 100]],
    ],
    // A tie: low first. 97 and 95 on the way down, 103 and 105 on the way up.
    trades: ['short 1 97@1 > 95@1 BL', 'long 1 103@1 > 105@1 SL'],
  },
  {
    says: 'BE-1.4 a level within 1e-4 tick of the grid is on it',
    settings: { pyramiding: 9 },
    symbol: { tick: 1 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('ON', 'long', { stop: 102.000096 })
          h.entry('OFF', 'long', { stop: 102.0001 })
        },
      ],
      [[100, 105, 99, 104], (h) => h.closeAll()],
      [at(104)],
    ],
    trades: ['long 1 102@1 > 104@2 CLOSE', 'long 1 103@1 > 104@2 CLOSE'],
  },
  {
    says: 'BE-1.1 an exact touch of a computed level is not missed',
    steps: [
      [at(1980), (h) => h.entry('L', 'long', { stop: 198612 * 0.01 })],
      [[1980, 1986.12, 1979, 1985], (h) => h.closeAll()],
      [at(1985)],
    ],
    trades: ['long 1 1986.12@1 > 1985@2 CLOSE'],
  },
  {
    says: 'BE-4.4 a stop-limit activates at its stop and fills at its limit',
    steps: [
      [at(100), (h) => h.entry('L', 'long', { stop: 105, limit: 103 })],
      [[100, 107, 99.5, 102], (h) => h.closeAll()],
      [at(102)],
    ],
    // 100 → 99.5 → 107 → 102: active at 105, filled at 103 on the way down.
    trades: ['long 1 103@1 > 102@2 CLOSE'],
  },
  {
    says: 'BE-4.4 the activation lasts, and a limit already satisfied fills at the activation price',
    settings: { pyramiding: 9 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('LATER', 'long', { stop: 105, limit: 98 })
          h.entry('NOW', 'long', { stop: 105, limit: 106 })
        },
      ],
      [[100, 106, 100, 106]],
      [[106, 106, 97, 99], (h) => h.closeAll()],
      [at(99)],
    ],
    trades: ['long 1 105@1 > 99@3 CLOSE', 'long 1 98@2 > 99@3 CLOSE'],
  },
  {
    says: 'BE-4.5 a limit worse than the market and a stop better than it fill at the next open',
    settings: { pyramiding: 9 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('A', 'long', { limit: 120 })
          h.entry('B', 'long', { stop: 80 })
        },
      ],
      [[101, 102, 100, 102], (h) => h.closeAll()],
      [at(102)],
    ],
    trades: ['long 1 101@1 > 102@2 CLOSE', 'long 1 101@1 > 102@2 CLOSE'],
  },
  {
    says: 'BE-4.6 slippage moves market and stop fills, gapped stops too, and no limit',
    settings: { slippage: 5, pyramiding: 9 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('M', 'long')
          h.entry('GAP', 'long', { stop: 99 })
          h.entry('STOP', 'long', { stop: 101 })
          h.exit('TP', { limit: 103 })
        },
      ],
      [[100, 104, 99.5, 104]],
    ],
    trades: [
      'long 1 100.05@1 > 103@1 TP',
      'long 1 100.05@1 > 103@1 TP',
      'long 1 101.05@1 > 103@1 TP',
    ],
  },
  {
    says: 'BE-4.8 a limit needs price to go some ticks beyond it, and fills at its level',
    settings: { backtestFillLimitsAssumption: 10 },
    steps: [
      [at(100), (h) => h.entry('L', 'long', { limit: 99 })],
      [[100, 100, 98.91, 100]],
      [[100, 100, 98.9, 100], (h) => h.closeAll()],
      [at(100)],
    ],
    trades: ['long 1 99@2 > 100@3 CLOSE'],
  },
  {
    says: 'BE-4.8 where price opens between the level and its verification it fills at no worse than that',
    settings: { backtestFillLimitsAssumption: 10 },
    steps: [
      [at(100), (h) => h.entry('L', 'long', { limit: 99 })],
      [[98.95, 98.95, 98.8, 98.9], (h) => h.closeAll()],
      [at(98)],
    ],
    trades: ['long 1 98.95@1 > 98@2 CLOSE'],
  },
]

const OPEN: readonly Scenario[] = [
  {
    says: 'BE-5.3 two stops gapped by one open: the buy first, whatever the source order',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('SE', 'short', { stop: 100 })
          h.entry('LE', 'long', { stop: 100 })
        },
      ],
      [at(100)],
    ],
    trades: ['long 1 100@1 > 100@1 SE'],
    position: 0,
  },
  {
    says: 'BE-5.4 an exit on the wrong side of its market entry fills at the same open',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.exit('X', { from: 'L', stop: 101 })
        },
      ],
      [[100, 105, 99, 104]],
    ],
    trades: ['long 1 100@1 > 100@1 X'],
  },
  {
    says: 'BE-5.4 and one on the wrong side of an entry inside the bar fills where that filled',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long', { stop: 102 })
          h.exit('X', { from: 'L', stop: 103 })
        },
      ],
      [[100, 105, 99, 104]],
    ],
    trades: ['long 1 102@1 > 102@1 X'],
  },
  {
    says: 'BE-5.9 a close never closes the side that a reversal has opened',
    steps: [
      [at(100), (h) => h.entry('L', 'long')],
      [
        at(100),
        (h) => {
          h.entry('S', 'short')
          h.closeAll()
        },
      ],
      [at(101)],
    ],
    trades: ['long 1 100@1 > 101@2 S'],
    position: -1,
  },
  {
    says: 'BE-5.10 70 % and 70 % of 10 take 7 and 3',
    settings: { defaultQtyValue: 10 },
    steps: [
      [at(100), (h) => h.entry('L', 'long')],
      [
        at(100),
        (h) => {
          h.close('L', { qtyPercent: 70 })
          h.close('L', { qtyPercent: 70 })
        },
      ],
      [at(101)],
    ],
    trades: ['long 7 100@1 > 101@2 L', 'long 3 100@1 > 101@2 L'],
    position: 0,
  },
  {
    says: 'BE-5.6 an exit exactly at the adverse extreme comes before the margin call there',
    settings: { initialCapital: 100, marginShort: 50, defaultQtyValue: 1 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('S', 'short')
          h.exit('X', { from: 'S', stop: 140 })
        },
      ],
      [[100, 140, 100, 110]],
    ],
    trades: ['short 1 100@1 > 140@1 X'],
  },
]

describe.each([
  ['BE-2 when orders are considered', MARKET],
  ['BE-3 the path inside a bar', PATH],
  ['BE-1 and BE-4 levels and fill prices', PRICES],
  ['BE-5 the order inside a bar', OPEN],
])('%s', (_title, scenarios) => {
  it.each(scenarios)('$says', (scenario) => {
    expect(outcome(scenario)).toEqual(wanted(scenario))
  })
})
