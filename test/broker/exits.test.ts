import { describe, expect, it } from 'vitest'
import type { Host } from './host.ts'
import { at, outcome, play, type Scenario, tell, wanted } from './tell.ts'

const long = (h: Host): void => h.entry('L', 'long')

const EXIT: readonly Scenario[] = [
  {
    says: 'BE-9.1 an exit whose levels are all na does nothing and says so',
    steps: [
      [at(100), long],
      [at(100), (h) => h.exit('X', { from: 'L', stop: Number.NaN })],
      [[100, 110, 90, 100]],
    ],
    trades: [],
    declines: ['N108 X'],
  },
  {
    says: 'BE-9.1 it removes the pending exit of its key',
    steps: [
      [at(100), long],
      [at(100), (h) => h.exit('X', { from: 'L', stop: 95 })],
      [at(100), (h) => h.exit('X', { from: 'L' })],
      [[100, 110, 90, 100]],
    ],
    trades: [],
    declines: ['N108 X'],
  },
  {
    says: 'BE-9.3 later entries of the id need a new call',
    settings: { pyramiding: 2 },
    steps: [
      [at(100), long],
      [at(100), (h) => h.exit('X', { from: 'L', stop: 95 })],
      [at(100), long],
      [[100, 100, 94, 94]],
    ],
    trades: ['long 1 100@1 > 95@3 X'],
    position: 1,
  },
  {
    says: 'BE-9.3 without fromEntry it covers open entries and all later ones until flat',
    settings: { pyramiding: 2 },
    steps: [
      [at(100), (h) => h.entry('A', 'long')],
      [at(100), (h) => h.exit('X', { stop: 95 })],
      [at(100), (h) => h.entry('B', 'long')],
      [[100, 100, 94, 94], (h) => h.entry('C', 'long')],
      [[94, 94, 90, 90]],
    ],
    trades: ['long 1 100@1 > 95@3 X', 'long 1 100@3 > 95@3 X'],
    position: 1,
  },
  {
    says: 'BE-9.3 no matching entry: nothing',
    steps: [
      [at(100), (h) => h.exit('X', { from: 'L', stop: 95 })],
      [at(100), long],
      [[100, 100, 90, 90]],
    ],
    position: 1,
    declines: [],
  },
  {
    says: 'BE-9.4 without fromEntry from flat it binds the pending entry at once',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.exit('X', { stop: 95 })
        },
      ],
      [[100, 100, 94, 94]],
    ],
    trades: ['long 1 100@1 > 95@1 X'],
  },
  {
    says: 'BE-9.4 with a reversal pending it binds the position that is reversed out of',
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          h.entry('S', 'short')
          h.exit('X', { profit: 500, loss: 500 })
        },
      ],
      [[100, 110, 90, 100]],
    ],
    trades: ['long 1 100@1 > 100@2 S'],
    position: -1,
  },
  {
    says: 'BE-9.4 from flat it binds every pending entry, and each keeps its exit when the other is done',
    settings: { pyramiding: 2 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('A', 'long')
          h.entry('B', 'short', { stop: 90 })
          h.exit('X', { profit: 200, loss: 200 })
        },
      ],
      [[100, 103, 100, 100]],
      [[100, 100, 89, 93]],
    ],
    trades: ['long 1 100@1 > 102@1 X', 'short 2 90@2 > 92@2 X'],
  },
  {
    says: 'BE-9.4 with a position the exit leaves a pending reversal alone, though it was bound to it',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('A', 'long')
          h.entry('B', 'short', { stop: 95 })
          h.exit('X', { loss: 1000, profit: 100 })
        },
      ],
      [at(100), (h) => h.exit('X', { loss: 1000, profit: 100 })],
      [[100, 100, 92, 92]],
    ],
    trades: ['long 1 100@1 > 95@2 B'],
    position: -1,
  },
  {
    says: 'BE-9.3 an exit for every entry ends with the position, even if the same open begins another',
    settings: { pyramiding: 2 },
    steps: [
      [at(100), (h) => h.entry('A', 'long')],
      [at(100), (h) => h.exit('X', { stop: 95 })],
      [
        at(100),
        (h) => {
          h.close('A')
          h.entry('B', 'long')
        },
      ],
      [[100, 100, 90, 90]],
    ],
    trades: ['long 1 100@1 > 100@3 A'],
    position: 1,
  },
  {
    says: 'BE-6.4 an exit given again moves its levels in place',
    steps: [
      [at(100), long],
      [at(100), (h) => h.exit('X', { from: 'L', stop: 95 })],
      [at(100), (h) => h.exit('X', { from: 'L', stop: 97 })],
      [[100, 100, 94, 94]],
    ],
    trades: ['long 1 100@1 > 97@3 X'],
  },
  {
    says: 'BE-9.5 half and rest, given again on every bar: each closes one, once',
    settings: { defaultQtyValue: 2 },
    steps: [
      [at(100), long],
      ...([at(100), [100, 103, 100, 101], at(101), [101, 101, 94, 94], at(94)] as const).map(
        (bar) =>
          [
            bar,
            (h: Host) => {
              h.exit('HALF', { from: 'L', qtyPercent: 50, limit: 102 })
              h.exit('REST', { from: 'L', stop: 95 })
            },
          ] as const,
      ),
    ],
    trades: ['long 1 100@1 > 102@2 HALF', 'long 1 100@1 > 95@4 REST'],
  },
  {
    says: 'BE-9.5 the rest closes only the rest, whichever fires first',
    settings: { defaultQtyValue: 2 },
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          h.exit('HALF', { from: 'L', qtyPercent: 50, limit: 102 })
          h.exit('REST', { from: 'L', stop: 95 })
        },
      ],
      [[100, 100, 94, 94]],
    ],
    trades: ['long 1 100@1 > 95@2 REST'],
    position: 1,
  },
  {
    says: 'BE-9.5 what has fired stays reserved: nothing is left for a third exit',
    settings: { defaultQtyValue: 4 },
    steps: [
      [at(100), long],
      [at(100), (h) => h.exit('A', { from: 'L', qtyPercent: 50, limit: 101 })],
      [
        [100, 102, 100, 102],
        (h) => {
          h.exit('B', { from: 'L', qtyPercent: 50, stop: 95 })
          h.exit('C', { from: 'L', stop: 96 })
        },
      ],
      [[102, 102, 90, 91]],
    ],
    trades: ['long 2 100@1 > 101@2 A', 'long 2 100@1 > 95@3 B'],
    declines: ['N111 C'],
  },
  {
    says: 'BE-9.5 an exit for which others leave nothing is not made and says so',
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          h.exit('TP', { from: 'L', limit: 105 })
          h.exit('SL', { from: 'L', stop: 95 })
        },
      ],
      [[100, 100, 94, 94]],
    ],
    trades: [],
    declines: ['N111 SL'],
  },
  {
    says: 'BE-9.5 percentages are of the original size, rounded down to the lot',
    settings: { defaultQtyValue: 5 },
    symbol: { lot: 1 },
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          h.exit('A', { from: 'L', qtyPercent: 50, limit: 101 })
          h.exit('B', { from: 'L', qtyPercent: 50, limit: 102 })
        },
      ],
      [[100, 103, 100, 103]],
    ],
    trades: ['long 2 100@1 > 101@2 A', 'long 2 100@1 > 102@2 B'],
    position: 1,
  },
  {
    says: 'BE-9.7 profit and loss are ticks off the own entry, fractions rounded outwards',
    settings: { pyramiding: 2, slippage: 0 },
    symbol: { tick: 1 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('A', 'long')
          h.entry('B', 'long', { stop: 104 })
          h.exit('X', { profit: 2.5, loss: 30 })
        },
      ],
      [[100, 103, 100, 103]],
      [[103, 108, 103, 108]],
    ],
    trades: ['long 1 100@1 > 103@1 X', 'long 1 104@2 > 107@2 X'],
  },
  {
    says: 'BE-9.8 of profit and limit, and of loss and stop, the nearer counts',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.exit('X', { from: 'L', profit: 500, limit: 103, loss: 100, stop: 90 })
        },
      ],
      [[100, 104, 98, 103]],
    ],
    trades: ['long 1 100@1 > 99@1 X'],
  },
  {
    says: 'BE-9.11 the lots go oldest first, whichever entry the exit is bound to',
    settings: { pyramiding: 2 },
    steps: [
      [at(100), (h) => h.entry('A', 'long')],
      [at(101), (h) => h.entry('B', 'long')],
      [at(102), (h) => h.exit('X', { from: 'B', limit: 105 })],
      [[102, 106, 102, 106]],
    ],
    trades: ['long 1 101@1 > 105@3 X'],
    position: 1,
  },
  {
    says: 'BE-9.12 a bracket outlives the row that was taken first in, first out',
    settings: { pyramiding: 2 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('A', 'long')
          h.exit('XA', { from: 'A', stop: 95 })
        },
      ],
      [at(100), (h) => h.entry('B', 'long')],
      [at(100), (h) => h.close('B')],
      [at(100)],
      [[100, 100, 94, 94]],
    ],
    trades: ['long 1 100@1 > 100@3 B', 'long 1 100@2 > 95@4 XA'],
  },
  {
    says: 'BE-9.13 exit stop and reversing stop gapped by one open: both fill, the exit opens anew',
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          h.exit('X', { from: 'L', stop: 95 })
          h.entry('S', 'short', { stop: 95 })
        },
      ],
      [at(90)],
    ],
    trades: ['long 1 100@1 > 90@2 S'],
    position: -2,
  },
  {
    says: 'BE-9.13 touched inside the bar the reversal cancels the exit',
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          h.exit('X', { from: 'L', stop: 95 })
          h.entry('S', 'short', { stop: 95 })
        },
      ],
      [[100, 100, 90, 90]],
    ],
    trades: ['long 1 100@1 > 95@2 S'],
    position: -1,
  },
  {
    says: 'BE-9.13 a market reversal cancels it too',
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          h.exit('X', { from: 'L', stop: 95 })
          h.entry('S', 'short')
        },
      ],
      [at(90)],
    ],
    trades: ['long 1 100@1 > 90@2 S'],
    position: -1,
  },
  {
    says: 'BE-9.14 a close on the bar of an exit wins',
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          h.exit('X', { from: 'L', stop: 99, limit: 101 })
          h.close('L')
        },
      ],
      [[105, 106, 90, 100]],
    ],
    trades: ['long 1 100@1 > 105@2 L'],
  },
]

