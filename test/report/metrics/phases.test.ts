import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gatherFacts } from '../../../src/report/metrics/facts.ts'
import { findPhases, type Phase } from '../../../src/report/metrics/phases.ts'
import { computeMetrics } from '../../../src/report/table.ts'
import { DAY_MS, recordOf, rows, START, tradeRow } from '../fixture.ts'

const find = (
  points: readonly number[],
  capital = 1000,
  times = points.map((_, i) => i * DAY_MS),
) => findPhases(Float64Array.from(points), Float64Array.from(times), capital)

const ends = (phases: readonly Phase[]) => phases.map(({ from, to }) => [from, to])

/** Trades whose cumulative profit runs through the points, closed at the given days. */
function panelOf(points: readonly number[], capital: number, days: readonly number[]) {
  const trades = rows(
    ...points.map((point, i) =>
      tradeRow({
        profit: point - (points[i - 1] ?? 0),
        entryTime: START,
        exitTime: START + days[i]! * DAY_MS,
      }),
    ),
  )
  return computeMetrics(gatherFacts(recordOf({ trades, capital }))).metrics.tv.all
}

describe('findPhases', () => {
  const vector = [100, 40, 120, 90, 70, 150, 160, 130]

  it('RM-6.1 to 6.5 vector', () => {
    const { drawdowns, runups } = find(vector)
    expect(ends(drawdowns)).toEqual([
      [0, 1],
      [2, 4],
    ])
    expect(drawdowns.map((phase) => phase.value)).toEqual([60, 50])
    expect(drawdowns[0]!.pct).toBeCloseTo(5.4545, 4)
    expect(drawdowns[1]!.pct).toBeCloseTo(4.4643, 4)
    expect(ends(runups)).toEqual([[4, 6]])
    expect(runups[0]!.value).toBe(90)
    expect(runups[0]!.pct).toBeCloseTo(8.4112, 4)
  })

  it('RM-6.5 vector as rows of the panel', () => {
    const panel = panelOf(vector, 1000, [0, 1, 2, 3, 4, 5, 6, 7])
    expect(panel).toMatchObject({
      maxCloseDrawdown: 60,
      avgCloseDrawdown: 55,
      avgCloseDrawdownDays: 1.5,
      maxCloseRunup: 90,
      maxCloseRunupDays: 2,
    })
    expect(panel.avgCloseDrawdownPct).toBeCloseTo(4.9594, 4)
  })

  it('RM-6.5 cross-check: phases +19.76, −2068.24, +39.20 with their lengths', () => {
    // Each phase has a trade on its way, so that it spans two steps.
    const points = [10, 20, 29.76, -1000, -2038.48, -2020, -1999.28]
    const days = [0, 6, 12.86, 200, 12.86 + 374.55, 390, 12.86 + 374.55 + 5.77]
    const panel = panelOf(points, 100_000, days)
    expect(panel.maxCloseRunup).toBeCloseTo(39.2, 9)
    expect(panel.avgCloseRunup).toBeCloseTo(29.48, 9)
    expect(Math.floor(panel.avgCloseRunupDays!)).toBe(9)
    expect(panel.maxCloseDrawdown).toBeCloseTo(2068.24, 9)
    expect(panel.avgCloseDrawdown).toBeCloseTo(2068.24, 9)
    expect(Math.floor(panel.avgCloseDrawdownDays!)).toBe(374)
  })

  it.each([
    { says: 'has none without trades', points: [], down: [], up: [] },
    { says: 'has none with one trade', points: [5], down: [], up: [] },
    { says: 'keeps a fall of exactly 5 % only over two steps', points: [0, -50], down: [], up: [] },
    {
      says: 'keeps a fall of more than 5 % over one step',
      points: [0, -51],
      down: [[0, 1]],
      up: [],
    },
    { says: 'keeps any fall of two steps', points: [0, -1, -2], down: [[0, 2]], up: [] },
    { says: 'takes the first of equal lows', points: [0, -60, -60, -60], down: [[0, 1]], up: [] },
    {
      says: 'a return to the peak ends a fall',
      points: [0, -60, 0, -60],
      down: [
        [0, 1],
        [2, 3],
      ],
      up: [],
    },
    { says: 'a rise of one step is none', points: [0, 5], down: [], up: [] },
    {
      says: 'the last rise ends at the peak before a dropped fall',
      points: [0, 5, 9, 8],
      down: [],
      up: [[0, 2]],
    },
    {
      says: 'the last rise follows the last kept low',
      points: [0, -60, -50, -40],
      down: [[0, 1]],
      up: [[1, 3]],
    },
  ])('RM-6.1 to 6.3: $says', ({ points, down, up }) => {
    const { drawdowns, runups } = find(points)
    expect({ down: ends(drawdowns), up: ends(runups) }).toEqual({ down, up })
  })

  it('agrees with the definition, written down without regard to cost', () => {
    const curves = fc.array(fc.integer({ min: -900, max: 900 }), { maxLength: 60 })
    fc.assert(
      fc.property(curves, (points) => {
        const { drawdowns, runups } = find(points)
        const want = byDefinition(points, 1000)
        expect({ down: ends(drawdowns), up: ends(runups) }).toEqual(want)
      }),
      { numRuns: 500 },
    )
  })
})

/** Peaks are points not below any before; a fall lies between two peaks, or after the last. */
function byDefinition(points: readonly number[], capital: number) {
  const isPeak = (i: number) => points.slice(0, i).every((point) => point <= points[i]!)
  const peaks = points.map((_, i) => i).filter(isPeak)
  const falls = peaks.map((peak, k) => {
    const stretch = points.slice(peak, peaks[k + 1] ?? points.length)
    return { peak, trough: peak + stretch.indexOf(Math.min(...stretch)) }
  })
  const kept = falls.filter(
    ({ peak, trough }) =>
      trough - peak >= 2 || (points[peak]! - points[trough]!) / (capital + points[peak]!) > 0.05,
  )
  const starts = [0, ...kept.map(({ trough }) => trough)]
  const final = falls.at(-1)
  const isDropped = final !== undefined && final.trough > final.peak && !kept.includes(final)
  const stops = [...kept.map(({ peak }) => peak), isDropped ? final.peak : points.length - 1]
  const rises = starts
    .map((start, k) => [start, stops[k]!] as const)
    .filter(([from, to]) => to - from >= 2 && points[to]! > points[from]!)
  return {
    down: kept.map(({ peak, trough }) => [peak, trough]),
    up: rises.map((rise) => [...rise]),
  }
}
