import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MATH } from '../../../src/realm/math/index.ts'
import { TA } from '../../../src/realm/ta/index.ts'
import type { Values } from '../../../src/shared/kernel.ts'
import { type Inputs, run } from './harness.ts'
import * as slow from './slow.ts'

const { na } = slow

/** A market of any shape: prices on ticks of 0.01 that repeat often, flat bars, bars without volume, gaps. */
const bar = fc.record({
  open: fc.integer({ min: -40, max: 40 }),
  close: fc.integer({ min: -40, max: 40 }),
  up: fc.constantFrom(0, 0, 1, 3, 25),
  down: fc.constantFrom(0, 0, 1, 3, 25),
  volume: fc.constantFrom(0, 1, 2, 2, 7, 130.5),
  missing: fc.constantFrom(true, ...Array<boolean>(9).fill(false)),
  anchor: fc.constantFrom(1, ...Array<number>(9).fill(0)),
})

type Market = slow.Bars & {
  readonly source: slow.Column
  readonly other: slow.Column
  readonly condition: slow.Column
}

const tick = (ticks: number): number => ticks / 100

const market = fc.array(bar, { minLength: 1, maxLength: 60 }).map((rows): Market => {
  const level = 100_00
  return {
    open: rows.map((row) => tick(level + row.open)),
    close: rows.map((row) => tick(level + row.close)),
    high: rows.map((row) => tick(level + Math.max(row.open, row.close) + row.up)),
    low: rows.map((row) => tick(level + Math.min(row.open, row.close) - row.down)),
    volume: rows.map((row) => row.volume),
    source: rows.map((row) => (row.missing ? na : tick(level + row.close))),
    other: rows.map((row) => tick(level + row.open)),
    condition: rows.map((row) => row.anchor),
  }
})

const length = fc.integer({ min: 1, max: 12 })

/** A rule, a call of it with length `n`, and what the reference gives. */
type Rule = {
  readonly rule: string
  readonly name: string
  readonly values?: (n: number) => Values
  readonly want: (m: Market, n: number) => readonly slow.Column[]
  /** Of the last bit or two; 0 if absent. */
  readonly slack?: number
}

const n = (length: number): Values => ({ length })

