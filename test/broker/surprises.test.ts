import { describe, expect, it } from 'vitest'
import type { Host } from './host.ts'
import { at, outcome, play, type Scenario, wanted } from './tell.ts'

const long = (h: Host): void => h.entry('L', 'long')

/** The checklist of BE-16 that one scenario each can show; the tests of the chapters have the rest. */
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
    says: '5 a trailing stop without an offset leaves at the activation level',
    steps: [
      [at(100), long],
      [at(100), (h) => h.exit('X', { from: 'L', trailPoints: 50 })],
      [[100, 102, 99.5, 102]],
    ],
    trades: ['long 1 100@1 > 100.5@2 X'],
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
    says: '12 percent of equity is frozen at the signal; at 100 % an up-gap kills the entry',
    settings: { defaultQtyType: 'percentOfEquity', defaultQtyValue: 100 },
    steps: [[at(100), long], [at(101)]],
    declines: ['N103 L'],
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

  it('20 the last open position is told as an open trade, valued at the last close', () => {
    const host = play({ steps: [[at(100), long], [[100, 103, 100, 102]]] })
    expect(host.trades).toEqual([])
    expect(host.openTrades()).toMatchObject([
      { entry: 100, exit: 102, exitBar: Number.NaN, profit: 2, runup: 3, reason: 'OPEN' },
    ])
  })
})