const TRAIL: readonly Scenario[] = [
  {
    says: 'BE-9.20 points round up to whole ticks, the offset loses its fraction',
    symbol: { tick: 1 },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.exit('X', { from: 'L', trailPoints: 2.2, trailOffset: 1.9 })
        },
      ],
      [[100, 102, 100, 101]],
      [[101, 105, 101, 102]],
    ],
    trades: ['long 1 100@1 > 104@2 X'],
  },
  {
    says: 'BE-9.26 without an offset it leaves at the activation level itself',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.exit('X', { from: 'L', trailPoints: 100, stop: 90 })
        },
      ],
      [[100, 103, 99.5, 102]],
    ],
    trades: ['long 1 100@1 > 101@1 X'],
  },
  {
    says: 'BE-9.27 armed at 101, best 102, leaves at 101.90 on the closing leg',
    steps: [
      [at(100), long],
      [at(100.5), (h) => h.exit('X', { from: 'L', trailPrice: 101, trailOffset: 10 })],
      [[100.5, 102, 100.4, 101.5]],
    ],
    trades: ['long 1 100.5@1 > 101.9@2 X'],
  },
  {
    says: 'BE-9.22 extremes before the entry do not count',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long', { limit: 99 })
          h.exit('X', { from: 'L', trailPoints: 100, trailOffset: 50 })
        },
      ],
      // 100 → 105 → 98 → 99.5: the high lies before the entry at 99.
      [[100, 105, 94, 99.5]],
      [at(99.5)],
    ],
    trades: [],
    position: 1,
  },
  {
    says: 'BE-9.23 first given after the entry it starts from that close, not from the high',
    steps: [
      [at(100), long],
      [[100, 110, 100, 104], (h) => h.exit('X', { from: 'L', trailPoints: 100, trailOffset: 100 })],
      [[104, 104, 103.5, 103.8]],
      [[103.8, 103.8, 102, 102]],
    ],
    trades: ['long 1 100@1 > 103@3 X'],
  },
  {
    says: 'BE-9.24 the same parameters again keep the best price',
    steps: [
      [at(100), long],
      ...(
        [
          [100, 102, 100, 102],
          [102, 105, 102, 104.5],
          [104.5, 104.5, 104.2, 104.2],
          [104.2, 104.2, 103, 103],
        ] as const
      ).map(
        (bar) =>
          [
            bar,
            (h: Host) => h.exit('X', { from: 'L', trailPoints: 100, trailOffset: 100 }),
          ] as const,
      ),
    ],
    trades: ['long 1 100@1 > 104@4 X'],
  },
  {
    says: 'BE-9.23 a changed offset starts anew from the close',
    steps: [
      [at(100), long],
      [[100, 102, 100, 102], (h) => h.exit('X', { from: 'L', trailPoints: 100, trailOffset: 300 })],
      [[102, 105, 102, 103], (h) => h.exit('X', { from: 'L', trailPoints: 100, trailOffset: 200 })],
      [[103, 103, 100, 100]],
    ],
    // From the close of 103, not from the best price of 105.
    trades: ['long 1 100@1 > 101@3 X'],
  },
  {
    says: 'BE-9.25 an armed stop gapped through leaves at the open',
    steps: [
      [at(100), long],
      [[100, 105, 100, 105], (h) => h.exit('X', { from: 'L', trailPoints: 100, trailOffset: 100 })],
      [at(90)],
    ],
    trades: ['long 1 100@1 > 90@2 X'],
  },
  {
    says: 'BE-9.25 armed without an offset it always leaves at the next open',
    steps: [
      [at(100), long],
      [[100, 106, 100, 105], (h) => h.exit('X', { from: 'L', trailPoints: 100 })],
      [at(108)],
    ],
    trades: ['long 1 100@1 > 108@2 X'],
  },
  {
    says: 'BE-9.26 a limit on the way fills first',
    steps: [
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.exit('X', { from: 'L', trailPoints: 100, trailOffset: 10, limit: 102 })
        },
      ],
      [[100, 105, 99.5, 100]],
    ],
    trades: ['long 1 100@1 > 102@1 X'],
  },
  {
    says: 'BE-9.27 mirrored for a short',
    steps: [
      [at(100), (h) => h.entry('S', 'short')],
      [at(99.5), (h) => h.exit('X', { from: 'S', trailPrice: 99, trailOffset: 10 })],
      [[99.5, 99.6, 98, 98.5]],
    ],
    trades: ['short 1 99.5@1 > 98.1@2 X'],
  },
  {
    says: 'BE-9.28 slippage moves trailing fills',
    settings: { slippage: 3 },
    steps: [
      [at(100), long],
      [at(100), (h) => h.exit('X', { from: 'L', trailPrice: 101, trailOffset: 10 })],
      [[100, 102, 99.9, 101.5]],
    ],
    trades: ['long 1 100.03@1 > 101.87@2 X'],
  },
]

