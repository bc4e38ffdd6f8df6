import { describe, expect, it } from 'vitest'
import { at, outcome, type Scenario, wanted } from './tell.ts'

const IDENTITY: readonly Scenario[] = [
  {
    says: 'BE-6.1 entry ids and exit ids do not meet',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.exit('L', { from: 'L', stop: 90 })
        },
      ],
      [at(100), (h) => h.closeAll()],
      [at(101)],
    ],
    trades: ['long 1 100@1 > 101@2 CLOSE'],
  },
  {
    says: 'BE-6.2 the id of an unfilled order replaces it, type included',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long', { stop: 110 })
          h.entry('L', 'long', { qty: 2 })
        },
      ],
      [[100, 115, 100, 112], (h) => h.closeAll()],
      [at(112)],
    ],
    trades: ['long 2 100@1 > 112@2 CLOSE'],
  },
  {
    says: 'BE-6.2 two market entries of one id on a bar are one',
    settings: { pyramiding: 5 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.entry('L', 'long')
        },
      ],
      [at(100)],
    ],
    position: 1,
  },
  {
    says: 'BE-6.3 a market reversal given again on its bar loses the reversal',
    steps: [
      [at(100), (h) => h.entry('L', 'long', { qty: 10 })],
      [
        at(100),
        (h) => {
          h.entry('S', 'short', { qty: 4 })
          h.entry('S', 'short', { qty: 4 })
        },
      ],
      [at(100)],
    ],
    trades: ['long 4 100@1 > 100@2 S'],
    position: 6,
  },
  {
    says: 'BE-6.5 cancelling the entry id leaves its exit, cancelling the exit id does not',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.exit('X', { from: 'L', qtyPercent: 50, stop: 90 })
          h.exit('Y', { from: 'L', stop: 92 })
        },
      ],
      [
        at(100),
        (h) => {
          h.cancel('L')
          h.cancel('Y')
        },
      ],
      [[100, 100, 89, 89]],
    ],
    trades: ['long 0.5 100@1 > 90@2 X'],
    position: 0.5,
  },
  {
    says: 'BE-6.2 a stop entry given again as a market order keeps its older place in the queue',
    settings: { pyramiding: 2 },
    steps: [
      [at(100), (h) => h.entry('A', 'long', { stop: 200 })],
      [
        at(100),
        (h) => {
          h.entry('B', 'long')
          h.entry('A', 'long')
        },
      ],
      [at(100), (h) => h.close('A')],
      [at(101), (h) => h.closeAll()],
      [at(102)],
    ],
    // First in, first out: the first row is A's own.
    trades: ['long 1 100@2 > 101@3 A', 'long 1 100@2 > 102@4 CLOSE'],
  },
  {
    says: 'BE-6.5 cancelAll takes everything, exits and market orders of the same run included',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.exit('X', { from: 'L', stop: 90 })
        },
      ],
      [
        at(100),
        (h) => {
          h.closeAll()
          h.cancelAll()
        },
      ],
      [[100, 100, 80, 80]],
    ],
    trades: [],
    position: 1,
  },
  {
    says: 'BE-6.6 a full close leaves resting entries alone',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('S', 'short', { stop: 95 })
          h.entry('L', 'long')
        },
      ],
      [at(100), (h) => h.closeAll()],
      [at(100)],
      [[100, 100, 94, 94]],
    ],
    trades: ['long 1 100@1 > 100@2 CLOSE'],
    position: -1,
  },
]

