import * as indicators from 'technicalindicators'
import { describe, expect, it } from 'vitest'
import { TA } from '../../../src/realm/ta/index.ts'
import { TI, TI_INSTEAD } from '../../../src/realm/ti/index.ts'
import type { Values } from '../../../src/shared/kernel.ts'
import { run, walk } from '../ta/harness.ts'

const bars = walk(400, 8)
const open = [...bars['bar.open']!]
const high = [...bars['bar.high']!]
const low = [...bars['bar.low']!]
const close = [...bars['bar.close']!]
const volume = [...bars['bar.volume']!]
const inputs = { ...bars, source: close }
const ti = (name: string, values: Values = {}) => run(TI[name]!, values, inputs)
const ta = (name: string, values: Values, source: readonly number[] = close) =>
  run(TA[name]!, values, { ...inputs, source, high: source, low: source })[0]!

function expectNear(got: readonly number[], want: readonly (number | undefined)[]): void {
  expect(got).toHaveLength(want.length)
  got.forEach((x, i) => {
    const wanted = want[i] ?? Number.NaN
    const near = Number.isNaN(wanted)
      ? Number.isNaN(x)
      : Math.abs(x - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted))
    if (!near) expect.fail(`bar ${i}: ${x}, not ${wanted}`)
  })
}

/** The package leaves warm-up out. */
const right = <T>(values: readonly T[]): (T | undefined)[] => [
  ...new Array<undefined>(close.length - values.length).fill(undefined),
  ...values,
]

describe('the package agrees where it is right', () => {
  it('on the awesome oscillator', () => {
    const want = indicators.AwesomeOscillator.calculate({
      high,
      low,
      fastPeriod: 5,
      slowPeriod: 34,
    })
    expectNear(ti('awesomeoscillator', { fastPeriod: 5, slowPeriod: 34 })[0]!, right(want))
  })

  it('on trix', () => {
    const want = indicators.TRIX.calculate({ period: 9, values: close })
    expectNear(ti('trix', { length: 9 })[0]!, right(want))
  })

  it('on the force index of positive volume', () => {
    const want = indicators.ForceIndex.calculate({ close, volume, period: 13 })
    expectNear(ti('forceindex', { length: 13 })[0]!, right(want))
  })

  it('on kst', () => {
    const periods = { ROCPer1: 10, ROCPer2: 15, ROCPer3: 20, ROCPer4: 30 }
    const means = { SMAROCPer1: 10, SMAROCPer2: 10, SMAROCPer3: 10, SMAROCPer4: 15 }
    const want = right(
      indicators.KST.calculate({ values: close, ...periods, ...means, signalPeriod: 9 }),
    )
    const values: Record<string, number> = { signalPeriod: 9 }
    for (const [name, value] of Object.entries({ ...periods, ...means }))
      values[name.replace('SMAROC', 'smaRoc').replace('ROC', 'roc')] = value
    const [kst, signal] = ti('kst', values)
    expectNear(
      kst!,
      want.map((row) => row?.kst),
    )
    expectNear(
      signal!,
      want.map((row) => row?.signal),
    )
  })

  it('on the lines of ichimoku, once all are there', () => {
    const values = { conversionPeriod: 9, basePeriod: 26, spanPeriod: 52, displacement: 26 }
    const want = indicators.IchimokuCloud.calculate({ high, low, ...values })
    const [conversion, base, spanA, spanB] = ti('ichimokucloud', values).map((c) => c.slice(51))
    expectNear(
      conversion!,
      want.map((row) => row.conversion),
    )
    expectNear(
      base!,
      want.map((row) => row.base),
    )
    expectNear(
      spanA!,
      want.map((row) => row.spanA),
    )
    expectNear(
      spanB!,
      want.map((row) => row.spanB),
    )
  })
})

