import { describe, expect, it } from 'vitest'
import { MATH } from '../../../src/realm/math/index.ts'
import { TA } from '../../../src/realm/ta/index.ts'
import type { Values } from '../../../src/shared/kernel.ts'
import { generator, run, walk } from './harness.ts'

/** Every formula of the reference once more, slow and obvious: each bar from the whole history. */

const BARS = 260
const na = Number.NaN
type Column = readonly number[]

const isNa = (x: number | undefined): boolean => x === undefined || Number.isNaN(x)
const map = (column: Column, f: (x: number, i: number) => number): number[] => column.map(f)
const total = (values: Column): number => values.reduce((sum, x) => sum + x, 0)
const mean = (values: Column): number => total(values) / values.length
const div = (a: number, b: number): number => (b === 0 ? na : a / b)

/** The last `n` known values up to bar `i`, oldest first; undefined while there are fewer. */
function lastKnown(column: Column, i: number, n: number): number[] | undefined {
  const known = column.slice(0, i + 1).filter((x) => !isNa(x))
  return known.length < n ? undefined : known.slice(known.length - n)
}

/** A value per bar from its window of known values. */
function windows(column: Column, n: number, f: (window: number[]) => number): number[] {
  return map(column, (_, i) => {
    const window = lastKnown(column, i, n)
    return window === undefined ? na : f(window)
  })
}

/** A recursive average: seeded with the mean, stepped on known bars, na on the others. */
function recursive(column: Column, n: number, step: (last: number, x: number) => number): number[] {
  const seen: number[] = []
  let value = na
  return map(column, (x) => {
    if (isNa(x)) return na
    seen.push(x)
    if (seen.length === n) value = mean(seen)
    else if (seen.length > n) value = step(value, x)
    return value
  })
}

const sma = (c: Column, n: number) => windows(c, n, mean)
const sum = (c: Column, n: number) => windows(c, n, total)
const ema = (c: Column, n: number) => recursive(c, n, (e, x) => e + (2 / (n + 1)) * (x - e))
const rma = (c: Column, n: number) => recursive(c, n, (r, x) => r + (x - r) / n)
const highest = (c: Column, n: number) => windows(c, n, (w) => Math.max(...w))
const lowest = (c: Column, n: number) => windows(c, n, (w) => Math.min(...w))

/** Change from the last known value; na on the first and on na bars. */
function steps(column: Column): number[] {
  let last = na
  return map(column, (x) => {
    const step = x - last
    if (!isNa(x)) last = x
    return step
  })
}

function wma(column: Column, n: number): number[] {
  const filled: number[] = []
  return map(column, (x) => {
    if (!isNa(x)) filled.push(x)
    else if (filled.length > 0) filled.push(filled.at(-1)!)
    if (isNa(x) || filled.length < n) return na
    const window = filled.slice(-n)
    return total(window.map((v, k) => v * (k + 1))) / ((n * (n + 1)) / 2)
  })
}

function variance(column: Column, n: number, biased: boolean): number[] {
  return windows(column, n, (w) => {
    const m = mean(w)
    return total(w.map((x) => (x - m) ** 2)) / (biased ? n : n - 1)
  })
}

const dev = (c: Column, n: number) =>
  windows(c, n, (w) => mean(w.map((x) => Math.abs(x - mean(w)))))

function trueRange(handleNa: boolean): number[] {
  return map(high, (h, i) => {
    const before = close[i - 1]
    if (before === undefined) return handleNa ? h - low[i]! : na
    return Math.max(h, before) - Math.min(low[i]!, before)
  })
}

/** The last `n` bars, na and all; undefined while there are fewer. */
const lastBars = (c: Column, i: number, n: number) =>
  i + 1 < n ? undefined : c.slice(i + 1 - n, i + 1)

const bars = walk(BARS, 9)
const open = bars['bar.open']!
const high = bars['bar.high']!
const low = bars['bar.low']!
const close = bars['bar.close']!
const volume = bars['bar.volume']!
const random = generator(77)
const gappy = map(close, (x) => (random() < 0.08 ? na : x))
const coarse = map(close, (x) => Math.round(x))
const anchor = map(close, (_, i) => (i % 48 === 17 ? 1 : 0))

