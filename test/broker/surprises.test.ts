import { describe, expect, it } from 'vitest'
import type { Host } from './host.ts'
import { at, outcome, play, type Scenario, wanted } from './tell.ts'

const long = (h: Host): void => h.entry('L', 'long')

const halves = (h: Host): void => {
  h.exit('HALF', { from: 'L', qtyPercent: 50, limit: 101 })
  h.exit('REST', { from: 'L', stop: 95 })
}

/** The checklist of BE-16; number 19 is in test/backtest/rows.test.ts. */
const SURPRISES: readonly Scenario[] = [
  {
    says: '1 a stop entry given before the close of its run doubles',
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          h.entry('S', 'short', { stop: 95 })
          h.close('L')
        },
      ],
      [[100, 100, 94, 94]],
    ],
    position: -2,
  },
  {
    says: '2 opposite stops from flat: the second touch closes and opens nothing',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('LE', 'long', { stop: 101 })
          h.entry('SE', 'short', { stop: 99 })
        },
      ],
      [[100, 101, 98, 98]],
    ],
    position: 0,
  },
  {
    says: '3 with high and low equally near the low comes first',
    steps: [
      [
        at(100),
        (h) => {
          long(h)
          h.exit('X', { from: 'L', stop: 97, limit: 103 })
        },
      ],
      [[100, 103, 97, 100]],
    ],
    trades: ['long 1 100@1 > 97@1 X'],
  },
  {
    says: '4 levels off the grid: a stop to the worse side, a limit to the better',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long', { stop: 101.001 })
          h.exit('X', { from: 'L', limit: 102.001 })
        },
      ],
      [[100, 103, 100, 103]],
    ],
    trades: ['long 1 101.01@1 > 102.01@1 X'],
  },
  {
    says: '5 a trailing stop without an offset leaves at the activation level',
    steps: [
      [at(100), long],
      [at(100), (h) => h.exit('X', { from: 'L', trailPoints: 50 })],
      [[100, 102, 99.5, 102]],
    ],
    trades: ['long 1 100@1 > 100.5@2 X'],
  },
  {
    says: '6 a trailing stop first given after the entry starts from that bar’s close',
    steps: [
      [at(100), long],
      [[100, 105, 100, 101], (h) => h.exit('X', { from: 'L', trailPoints: 100, trailOffset: 100 })],
      [[101, 101, 99, 99]],
    ],
    trades: ['long 1 100@1 > 100@2 X'],
  },
  {
    says: '7 an exit without a level does nothing',
    steps: [[at(100), long], [at(100), (h) => h.exit('X', { from: 'L' })], [at(90)]],
    position: 1,
    declines: ['N108 X'],
  },
  {
    says: '8 a partial exit given on every bar fires once, and the rest leg has the rest only',
    steps: [
      [at(100), (h) => h.entry('L', 'long', { qty: 2 })],
      [at(100), halves],
      [[100, 101, 100, 100], halves],
      [[100, 101, 100, 100], halves],
      [[100, 100, 90, 90]],
    ],
    trades: ['long 1 100@1 > 101@2 HALF', 'long 1 100@1 > 95@4 REST'],
  },
  {
    says: '9 close on the entry’s own signal bar does nothing',
    steps: [
      [
        at(100),
        (h) => {
          long(h)
          h.close('L')
        },
      ],
      [at(100)],
    ],
    position: 1,
  },
  {
    says: '10 two market entries of one id are one order, and a reversal given twice loses its reversal',
    settings: { pyramiding: 5 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long', { qty: 10 })
          h.entry('L', 'long', { qty: 10 })
        },
      ],
      [
        at(100),
        (h) => {
          h.entry('S', 'short', { qty: 4 })
          h.entry('S', 'short', { qty: 4 })
        },
      ],
      [at(100)],
    ],
    position: 6,
  },
  {
    says: '11 a pyramiding slot stays taken although a row is gone',
    settings: { pyramiding: 2 },
    steps: [
      [at(100), (h) => h.entry('A', 'long', { qty: 1 })],
      [at(100), (h) => h.entry('B', 'long', { qty: 3 })],
      [at(100), (h) => h.close('B', { qty: 1 })],
      [at(100), (h) => h.entry('C', 'long', { qty: 1 })],
    ],
    trades: ['long 1 100@1 > 100@3 B'],
    declines: ['N104 C'],
  },
  {
    says: '12 percent of equity is frozen at the signal; at 100 % an up-gap kills the entry',
    settings: { defaultQtyType: 'percentOfEquity', defaultQtyValue: 100 },
    steps: [[at(100), long], [at(101)]],
    declines: ['N103 L'],
  },
  {
    says: '13 a margin call cuts to whole lots before it takes four times that',
    settings: { initialCapital: 100, marginShort: 50 },
    // Equity 81, needed 104.5: 23.5 / 55 = 0.42727…, cut to 0.4272.
    steps: [[at(100), (h) => h.entry('S', 'short', { qty: 1.9 })], [at(100)], [at(110)]],
    trades: ['short 1.7088 100@1 > 110@2 MARGIN_CALL'],
  },
  {
    says: '15 slippage never on limits, always on gapped stops',
    settings: { slippage: 10, pyramiding: 2 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('STOP', 'long', { stop: 99 })
          h.entry('LIMIT', 'long', { limit: 101 })
        },
      ],
      [at(100), (h) => h.closeAll()],
      [at(100)],
    ],
    trades: ['long 1 100.1@1 > 99.9@2 CLOSE', 'long 1 100@1 > 99.9@2 CLOSE'],
  },
  {
    says: '16 a floating loss never reaches the limit on drawdown, whatever fills meanwhile',
    settings: { pyramiding: 2 },
    steps: [
      [
        at(100),
        (h) => {
          h.risk.maxDrawdown(5, 'CASH')
          long(h)
        },
      ],
      [at(100), (h) => h.entry('M', 'long')],
      [at(50)],
    ],
    position: 2,
    trades: [],
  },
  {
    says: '17 the cap on fills closes at the bar’s extreme after a stop entry inside it',
    steps: [
      [
        at(100),
        (h) => {
          h.risk.maxFills(1)
          h.entry('S', 'short', { stop: 99 })
        },
      ],
      [[100, 105, 96, 100]],
    ],
    trades: ['short 1 99@1 > 96@1 RISK'],
  },
  {
    says: '18 a gapped exit and a gapped reversing stop: the exit opens a fresh position',
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          h.entry('S', 'short', { stop: 96 })
          h.exit('X', { from: 'L', stop: 95 })
        },
      ],
      [at(94)],
    ],
    trades: ['long 1 100@1 > 94@2 S'],
    position: -2,
  },
]

describe('BE-16 known surprises', () => {
  it.each(SURPRISES)('$says', (scenario) => {
    expect(outcome(scenario)).toEqual(wanted(scenario))
  })

  it('14 a flat fee is one per order: a reversal shares it among what it closes and opens', () => {
    const host = play({
      settings: { commissionType: 'cashPerOrder', commissionValue: 10 },
      steps: [
        [at(100), long],
        [at(100), (h) => h.entry('S', 'short')],
        [at(100), long],
        [at(100), (h) => h.closeAll()],
        [at(100)],
      ],
    })
    expect(host.trades.map(({ entryFee, exitFee }) => entryFee + exitFee)).toEqual([15, 10, 15])
  })

  it('20 the last open position is told as an open trade, valued at the last close', () => {
    const host = play({ steps: [[at(100), long], [[100, 103, 100, 102]]] })
    expect(host.trades).toEqual([])
    expect(host.openTrades()).toMatchObject([
      { entry: 100, exit: 102, exitBar: Number.NaN, profit: 2, runup: 3, reason: 'OPEN' },
    ])
  })
})
