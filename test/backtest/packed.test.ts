import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCollector } from '../../src/backtest/collect.ts'
import { createPackedRows } from '../../src/backtest/packed.ts'
import { blocksOf, buildResult, renderJson, type TradeRows } from '../../src/report/index.ts'
import { TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'
import { equityOf, recordOf, tradeRow } from '../report/fixture.ts'

/** Columns that are alike, as those of trades are, and some that are like nothing. */
const column = fc.oneof(
  fc.constant(fc.constantFrom(-0, 0, Number.NaN, 7.25)),
  fc.constant(fc.constantFrom(1, -1)),
  fc.constant(fc.constantFrom(-1.5, Math.PI)),
  fc.maxSafeInteger().map((from) => fc.nat({ max: 300 }).map((step) => from + step)),
  fc.constant(fc.integer({ min: -40_000, max: 40_000 })),
  fc.constant(fc.integer({ min: -40_000, max: 40_000 }).map((value) => value / 4)),
  fc.constant(fc.integer({ min: -400, max: 40_000 }).map((value) => 1e8 + value / 100)),
  fc.constant(fc.integer({ min: 1, max: 999 }).map((value) => value / 1e9)),
  fc.constant(fc.integer({ min: 0, max: 2 ** 31 }).map((value) => value * 60_000)),
  fc.constant(fc.maxSafeInteger()),
  fc.constant(fc.float()),
  fc.constant(fc.double()),
  fc.constant(fc.oneof(fc.constantFrom(-0, Number.POSITIVE_INFINITY), fc.integer())),
  fc.constant(fc.oneof(fc.constant(-0), fc.integer({ min: 0, max: 254 }))),
)

function allOf(rows: TradeRows): Float64Array {
  const all = new Float64Array(rows.length)
  let at = 0
  for (const block of blocksOf(rows)) {
    all.set(block, at)
    at += block.length
  }
  return all
}

function expectSame(rows: TradeRows, wanted: ArrayLike<number>): void {
  expect(rows.length).toBe(wanted.length)
  expect(allOf(rows).findIndex((value, at) => !Object.is(value, wanted[at]))).toBe(-1)
}

describe('packed rows', () => {
  it('come out as they went in, to the bit', () => {
    const table = fc
      .array(column, { minLength: 1, maxLength: 5 })
      .chain((columns) => fc.array(fc.tuple(...columns), { minLength: 1, maxLength: 60 }))
    // A last column that follows the first, as times follow bars.
    const line = fc.constantFrom([0, 60_000], [1.6e12, 60_000], [3, -2], [0.1, 0.7], [0, 1e300])
    const plain = fc.constantFrom(0, 0, 1)
    const same = fc.property(
      table,
      line,
      fc.nat({ max: 2000 }),
      plain,
      (rows, [base, step], repeats, plainBlocks) => {
        const width = rows[0]!.length + 1
        const once = rows.flatMap((row) => [...row, base! + step! * Number(row[0])])
        const packed = createPackedRows(width, plainBlocks)
        // Some whole blocks that end in the middle of the pattern, and what is left; their memory is used again.
        const all = Float64Array.from(
          { length: width * Math.ceil(repeats / rows.length + 1) * rows.length },
          (_, at) => once[at % once.length]!,
        )
        const whole = all.length - (all.length % packed.blockLength)
        for (const rows of [all.slice(0, whole), all.slice(whole)]) {
          packed.add(rows)
          rows.fill(1)
        }
        expectSame(packed, all)
      },
    )
    fc.assert(same, { numRuns: 500 })
  })
})

/** So many trades of which `every`-th bar closes one. */
function manyTrades(count: number, every: number): Float64Array {
  const rows = new Float64Array(count * TRADE_WIDTH)
  for (let i = 0; i < count; i++)
    rows.set(
      tradeRow({
        side: i % 3 === 0 ? -1 : 1,
        qty: 1 + (i % 5) / 7,
        entryBar: every * i,
        exitBar: every * i + Math.floor(every / 2),
        entryPrice: 100 + (i % 1000) / 4,
        exitPrice: 100 + ((i * 7) % 1000) / 4,
        entryFee: 0.01 * (i % 17),
        exitFee: (i % 3) / 3,
        entryComment: i % 4,
        reason: 1 + (i % 9),
      }),
      i * TRADE_WIDTH,
    )
  return rows
}

describe('the trades of a long run', () => {
  const COUNT = 100_000
  const rows = manyTrades(COUNT, 10)
  const collect = (status: 'ok' | 'failed', bars: number, bytes = new Uint8Array(rows.buffer)) => {
    const collector = createCollector()
    collector.texts(['a', 'b', 'c', 'd'])
    // Of an odd number of doubles, so that rows are cut.
    const step = 8 * 12_347
    for (let at = 0; at < bytes.length; at += step) collector.trades(bytes.subarray(at, at + step))
    return collector.complete({ end: { status, bars } } as Parameters<typeof collector.complete>[0])
  }

  it('are those that were sent, whatever the size of the messages', () => {
    expectSame(collect('ok', 10 * COUNT).trades, rows)
  })

  it.each([0, 1, 1023, 1024, 1025, 70_000, COUNT - 1])(
    'are the first %d where the run was cut short behind them',
    (count) => {
      // The trade closes in the middle of its ten bars.
      const { trades } = collect('failed', 10 * count + 5)
      expectSame(trades, rows.subarray(0, count * TRADE_WIDTH))
    },
  )

  it('are refused where one makes no sense, in any block, or is not whole', () => {
    for (const trade of [0, 1023, 1024, 70_000, COUNT - 1]) {
      const bad = rows.slice()
      bad[trade * TRADE_WIDTH + TRADE.EXIT_BAR] = 10 * COUNT
      expect(() => collect('ok', 10 * COUNT, new Uint8Array(bad.buffer)), String(trade)).toThrow(
        'a trade that makes no sense',
      )
      const late = rows.slice()
      late[trade * TRADE_WIDTH + TRADE.EXIT_BAR]! += 11
      if (trade < COUNT - 1)
        expect(() => collect('ok', 10 * COUNT, new Uint8Array(late.buffer)), String(trade)).toThrow(
          'a trade that makes no sense',
        )
    }
    const bytes = new Uint8Array(rows.buffer)
    expect(() => collect('ok', 10 * COUNT, bytes.subarray(0, -8))).toThrow('list of trades')
  })

  it('come to the same report as in one array, and are found one by one', () => {
    const count = 2_500
    const trades = manyTrades(count, 10)
    const packed = createPackedRows(TRADE_WIDTH, 1)
    packed.add(trades)
    const plain = recordOf({
      trades,
      openTrades: manyTrades(2, 1),
      texts: ['', 'in', 'out', 'a', 'b'],
      equity: equityOf(
        10_000,
        Array.from({ length: 500 }, (_, i) => ({ equity: 10_000 + 30 * Math.sin(i) })),
      ),
    })
    const wanted = buildResult(plain)
    const result = buildResult({ ...plain, trades: packed })
    expect(renderJson(result)).toBe(renderJson(wanted))
    for (const index of [2_499, 0, 1_024, 1_023, 2_500, -1, 5, -1_400, 2_501])
      expect(result.trades.at(index)).toEqual(wanted.trades.at(index))
    expect(result.trades.at(2_502)).toBeUndefined()
  })
})