const ENTRY: readonly Scenario[] = [
  {
    says: 'BE-7.1 a market reversal closes all lots and opens its own quantity',
    settings: { pyramiding: 2 },
    steps: [
      [at(100), (h) => h.entry('A', 'long')],
      [at(101), (h) => h.entry('B', 'long', { qty: 2 })],
      [at(102), (h) => h.entry('S', 'short', { qty: 5 })],
      [at(103)],
    ],
    trades: ['long 1 101@1 > 103@3 S', 'long 2 102@2 > 103@3 S'],
    position: -5,
  },
  {
    says: 'BE-7.2 A: a stop entry given before the close doubles',
    steps: [
      [at(100), (h) => h.entry('L', 'long')],
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
    says: 'BE-7.2 B: after the close it does not',
    steps: [
      [at(100), (h) => h.entry('L', 'long')],
      [
        at(100),
        (h) => {
          h.close('L')
          h.entry('S', 'short', { stop: 95 })
        },
      ],
      [[100, 100, 94, 94]],
    ],
    position: -1,
  },
  {
    says: 'F6 an entry queued before counts as the position it will be',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.entry('S', 'short', { stop: 95 })
        },
      ],
      [[100, 100, 94, 94]],
    ],
    trades: ['long 1 100@1 > 95@1 S'],
    position: -1,
  },
  {
    says: 'BE-7.2 C: of opposite stops from flat the second touch closes and opens nothing',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('LE', 'long', { stop: 105 })
          h.entry('SE', 'short', { stop: 95 })
        },
      ],
      [[100, 106, 90, 90]],
    ],
    trades: ['long 1 105@1 > 95@1 SE'],
    position: 0,
  },
  {
    says: 'BE-7.2 D: alternating gapped stops with a close each grow 1, 2, 3',
    steps: [
      [at(100), (h) => h.entry('A', 'short', { stop: 1000 })],
      [
        at(100),
        (h) => {
          h.entry('B', 'long', { stop: 1 })
          h.close('A')
        },
      ],
      [
        at(100),
        (h) => {
          h.entry('C', 'short', { stop: 1000 })
          h.close('B')
        },
      ],
      [at(100)],
    ],
    trades: ['short 1 100@1 > 100@2 A', 'long 2 100@2 > 100@3 B'],
    position: -3,
  },
  {
    says: 'BE-7.4 pyramiding 0 and 1 both mean one entry',
    settings: { pyramiding: 0 },
    steps: [
      [at(100), (h) => h.entry('A', 'long')],
      [
        at(100),
        (h) => {
          h.entry('B', 'long')
          h.entry('C', 'long', { stop: 101 })
        },
      ],
      [at(102)],
    ],
    position: 1,
    declines: ['N104 B', 'N104 C'],
  },
  {
    says: 'F7 queued market entries of the direction count',
    settings: { pyramiding: 2 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('A', 'long')
          h.entry('B', 'long')
          h.entry('C', 'long')
        },
      ],
      [at(100)],
    ],
    position: 2,
    declines: ['N104 C'],
  },
  {
    says: 'BE-7.5 price entries given while flat may exceed the limit',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('A', 'long', { stop: 101 })
          h.entry('B', 'long', { stop: 102 })
        },
      ],
      [[100, 103, 99.5, 103]],
    ],
    position: 2,
    declines: [],
  },
  {
    says: 'BE-7.4 a declined entry takes the pending order of its id with it',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('B', 'long', { stop: 105 })
          h.entry('A', 'long')
        },
      ],
      [at(100), (h) => h.entry('B', 'long', { stop: 106 })],
      [[100, 110, 100, 110]],
    ],
    position: 1,
    declines: ['N104 B'],
  },
  {
    says: 'BE-7.6 a slot stays taken until its own quantity is consumed: close("B", 1) frees none',
    settings: { pyramiding: 2 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('A', 'long', { qty: 1 })
          h.entry('B', 'long', { qty: 3 })
        },
      ],
      [at(100), (h) => h.close('B', { qty: 1 })],
      [at(101), (h) => h.entry('C', 'long')],
      [at(101)],
    ],
    trades: ['long 1 100@1 > 101@2 B'],
    position: 3,
    declines: ['N104 C'],
  },
  {
    says: 'BE-7.6 close("A") frees its slot',
    settings: { pyramiding: 2 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('A', 'long', { qty: 1 })
          h.entry('B', 'long', { qty: 3 })
        },
      ],
      [at(100), (h) => h.close('A')],
      [at(101), (h) => h.entry('C', 'long')],
      [at(101)],
    ],
    trades: ['long 1 100@1 > 101@2 A'],
    position: 4,
    declines: [],
  },
  {
    says: 'BE-7.7 a locked direction closes the position, and from flat is dropped',
    steps: [
      [
        at(100),
        (h) => {
          h.risk.allow('LONG')
          h.entry('S', 'short')
          h.entry('L', 'long')
        },
      ],
      [at(100), (h) => h.entry('S', 'short', { qty: 5 })],
      [at(101)],
    ],
    trades: ['long 1 100@1 > 101@2 S'],
    position: 0,
    declines: ['N105 S'],
  },
  {
    says: 'BE-7.7 and never opens, though an earlier close has left it more than it needs',
    steps: [
      [
        at(100),
        (h) => {
          h.risk.allow('LONG')
          h.entry('L', 'long', { qty: 10 })
        },
      ],
      [
        at(100),
        (h) => {
          h.close('L', { qtyPercent: 50 })
          h.entry('S', 'short')
        },
      ],
      [at(101)],
    ],
    trades: ['long 5 100@1 > 101@2 L', 'long 5 100@1 > 101@2 S'],
    position: 0,
  },
  {
    says: 'BE-7.8 opposite market entries from flat both execute, the second reverses',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.entry('S', 'short')
        },
      ],
      [at(100)],
    ],
    trades: ['long 1 100@1 > 100@1 S'],
    position: -1,
  },
  {
    says: 'F8 an entry whose stop is na is a market order',
    steps: [[at(100), (h) => h.entry('L', 'long', { stop: Number.NaN })], [at(100)]],
    position: 1,
  },
]