type Case = {
  name: string
  values?: Values
  want: (source: Column) => Column[]
  sources?: Column[]
  /** Relative, 1e-8 if absent. */
  tolerance?: number
}

/** `source` stands for whichever series a definition asks for first. */
const cases: Case[] = [
  ...[1, 2, 5, 14].flatMap((n): Case[] => {
    const values = { length: n }
    return [
      { name: 'sma', values, want: (c) => [sma(c, n)] },
      { name: 'ema', values, want: (c) => [ema(c, n)] },
      { name: 'rma', values, want: (c) => [rma(c, n)] },
      { name: 'wma', values, want: (c) => [wma(c, n)] },
      { name: 'dev', values, want: (c) => [dev(c, n)] },
      { name: 'highest', values, want: (c) => [highest(c, n)] },
      { name: 'lowest', values, want: (c) => [lowest(c, n)] },
      { name: 'range', values, want: (c) => [map(highest(c, n), (x, i) => x - lowest(c, n)[i]!)] },
      {
        name: 'stdev',
        values: { length: n, biased: true },
        want: (c) => [map(variance(c, n, true), Math.sqrt)],
      },
      {
        name: 'variance',
        values: { length: n, biased: false },
        want: (c) => [n === 1 ? map(c, () => na) : variance(c, n, false)],
      },
      {
        name: 'hma',
        values,
        want: (c) => {
          const half = wma(c, Math.max(1, Math.floor(n / 2)))
          const whole = wma(c, n)
          return [
            wma(
              map(half, (x, i) => 2 * x - whole[i]!),
              Math.floor(Math.sqrt(n)),
            ),
          ]
        },
      },
      {
        name: 'vwma',
        values,
        want: (c) => {
          const money = sma(
            map(c, (x, i) => x * volume[i]!),
            n,
          )
          const traded = sma(volume, n)
          return [map(money, (x, i) => div(x, traded[i]!))]
        },
      },
      {
        name: 'linreg',
        values: { length: n, offset: 1 },
        want: (c) => [
          windows(c, n, (w) => {
            if (n === 1) return w[0]!
            const middle = (n - 1) / 2
            const slope =
              total(w.map((y, x) => (x - middle) * y)) / total(w.map((_, x) => (x - middle) ** 2))
            return mean(w) + slope * (n - 2 - middle)
          }),
        ],
      },
      {
        name: 'alma',
        values: { length: n, offset: 0.6, sigma: 5, floor: false },
        want: (c) => [
          map(c, (_, i) => {
            const w = lastBars(c, i, n)
            if (w === undefined || w.some(isNa)) return na
            const weights = w.map((_, k) =>
              Math.exp(-((k - 0.6 * (n - 1)) ** 2) / (2 * (n / 5) ** 2)),
            )
            return total(w.map((x, k) => x * weights[k]!)) / total(weights)
          }),
        ],
      },
      {
        name: 'bb',
        values: { length: n, mult: 2.5 },
        want: (c) => {
          const middle = sma(c, n)
          const spread = map(variance(c, n, true), (v) => 2.5 * Math.sqrt(v))
          return [
            middle,
            map(middle, (m, i) => m + spread[i]!),
            map(middle, (m, i) => m - spread[i]!),
          ]
        },
      },
      {
        name: 'cci',
        values,
        sources: [close],
        want: (c) => {
          const spread = dev(c, n)
          return [map(sma(c, n), (m, i) => div(c[i]! - m, 0.015 * spread[i]!))]
        },
      },
      {
        name: 'median',
        values,
        want: (c) => [
          windows(c, n, (w) => {
            const sorted = [...w].sort((a, b) => a - b)
            return (sorted[Math.floor((n - 1) / 2)]! + sorted[Math.ceil((n - 1) / 2)]!) / 2
          }),
        ],
      },
      {
        name: 'mode',
        values,
        sources: [coarse],
        want: (c) => [
          windows(c, n, (w) => {
            const count = (x: number) => w.filter((y) => y === x).length
            return [...w].sort((a, b) => count(b) - count(a) || a - b)[0]!
          }),
        ],
      },
      {
        name: 'percentrank',
        values,
        sources: [close, coarse, gappy],
        want: (c) => [
          map(c, (x, i) => {
            const w = lastBars(c, i, n + 1)?.slice(0, n)
            if (w === undefined || w.some(isNa) || isNa(x)) return na
            return (100 * w.filter((y) => y <= x + 1e-10).length) / n
          }),
        ],
      },
      ...[0, 10, 50, 77.7, 100].flatMap((percentage): Case[] => [
        {
          name: 'percentileNearestRank',
          values: { length: n, percentage },
          want: (c) => [
            map(c, (x, i) => {
              const w = lastBars(c, i, n)
              if (w === undefined || isNa(x)) return na
              const sorted = w.filter((y) => !isNa(y)).sort((a, b) => a - b)
              return sorted[Math.max(1, Math.ceil((percentage * n) / 100)) - 1] ?? na
            }),
          ],
        },
        {
          name: 'percentileLinearInterpolation',
          values: { length: n, percentage },
          sources: [close, coarse],
          want: (c) => [
            map(c, (_, i) => {
              const w = lastBars(c, i, n)
              if (w === undefined) return na
              const sorted = [...w].sort((a, b) => a - b)
              const position = Math.min(n, Math.max(1, (n * percentage) / 100 + 0.5))
              const at = Math.min(n - 1, Math.floor(position))
              const below = sorted[at - 1] ?? sorted[0]!
              return n === 1 ? sorted[0]! : below + (position - at) * (sorted[at]! - below)
            }),
          ],
        },
      ]),
      {
        name: 'cmo',
        values,
        want: (c) => {
          const moves = steps(c)
          const up = sum(
            map(moves, (d) => (isNa(d) ? na : Math.max(d, 0))),
            n,
          )
          const down = sum(
            map(moves, (d) => (isNa(d) ? na : Math.max(-d, 0))),
            n,
          )
          return [
            map(c, (x, i) => (isNa(x) ? na : div(100 * (up[i]! - down[i]!), up[i]! + down[i]!))),
          ]
        },
      },
      {
        name: 'rsi',
        values,
        want: (c) => {
          const moves = steps(c)
          const up = rma(
            map(moves, (d) => (isNa(d) ? na : Math.max(d, 0))),
            n,
          )
          const down = rma(
            map(moves, (d) => (isNa(d) ? na : Math.max(-d, 0))),
            n,
          )
          return [map(up, (u, i) => (u === 0 && down[i] === 0 ? na : (100 * u) / (u + down[i]!)))]
        },
      },
      {
        name: 'cog',
        values,
        want: (c) => [windows(c, n, (w) => -total(w.map((x, k) => x * (n - k))) / total(w))],
      },
      {
        name: 'stoch',
        values,
        want: (c) => {
          const top = highest(high, n)
          const bottom = lowest(low, n)
          return [map(c, (x, i) => div(100 * (x - bottom[i]!), top[i]! - bottom[i]!))]
        },
      },
      {
        name: 'rci',
        values,
        sources: [close, gappy, coarse],
        want: (c) => [
          map(c, (_, i) => {
            const w = lastKnown(c, i, n)
            if (w === undefined || lastKnown(c, i, n + 1) === undefined) return na
            const rank = (x: number) =>
              (w.filter((y) => y < x).length + 1 + w.filter((y) => y <= x).length) / 2
            const ranks = w.map(rank)
            const m = (n + 1) / 2
            const vr = total(ranks.map((r) => (r - m) ** 2))
            const vt = total(ranks.map((_, k) => (k + 1 - m) ** 2))
            return div(100 * total(ranks.map((r, k) => (r - m) * (k + 1 - m))), Math.sqrt(vr * vt))
          }),
        ],
      },
      {
        name: 'rising',
        values,
        want: (c) => [
          map(c, (_, i) => {
            const w = lastBars(c, i, n + 1)
            return w?.every((x, k) => k === 0 || x - w[k - 1]! > 1e-10) ? 1 : 0
          }),
        ],
      },
      {
        name: 'change',
        values,
        want: (c) => [map(c, (x, i) => x - (c[i - n] ?? na))],
      },
      {
        name: 'roc',
        values,
        want: (c) => [map(c, (x, i) => 100 * (x / (c[i - n] ?? na) - 1))],
      },
      {
        name: 'highestbars',
        values,
        sources: [close, coarse],
        want: (c) => [
          map(c, (_, i) => {
            const w = lastBars(c, i, n)
            return w === undefined ? na : w.indexOf(Math.max(...w)) - (n - 1)
          }),
        ],
      },
      {
        name: 'pivothigh',
        values: { leftbars: n, rightbars: 2 },
        sources: [high, coarse, gappy],
        want: (c) => [
          map(c, (_, i) => {
            const w = lastBars(c, i, n + 3)
            if (w === undefined || w.some(isNa)) return na
            const peak = w[n]!
            const is = w.every((x, k) => (k < n ? x <= peak : k === n || x < peak))
            return is ? peak : na
          }),
        ],
      },
      {
        // The measured formula subtracts two nearly equal means: eight digits are gone for short windows.
        name: 'correlation',
        values,
        tolerance: 1e-6,
        want: (c) => [
          map(c, (_, i) => {
            const known = c
              .slice(0, i + 1)
              .flatMap((x, k) => (isNa(x) ? [] : [[x, open[k]!] as const]))
            if (known.length < n || n === 1) return na
            const w = known.slice(-n)
            const mx = mean(w.map(([x]) => x))
            const my = mean(w.map(([, y]) => y))
            const xy = total(w.map(([x, y]) => (x - mx) * (y - my)))
            const xx = total(w.map(([x]) => (x - mx) ** 2))
            const yy = total(w.map(([, y]) => (y - my) ** 2))
            return div(xy, Math.sqrt(xx * yy))
          }),
        ],
      },
      {
        name: 'mfi',
        values,
        sources: [close],
        want: (c) => {
          const up = sum(
            map(c, (x, i) => (i > 0 && x <= c[i - 1]! ? 0 : x * volume[i]!)),
            n,
          )
          const down = sum(
            map(c, (x, i) => (i > 0 && x >= c[i - 1]! ? 0 : x * volume[i]!)),
            n,
          )
          return [map(up, (u, i) => (down[i] === 0 ? 100 : (100 * u) / (u + down[i]!)))]
        },
      },
      {
        name: 'wpr',
        values,
        sources: [close],
        want: (c) => {
          const top = highest(high, n)
          const bottom = lowest(low, n)
          return [map(c, (x, i) => div(100 * (x - top[i]!), top[i]! - bottom[i]!))]
        },
      },
      { name: 'atr', values, sources: [close], want: () => [rma(trueRange(true), n)] },
      {
        name: 'kc',
        values: { length: n, mult: 1.5, useTrueRange: true },
        sources: [close],
        want: (c) => {
          const middle = ema(c, n)
          const spread = map(ema(trueRange(false), n), (x) => 1.5 * x)
          return [
            middle,
            map(middle, (m, i) => m + spread[i]!),
            map(middle, (m, i) => m - spread[i]!),
          ]
        },
      },
    ]
  }),
  {
    name: 'swma',
    want: (c) => [
      map(c, (x, i) => {
        const w = lastKnown(c, i, 4)
        return w === undefined || isNa(x) ? na : (w[0]! + 2 * w[1]! + 2 * w[2]! + w[3]!) / 6
      }),
    ],
  },
  {
    name: 'macd',
    values: { fastlen: 5, slowlen: 12, siglen: 4 },
    want: (c) => {
      const slow = ema(c, 12)
      const line = map(ema(c, 5), (x, i) => x - slow[i]!)
      const signal = ema(line, 4)
      return [line, signal, map(line, (x, i) => x - signal[i]!)]
    },
  },
  {
    name: 'tsi',
    values: { shortLength: 5, longLength: 9 },
    want: (c) => {
      const moves = steps(c)
      const below = ema(ema(map(moves, Math.abs), 9), 5)
      return [map(ema(ema(moves, 9), 5), (x, i) => div(x, below[i]!))]
    },
  },
  {
    name: 'dmi',
    values: { diLength: 7, adxSmoothing: 5 },
    sources: [close],
    want: () => {
      const up = map(high, (h, i) => h - (high[i - 1] ?? na))
      const down = map(low, (l, i) => (low[i - 1] ?? na) - l)
      const range = rma(trueRange(false), 7)
      const side = (mine: Column, other: Column) =>
        rma(
          map(mine, (x, i) => (isNa(x) ? na : x > other[i]! + 1e-10 && x > 1e-10 ? x : 0)),
          7,
        ).map((x, i) => (100 * x) / range[i]!)
      const plus = side(up, down)
      const minus = side(down, up)
      const index = map(plus, (p, i) => Math.abs(p - minus[i]!) / (p + minus[i]! || 1))
      return [plus, minus, map(rma(index, 5), (x) => 100 * x)]
    },
  },
  {
    name: 'obv',
    sources: [close],
    want: (c) => [
      map(c, (_, i) =>
        i === 0
          ? na
          : total(c.slice(1, i + 1).map((x, k) => Math.sign(x - c[k]!) * volume[k + 1]!)),
      ),
    ],
  },
  {
    name: 'accdist',
    sources: [close],
    want: (c) => [
      map(c, (_, i) =>
        total(
          c
            .slice(0, i + 1)
            .map((x, k) => ((2 * x - low[k]! - high[k]!) / (high[k]! - low[k]!)) * volume[k]!),
        ),
      ),
    ],
  },
  {
    name: 'vwap',
    want: (c) => [
      map(c, (x, i) => {
        const from = anchor.lastIndexOf(1, i)
        if (from < 0 || isNa(x)) return na
        const known = Array.from({ length: i + 1 - from }, (_, k) => from + k).filter(
          (k) => !isNa(c[k]),
        )
        return total(known.map((k) => c[k]! * volume[k]!)) / total(known.map((k) => volume[k]!))
      }),
    ],
  },
  {
    name: 'vwapBands',
    sources: [close],
    want: (c) => {
      const column = (f: (m: number, s: number) => number) =>
        map(c, (_, i) => {
          const from = anchor.lastIndexOf(1, i)
          if (from < 0) return na
          const w = c.slice(from, i + 1)
          const v = volume.slice(from, i + 1)
          const m = total(w.map((x, k) => x * v[k]!)) / total(v)
          return f(m, Math.sqrt(total(w.map((x, k) => (x - m) ** 2 * v[k]!)) / total(v)))
        })
      return [column((m) => m), column((m, s) => m + 2 * s), column((m, s) => m - 2 * s)]
    },
  },
  {
    name: 'supertrend',
    values: { atrPeriod: 6 },
    sources: [close],
    want: (c) => {
      const atr = rma(trueRange(true), 6)
      const line: number[] = []
      const direction: number[] = []
      let [upper, lower, way] = [na, na, 0]
      c.forEach((x, i) => {
        const middle = (high[i]! + low[i]!) / 2
        const top = middle + 2 * atr[i]!
        const bottom = middle - 2 * atr[i]!
        const before = c[i - 1]!
        if (isNa(atr[i])) way = na
        else if (isNa(upper)) [upper, lower, way] = [top, bottom, 1]
        else {
          if (bottom > lower || before < lower) lower = bottom
          if (top < upper || before > upper) upper = top
          if (way === 1 && x > upper) way = -1
          else if (way === -1 && x < lower) way = 1
        }
        direction.push(way)
        line.push(way === 1 ? upper : way === -1 ? lower : na)
      })
      return [line, direction]
    },
  },
]

/** Equal to eight digits or more: the reference adds in another order. */
function expectNear(got: Column[], want: Column[], tolerance = 1e-8): void {
  expect(got).toHaveLength(want.length)
  got.forEach((column, c) => {
    column.forEach((x, i) => {
      const wanted = want[c]![i]!
      const near = isNa(wanted)
        ? Number.isNaN(x)
        : Math.abs(x - wanted) <= tolerance * Math.max(1, Math.abs(wanted))
      if (!near) expect.fail(`output ${c}, bar ${i}: ${x}, not ${wanted}`)
    })
  })
}

describe('a slow reference agrees', () => {
  it.each(cases)(
    'with $name $values',
    ({ name, values = {}, want, sources = [close, gappy], tolerance }) => {
      for (const source of sources) {
        const inputs = {
          ...bars,
          source,
          series: source,
          source1: source,
          source2: open,
          high,
          low,
          anchor,
          stdevMult: map(close, () => 2),
          factor: map(close, () => 2),
        }
        expectNear(run(TA[name]!, values, inputs), want(source), tolerance)
      }
    },
  )

  it('with math.sum', () => {
    expectNear(run(MATH.sum!, { length: 9 }, { source: gappy }), [sum(gappy, 9)])
  })
})
