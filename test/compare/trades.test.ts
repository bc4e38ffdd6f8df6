import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ListedTrade } from '../../src/compare/listed.ts'
import { compareTrades, type TradeComparison } from '../../src/compare/trades.ts'
import { START, trade } from './lists.ts'

const MINUTE = 60_000
const EVERYTHING = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }

function compared(
  ours: readonly ListedTrade[],
  theirs: readonly ListedTrade[],
  span = EVERYTHING,
): TradeComparison {
  const tolerance = { tick: 0.01, lot: 0.001 }
  return compareTrades(
    { closed: ours, open: 0 },
    { closed: theirs, open: 0 },
    tolerance,
    span,
    MINUTE,
  )
}

const kinds = ({ differences }: TradeComparison) =>
  differences.map(({ kind, faults }) => [kind, ...faults].join(' '))

describe('two lists of trades', () => {
  it.each([
    { says: 'the same', theirs: trade(0, 5), want: [] },
    { says: 'half a tick away', theirs: trade(0, 5, { exitPrice: 101.005 }), want: [] },
    {
      says: 'a tick away',
      theirs: trade(0, 5, { exitPrice: 101.01 }),
      want: ['differs exit price'],
    },
    {
      says: 'entered a tick away',
      theirs: trade(0, 5, { entryPrice: 99.99 }),
      want: ['differs entry price'],
    },
    { says: 'one lot larger', theirs: trade(0, 5, { qty: 1.001 }), want: [] },
    { says: 'two lots larger', theirs: trade(0, 5, { qty: 1.002 }), want: ['differs quantity'] },
    { says: 'a cent richer', theirs: trade(0, 5, { profit: 1.01 }), want: [] },
    { says: 'two cents richer', theirs: trade(0, 5, { profit: 1.02 }), want: ['differs profit'] },
    { says: 'left a bar later', theirs: trade(0, 6), want: ['differs exit bar'] },
    { says: 'entered a bar later', theirs: trade(1, 5), want: ['moved'] },
    { says: 'entered long before', theirs: trade(-9, 5), want: ['missing', 'extra'] },
    {
      says: 'on the other side',
      theirs: trade(0, 5, { side: 'short' }),
      want: ['missing', 'extra'],
    },
  ])('tells a trade that is $says', ({ theirs, want }) => {
    expect(kinds(compared([trade(0, 5)], [theirs]))).toEqual(want)
  })

  it('counts what it found', () => {
    const ours = [trade(0, 5), trade(10, 15), trade(20, 25, { exitPrice: 102, profit: 2 })]
    const theirs = [trade(0, 5), trade(20, 25), trade(40, 45)]
    expect(compared(ours, theirs)).toMatchObject({
      ours: 3,
      theirs: 3,
      matched: 1,
      percent: 25,
      isEqual: false,
      counts: { missing: 1, extra: 1, 'exit price': 1, profit: 1, 'exit bar': 0, moved: 0 },
      largest: { price: 1, profit: 1 },
    })
  })

  it('compares run-ups and drawdowns of matched trades apart from the verdict', () => {
    const theirs = [trade(0, 5, { runUp: 3 }), trade(10, 15, { runUp: null })]
    expect(compared([trade(0, 5), trade(10, 15)], theirs)).toMatchObject({
      isEqual: true,
      excursions: { compared: 3, same: 2, largest: 1 },
    })
  })

  it('leaves out what lies outside the bars', () => {
    const span = { fromMs: START + 10 * MINUTE, toMs: START + 20 * MINUTE }
    const list = [trade(0, 5), trade(10, 15), trade(12, 20), trade(18, 21)]
    expect(compared(list, list.slice(1), span)).toMatchObject({
      matched: 2,
      outside: { ours: 2, theirs: 1 },
    })
  })

  it('pairs trades that enter on one bar with the nearest', () => {
    const ours = [trade(0, 5, { qty: 1 }), trade(0, 7, { qty: 2 }), trade(0, 9, { qty: 3 })]
    const theirs = [trade(0, 9, { qty: 3 }), trade(0, 7, { qty: 2.5 }), trade(0, 5, { qty: 1 })]
    expect(kinds(compared(ours, theirs))).toEqual(['differs quantity'])
  })

  it('lists differences in order of time', () => {
    const { differences } = compared([trade(30, 35), trade(2, 3)], [trade(20, 21), trade(60, 65)])
    const times = differences.map(({ timeMs }) => timeMs)
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })

  const anyTrades = fc.array(
    fc
      .record({
        entry: fc.integer({ min: 0, max: 30 }),
        held: fc.integer({ min: 0, max: 4 }),
        side: fc.constantFrom('long' as const, 'short' as const),
        exitPrice: fc.integer({ min: 95, max: 105 }),
        qty: fc.integer({ min: 1, max: 3 }),
      })
      .map(({ entry, held, ...given }) => trade(entry, entry + held, given)),
    { maxLength: 20 },
  )

  it('finds any list equal to itself in any order', () => {
    fc.assert(
      fc.property(anyTrades, (list) => {
        expect(compared(list, [...list].reverse())).toMatchObject({
          isEqual: true,
          matched: list.length,
          percent: 100,
        })
      }),
    )
  })

  it('accounts for every trade of both lists', () => {
    fc.assert(
      fc.property(anyTrades, anyTrades, (ours, theirs) => {
        const { matched, differences, counts } = compared(ours, theirs)
        const both = matched + differences.filter(({ kind }) => /differs|moved/.test(kind)).length
        expect(both + counts.extra).toBe(ours.length)
        expect(both + counts.missing).toBe(theirs.length)
      }),
    )
  })
})
