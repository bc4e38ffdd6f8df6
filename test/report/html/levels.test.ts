import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packLevels } from '../../../src/report/html/pack-levels.ts'
import { readResting } from '../../../src/report/html/page/resting.ts'
import type { Trades } from '../../../src/report/html/page/trades.ts'
import type { BacktestResult } from '../../../src/report/index.ts'
import { LEVEL_KINDS } from '../../../src/shared/outcome.ts'

type Row = {
  readonly kind: (typeof LEVEL_KINDS)[number]
  readonly side: 'long' | 'short'
  readonly entryBar: number | null
  readonly from: number
  readonly to: number
  readonly price: number
}
type Trade = { readonly isLong: boolean; readonly from: number; readonly to: number }

function read(rows: readonly Row[], trades: readonly Trade[] = [], decimals = 2) {
  const levels: BacktestResult['levels'] = {
    kind: rows.map(({ kind }) => kind),
    side: rows.map(({ side }) => side),
    entryBar: rows.map(({ entryBar }) => entryBar),
    from: rows.map(({ from }) => from),
    to: rows.map(({ to }) => to),
    price: rows.map(({ price }) => price),
    dropped: 3,
  }
  return readResting(packLevels({ levels }, decimals), {
    entryBar: Float64Array.from(trades, ({ from }) => from),
    exitBar: Float64Array.from(trades, ({ to }) => to),
    isLong: (row: number) => trades[row]!.isLong,
  } as Trades)
}

const row = (more: Partial<Row>): Row => ({
  kind: 'stop',
  side: 'long',
  entryBar: 10,
  from: 10,
  to: 20,
  price: 99.5,
  ...more,
})

describe('levels in the page', () => {
  it('are read again as they were', () => {
    const bar = fc.nat(1e6)
    const any = fc.record({
      kind: fc.constantFrom(...LEVEL_KINDS),
      side: fc.constantFrom('long' as const, 'short' as const),
      entryBar: fc.option(bar),
      from: bar,
      length: bar,
      cents: fc.integer({ min: -1e9, max: 1e9 }),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 40 }), (list) => {
        const rows = list
          .map(({ cents, length, ...rest }) => ({
            ...rest,
            to: rest.from + length,
            price: cents / 100,
          }))
          .sort((a, b) => a.from - b.from)
        const resting = read(rows)
        expect(resting.count).toBe(rows.length)
        expect(resting.dropped).toBe(3)
        rows.forEach(({ kind, from, to, price }, i) => {
          expect([resting.kind(i), resting.from[i], resting.to[i], resting.price[i]! + 0]).toEqual([
            kind,
            from,
            to,
            price + 0,
          ])
        })
        const [first, last] = [2e5, 6e5]
        expect(resting.between(first, last)).toEqual(
          rows.flatMap(({ from, to }, i) => (from <= last && to >= first ? [i] : [])),
        )
      }),
    )
  })

  it.each([
    { says: 'its own', rows: [row({}), row({ entryBar: 12, from: 12 })], want: [0] },
    { says: 'those against all of the position', rows: [row({ entryBar: null })], want: [0] },
    {
      says: 'those that stood meanwhile where it has none of its own',
      rows: [row({ entryBar: 5, from: 5 })],
      want: [0],
    },
    { says: 'none of the other side', rows: [row({ side: 'short' })], want: [] },
    { says: 'none of another time', rows: [row({ from: 2, to: 9 })], want: [] },
  ])('of a trade are $says', ({ rows, want }) => {
    expect(read(rows, [{ isLong: true, from: 10, to: 20 }]).ofTrade(0)).toEqual(want)
  })

  it('are put together where one order was moved, and kept apart where two stood', () => {
    const resting = read([
      row({ to: 12 }),
      row({ kind: 'target', price: 110 }),
      row({ kind: 'target', price: 120 }),
      row({ from: 12, to: 15, price: 100 }),
      row({ from: 15, price: 101 }),
    ])
    expect(resting.chains([0, 1, 2, 3, 4])).toEqual([[0, 3, 4], [1], [2]])
  })
})