const CLOSE: readonly Scenario[] = [
  {
    says: 'BE-10.1 close takes what is open under its id, one row a lot',
    settings: { pyramiding: 3 },
    steps: [[at(100), long], [at(101), long], [at(102), (h) => h.close('L')], [at(103)]],
    trades: ['long 1 101@1 > 103@3 L', 'long 1 102@2 > 103@3 L'],
  },
  {
    says: 'BE-10.2 under FIFO an id can close what was entered under it, not the rows that carry it',
    settings: { pyramiding: 3 },
    steps: [
      [at(100), (h) => h.entry('A', 'long', { qty: 1 })],
      [at(101), (h) => h.entry('B', 'long', { qty: 2 })],
      [at(102), (h) => h.close('B')],
      [at(103), (h) => h.close('B')],
      [at(104), (h) => h.close('A')],
      [at(105)],
    ],
    trades: ['long 1 101@1 > 103@3 B', 'long 1 102@2 > 103@3 B', 'long 1 102@2 > 105@5 A'],
  },
  {
    says: 'BE-10.3 closes in one run stack: 30 %, 30 % and 40 % of 10',
    settings: { defaultQtyValue: 10 },
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          h.close('L', { qtyPercent: 30 })
          h.close('L', { qtyPercent: 30 })
          h.close('L', { qtyPercent: 40 })
        },
      ],
      [at(101)],
    ],
    trades: ['long 3 100@1 > 101@2 L', 'long 3 100@1 > 101@2 L', 'long 4 100@1 > 101@2 L'],
    position: 0,
  },
  {
    says: 'BE-10.3 on the close one call counts as it was given last, and others stack',
    settings: { defaultQtyValue: 10, processOrdersOnClose: true },
    steps: [
      [at(100), long],
      [
        at(101),
        (h) => {
          for (const qtyPercent of [30, 30, 40]) h.close('L', { qtyPercent, mark: 4097 })
          h.close('L', { qtyPercent: 10, mark: 8193 })
        },
      ],
      [at(102)],
    ],
    trades: ['long 4 100@0 > 101@1 L', 'long 1 100@0 > 101@1 L'],
    position: 5,
  },
  {
    says: 'BE-10.3 one call for several ids closes each of them',
    settings: { pyramiding: 2, processOrdersOnClose: true },
    steps: [
      [
        at(100),
        (h) => {
          h.entry('A', 'long', { qty: 1 })
          h.entry('B', 'long', { qty: 2 })
        },
      ],
      [
        at(101),
        (h) => {
          for (const id of ['A', 'B']) h.close(id, { mark: 4097 })
        },
      ],
    ],
    trades: ['long 1 100@0 > 101@1 A', 'long 2 100@0 > 101@1 B'],
    position: 0,
  },
  {
    says: 'BE-10.3 on the next bar the same call counts again',
    settings: { defaultQtyValue: 10, processOrdersOnClose: true },
    steps: [
      [at(100), long],
      [at(101), (h) => h.close('L', { qtyPercent: 30, mark: 4097 })],
      [at(102), (h) => h.close('L', { qty: 1, mark: 4097 })],
    ],
    trades: ['long 3 100@0 > 101@1 L', 'long 1 100@0 > 102@2 L'],
    position: 6,
  },
  {
    says: 'BE-10.3 where orders wait for the open, the calls of a loop stack',
    settings: { defaultQtyValue: 10 },
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          for (const qtyPercent of [30, 30, 40]) h.close('L', { qtyPercent, mark: 4097 })
        },
      ],
      [at(101)],
    ],
    trades: ['long 3 100@1 > 101@2 L', 'long 3 100@1 > 101@2 L', 'long 4 100@1 > 101@2 L'],
    position: 0,
  },
  {
    says: 'BE-10.4 at the limit the add is declined and the close works',
    steps: [
      [at(100), long],
      [
        at(100),
        (h) => {
          h.entry('L', 'long')
          h.close('L')
        },
      ],
      [at(101)],
    ],
    trades: ['long 1 100@1 > 101@2 L'],
    position: 0,
    declines: ['N104 L'],
  },
  {
    says: 'BE-10.6 a reversal declined for margin takes the close after it along',
    settings: { initialCapital: 1000 },
    steps: [
      [at(100), (h) => h.entry('L', 'long', { qty: 9 })],
      [
        at(100),
        (h) => {
          h.entry('S', 'short', { qty: 10 })
          h.close('L')
        },
      ],
      [at(101)],
    ],
    trades: [],
    position: 9,
    declines: ['N103 S', 'N113 L'],
  },
  {
    says: 'BE-10.6 a close before it is carried out',
    settings: { initialCapital: 1000 },
    steps: [
      [at(100), (h) => h.entry('L', 'long', { qty: 9 })],
      [
        at(100),
        (h) => {
          h.close('L')
          h.entry('S', 'short', { qty: 10 })
        },
      ],
      [at(99)],
    ],
    trades: ['long 9 100@1 > 99@2 L'],
    position: -10,
  },
  {
    says: 'BE-11.1 under ANY a close takes its own lots only',
    settings: { pyramiding: 2, closeEntriesRule: 'ANY' },
    steps: [
      [at(100), (h) => h.entry('A', 'long')],
      [at(101), (h) => h.entry('B', 'long')],
      [at(102), (h) => h.close('B')],
      [at(103)],
    ],
    trades: ['long 1 102@2 > 103@3 B'],
    position: 1,
  },
  {
    says: 'BE-11.1 and an exit those of its entry',
    settings: { pyramiding: 2, closeEntriesRule: 'ANY' },
    steps: [
      [at(100), (h) => h.entry('A', 'long')],
      [at(101), (h) => h.entry('B', 'long')],
      [at(102), (h) => h.exit('X', { from: 'B', limit: 105 })],
      [[102, 106, 102, 106]],
    ],
    trades: ['long 1 102@2 > 105@3 X'],
    position: 1,
  },
]

