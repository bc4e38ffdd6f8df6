import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_SAMPLES } from '../../src/shared/outcome.ts'
import { createEquityTrack, type EquityTrack, type MarkedBars } from '../../src/trades/index.ts'

const CAPITAL = 1000
/** Bars before those at hand: with fewer, every bar is sampled. */
const BEFORE = 9 * MAX_SAMPLES
const QUARTER = 900_000

const rows = fc.array(
  fc.record({
    wait: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 200 })),
    price: fc.integer({ min: 1, max: 50 }),
    equity: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 900, max: 1100 }) },
      { weight: 6, arbitrary: fc.double({ min: 999, max: 1001, noNaN: true }) },
      fc.constantFrom(0, -5, CAPITAL),
    ),
    margin: fc.integer({ min: 0, max: 500 }),
    held: fc.constantFrom(-1, 0, 0, 1, 2),
    /** How often its equity comes again: bars on which nothing moves. */
    still: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 20 })),
  }),
  { minLength: 1, maxLength: 80 },
)
type Row = typeof rows extends fc.Arbitrary<readonly (infer Each)[]> ? Each : never

function markedBars(count: number, at: number, more: number): MarkedBars {
  const column = (before: number): Float64Array => new Float64Array(before + count).fill(Number.NaN)
  return {
    first: at - more,
    time: column(at),
    open: column(at),
    close: column(at),
    equity: column(more),
    margin: column(more),
    held: new Int8Array(more + count),
  }
}

/** Columns whose first bar is in slot `at`, and whose marks are behind `more` others. */
function columnsOf(
  rows: readonly Row[],
  at: number,
  more: number,
): { columns: MarkedBars; count: number } {
  const all = rows.flatMap((row) => [
    row,
    ...Array.from({ length: row.still }, () => ({ ...row, wait: 1 })),
  ])
  const columns = markedBars(all.length, at, more)
  let time = BEFORE * QUARTER
  all.forEach(({ wait, price, equity, margin, held }, i) => {
    time += wait * QUARTER
    columns.time[at + i] = time
    columns.open[at + i] = price
    columns.close[at + i] = price + 1
    columns.equity[more + i] = equity
    columns.margin[more + i] = margin
    columns.held[more + i] = held
  })
  return { columns, count: all.length }
}

function begun(before: number): EquityTrack {
  const track = createEquityTrack({ initialCapital: CAPITAL })
  if (before === 0) return track
  const columns = markedBars(before, 0, 0)
  for (let i = 0; i < before; i++) {
    columns.time[i] = i * QUARTER
    columns.open[i] = i
    columns.close[i] = i
    columns.equity[i] = CAPITAL
    columns.margin[i] = 0
  }
  track.bars(0, columns, 0, before)
  return track
}

/** The column, until `left.reads` values were read from it and its fellows: then a stop comes. */
function stopping<Column extends Float64Array | Int8Array>(
  column: Column,
  left: { reads: number },
): Column {
  return new Proxy(column, {
    get(target, key) {
      if (left.reads-- === 0) throw new Error('stopped')
      return Reflect.get(target, key)
    },
  })
}

describe('bars of a curve', () => {
  const before = fc.constantFrom(0, 1, MAX_SAMPLES - 1, MAX_SAMPLES, 2 * MAX_SAMPLES - 3, BEFORE)

  const place = fc.integer({ min: 0, max: 5 })

  it('come to the same together and one after another', () => {
    fc.assert(
      fc.property(rows, before, place, place, (given, before, slot, more) => {
        const one = begun(before)
        const many = begun(before)
        const { columns, count } = columnsOf(given, slot, more)
        many.bars(before, columns, slot, count)
        for (let i = 0; i < count; i++) one.bars(before + i, columns, slot + i, 1)
        expect(many.lastBar()).toBe(before + count - 1)
        expect(many.finish()).toEqual(one.finish())
      }),
      { numRuns: 200 },
    )
  })

  it('R12: are taken together or not at all where a stop comes, and can be given again', () => {
    fc.assert(
      fc.property(rows, before, fc.integer({ min: 0, max: 900 }), (given, before, reads) => {
        stopAndGoOn(given, before, reads)
      }),
      { numRuns: 200 },
    )
  })

  it('R12: are whole wherever the stop comes while the selection of samples is thinned out', () => {
    const given = Array.from({ length: 20 }, (_, i) => ({
      wait: 1,
      price: 10 + i,
      equity: CAPITAL + (i % 7),
      margin: i,
      held: 1 as const,
      still: 0,
    }))
    for (const before of [MAX_SAMPLES - 1, 2 * MAX_SAMPLES - 3]) {
      let reads = 0
      while (stopAndGoOn(given, before, reads)) reads++
      expect(reads).toBeGreaterThan(80)
    }
  })
})

/** Stops a track after some reads, and looks at it then, and once it was given the bars again. False: it was not stopped. */
function stopAndGoOn(given: readonly Row[], before: number, reads: number): boolean {
  const stopped = begun(before)
  const whole = begun(before)
  const { columns, count } = columnsOf(given, 0, 0)
  const left = { reads }
  const broken: MarkedBars = {
    first: 0,
    time: stopping(columns.time, left),
    open: stopping(columns.open, left),
    close: stopping(columns.close, left),
    equity: stopping(columns.equity, left),
    margin: stopping(columns.margin, left),
    held: stopping(columns.held, left),
  }
  let isStopped = false
  try {
    stopped.bars(before, broken, 0, count)
  } catch {
    isStopped = true
  }
  if (isStopped) {
    expect(stopped.lastBar()).toBe(before - 1)
    const { samples, sampleCloses, ...others } = stopped.finish()
    const { samples: wanted, sampleCloses: closes, ...same } = whole.finish()
    expect(others).toEqual(same)
    // The selection is thinned out already, or it is not.
    if (samples.every === wanted.every) expect([samples, sampleCloses]).toEqual([wanted, closes])
    stopped.bars(before, columns, 0, count)
  }
  whole.bars(before, columns, 0, count)
  expect(stopped.finish()).toEqual(whole.finish())
  return isStopped
}
