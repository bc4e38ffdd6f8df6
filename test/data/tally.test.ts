import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalsOf } from '../../src/data/numbers.ts'
import { missingBetween } from '../../src/data/steps.ts'
import { openTally, type Totals } from '../../src/data/tally.ts'
import { blockOf } from '../../src/shared/bars.ts'
import { type Timeframe, timeframeOfMs } from '../../src/shared/timeframe.ts'

type Bar = readonly [
  time: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
]

const HOUR = 3_600_000
const month: Timeframe = { name: '1M', ms: 0, months: 1 }

const price = fc.oneof(
  { arbitrary: fc.integer({ min: 400, max: 440 }).map((value) => value / 4), weight: 20 },
  fc.integer({ min: 1, max: 9_999 }).map((value) => value / 1e5),
  fc.integer({ min: -300, max: 30_000 }).map((value) => value / 100),
  fc.constantFrom(0, 0.1 + 0.2, 1e9 + 0.25, 5e6, 1e300),
)
const volume = fc.oneof(
  { arbitrary: fc.nat({ max: 9 }), weight: 4 },
  fc.constantFrom(0, 0, Number.NaN),
)
const stepMs = fc.oneof(
  { arbitrary: fc.constant(HOUR), weight: 20 },
  fc.constantFrom(2 * HOUR, 9 * HOUR, HOUR / 2, 720 * HOUR, 744 * HOUR),
)
const row = fc.record({ stepMs, volume, a: price, b: price, isFlat: fc.boolean() })

function barsOf(rows: readonly (typeof row extends fc.Arbitrary<infer T> ? T : never)[]): Bar[] {
  let time = 1.7e12
  return rows.map(({ stepMs, volume, a, b, isFlat }) => {
    time += stepMs
    const close = isFlat ? a : b
    return [time, a, Math.max(a, close), Math.min(a, close), close, volume]
  })
}

/** As the rules are written down, a bar after the other. */
function plainly(bars: readonly Bar[], timeframe: Timeframe) {
  let jumps = 0
  let flat = 0
  let run = 0
  let longest = 0
  let missing = 0
  let gaps = 0
  let offGrid = 0
  for (const [i, [time, , high, low, close, volume]] of bars.entries()) {
    const before = bars[i - 1]
    if (before !== undefined) {
      const between = missingBetween(timeframe, before[0], time)
      if (Number.isNaN(between)) offGrid++
      else if (between > 0) {
        gaps++
        missing += between
      }
      if (before[4] > 0 && (close > 1.5 * before[4] || close < 0.5 * before[4])) jumps++
    }
    run = volume === 0 && high === low ? run + 1 : 0
    if (run > 0) flat++
    longest = Math.max(longest, run)
  }
  return {
    bars: bars.length,
    decimals: Math.max(...bars.flatMap((bar) => bar.slice(1, 5).map(decimalsOf))),
    gaps: expect.objectContaining({ count: gaps, bars: missing }),
    steps: {
      count: bars.length - 1,
      regular: bars.length - 1 - gaps - offGrid,
      offGrid,
    },
    flat: { bars: flat, longest },
    jumps: expect.objectContaining({ count: jumps }),
    volumes: bars.filter(([, , , , , volume]) => !Number.isNaN(volume)).length,
    firstTimeMs: bars[0]![0],
    lastTimeMs: bars.at(-1)![0],
  }
}

function tallied(bars: readonly Bar[], timeframe: Timeframe, size: number): Totals {
  const tally = openTally(timeframe)
  for (let from = 0; from < bars.length; from += size) {
    const rows = bars.slice(from, from + size)
    // With room behind the last bar, as the blocks of a reader have.
    const columns = [0, 1, 2, 3, 4, 5].map((k) =>
      Float64Array.from([...rows.map((bar) => bar[k]!), 7, 7]),
    )
    tally.add(blockOf(rows.length, (k) => columns[k]!))
  }
  return tally.totals()
}

describe('what is told of all bars', () => {
  it('is what the rules say, however they are cut into blocks', () => {
    const same = fc.property(
      fc.array(row, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 64 }),
      fc.constantFrom(timeframeOfMs(HOUR)!, month),
      (rows, size, timeframe) => {
        const bars = barsOf(rows)
        expect(tallied(bars, timeframe, size)).toMatchObject(plainly(bars, timeframe))
      },
    )
    fc.assert(same, { numRuns: 2000 })
  })
})