const RULES: readonly Rule[] = [
  { rule: 'IN-2.1', name: 'sma', values: n, want: (m, n) => [slow.sma(m.source, n)] },
  { rule: 'IN-2.2', name: 'ema', values: n, want: (m, n) => [slow.ema(m.source, n)] },
  { rule: 'IN-2.3', name: 'rma', values: n, want: (m, n) => [slow.rma(m.source, n)] },
  { rule: 'IN-2.4', name: 'wma', values: n, want: (m, n) => [slow.wma(m.source, n)] },
  { rule: 'IN-2.5', name: 'vwma', values: n, want: (m, n) => [slow.vwma(m.source, m.volume, n)] },
  { rule: 'IN-2.6', name: 'hma', values: n, want: (m, n) => [slow.hma(m.source, n)] },
  ...[true, false].map(
    (floor): Rule => ({
      rule: 'IN-2.7',
      name: 'alma',
      values: (length) => ({ length, offset: 0.85, sigma: 6, floor }),
      want: (m, n) => [slow.alma(m.source, n, 0.85, 6, floor)],
      // The exponential is our own: the engine's may differ in the last bit.
      slack: 1e-12,
    }),
  ),
  { rule: 'IN-2.8', name: 'swma', want: (m) => [slow.swma(m.source)] },
  ...[0, 2].map(
    (offset): Rule => ({
      rule: 'IN-2.9',
      name: 'linreg',
      values: (length) => ({ length, offset }),
      want: (m, n) => [slow.linreg(m.source, n, offset)],
    }),
  ),
  ...[true, false].map(
    (handleNa): Rule => ({
      rule: 'IN-3.1',
      name: 'tr',
      values: () => ({ handleNa }),
      want: (m) => [slow.trueRange(m, handleNa)],
    }),
  ),
  {
    rule: 'IN-3.2',
    name: 'atr',
    values: n,
    want: (m, n) => [slow.rma(slow.trueRange(m, true), n)],
  },
  ...[true, false].flatMap((biased): Rule[] => [
    {
      rule: 'IN-3.3',
      name: 'variance',
      values: (length) => ({ length, biased }),
      want: (m, n) => [slow.variance(m.source, n, biased)],
    },
    {
      rule: 'IN-3.3',
      name: 'stdev',
      values: (length) => ({ length, biased }),
      want: (m, n) => [slow.variance(m.source, n, biased).map(Math.sqrt)],
    },
  ]),
  { rule: 'IN-3.4', name: 'dev', values: n, want: (m, n) => [slow.dev(m.source, n)] },
  {
    rule: 'IN-3.5',
    name: 'bb',
    values: (length) => ({ length, mult: 2.5 }),
    want: (m, n) => slow.bb(m.source, n, 2.5),
  },
  {
    rule: 'IN-3.5',
    name: 'bbw',
    values: (length) => ({ length, mult: 2.5 }),
    want: (m, n) => [slow.width(slow.bb(m.source, n, 2.5), 100)],
  },
  ...[true, false].flatMap((useTrueRange): Rule[] => [
    {
      rule: 'IN-3.6',
      name: 'kc',
      values: (length) => ({ length, mult: 1.7, useTrueRange }),
      want: (m, n) => slow.kc(m.source, m, n, 1.7, useTrueRange),
    },
    {
      rule: 'IN-3.6',
      name: 'kcw',
      values: (length) => ({ length, mult: 1.7, useTrueRange }),
      want: (m, n) => [slow.width(slow.kc(m.source, m, n, 1.7, useTrueRange), 1)],
    },
  ]),
  {
    rule: 'IN-3.7',
    name: 'correlation',
    values: n,
    want: (m, n) => [slow.correlation(m.source, m.other, n)],
  },
  { rule: 'IN-3.8', name: 'median', values: n, want: (m, n) => [slow.median(m.source, n)] },
  { rule: 'IN-3.9', name: 'mode', values: n, want: (m, n) => [slow.mode(m.source, n)] },
  { rule: 'IN-3.10', name: 'range', values: n, want: (m, n) => [slow.range(m.source, n)] },
  {
    rule: 'IN-3.11',
    name: 'percentrank',
    values: n,
    want: (m, n) => [slow.percentrank(m.source, n)],
  },
  ...[0, 12.5, 50, 87, 100].flatMap((percentage): Rule[] => [
    {
      rule: 'IN-3.12',
      name: 'percentileNearestRank',
      values: (length) => ({ length, percentage }),
      want: (m, n) => [slow.nearestRank(m.source, n, percentage)],
    },
    {
      rule: 'IN-3.12',
      name: 'percentileLinearInterpolation',
      values: (length) => ({ length, percentage }),
      want: (m, n) => [slow.interpolated(m.source, n, percentage)],
    },
  ]),
  { rule: 'IN-3.13', name: 'cum', want: (m) => [slow.cum(m.source)] },
  {
    rule: 'IN-3.13',
    name: 'max',
    want: (m) => [slow.soFar(m.source, 1)],
  },
  { rule: 'IN-3.13', name: 'min', want: (m) => [slow.soFar(m.source, -1)] },
  { rule: 'IN-4.1', name: 'change', values: n, want: (m, n) => [slow.change(m.source, n)] },
  { rule: 'IN-4.1', name: 'mom', values: n, want: (m, n) => [slow.change(m.source, n)] },
  { rule: 'IN-4.1', name: 'roc', values: n, want: (m, n) => [slow.roc(m.source, n)] },
  { rule: 'IN-4.2', name: 'rsi', values: n, want: (m, n) => [slow.rsi(m.source, n)] },
  { rule: 'IN-4.3', name: 'stoch', values: n, want: (m, n) => [slow.stoch(m.source, m, n)] },
  { rule: 'IN-4.4', name: 'cci', values: n, want: (m, n) => [slow.cci(m.source, n)] },
  { rule: 'IN-4.5', name: 'cmo', values: n, want: (m, n) => [slow.cmo(m.source, n)] },
  { rule: 'IN-4.6', name: 'mfi', values: n, want: (m, n) => [slow.mfi(m.source, m.volume, n)] },
  {
    rule: 'IN-4.7',
    name: 'tsi',
    values: (n) => ({ shortLength: n, longLength: 5 }),
    want: (m, n) => [slow.tsi(m.source, n, 5)],
  },
  { rule: 'IN-4.8', name: 'wpr', values: n, want: (m, n) => [slow.wpr(m, n)] },
  { rule: 'IN-4.9', name: 'cog', values: n, want: (m, n) => [slow.cog(m.source, n)] },
  {
    rule: 'IN-4.10',
    name: 'macd',
    values: (n) => ({ fastlen: n, slowlen: 7, siglen: 4 }),
    want: (m, n) => slow.macd(m.source, n, 7, 4),
  },
  {
    rule: 'IN-4.11',
    name: 'dmi',
    values: (n) => ({ diLength: n, adxSmoothing: 4 }),
    want: (m, n) => slow.dmi(m, n, 4),
  },
  { rule: 'IN-4.12', name: 'rci', values: n, want: (m, n) => [slow.rci(m.source, n)] },
  {
    rule: 'IN-5.1',
    name: 'supertrend',
    values: (n) => ({ atrPeriod: n }),
    want: (m, n) => slow.supertrend(m, 1.5, n),
  },
  {
    rule: 'IN-5.2',
    name: 'sar',
    values: () => ({ start: 0.02, inc: 0.03, max: 0.2 }),
    want: (m) => [slow.sar(m, 0.02, 0.03, 0.2, true)],
  },
  ...[0, 2].flatMap((rightbars): Rule[] => [
    {
      rule: 'IN-5.3',
      name: 'pivothigh',
      values: (n) => ({ leftbars: n - 1, rightbars }),
      want: (m, n) => [slow.pivot(m.source, n - 1, rightbars, 1)],
    },
    {
      rule: 'IN-5.3',
      name: 'pivotlow',
      values: (n) => ({ leftbars: n - 1, rightbars }),
      want: (m, n) => [slow.pivot(m.source, n - 1, rightbars, -1)],
    },
  ]),
  { rule: 'IN-5.5', name: 'highest', values: n, want: (m, n) => [slow.extreme(m.source, n, 1)] },
  { rule: 'IN-5.5', name: 'lowest', values: n, want: (m, n) => [slow.extreme(m.source, n, -1)] },
  {
    rule: 'IN-5.5',
    name: 'highestbars',
    values: n,
    want: (m, n) => [slow.extremebars(m.source, n, 1)],
  },
  {
    rule: 'IN-5.5',
    name: 'lowestbars',
    values: n,
    want: (m, n) => [slow.extremebars(m.source, n, -1)],
  },
  { rule: 'IN-5.6', name: 'rising', values: n, want: (m, n) => [slow.inARow(m.source, n, 1)] },
  { rule: 'IN-5.6', name: 'falling', values: n, want: (m, n) => [slow.inARow(m.source, n, -1)] },
  { rule: 'IN-6.1', name: 'crossover', want: (m) => [slow.crossed(m.source, m.other, 1)] },
  { rule: 'IN-6.2', name: 'crossunder', want: (m) => [slow.crossed(m.source, m.other, -1)] },
  { rule: 'IN-6.3', name: 'cross', want: (m) => [slow.cross(m.source, m.other)] },
  { rule: 'IN-6.4', name: 'barssince', want: (m) => [slow.barssince(m.condition)] },
  {
    rule: 'IN-6.4',
    name: 'valuewhen',
    values: (n) => ({ occurrence: n - 1 }),
    want: (m, n) => [slow.valuewhen(m.condition, m.source, n - 1)],
  },
  { rule: 'IN-1.5', name: 'fixnan', want: (m) => [slow.fixnan(m.source)] },
  { rule: 'IN-7.1', name: 'obv', want: (m) => [slow.obv(m)] },
  { rule: 'IN-7.1', name: 'accdist', want: (m) => [slow.accdist(m)] },
  { rule: 'IN-7.1', name: 'pvt', want: (m) => [slow.pvt(m)] },
  { rule: 'IN-7.1', name: 'wad', want: (m) => [slow.wad(m)] },
  { rule: 'IN-7.1', name: 'wvad', want: (m) => [slow.wvad(m)] },
  { rule: 'IN-7.1', name: 'iii', want: (m) => [slow.iii(m)] },
  { rule: 'IN-7.2', name: 'pvi', want: (m) => [slow.volumeIndex(m, 1)] },
  { rule: 'IN-7.2', name: 'nvi', want: (m) => [slow.volumeIndex(m, -1)] },
  {
    rule: 'IN-7.3',
    name: 'vwap',
    want: (m) => [slow.vwapBands(m.source, m.volume, m.condition, 2)[0]!],
  },
  {
    rule: 'IN-7.3',
    name: 'vwapBands',
    want: (m) => slow.vwapBands(m.source, m.volume, m.condition, 2),
  },
]

