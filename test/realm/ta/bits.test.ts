import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MATH } from '../../../src/realm/math/index.ts'
import { TA } from '../../../src/realm/ta/index.ts'
import type { Values } from '../../../src/shared/kernel.ts'
import { columnsOf, generator, run, walk } from './harness.ts'
import * as plain from './plain.ts'

/** The kernels are fast in ways that plain code is not; no way may show in a single bit. */

const BARS = 420
type Column = readonly number[]

/** Stretches of what arithmetic is fond of: ticks, odd fractions, plateaus, ties, sizes far apart, gaps. */
function series(seed: number, gaps: boolean): number[] {
  const random = generator(seed)
  for (let i = 0; i < 8; i++) random()
  const column: number[] = []
  let level = 100
  while (column.length < BARS) {
    const kind = Math.floor(random() * (gaps ? 8 : 6))
    const size = 10 ** (Math.floor(random() * 12) - 6)
    for (let left = 1 + Math.floor(random() * 90); left > 0; left--) {
      if (kind !== 2 && kind !== 3) level += (random() - 0.5) * (kind === 1 ? size : 2)
      if (kind === 0) level = Math.round(level * 100) / 100
      if (kind === 3) column.push(Math.floor(random() * 4) / 4)
      else if (kind === 4) column.push(level + Math.floor(random() * 3) * 4e-11)
      else if (kind === 5) column.push(level * size)
      else if (kind >= 6 && random() < (kind === 6 ? 0.2 : 0.8)) column.push(Number.NaN)
      else column.push(level)
    }
  }
  return column.slice(0, BARS)
}

type Given = { c: Column; bars: plain.Bars; anchor: Column }
type Case = {
  name: string
  values: (n: number) => Values
  want: (given: Given, n: number) => Column[]
  /** Na values are left to other tests. */
  whole?: true
  library?: typeof MATH
}

const length = (n: number): Values => ({ length: n })
const none = (): Values => ({})

