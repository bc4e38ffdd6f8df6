import fc from 'fast-check'
import { taCore } from 'oakscriptjs'
import {
  BollingerBands,
  CCI,
  EMA,
  MACD,
  OBV,
  ROC,
  SD,
  SMA,
  Stochastic,
  WEMA,
  WilliamsR,
  WMA,
} from 'technicalindicators'
import { describe, expect, it } from 'vitest'
import { TA } from '../../../src/realm/ta/index.ts'
import type { Values } from '../../../src/shared/kernel.ts'
import { run, walk } from './harness.ts'

/** Output to be found among the last bars: the packages leave warm-up out, or write null or NaN there. */
function expectTail(
  got: readonly number[],
  want: readonly unknown[],
  says: string,
  slack = (_wanted: number): number => 0,
): void {
  const known = want.map((x) =>
    typeof x === 'number' ? x : typeof x === 'boolean' ? +x : Number.NaN,
  )
  const offset = got.length - known.length
  let compared = 0
  known.forEach((wanted, i) => {
    const x = got[offset + i]!
    if (Number.isNaN(wanted) && Number.isNaN(x)) return
    compared++
    if (!(Math.abs(x - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)) + slack(wanted)))
      expect.fail(`${says}, bar ${offset + i}: ${x}, not ${wanted}`)
  })
  expect(compared, says).toBeGreaterThan(0)
}

/** Moving prices above 0, the ground on which technicalindicators is to be trusted. */
const prices = fc.array(fc.integer({ min: 100, max: 100_000 }), { minLength: 40, maxLength: 90 })

describe('technicalindicators agrees on any moving positive prices', () => {
  type Check = {
    name: string
    values: (length: number) => Values
    want: (values: number[], length: number) => readonly unknown[]
    /** What the formula itself may lose, where it subtracts two large numbers. */
    slack?: (source: readonly number[], wanted: number) => number
  }
  const checks: Check[] = [
    {
      name: 'sma',
      values: (length) => ({ length }),
      want: (values, period) => SMA.calculate({ period, values }),
    },
    {
      name: 'ema',
      values: (length) => ({ length }),
      want: (values, period) => EMA.calculate({ period, values }),
    },
    {
      name: 'rma',
      values: (length) => ({ length }),
      want: (values, period) => WEMA.calculate({ period, values }),
    },
    {
      name: 'wma',
      values: (length) => ({ length }),
      want: (values, period) => WMA.calculate({ period, values }),
    },
    {
      name: 'roc',
      values: (length) => ({ length }),
      want: (values, period) => ROC.calculate({ period, values }),
    },
    {
      name: 'stdev',
      values: (length) => ({ length, biased: true }),
      want: (values, period) => SD.calculate({ period, values }),
      // The variance is a mean of squares less the square of a mean (IN-3.3): a few units in the last
      // place of the squares, which the root divides by twice itself.
      slack: (source, wanted) => (8 * Number.EPSILON * Math.max(...source) ** 2) / (2 * wanted),
    },
  ]
  it.each(checks)('$name', ({ name, values, want, slack }) => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 2, max: 20 }), (source, length) => {
        const got = run(TA[name]!, values(length), { source })[0]!
        expectTail(got, want(source, length), name, (wanted) => slack?.(source, wanted) ?? 0)
      }),
      { numRuns: 60 },
    )
  })

  it('ema and macd to the last bit (IN-2.2, IN-4.10)', () => {
    fc.assert(
      fc.property(prices, (source) => {
        const ema = run(TA.ema!, { length: 9 }, { source })[0]!
        expect(ema.slice(8)).toEqual(EMA.calculate({ period: 9, values: source }))
        const values = { fastlen: 5, slowlen: 12, siglen: 4 }
        const [line] = run(TA.macd!, values, { source }) as [number[]]
        const want = MACD.calculate({
          values: source,
          fastPeriod: 5,
          slowPeriod: 12,
          signalPeriod: 4,
          SimpleMAOscillator: false,
          SimpleMASignal: false,
        })
        expect(line.slice(11)).toEqual(want.map(({ MACD }) => MACD))
      }),
      { numRuns: 60 },
    )
  })
})

const bars = walk(400, 3)
const open = bars['bar.open']!
const high = bars['bar.high']!
const low = bars['bar.low']!
const close = bars['bar.close']!
const volume = bars['bar.volume']!
const inputs = {
  ...bars,
  source: close,
  series: close,
  source1: close,
  source2: open,
  high,
  low,
  factor: close.map(() => 3),
}