const ORDER: readonly Scenario[] = [
  {
    says: 'BE-8.1 a raw order nets its quantity and passes through zero',
    steps: [
      [at(100), (h) => h.order('A', 'long', { qty: 2 })],
      [at(100), (h) => h.order('B', 'short', { qty: 5 })],
      [at(101)],
    ],
    trades: ['long 2 100@1 > 101@2 B'],
    position: -3,
  },
  {
    says: 'BE-8.1 raw orders know no pyramiding',
    steps: [
      [at(100), (h) => h.order('A', 'long')],
      [at(100), (h) => h.order('B', 'long')],
      [at(100)],
    ],
    position: 2,
  },
  {
    says: 'BE-8.2 two raw orders without a group can both fill and turn the position',
    steps: [
      [at(100), (h) => h.entry('L', 'long')],
      [
        at(100),
        (h) => {
          h.order('TP', 'short', { limit: 102 })
          h.order('SL', 'short', { stop: 97 })
        },
      ],
      [[100, 102, 95, 96]],
    ],
    trades: ['long 1 100@1 > 102@2 TP'],
    position: -1,
  },
  {
    says: 'BE-8.4 raw orders are not bound by the locked direction or the position limit',
    steps: [
      [
        at(100),
        (h) => {
          h.risk.allow('LONG')
          h.risk.maxPosition(1)
          h.order('S', 'short', { qty: 3 })
        },
      ],
      [at(100)],
    ],
    position: -3,
  },
]

const OCA: readonly Scenario[] = [
  {
    says: 'BE-14.2 cancel: one fill removes the rest, at once and on the same path',
    settings: { pyramiding: 5 },
    steps: [
      [
        at(100),
        (h) => {
          const group = { ocaName: 'G', ocaType: 'CANCEL' } as const
          h.entry('L', 'long', { stop: 101, ...group })
          h.entry('S', 'short', { stop: 99, ...group })
        },
      ],
      [[100, 102, 95, 96]],
    ],
    position: 1,
  },
  {
    says: 'BE-14.5 of two members gapped by one open only the first fills',
    steps: [
      [
        at(100),
        (h) => {
          const group = { ocaName: 'G', ocaType: 'CANCEL' } as const
          h.order('A', 'long', { stop: 101, ...group })
          h.order('B', 'long', { stop: 102, ...group })
        },
      ],
      [at(105)],
    ],
    position: 1,
  },
  {
    says: 'BE-14.3 reduce: the others shrink by what was filled',
    settings: { marginShort: 0 },
    steps: [
      [
        at(100),
        (h) => {
          const group = { ocaName: 'G', ocaType: 'REDUCE' } as const
          h.order('A', 'long', { qty: 2, stop: 101, ...group })
          h.order('B', 'short', { qty: 5, stop: 99, ...group })
        },
      ],
      [[100, 102, 95, 96]],
    ],
    trades: ['long 2 101@1 > 99@1 B'],
    position: -1,
  },
  {
    says: 'BE-14.1 the same name with another type is another group',
    steps: [
      [
        at(100),
        (h) => {
          h.order('A', 'long', { stop: 101, ocaName: 'G', ocaType: 'CANCEL' })
          h.order('B', 'short', { qty: 1, stop: 99, ocaName: 'G', ocaType: 'REDUCE' })
        },
      ],
      [[100, 102, 95, 96]],
    ],
    trades: ['long 1 101@1 > 99@1 B'],
    position: 0,
  },
  {
    says: 'BE-9.9 an explicit group joins exits across calls',
    steps: [
      [at(100), (h) => h.entry('L', 'long', { qty: 2 })],
      [
        at(100),
        (h) => {
          h.exit('A', { from: 'L', qty: 1, limit: 102, ocaName: 'G' })
          h.exit('B', { from: 'L', qty: 1, stop: 95, ocaName: 'G' })
        },
      ],
      [[100, 102, 90, 91]],
    ],
    trades: ['long 1 100@1 > 102@2 A'],
    position: 1,
  },
  {
    says: 'BE-9.9 the legs of one call do not reduce each other',
    settings: { pyramiding: 2 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('A', 'long')
          h.entry('B', 'long')
        },
      ],
      [at(100), (h) => h.exit('X', { stop: 95, ocaName: 'G' })],
      [[100, 100, 90, 91]],
    ],
    trades: ['long 1 100@1 > 95@2 X', 'long 1 100@1 > 95@2 X'],
    position: 0,
  },
]

describe.each([
  ['BE-6 order identity', IDENTITY],
  ['BE-7 strategy.entry', ENTRY],
  ['BE-8 strategy.order', ORDER],
  ['BE-14 OCA groups', OCA],
])('%s', (_title, scenarios) => {
  it.each(scenarios)('$says', (scenario) => {
    expect(outcome(scenario)).toEqual(wanted(scenario))
  })
})