const cases: Case[] = [
  { name: 'sum', library: MATH, values: length, want: ({ c }, n) => [plain.sum(c, n)] },
  { name: 'sma', values: length, want: ({ c }, n) => [plain.sma(c, n)] },
  { name: 'ema', values: length, want: ({ c }, n) => [plain.ema(c, n)] },
  { name: 'rma', values: length, want: ({ c }, n) => [plain.rma(c, n)] },
  { name: 'wma', values: length, want: ({ c }, n) => [plain.wma(c, n)] },
  { name: 'hma', values: length, want: ({ c }, n) => [plain.hma(c, n)] },
  {
    name: 'alma',
    values: (n) => ({ length: n, offset: 0.85, sigma: 6, floor: false }),
    want: ({ c }, n) => [plain.alma(c, n, 0.85, 6)],
  },
  {
    name: 'linreg',
    values: (n) => ({ length: n, offset: 1 }),
    want: ({ c }, n) => [plain.linreg(c, n, 1)],
  },
  { name: 'cog', values: length, want: ({ c }, n) => [plain.cog(c, n)] },
  { name: 'dev', values: length, want: ({ c }, n) => [plain.dev(c, n)] },
  { name: 'cci', values: length, want: ({ c }, n) => [plain.cci(c, n)] },
  {
    name: 'variance',
    values: (n) => ({ length: n, biased: true }),
    want: ({ c }, n) => [plain.variance(c, n)],
  },
  {
    name: 'bb',
    values: (n) => ({ length: n, mult: 2.5 }),
    want: ({ c }, n) => plain.bb(c, n, 2.5),
  },
  { name: 'rsi', values: length, want: ({ c }, n) => [plain.rsi(c, n)] },
  {
    name: 'macd',
    values: (n) => ({ fastlen: n, slowlen: 2 * n + 1, siglen: 5 }),
    want: ({ c }, n) => plain.macd(c, n, 2 * n + 1, 5),
  },
  {
    name: 'tsi',
    values: (n) => ({ shortLength: 4, longLength: n }),
    want: ({ c }, n) => [plain.tsi(c, 4, n)],
  },
  { name: 'cmo', values: length, want: ({ c }, n) => [plain.cmo(c, n)] },
  { name: 'median', values: length, want: ({ c }, n) => [plain.median(c, n)] },
  { name: 'mode', values: length, want: ({ c }, n) => [plain.mode(c, n)] },
  { name: 'rci', values: length, want: ({ c }, n) => [plain.rci(c, n)] },
  { name: 'percentrank', values: length, want: ({ c }, n) => [plain.percentrank(c, n)] },
  {
    name: 'percentileNearestRank',
    values: (n) => ({ length: n, percentage: 35 }),
    want: ({ c }, n) => [plain.nearestRank(c, n, 35)],
  },
  { name: 'highest', values: length, want: ({ c }, n) => [plain.extreme(c, n, 1)] },
  { name: 'lowest', values: length, want: ({ c }, n) => [plain.extreme(c, n, -1)] },
  {
    name: 'highestbars',
    whole: true,
    values: length,
    want: ({ c }, n) => [plain.extremebars(c, n, 1)],
  },
  {
    name: 'pivotlow',
    whole: true,
    values: (n) => ({ leftbars: n, rightbars: 3 }),
    want: ({ c }, n) => [plain.pivot(c, n, 3, -1)],
  },
  { name: 'change', values: length, want: ({ c }, n) => [plain.change(c, n)] },
  { name: 'roc', values: length, want: ({ c }, n) => [plain.roc(c, n)] },
  { name: 'rising', values: length, want: ({ c }, n) => [plain.inARow(c, n, 1)] },
  { name: 'falling', values: length, want: ({ c }, n) => [plain.inARow(c, n, -1)] },
  { name: 'cum', values: none, want: ({ c }) => [plain.cum(c)] },
  {
    name: 'tr',
    values: () => ({ handleNa: false }),
    want: ({ bars }) => [plain.trueRange(bars, false)],
  },
  {
    name: 'atr',
    values: length,
    want: ({ bars }, n) => [plain.rma(plain.trueRange(bars, true), n)],
  },
  {
    name: 'dmi',
    values: (n) => ({ diLength: n, adxSmoothing: 6 }),
    want: ({ bars }, n) => plain.dmi(bars, n, 6),
  },
  { name: 'obv', values: none, want: ({ bars }) => [plain.obv(bars)] },
  { name: 'accdist', values: none, want: ({ bars }) => [plain.accdist(bars)] },
  { name: 'pvt', values: none, want: ({ bars }) => [plain.pvt(bars)] },
  { name: 'wvad', values: none, want: ({ bars }) => [plain.wvad(bars)] },
  { name: 'iii', values: none, want: ({ bars }) => [plain.iii(bars)] },
  {
    name: 'vwap',
    values: none,
    want: ({ c, bars, anchor }) => [plain.vwap(c, bars.volume, anchor)],
  },
]

/** The bits of every number: NaN equals NaN, and −0 is not 0. */
const bits = (column: Column): string[] => column.map((x) => (Object.is(x, -0) ? '-0' : String(x)))

const prices = walk(BARS, 4)
const bars = Object.fromEntries(
  ['open', 'high', 'low', 'close', 'volume'].map((name) => [name, prices[`bar.${name}`]!]),
) as plain.Bars
const anchor = bars.close.map((_, i) => (i % 48 === 17 ? 1 : 0))

const courses = fc.record({
  seed: fc.nat(),
  gaps: fc.boolean(),
  length: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 150 })),
  chunks: fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 100 })), {
    minLength: 1,
    maxLength: 5,
  }),
})

describe('the plain formula and the kernel give the same bits, in any division into blocks', () => {
  it.each(cases)('$name', ({ name, values, want, whole, library = TA }) => {
    const definition = library[name]!
    fc.assert(
      fc.property(courses, ({ seed, gaps, length: n, chunks }) => {
        const c = series(seed, gaps && whole !== true)
        const given = values(n)
        const inputs = { ...prices, anchor }
        const own = columnsOf(definition, given).filter((column) => !(column in inputs))
        const all = { ...inputs, ...Object.fromEntries(own.map((column) => [column, c])) }
        const got = run(definition, given, all, { ring: 256, chunks, maxBarsBack: 150 })
        expect(got.map(bits)).toEqual(want({ c, bars, anchor }, n).map(bits))
      }),
      { numRuns: 12 },
    )
  })
})
