import { describe, expect, it } from 'vitest'
import { type WaitingOrder, waitingLines } from '../../src/compare/waiting.ts'

const MARKET: WaitingOrder = {
  command: 'entry',
  id: 'L',
  side: 'buy',
  qty: 2,
  stop: null,
  limit: null,
  trailFrom: null,
  trail: null,
  fromEntry: '',
  isWaiting: false,
}
const plain = (text: string): string => text
const line = (order: Partial<WaitingOrder>): string | undefined =>
  waitingLines([{ ...MARKET, ...order }], plain)[0]

describe('orders that waited when a bar began', () => {
  it.each([
    { order: {}, want: 'waiting: buy 2 at market, entry "L"' },
    { order: { stop: 105 }, want: 'waiting: buy 2 stop 105, entry "L"' },
    { order: { stop: 105, limit: 103 }, want: 'waiting: buy 2 stop 105 limit 103, entry "L"' },
    { order: { qty: null, limit: 99.5 }, want: 'waiting: buy limit 99.5, entry "L"' },
    {
      order: { command: 'exit', id: 'X', side: 'sell', fromEntry: 'L', limit: 110, trail: 104 },
      want: 'waiting: sell 2 limit 110 trail at 104, exit "X" of "L"',
    },
    {
      order: { command: 'exit', id: 'X', side: 'sell', fromEntry: 'L', trailFrom: 110 },
      want: 'waiting: sell 2 trail from 110, exit "X" of "L"',
    },
    {
      // Its levels are known with the fill of its entry.
      order: { command: 'exit', id: 'X', side: 'sell', qty: null, fromEntry: 'L', isWaiting: true },
      want: 'waiting: sell, exit "X" of "L", once that fills',
    },
  ] as const)('$want', ({ order, want }) => {
    expect(line(order)).toBe(want)
  })

  it('are ten at most', () => {
    const many = Array.from({ length: 12 }, () => MARKET)
    expect(waitingLines(many.slice(2), plain)).toHaveLength(10)
    expect(waitingLines(many, plain).at(-1)).toBe('and 2 more')
  })

  it('are told of where there is none', () => {
    expect(waitingLines([], plain)).toEqual(['no order was waiting'])
  })

  it('have names that are cleaned', () => {
    const clean = (text: string): string => text.replaceAll('\u001b', '?')
    expect(waitingLines([{ ...MARKET, id: 'a\u001b[2J', fromEntry: '\u001b' }], clean)).toEqual([
      'waiting: buy 2 at market, entry "a?[2J" of "?"',
    ])
  })
})