describe('the formula agrees', () => {
  it('heikinashi', () => {
    const want: number[][] = [[], [], [], []]
    close.forEach((c, i) => {
      const mean = (open[i]! + high[i]! + low[i]! + c) / 4
      const first = i === 0 ? (open[0]! + c) / 2 : (want[0]![i - 1]! + want[3]![i - 1]!) / 2
      want[0]!.push(first)
      want[1]!.push(i === 0 ? high[0]! : Math.max(high[i]!, first, mean))
      want[2]!.push(i === 0 ? low[0]! : Math.min(low[i]!, first, mean))
      want[3]!.push(mean)
    })
    ti('heikinashi').forEach((column, k) => {
      expectNear(column, want[k]!)
    })
  })

  it('heikinashi passes over a bar without a price', () => {
    const gappy = { ...bars, 'bar.close': close.map((x, i) => (i === 5 ? Number.NaN : x)) }
    const [first] = run(TI.heikinashi!, {}, gappy) as [number[]]
    expect(first[5]).toBeNaN()
    expect(first[6]).not.toBeNaN()
  })

  it('the cloud over a bar is the span of displacement − 1 bars ago', () => {
    const values = { conversionPeriod: 9, basePeriod: 26, spanPeriod: 52, displacement: 26 }
    const [, , spanA, spanB, cloudA, cloudB] = ti('ichimokucloud', values)
    expectNear(
      cloudA!,
      close.map((_, i) => spanA![i - 25]),
    )
    expectNear(
      cloudB!,
      close.map((_, i) => spanB![i - 25]),
    )
  })

  it('chandelierexit', () => {
    const atr = ta('atr', { length: 22 })
    const top = ta('highest', { length: 22 }, high)
    const bottom = ta('lowest', { length: 22 }, low)
    const [exitLong, exitShort] = ti('chandelierexit', { length: 22, multiplier: 3 })
    expectNear(
      exitLong!,
      top.map((x, i) => x - 3 * atr[i]!),
    )
    expectNear(
      exitShort!,
      bottom.map((x, i) => x + 3 * atr[i]!),
    )
  })

  it('stochasticrsi', () => {
    const values = { rsiPeriod: 14, stochasticPeriod: 10, kPeriod: 3, dPeriod: 4 }
    const rsi = ta('rsi', { length: 14 })
    const line = ta('stoch', { length: 10 }, rsi)
    const k = ta('sma', { length: 3 }, line)
    const [stochRsi, gotK, gotD] = ti('stochasticrsi', values)
    expectNear(stochRsi!, line)
    expectNear(gotK!, k)
    expectNear(gotD!, ta('sma', { length: 4 }, k))
  })

  it('forceindex counts an unchanged close as 0, which the package takes for a fresh start', () => {
    const flat = { 'bar.close': [5, 5, 6, 6, 7], 'bar.volume': [1, 1, 1, 1, 1] }
    expect(run(TI.forceindex!, { length: 2 }, flat)[0]).toEqual([
      Number.NaN,
      Number.NaN,
      0.5,
      0.5 + (2 / 3) * (0 - 0.5),
      0.5 + (2 / 3) * (0 - 0.5) + (2 / 3) * (1 - (0.5 + (2 / 3) * (0 - 0.5))),
    ])
  })
})

describe('every function of the package', () => {
  /** No indicator per bar: charts, drawing tools, settings and helpers. */
  const OTHERS = [
    'renko',
    'volumeprofile',
    'fibonacciretracement',
    'getConfig',
    'setConfig',
    'getAvailableIndicators',
  ]

  it('is in ti, replaced by ta, or no indicator', () => {
    const functions = Object.entries(indicators)
      .filter(([name, value]) => typeof value === 'function' && /^[a-z]/.test(name))
      .map(([name]) => name)
    expect(functions.length).toBeGreaterThan(60)
    for (const name of functions)
      expect([...Object.keys(TI), ...Object.keys(TI_INSTEAD), ...OTHERS]).toContain(name)
  })

  it('that is replaced names something that exists', () => {
    for (const use of Object.values(TI_INSTEAD))
      if (use.startsWith('ta.')) expect(Object.keys(TA)).toContain(use.slice(3))
      else expect(use).toBe('math.sum')
  })
})
