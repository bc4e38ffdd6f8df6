import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashEquity, hashTrades, hashValue, toDaily } from '../../src/report/hash.ts'
import { TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'

type Equity = Parameters<typeof hashEquity>[0]['equity']

const equityOf = (
  days: { day: number[]; equity: number[]; close: number[] },
  fingerprint = 'f1',
): Equity => ({ days, fingerprint }) as unknown as Equity

describe('hashEquity', () => {
  const said = (equity: Equity): string =>
    hashValue({ fingerprint: equity.fingerprint, daily: toDaily(equity) })

  it('is the hash of the JSON of the days, whatever days came before', () => {
    const price = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(-0, Number.NaN, 100, null as unknown as number),
    )
    const run = fc
      .array(fc.record({ day: fc.nat(40_000), equity: price, close: price }), { maxLength: 6 })
      .map((rows) => ({
        day: rows.map(({ day }) => day),
        equity: rows.map(({ equity }) => equity),
        close: rows.map(({ close }) => close),
      }))
    const check = fc.property(run, run, fc.string(), (one, other, fingerprint) => {
      const days = [
        one,
        { ...one, equity: other.equity },
        other,
        { ...one, close: other.close },
        one,
      ]
      for (const each of days) {
        const equity = equityOf(each, fingerprint)
        expect(hashEquity({ equity })).toBe(said(equity))
      }
    })
    fc.assert(check)
  })
})

describe('hashTrades', () => {
  const rowOf = (fields: Partial<Record<keyof typeof TRADE, number>>): number[] => {
    const row = new Array<number>(TRADE_WIDTH).fill(1)
    for (const [name, value] of Object.entries(fields))
      row[TRADE[name as keyof typeof TRADE]] = value
    return row
  }
  const hash = (rows: number[][], texts: string[], open: number[][] = []): string =>
    hashTrades({
      trades: Float64Array.from(rows.flat()),
      openTrades: Float64Array.from(open.flat()),
      texts,
    })
  const texts = ['', 'a', 'b']

  it('does not depend on the numbers of the texts', () => {
    const one = [rowOf({ ENTRY_ID: 1, EXIT_ID: 2 }), rowOf({ ENTRY_ID: 2, EXIT_ID: 1 })]
    const other = [rowOf({ ENTRY_ID: 2, EXIT_ID: 1 }), rowOf({ ENTRY_ID: 1, EXIT_ID: 2 })]
    const uncommented = (rows: number[][]): number[][] =>
      rows.map((row) => row.with(TRADE.ENTRY_COMMENT, 0).with(TRADE.EXIT_COMMENT, 0))
    expect(hash(uncommented(one), texts)).toBe(hash(uncommented(other), ['', 'b', 'a']))
    expect(hash(uncommented(one), texts)).not.toBe(hash(uncommented(other), texts))
  })

  it('knows one zero and one NaN, also where a number stands for no text', () => {
    expect(hash([rowOf({ PROFIT: -0 })], texts)).toBe(hash([rowOf({ PROFIT: 0 })], texts))
    const open = (id: number): number[][] => [rowOf({ EXIT_ID: id }), rowOf({ EXIT_ID: id })]
    expect(hash([], texts, open(Number.NaN))).toBe(hash([], texts, open(77)))
    expect(hash([], texts, [rowOf({ EXIT_ID: 77 }), rowOf({ EXIT_ID: 78 })])).not.toBe(
      hash([], texts, open(77)),
    )
  })

  it('is the same over rows that fill more than one chunk', () => {
    const rows = Array.from({ length: 1200 }, (_, i) => rowOf({ ENTRY_ID: i % 3, PROFIT: i }))
    expect(hash(rows, texts)).toBe(hash(rows.slice(), texts))
    expect(hash(rows, texts)).not.toBe(hash(rows.toReversed(), texts))
  })
})
