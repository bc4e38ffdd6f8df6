import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCollector } from '../../src/backtest/collect.ts'
import { createPackedRows } from '../../src/backtest/packed.ts'
import { TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'

/** Columns that are alike, as those of trades are, and some that are like nothing. */
const column = fc.oneof(
  fc.constant(fc.constantFrom(-0, 0, Number.NaN, 7.25)),
  fc.constant(fc.constantFrom(1, -1)),
  fc.maxSafeInteger().map((from) => fc.nat({ max: 300 }).map((step) => from + step)),
  fc.constant(fc.integer({ min: -40_000, max: 40_000 })),
  fc.constant(fc.integer({ min: 0, max: 2 ** 31 }).map((value) => value * 2)),
  fc.constant(fc.maxSafeInteger()),
  fc.constant(fc.float()),
  fc.constant(fc.double()),
  fc.constant(fc.oneof(fc.constantFrom(-0, Number.POSITIVE_INFINITY), fc.integer())),
)

describe('packed rows', () => {
  it('come out as they went in, to the bit', () => {
    const table = fc
      .array(column, { minLength: 1, maxLength: 5 })
      .chain((columns) => fc.array(fc.tuple(...columns), { maxLength: 60 }))
    const same = fc.property(table, fc.nat({ max: 2000 }), (rows, repeats) => {
      const width = rows[0]?.length ?? 1
      const once = Float64Array.from(rows.flat())
      const packed = createPackedRows(width)
      packed.add(once)
      // More than a block, all of which end in the middle of the pattern.
      const many = new Float64Array(Math.ceil(repeats / (rows.length + 1)) * once.length)
      for (let at = 0; at < many.length; at += once.length) many.set(once, at)
      packed.add(many)
      expect(packed.length).toBe(once.length + many.length)
      const out = new Float64Array(packed.length)
      packed.unpack(out)
      const wanted = [...once, ...many]
      expect(wanted.findIndex((value, at) => !Object.is(out[at], value))).toBe(-1)
    })
    fc.assert(same, { numRuns: 300 })
  })
})

describe('the trades of a long run', () => {
  it('are those that were sent, whatever the size of the messages', () => {
    const count = 100_000
    const rows = new Float64Array(count * TRADE_WIDTH)
    for (let i = 0; i < count; i++) {
      const at = i * TRADE_WIDTH
      rows[at + TRADE.SIDE] = i % 3 === 0 ? -1 : 1
      rows[at + TRADE.QTY] = 1 + (i % 5) / 7
      rows[at + TRADE.ENTRY_BAR] = 10 * i
      rows[at + TRADE.ENTRY_TIME] = 1.6e12 + 600_000 * i
      rows[at + TRADE.ENTRY_PRICE] = 100 + (i % 1000) / 4
      rows[at + TRADE.EXIT_BAR] = 10 * i + 4
      rows[at + TRADE.EXIT_TIME] = 1.6e12 + 600_000 * i + 240_000
      rows[at + TRADE.EXIT_PRICE] = 100 + ((i * 7) % 1000) / 4
      rows[at + TRADE.PROFIT] = Math.sin(i)
      rows[at + TRADE.PROFIT_PERCENT] = -Math.sin(i) / 3
      rows[at + TRADE.EXIT_REASON] = 1 + (i % 4)
    }
    const collector = createCollector()
    const bytes = new Uint8Array(rows.buffer)
    // Of an odd number of doubles, so that rows are cut.
    const step = 8 * 12_347
    for (let at = 0; at < bytes.length; at += step) collector.trades(bytes.subarray(at, at + step))
    const { trades } = collector.complete({
      end: { status: 'ok', bars: 10 * count },
    } as Parameters<typeof collector.complete>[0])
    expect(Buffer.from(trades.buffer, trades.byteOffset, trades.byteLength).equals(bytes)).toBe(
      true,
    )
  })
})
