import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BarFacts, DAY_MS, equityOf, HOUR, START } from '../report/fixture.ts'

const K = 1000

/** Hourly bars with these equities. */
const bars = (...equities: number[]): BarFacts[] => equities.map((equity) => ({ equity }))

describe('createEquityTrack', () => {
  it('has no times, prices or means without bars, and the capital as equity', () => {
    const summary = equityOf(K, [])
    expect(summary).toMatchObject({
      bars: 0,
      firstTimeMs: null,
      lastTimeMs: null,
      firstOpen: null,
      lastClose: null,
      lastEquity: K,
      peakEquity: K,
      meanEquity: null,
      avgMarginUsed: null,
      days: { day: [], equity: [], close: [] },
    })
    expect(summary.drawdowns).toMatchObject({ episodes: 0, maxPct: 0, avgPct: null, maxBars: null })
  })

  it.each([
    {
      says: 'RM-9.14: measures the first fall from the initial capital, one bar before the first',
      equities: [900],
      want: { episodes: 1, maxPct: 10, maxMoney: 100, maxBars: 1, barsUnderWater: 1 },
    },
    {
      says: 'RM-9.16: reaches from the last peak bar to the bar that regains it',
      equities: [1100, 1100, 990, 1050, 1100, 1100],
      want: { episodes: 1, maxPct: 10, maxMoney: 110, maxBars: 3, maxMs: 3 * HOUR },
    },
    {
      says: 'RM-9.14: finds the deepest fall in money elsewhere than in percent',
      equities: [500, 1000, 5000, 4000],
      want: { maxPct: 50, maxMoney: 1000, episodes: 2 },
    },
    {
      says: 'RM-9.17: counts the open episode up to the last bar',
      equities: [1000, 800, 900],
      want: { current: { pct: 10, money: 100, bars: 2, ms: 2 * HOUR }, maxBars: 2 },
    },
    {
      says: 'RM-9.15: averages depth and length over all episodes, the open one included',
      equities: [900, 1000, 800, 1000, 700],
      want: { episodes: 3, avgPct: 20, avgBars: (2 + 2 + 1) / 3 },
    },
    {
      says: 'has no episode while the equity only rises',
      equities: [1000, 1001, 1001, 1002],
      want: { episodes: 0, maxPct: 0, current: null, deepest: null, maxMs: null },
    },
  ])('$says', ({ equities, want }) => {
    const { drawdowns } = equityOf(K, bars(...equities))
    for (const [name, value] of Object.entries(want)) {
      const got = drawdowns[name as keyof typeof drawdowns]
      if (typeof value === 'number') expect(got).toBeCloseTo(value, 9)
      else if (value === null) expect(got).toBeNull()
      else
        for (const [field, number] of Object.entries(value)) {
          expect((got as unknown as Record<string, number>)[field]).toBeCloseTo(number, 9)
        }
    }
  })

  it('tells when the deepest fall began, was deepest and was made good', () => {
    const { drawdowns } = equityOf(K, bars(1000, 950, 1000, 700, 800, 1000, 900))
    expect(drawdowns.deepest).toEqual({
      peakMs: START + 2 * HOUR,
      troughMs: START + 3 * HOUR,
      recoveredMs: START + 5 * HOUR,
    })
  })

  it('RM-9.0: keeps the last equity and close of each UTC day that has bars', () => {
    const { days } = equityOf(K, [
      { timeMs: START + 23 * HOUR, equity: 1001, close: 50 },
      { timeMs: START + DAY_MS, equity: 1002, close: 51 },
      { timeMs: START + DAY_MS + HOUR, equity: 1003, close: 52 },
      { timeMs: START + 4 * DAY_MS, equity: 1004, close: 53 },
    ])
    const day = START / DAY_MS
    expect(days).toEqual({
      day: [day, day + 1, day + 4],
      equity: [1001, 1003, 1004],
      close: [50, 52, 53],
    })
  })

  it('counts bars of UTC weekends, also before 1970', () => {
    const from = (start: number) =>
      equityOf(
        K,
        Array.from({ length: 7 }, (_, i) => ({ timeMs: start + i * DAY_MS, equity: K })),
      )
    expect(from(START).weekendBars).toBe(2)
    expect(from(Date.UTC(1960, 0, 1)).weekendBars).toBe(2)
    // 2024-01-06 is a Saturday.
    expect(equityOf(K, [{ timeMs: START + 5 * DAY_MS, equity: K }]).weekendBars).toBe(1)
    expect(equityOf(K, [{ timeMs: START + 7 * DAY_MS, equity: K }]).weekendBars).toBe(0)
  })

  it('RM-7.6: averages margin from the first bar with a position to the last but one', () => {
    const summary = equityOf(K, [
      { equity: K, margin: 0 },
      { equity: K, margin: 100, exposed: true, position: 1 },
      { equity: K, margin: 0 },
      { equity: K, margin: 50, exposed: true, position: -1 },
      { equity: K, margin: 999, exposed: true, position: -1 },
    ])
    expect(summary.avgMarginUsed).toBe(50)
    expect(summary.maxMarginUsedAtClose).toBe(999)
    expect(summary).toMatchObject({ exposedBars: 3, longBars: 1, shortBars: 2 })
  })

  it('RM-7.6: has no average where the first entry is on the last bar', () => {
    const summary = equityOf(K, [{ equity: K }, { equity: K, margin: 5, exposed: true }])
    expect(summary.avgMarginUsed).toBeNull()
  })

  it('RM-9.44: fits growth by a constant factor exactly, and refuses what has no logarithm', () => {
    const growth = Array.from({ length: 50 }, (_, i) => K * 1.01 ** i)
    expect(equityOf(K, bars(...growth)).logFit.rSquared).toBeCloseTo(1, 12)
    expect(equityOf(K, bars(K, K, K, K)).logFit).toEqual({ rSquared: null, kRatio: null })
    expect(equityOf(K, bars(1001, -5, 1002, 1003)).logFit).toEqual({ rSquared: null, kRatio: null })
    expect(equityOf(K, bars(1001, 1002)).logFit).toEqual({ rSquared: null, kRatio: null })
  })

  it('agrees with a plain computation over all bars', () => {
    const equities = fc.array(fc.integer({ min: 500, max: 1500 }), { minLength: 3, maxLength: 80 })
    fc.assert(
      fc.property(equities, (values) => {
        const got = equityOf(K, bars(...values))
        const want = plainly(values)
        expect(got.drawdowns.episodes).toBe(want.episodes.length)
        expect(got.drawdowns.maxPct).toBeCloseTo(want.maxPct, 9)
        expect(got.drawdowns.maxMoney).toBeCloseTo(want.maxMoney, 9)
        expect(got.drawdowns.meanPct).toBeCloseTo(want.meanPct, 9)
        expect(got.drawdowns.avgPct ?? 0).toBeCloseTo(mean(want.episodes.map((e) => e.depth)), 9)
        expect(got.drawdowns.avgBars ?? 0).toBeCloseTo(mean(want.episodes.map((e) => e.bars)), 9)
        expect(got.drawdowns.maxBars ?? 0).toBe(Math.max(0, ...want.episodes.map((e) => e.bars)))
        expect(got.meanEquity).toBeCloseTo(mean(values), 6)
        expect([got.peakEquity, got.lowEquity]).toEqual([
          Math.max(K, ...values),
          Math.min(...values),
        ])
        if (new Set(values).size > 1) {
          expect(got.logFit.rSquared).toBeCloseTo(want.rSquared, 6)
          if (want.rSquared > 1 - 1e-9) return
          const slack = 1e-4 * Math.max(1, Math.abs(want.kRatio))
          expect(Math.abs(got.logFit.kRatio! - want.kRatio)).toBeLessThan(slack)
        }
      }),
    )
  })

  it('has a fingerprint that every single equity decides', () => {
    const values = Array.from({ length: 5000 }, (_, i) => K + Math.sin(i) * 10)
    const changed = [...values]
    changed[2501] = changed[2501]! + 1e-9
    const print = (list: number[]) => equityOf(K, bars(...list)).fingerprint
    expect(print(values)).toMatch(/^[0-9a-f]{16}$/)
    expect(print(values)).toBe(print([...values]))
    expect(print(changed)).not.toBe(print(values))
    expect(print([...values, values.at(-1)!])).not.toBe(print(values))
  })

  it('is not changed by asking for the summary', () => {
    const all = bars(1000, 900, 1100, 1050)
    const summary = equityOf(K, all)
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary)
    expect(equityOf(K, all)).toEqual(summary)
  })
})

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length

