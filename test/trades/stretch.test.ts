import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_SAMPLES } from '../../src/shared/outcome.ts'
import { createEquityTrack, type EquityTrack } from '../../src/trades/index.ts'

const CAPITAL = 1000
/** Bars before the first stretch: with fewer, every bar is sampled and goes the long way. */
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
  }),
  { minLength: 1, maxLength: 60 },
)
const stretches = fc.array(
  fc.record({
    rows,
    position: fc.constantFrom(-2, 0, 0, 1),
    /** How often the first equity comes again: bars on which nothing moves. */
    still: fc.integer({ min: 0, max: 20 }),
  }),
  { minLength: 1, maxLength: 5 },
)

type Bar = { time: number; open: number; close: number; equity: number; margin: number }

function begun(): { track: EquityTrack; time: number } {
  const track = createEquityTrack({ initialCapital: CAPITAL })
  const column = Float64Array.from({ length: BEFORE }, (_, i) => i * QUARTER)
  track.bars(0, { time: column, open: column, close: column }, 0, BEFORE, 0)
  return { track, time: BEFORE * QUARTER }
}

describe('a stretch of bars', () => {
  it('comes to what its bars come to one after another', () => {
    fc.assert(
      fc.property(stretches, fc.integer({ min: 0, max: 5 }), (given, slot) => {
        const one = begun()
        const many = begun()
        let { time } = one
        let index = BEFORE
        let equity = CAPITAL
        for (const { rows, position, still } of given) {
          const all: Bar[] = []
          for (const row of [...rows, ...Array.from({ length: still }, () => rows[0]!)]) {
            time += row.wait * QUARTER
            const { price, margin } = row
            if (position !== 0) equity = row.equity
            all.push({ time, open: price, close: price + 1, equity, margin })
          }
          const from = (pick: (bar: Bar) => number, at: number): Float64Array =>
            Float64Array.from([...Array.from({ length: at }, () => Number.NaN), ...all.map(pick)])
          const columns = {
            time: from((bar) => bar.time, slot),
            open: from((bar) => bar.open, slot),
            close: from((bar) => bar.close, slot),
          }
          const marks = {
            equity: from((bar) => bar.equity, 0),
            margin: from((bar) => bar.margin, 0),
          }
          const held = position === 0 ? undefined : marks
          many.track.bars(index, columns, slot, all.length, position, held)
          for (const { time, open, close, equity, margin } of all)
            one.track.bar(
              index++,
              time,
              open,
              close,
              equity,
              position,
              position !== 0,
              position === 0 ? 0 : margin,
            )
          expect(many.track.lastBar()).toBe(index - 1)
        }
        expect(many.track.finish()).toEqual(one.track.finish())
      }),
      { numRuns: 200 },
    )
  })
})