describe.each([
  ['BE-9 strategy.exit', EXIT],
  ['BE-9b trailing stops', TRAIL],
  ['BE-10 and BE-11 closes', CLOSE],
])('%s', (_title, scenarios) => {
  it.each(scenarios)('$says', (scenario) => {
    expect(outcome(scenario)).toEqual(wanted(scenario))
  })
})

describe('what a trade row says', () => {
  it.each([
    { says: 'a target', bar: [100, 106, 100, 106], comment: 'profit', reason: 'LIMIT' },
    { says: 'a stop', bar: [100, 100, 90, 90], comment: 'loss', reason: 'STOP' },
    { says: 'a trailing stop', bar: [100, 103, 99.99, 100], comment: 'trail', reason: 'TRAIL' },
  ] as const)(
    'BE-9.15 the comment of $says overrides the exit’s own',
    ({ bar, comment, reason }) => {
      const host = play({
        steps: [
          [
            at(100),
            (h) => {
              h.entry('L', 'long')
              h.exit('X', {
                from: 'L',
                limit: 105,
                stop: 95,
                trailPoints: 200,
                trailOffset: 50,
                comment: 'any',
                commentProfit: comment === 'profit' ? 'profit' : '',
                commentLoss: comment === 'loss' ? 'loss' : '',
                commentTrailing: comment === 'trail' ? 'trail' : '',
              })
            },
          ],
          [bar],
        ],
      })
      const [trade] = host.trades
      expect(trade).toMatchObject({ comment, reason })
    },
  )

  it.each([
    { says: 'both levels inside the bar', bar: [100, 106, 94, 100], ambiguous: true },
    { says: 'the stop alone', bar: [100, 104, 94, 95], ambiguous: false },
    { says: 'a gap to the open, whatever follows', bar: [94, 106, 93, 100], ambiguous: false },
  ] as const)('marks as ambiguous: $says, $ambiguous', ({ bar, ambiguous }) => {
    const host = play({
      steps: [
        [at(100), long],
        [at(100), (h) => h.exit('X', { from: 'L', limit: 105, stop: 95 })],
        [bar],
      ],
    })
    expect(host.trades.map((t) => t.ambiguous)).toEqual([ambiguous])
    expect(host.broker.statistics().ambiguousTrades).toBe(ambiguous ? 1 : 0)
  })

  it('marks an exit by a raw bracket in a group likewise', () => {
    const group = { ocaName: 'G', ocaType: 'REDUCE', qty: 1 } as const
    const host = play({
      steps: [
        [at(100), long],
        [
          at(100),
          (h) => {
            h.order('TP', 'short', { limit: 105, ...group })
            h.order('SL', 'short', { stop: 95, ...group })
          },
        ],
        [[100, 106, 94, 100]],
      ],
    })
    expect(host.trades).toMatchObject([{ ambiguous: true, reason: 'ORDER' }])
  })

  it('BE-11.2 a partial close keeps the entry and splits the entry fee', () => {
    const host = play({
      settings: { defaultQtyValue: 4, commissionType: 'cashPerContract', commissionValue: 0.5 },
      steps: [[at(100), long], [at(100), (h) => h.close('L', { qty: 1 })], [at(101)]],
    })
    expect(host.trades.map(tell)).toEqual(['long 1 100@1 > 101@2 L'])
    expect(host.trades[0]).toMatchObject({ entryFee: 0.5, exitFee: 0.5, profit: 0 })
    expect(host.openTrades()).toMatchObject([
      { qty: 3, entry: 100, entryFee: 1.5, exit: 101, profit: 3, reason: 'OPEN' },
    ])
  })

  it('BE-11.5 excursions walk from the entry’s point to the exit’s', () => {
    const host = play({
      steps: [
        [
          at(100),
          (h) => {
            h.entry('L', 'long', { stop: 102 })
            h.exit('X', { from: 'L', stop: 97 })
          },
        ],
        // 100 → 99 → 110 → 103: the low lies before the entry.
        [[100, 110, 99, 103]],
        // 103 → 96 → 120 → 110: the rise to 120 lies after the exit.
        [[103, 120, 96, 110]],
      ],
    })
    expect(host.trades).toMatchObject([{ exit: 97, runup: 8, drawdown: 5 }])
  })

  it('RM-1.3 the favourable excursion is after the entry fee and never below 0', () => {
    const host = play({
      settings: { commissionType: 'cashPerOrder', commissionValue: 10 },
      steps: [[at(100), long], [[100, 103, 99, 100], (h) => h.close('L')], [at(100)]],
    })
    expect(host.trades).toMatchObject([{ runup: 0, drawdown: 11 }])
  })

  it('BE-11.5 keeps the extremes of each lot apart when they come and go', () => {
    const host = play({
      settings: { pyramiding: 3, closeEntriesRule: 'ANY' },
      steps: [
        [at(100), (h) => h.entry('A', 'long')],
        [[100, 109, 100, 100], (h) => h.entry('B', 'long')],
        [[100, 104, 98, 100], (h) => h.entry('C', 'long')],
        [[100, 102, 99, 100], (h) => h.close('B')],
        [[100, 100, 100, 100], (h) => h.close('A')],
        [[100, 101, 95, 100], (h) => h.close('C')],
        [at(100)],
      ],
    })
    expect(host.trades.map(({ entryId, runup, drawdown }) => [entryId, runup, drawdown])).toEqual([
      ['B', 4, 2],
      ['A', 9, 2],
      ['C', 2, 5],
    ])
  })
})