function inputsOf(m: Market): Inputs {
  return {
    source: m.source,
    series: m.source,
    source1: m.source,
    source2: m.other,
    condition: m.condition,
    anchor: m.condition,
    high: m.high,
    low: m.low,
    factor: m.source.map(() => 1.5),
    stdevMult: m.source.map(() => 2),
    'bar.open': m.open,
    'bar.high': m.high,
    'bar.low': m.low,
    'bar.close': m.close,
    'bar.volume': m.volume,
  }
}

function expectBits(got: readonly slow.Column[], want: readonly slow.Column[], slack = 0): void {
  expect(got).toHaveLength(want.length)
  got.forEach((column, c) => {
    column.forEach((x, i) => {
      const wanted = want[c]![i]!
      const same = Number.isNaN(wanted)
        ? Number.isNaN(x)
        : Math.abs(x - wanted) <= slack * Math.max(1, Math.abs(wanted))
      if (!same) expect.fail(`output ${c}, bar ${i}: ${x}, not ${wanted}`)
    })
  })
}

describe('IN-0.4: the measured order of operations, to the last bit, on any bars', () => {
  it.each(RULES)('$rule $name', ({ name, values, want, slack }) => {
    fc.assert(
      fc.property(market, length, (m, n) => {
        expectBits(run(TA[name]!, values?.(n) ?? {}, inputsOf(m)), want(m, n), slack)
      }),
      { numRuns: 60 },
    )
  })

  it('IN-1.1: math.sum is the exact sum, rounded once', () => {
    fc.assert(
      fc.property(market, length, ({ source }, n) => {
        expectBits(run(MATH.sum!, { length: n }, { source }), [slow.sum(source, n)])
      }),
    )
  })
})