/** The definitions of RM-9.0, 9.14 to 9.16, 9.22 and 9.44, written down without regard to cost. */
function plainly(values: readonly number[]) {
  const curve = [K, ...values]
  const fall = curve.map((e, i) => 1 - e / Math.max(...curve.slice(0, i + 1)))
  const money = curve.map((e, i) => Math.max(...curve.slice(0, i + 1)) - e)
  const episodes: { depth: number; bars: number }[] = []
  for (let i = 1; i < curve.length; i++) {
    if (fall[i]! <= 0 || fall[i - 1]! > 0) continue
    let end = i
    while (end < curve.length - 1 && fall[end]! > 0) end++
    episodes.push({ depth: 100 * Math.max(...fall.slice(i, end + 1)), bars: end - (i - 1) })
  }
  const y = values.map((e) => Math.log(e))
  const x = values.map((_, i) => i)
  const [mx, my] = [mean(x), mean(y)]
  const sxx = x.reduce((s, v) => s + (v - mx) ** 2, 0)
  const sxy = x.reduce((s, v, i) => s + (v - mx) * (y[i]! - my), 0)
  const syy = y.reduce((s, v) => s + (v - my) ** 2, 0)
  const slope = sxy / sxx
  const residual = y.reduce((s, v, i) => s + (v - my - slope * (x[i]! - mx)) ** 2, 0)
  const error = Math.sqrt(residual / (x.length - 2) / sxx)
  return {
    episodes,
    maxPct: 100 * Math.max(...fall),
    maxMoney: Math.max(...money),
    meanPct: 100 * mean(fall.slice(1)),
    rSquared: (sxy * sxy) / (sxx * syy),
    kRatio: slope / error / Math.sqrt(x.length),
  }
}