describe('technicalindicators agrees on bars', () => {
  const column = { high: [...high], low: [...low], close: [...close] }
  it.each([
    [
      'stoch',
      { length: 14 },
      Stochastic.calculate({ ...column, period: 14, signalPeriod: 3 }).map(({ k }) => k),
    ],
    ['wpr', { length: 14 }, WilliamsR.calculate({ ...column, period: 14 })],
    ['obv', {}, OBV.calculate({ close: [...close], volume: [...volume] })],
    [
      'bb',
      { length: 20, mult: 2 },
      BollingerBands.calculate({ period: 20, values: [...close], stdDev: 2 }).map(
        ({ middle }) => middle,
      ),
    ],
  ] as [string, Values, unknown[]][])('%s', (name, values, want) => {
    expectTail(run(TA[name]!, values, inputs)[0]!, want, name)
  })

  it('cci of the typical price', () => {
    const source = bars['bar.hlc3']!
    const want = CCI.calculate({ ...column, period: 20 })
    expectTail(run(TA.cci!, { length: 20 }, { source })[0]!, want, 'cci')
  })
})

describe('oakscriptjs agrees', () => {
  const length = 9
  const one = (f: (source: number[], length: number) => unknown) =>
    [f([...close], length)] as unknown[][]
  const { bb, macd } = taCore
  it.each([
    [
      'alma',
      { length, offset: 0.85, sigma: 6, floor: false },
      one((c) => taCore.alma(c, 9, 0.85, 6)),
    ],
    ['atr', { length: 14 }, one(() => taCore.atr(14, [...high], [...low], [...close]))],
    ['bb', { length: 20, mult: 2 }, bb([...close], 20, 2)],
    ['bbw', { length, mult: 2 }, one((c) => taCore.bbw(c, 9, 2))],
    ['cci', { length }, one(taCore.cci)],
    ['cmo', { length }, one(taCore.cmo)],
    ['correlation', { length }, one((c) => taCore.correlation(c, [...open], 9))],
    ['cross', {}, one((c) => taCore.cross(c, [...open]))],
    ['crossover', {}, one((c) => taCore.crossover(c, [...open]))],
    ['crossunder', {}, one((c) => taCore.crossunder(c, [...open]))],
    ['cum', {}, one(taCore.cum)],
    ['dev', { length }, one(taCore.dev)],
    ['falling', { length: 2 }, one((c) => taCore.falling(c, 2))],
    ['highest', { length }, one(taCore.highest)],
    ['hma', { length }, one(taCore.hma)],
    ['linreg', { length, offset: 2 }, one((c) => taCore.linreg(c, 9, 2))],
    ['lowest', { length }, one(taCore.lowest)],
    ['macd', { fastlen: 12, slowlen: 26, siglen: 9 }, macd([...close], 12, 26, 9)],
    ['median', { length }, one(taCore.median)],
    ['mode', { length }, one(taCore.mode)],
    ['mom', { length }, one(taCore.mom)],
    [
      'percentileNearestRank',
      { length, percentage: 33 },
      one((c) => taCore.percentile_nearest_rank(c, 9, 33)),
    ],
    ['percentrank', { length }, one(taCore.percentrank)],
    ['rising', { length: 2 }, one((c) => taCore.rising(c, 2))],
    ['rma', { length }, one(taCore.rma)],
    ['roc', { length }, one(taCore.roc)],
    ['rsi', { length }, one(taCore.rsi)],
    [
      'sar',
      { start: 0.02, inc: 0.02, max: 0.2 },
      one(() => taCore.sar(0.02, 0.02, 0.2, [...high], [...low], [...close])),
    ],
    ['stoch', { length }, one((c) => taCore.stoch(c, [...high], [...low], 9))],
    [
      'supertrend',
      { atrPeriod: 10 },
      [taCore.supertrend(3, 10, [...high], [...low], [...close])[0]],
    ],
    ['swma', {}, one(taCore.swma)],
    ['tr', { handleNa: true }, one(() => taCore.tr(true, [...high], [...low], [...close]))],
    ['variance', { length, biased: false }, one((c) => taCore.variance(c, 9, false))],
    ['vwma', { length }, one((c) => taCore.vwma(c, 9, [...volume]))],
    ['wpr', { length }, one(() => taCore.wpr([...high], [...low], [...close], 9))],
  ] as [string, Values, unknown[][]][])('on %s %o', (name, values, want) => {
    const got = run(TA[name]!, values, inputs)
    want.forEach((column, k) => {
      expectTail(got[k]!, column, `${name} output ${k}`)
    })
  })
})
