import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { random, seedRandom } from '../../../src/realm/strategy/random.ts'
import { TA } from '../../../src/realm/ta/index.ts'
import type { Definition, Values } from '../../../src/shared/kernel.ts'
import { runRealm } from '../harness.ts'
import { type Inputs, run, walk } from './harness.ts'
import * as slow from './slow.ts'

const { na } = slow

/** What `expression` reads on each bar. */
function read(setup: string, expression: string, facts = {}): string[] {
  const told = runRealm(`${setup}\nonBar(() => log(${expression}))`, facts)
  expect(told.failure).toBeUndefined()
  return told.logs.map((line) => line.replace(/^\d+: /, ''))
}

describe('IN-0.1: every call owns its state, which advances on every bar', () => {
  const closes = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]

  it('two calls alike do not share it, and reading now and then changes nothing', () => {
    const setup =
      'const a = ta.ema(close, 3)\nconst b = ta.ema(close, 3)\nlet seen = 0\n' +
      'series(() => { if (barIndex() % 4 === 3) seen = b(); return 0 })'
    const lines = read(setup, 'a() === b(), barIndex() % 4 === 3 ? seen === a() : true', {
      closes: closes.slice(2),
    })
    expect(lines.slice(2)).toEqual(Array(6).fill('true true'))
  })

  it('a call in a branch of onBar is refused: its state would see gaps', () => {
    const source = 'onBar(() => { if (close() > 3) log(ta.sma(close, 2)()) })'
    expect(runRealm(source, { closes }).failure?.code).toBe('S304')
  })
})

describe('IN-0.2: a bar is final when it is run', () => {
  it('no value changes when later bars come, so there is nothing to roll back', () => {
    const source =
      'const m = ta.macd(close, 3, 5, 2)\nconst s = ta.supertrend(2, 3)\n' +
      'onBar(() => log(m.hist(), s.line()))'
    const closes = Array.from({ length: 40 }, (_, i) => 50 + ((i * 7) % 11))
    const whole = runRealm(source, { closes }).logs
    expect(whole).toHaveLength(40)
    for (const bars of [1, 7, 23])
      expect(runRealm(source, { closes: closes.slice(0, bars) }).logs).toEqual(whole.slice(0, bars))
  })
})

/** Below, on and above the tolerance; all three differences are exact. */
const INSIDE = 2 ** -34
const BORDER = 1e-10
const OUTSIDE = 2 ** -33

type Call = { name: string; values?: Values; inputs: (step: number) => Inputs; at: number }

const flat = (...x: number[]) => x

describe('IN-0.3: what differs by at most 1e-10 is equal, where Pine takes it so', () => {
  const tolerant: (Call & { equal: number; apart: number })[] = [
    {
      name: 'rising',
      values: { length: 1 },
      inputs: (d) => ({ source: [0, d] }),
      at: 1,
      equal: 0,
      apart: 1,
    },
    {
      name: 'falling',
      values: { length: 1 },
      inputs: (d) => ({ source: [0, -d] }),
      at: 1,
      equal: 0,
      apart: 1,
    },
    // A fall within the tolerance counts as a rise.
    {
      name: 'cmo',
      values: { length: 1 },
      inputs: (d) => ({ series: [0, -d] }),
      at: 1,
      equal: 100,
      apart: -100,
    },
    {
      name: 'mfi',
      values: { length: 1 },
      inputs: (d) => ({ series: [1 + d, 1], 'bar.volume': [1, 1] }),
      at: 1,
      equal: 100,
      apart: 0,
    },
    {
      name: 'dmi',
      values: { diLength: 1, adxSmoothing: 1 },
      inputs: (d) => ({ 'bar.high': [0, d], 'bar.low': [-1, -1], 'bar.close': [0, 0] }),
      at: 1,
      equal: 0,
      apart: (100 * OUTSIDE) / (1 + OUTSIDE),
    },
    {
      name: 'percentrank',
      values: { length: 1 },
      inputs: (d) => ({ source: [d, 0] }),
      at: 1,
      equal: 100,
      apart: 0,
    },
    {
      name: 'cross',
      inputs: (d) => ({ source1: [-1, d], source2: [0, 0] }),
      at: 1,
      equal: 0,
      apart: 1,
    },
  ]

  it.each(tolerant)(
    '$name, the border itself included',
    ({ name, values, inputs, at, ...want }) => {
      const result = (step: number) => run(TA[name]!, values ?? {}, inputs(step))[0]![at]
      // 1 + 1e-10 is not exact, so the border is tried only from 0.
      const near = name === 'mfi' ? [INSIDE] : [INSIDE, BORDER]
      for (const step of near) expect(result(step)).toBe(want.equal)
      expect(result(OUTSIDE)).toBe(want.apart)
    },
  )

  it('a covariance within it is none (IN-3.7)', () => {
    const result = (x: number) =>
      run(TA.correlation!, { length: 2 }, { source1: [0, x], source2: [0, x] })[0]![1]
    expect(result(2 ** -16)).toBe(0)
    expect(result(2 ** -15)).toBe(1)
  })

  it('ranks are shared below 1e-10 from the smallest of the group, not from neighbour to neighbour (IN-4.12)', () => {
    const rci = (...source: number[]) => run(TA.rci!, { length: 3 }, { source })[0]![3]!
    // The third is within reach of the second, but not of the first.
    const chain = rci(9, 0, 0.7e-10, 1.4e-10)
    expect(chain).toBeCloseTo(rci(9, 0, 0, 1), 9)
    expect(chain).not.toBeCloseTo(rci(9, 0, 0, 0.5e-10), 3)
    expect(rci(9, 0, 1e-10, 2e-10)).toBeCloseTo(100, 9)
  })

  it('the order of percentiles is exact, which moves them by less than the tolerance (IN-3.12)', () => {
    const result = run(
      TA.percentileNearestRank!,
      { length: 2, percentage: 50 },
      { source: [INSIDE, 0] },
    )[0]![1]!
    expect(result).toBe(0)
    expect(Math.abs(result - INSIDE)).toBeLessThanOrEqual(BORDER)
  })

  const tiny = 2 ** -52
  const exact: (Call & { apart: number })[] = [
    {
      name: 'crossover',
      inputs: (d) => ({ source1: flat(1, 1 + d), source2: [1, 1] }),
      at: 1,
      apart: 1,
    },
    {
      name: 'crossunder',
      inputs: (d) => ({ source1: flat(1, 1 - d), source2: [1, 1] }),
      at: 1,
      apart: 1,
    },
    {
      name: 'highest',
      values: { length: 2 },
      inputs: (d) => ({ source: [1 + d, 1] }),
      at: 1,
      apart: 1 + tiny,
    },
    {
      name: 'lowest',
      values: { length: 2 },
      inputs: (d) => ({ source: [1 - d, 1] }),
      at: 1,
      apart: 1 - tiny,
    },
    {
      name: 'highestbars',
      values: { length: 2 },
      inputs: (d) => ({ source: [1, 1 + d] }),
      at: 1,
      apart: 0,
    },
    {
      name: 'lowestbars',
      values: { length: 2 },
      inputs: (d) => ({ source: [1, 1 - d] }),
      at: 1,
      apart: 0,
    },
    {
      name: 'pivothigh',
      values: { leftbars: 0, rightbars: 1 },
      inputs: (d) => ({ source: [1 + d, 1] }),
      at: 1,
      apart: 1 + tiny,
    },
    {
      name: 'pivotlow',
      values: { leftbars: 0, rightbars: 1 },
      inputs: (d) => ({ source: [1 - d, 1] }),
      at: 1,
      apart: 1 - tiny,
    },
  ]

  it.each(exact)('$name compares exactly', ({ name, values, inputs, at, apart }) => {
    expect(run(TA[name]!, values ?? {}, inputs(tiny))[0]![at]).toBe(apart)
    // Without the difference it is another value: the case can tell.
    expect(run(TA[name]!, values ?? {}, inputs(0))[0]![at]).not.toBe(apart)
  })

  it('supertrend and sar compare exactly', () => {
    const line = (close: number) =>
      run(
        TA.supertrend!,
        { atrPeriod: 1 },
        {
          factor: [1, 1],
          'bar.high': [1, 1],
          'bar.low': [1, 1],
          'bar.close': [1, close],
        },
      )[1]![1]
    // The band stands at 1: the close has to be above it.
    expect([line(1), line(1 + tiny)]).toEqual([1, -1])
    const turned = (low: number) =>
      run(
        TA.sar!,
        { start: 0, inc: 0, max: 0 },
        { 'bar.high': [2, 3, 3], 'bar.low': [1, 2, low], 'bar.close': [1, 2, 2] },
      )[0]![2]
    expect([turned(1), turned(1 - tiny)]).toEqual([1, 3])
  })
})

describe('IN-0.5: what a na bar does, family by family', () => {
  const holes = (f: (i: number) => number) =>
    Array.from({ length: 40 }, (_, i) => (i % 9 === 5 ? na : f(i)))
  const price = (i: number) => 100 + ((i * 37) % 17) / 4
  const source = holes(price)
  const known = source.filter((x) => !Number.isNaN(x))
  const inputs = (column: readonly number[]): Inputs => {
    const bars = walk(column.length, 2)
    return { ...bars, source: column, series: column, source1: column, source2: column }
  }
  const constants: Record<string, Values> = {
    bb: { length: 4, mult: 2 },
    stdev: { length: 4, biased: true },
    variance: { length: 4, biased: true },
    linreg: { length: 4, offset: 0 },
    tsi: { shortLength: 3, longLength: 4 },
  }
  const result = (name: string, column: readonly number[]) =>
    run(TA[name]!, constants[name] ?? { length: 4 }, inputs(column))[0]!

  it.each([
    'sma',
    'stdev',
    'variance',
    'bb',
    'dev',
    'linreg',
    'cog',
    'median',
    'mode',
    'highest',
    'lowest',
    'correlation',
    'rci',
  ])('%s skips it and holds its value', (name) => {
    const without = result(name, known)
    let at = -1
    const want = source.map((x) => (Number.isNaN(x) ? (without[at] ?? na) : without[++at]!))
    expect(result(name, source)).toEqual(want)
  })

  it.each(['ema', 'rma', 'rsi', 'tsi', 'swma', 'cmo'])(
    '%s gives na on it and keeps its state',
    (name) => {
      const without = result(name, known)
      let at = -1
      const want = source.map((x) => (Number.isNaN(x) ? na : without[++at]!))
      expect(result(name, source)).toEqual(want)
    },
  )

  it.each([
    ['change', 4],
    ['roc', 4],
    ['percentrank', 4],
    ['percentileNearestRank', 3],
  ])('%s counts bars: na on the bar, and the windows that hold it know of it', (name, reach) => {
    const values = name.startsWith('percentile') ? { length: 4, percentage: 100 } : { length: 4 }
    const got = run(TA[name]!, values, inputs(source))[0]!
    const hit = source.flatMap((x, i) => (Number.isNaN(x) ? [i] : []))
    for (const i of hit) {
      expect(got[i]).toBeNaN()
      // The last bar whose window reaches back to it, and the first that does not.
      if (i + reach + 1 < got.length) {
        expect(got[i + reach]).toBeNaN()
        expect(got[i + reach + 1]).not.toBeNaN()
      }
    }
  })
})

describe('IN-0.6: a division by zero is na', () => {
  const zero = [0, 0, 0]
  const flatBars = { 'bar.high': zero, 'bar.low': zero, 'bar.close': zero, 'bar.open': zero }
  it.each<[string, Values, Inputs]>([
    ['vwma', { length: 1 }, { source: [1, 2, 3], 'bar.volume': zero }],
    ['bbw', { length: 1, mult: 1 }, { series: zero }],
    ['kcw', { length: 1, mult: 1, useTrueRange: false }, { series: zero, ...flatBars }],
    ['correlation', { length: 2 }, { source1: zero, source2: [1, 2, 3] }],
    ['roc', { length: 1 }, { source: [0, 0, 1] }],
    ['rsi', { length: 1 }, { source: zero }],
    ['stoch', { length: 1 }, { source: [1, 2, 3], high: zero, low: zero }],
    ['wpr', { length: 1 }, flatBars],
    ['cci', { length: 2 }, { source: zero }],
    ['cmo', { length: 1 }, { series: zero }],
    ['tsi', { shortLength: 1, longLength: 1 }, { source: zero }],
    ['cog', { length: 1 }, { source: zero }],
    ['dmi', { diLength: 1, adxSmoothing: 1 }, flatBars],
    ['rci', { length: 2 }, { source: zero }],
    ['pvt', {}, { ...flatBars, 'bar.volume': zero }],
    ['wvad', {}, { ...flatBars, 'bar.volume': zero }],
    ['iii', {}, { ...flatBars, 'bar.volume': zero }],
    ['vwap', {}, { source: zero, anchor: [1, 0, 0], 'bar.volume': zero }],
  ])('in %s', (name, values, inputs) => {
    // From the second bar on, where none of them is na for want of bars.
    expect(run(TA[name]!, values, inputs)[0]!.slice(2)).toEqual([na])
  })

  it('a comparison with na is false, and booleans are never na', () => {
    expect(read('', 'na(close(1)), close() > close(1), !(close() > close(1))').at(0)).toBe(
      'true false true',
    )
    const inputs = { source1: [na, 1, na], source2: [na, na, 1], source: [na, 1, na] }
    for (const name of ['crossover', 'crossunder', 'cross', 'rising', 'falling'])
      expect(run(TA[name]!, { length: 1 }, inputs)[0]).toEqual([0, 0, 0])
  })
})

describe('IN-0.7: lengths', () => {
  it('1.5 is 1; 0 and na give na where the length is a series, an error where it is constant', () => {
    const inputs = { source: [4, 8, 6, 2], length: [1.5, 0, na, 1.999] }
    for (const name of ['sma', 'median', 'highest', 'wma', 'dev'])
      expect(run(TA[name]!, {}, inputs)[0]!.map((x) => Number.isNaN(x))).toEqual([
        false,
        true,
        true,
        false,
      ])
    expect(read('const m = ta.sma(close, 1.5)', 'm() === close()')).toEqual(Array(5).fill('true'))
    for (const length of ['0', '-1', 'NaN'])
      expect(runRealm(`ta.sma(close, ${length})`).failure?.code).toBe('S306')
  })
})

describe('IN-0.7: the longest length of a series', () => {
  it('is maxBarsBack; above it the result is na', () => {
    const source = [1, 2, 3, 4, 5, 6, 7, 8]
    const inputs = { source, length: [1, 1, 1, 1, 1, 1, 5, 6] }
    for (const name of ['sma', 'highest', 'median', 'wma', 'change', 'percentrank']) {
      const result = run(TA[name]!, {}, inputs, { maxBarsBack: 5 })[0]!
      expect([name, ...result.slice(6).map(Number.isNaN)]).toEqual([name, false, true])
    }
  })
})

describe('IN-0.7: a length that changes from bar to bar', () => {
  const takesCondition = ({ parameters }: Definition): boolean =>
    parameters.some((p) => p.kind === 'condition')
  const varying = Object.entries(TA).filter(([, { parameters }]) =>
    parameters.some((p) => p.kind === 'length' && p.varying),
  )
  const BARS = 300
  const MOST = 9
  const bars = walk(BARS, 6)
  const close = bars['bar.close']!
  const gaps = close.map((x, i) => (i % 11 === 4 ? na : x))
  const others: Values = {
    mult: 2,
    offset: 0.85,
    sigma: 6,
    floor: false,
    biased: true,
    percentage: 40,
  }
  /** Jumps, and stretches in which it stays. */
  const lengths = close.map((_, i) => 1 + ((Math.floor(i / (1 + (i % 3))) * 5) % MOST))

  it.each(varying)('%s is on every bar what that length gives', (_name, definition) => {
    const inputs: Inputs = {
      ...bars,
      source: takesCondition(definition) ? close.map((x) => (x > 100 ? 1 : 0)) : gaps,
      series: gaps,
      source1: gaps,
      source2: bars['bar.open']!,
      high: bars['bar.high']!,
      low: bars['bar.low']!,
      length: lengths,
      leftbars: lengths,
      rightbars: lengths,
    }
    const got = run(definition, others, inputs)
    for (let n = 1; n <= MOST; n++) {
      const constant = { ...others, length: n, leftbars: n, rightbars: n }
      run(definition, constant, inputs).forEach((column, output) => {
        column.forEach((want, i) => {
          if (lengths[i] !== n) return
          const x = got[output]![i]!
          // The window is added up afresh, so a last bit may differ.
          const near = Number.isNaN(want)
            ? Number.isNaN(x)
            : Math.abs(x - want) <= 1e-6 * Math.max(1, Math.abs(want))
          if (!near) expect.fail(`output ${output}, bar ${i}, length ${n}: ${x}, not ${want}`)
        })
      })
    }
  })
})

describe('math and na', () => {
  it('IN-1.2: random numbers are our own, from 0 to 1, and the seed decides them', () => {
    const draw = (seed: number) => {
      seedRandom(seed)
      return Array.from({ length: 1000 }, () => random())
    }
    const first = draw(1)
    expect(draw(1)).toEqual(first)
    expect(draw(2)).not.toEqual(first)
    expect(draw(2 ** 32 + 1)).not.toEqual(first)
    expect(first.every((x) => x >= 0 && x < 1)).toBe(true)
    const mean = first.reduce((sum, x) => sum + x, 0) / 1000
    // Five standard errors of a mean of a thousand.
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 1000))
  })

  it.each([
    ['0.125', '0.13'],
    ['-0.125', '-0.12'],
    ['0.375', '0.38'],
    ['0.3749', '0.37'],
    ['7', '7'],
    ['NaN', 'NaN'],
  ])('IN-1.3: roundToMintick(%s) on ticks of 0.01 is %s: halves go up', (x, want) => {
    expect(read('', `math.roundToMintick(${x})`, { closes: [1] })).toEqual([want])
  })

  it('IN-1.3: Math.round is JavaScript’s, and takes halves up, not away from 0', () => {
    expect(read('', 'Math.round(2.5), Math.round(-2.5)', { closes: [1] })).toEqual(['3 -2'])
  })

  it('IN-1.4: any na argument of Math gives na', () => {
    const calls = [
      'max(1, NaN)',
      'min(NaN, 1)',
      'abs(NaN)',
      'sqrt(NaN)',
      'sign(NaN)',
      'pow(NaN, 2)',
    ]
    const expression = calls.map((call) => `Math.${call}`).join(', ')
    expect(read('', expression, { closes: [1] })).toEqual([calls.map(() => 'NaN').join(' ')])
  })

  it('IN-1.5: na, nz and fixnan', () => {
    const setup =
      'const gaps = series(() => barIndex() % 3 === 0 ? NaN : close())\nconst last = ta.fixnan(gaps)'
    expect(read(setup, 'na(gaps()), nz(gaps()), nz(gaps(), 9), last()')).toEqual([
      'true 0 9 NaN',
      'false 2 2 2',
      'false 3 3 3',
      'true 0 9 3',
      'false 5 5 5',
    ])
  })

  it('IN-1.6: history before the first bar is na; beyond maxBarsBack it is an error, never cut off', () => {
    const source = (back: number) =>
      `strategy('x', { maxBarsBack: 3 })\nonBar(() => { if (barIndex() === 4) log(close(${back})) })`
    expect(read('', 'close(4)')).toEqual(['NaN', 'NaN', 'NaN', 'NaN', '1'])
    expect(runRealm(source(3)).logs).toEqual(['4: 2'])
    expect(runRealm(source(4)).failure?.code).toBe('S303')
  })
})

describe('IN-5.2: sar', () => {
  const prices = fc.array(
    fc.record({
      move: fc.integer({ min: -60, max: 60 }),
      up: fc.integer({ min: 0, max: 30 }),
      down: fc.integer({ min: 0, max: 30 }),
    }),
    { minLength: 40, maxLength: 80 },
  )
  const barsOf = (rows: readonly { move: number; up: number; down: number }[]): slow.Bars => {
    let level = 10_000
    const close = rows.map(({ move }) => {
      level += move
      return level / 100
    })
    return {
      open: close,
      close,
      high: close.map((x, i) => x + rows[i]!.up / 100),
      low: close.map((x, i) => x - rows[i]!.down / 100),
      volume: close,
    }
  }

  it('begins as the published code does, and is the rule’s form to the bit from the first common turn on', () => {
    let later = 0
    fc.assert(
      fc.property(prices, (rows) => {
        const bars = barsOf(rows)
        const published = slow.sar(bars, 0.02, 0.02, 0.2, true)
        const ruled = slow.sar(bars, 0.02, 0.02, 0.2, false)
        const inputs = { 'bar.high': bars.high, 'bar.low': bars.low, 'bar.close': bars.close }
        const got = run(TA.sar!, { start: 0.02, inc: 0.02, max: 0.2 }, inputs)[0]!
        expect(got).toEqual(published)
        // Where the two meet they stay together: the state is a stop, an extreme and a speed.
        const met = got.findIndex(
          (_, i) => i > 0 && got.slice(i, i + 12).every((x, k) => x === ruled[i + k]),
        )
        if (met < 0) return
        later++
        expect(got.slice(met)).toEqual(ruled.slice(met))
      }),
      { numRuns: 100 },
    )
    expect(later).toBeGreaterThan(60)
  })
})

describe('IN-5.4: pivot levels of any period', () => {
  const LEVELS: Record<
    string,
    (o: number, h: number, l: number, c: number, now: number) => number[]
  > = {
    Traditional: (_o, h, l, c) => {
      const p = (h + l + c) / 3
      return [
        p,
        2 * p - l,
        2 * p - h,
        p + (h - l),
        p - (h - l),
        2 * p + h - 2 * l,
        2 * p - (2 * h - l),
        3 * p + h - 3 * l,
        3 * p - (3 * h - l),
        4 * p + h - 4 * l,
        4 * p - (4 * h - l),
      ]
    },
    Classic: (_o, h, l, c) => {
      const p = (h + l + c) / 3
      const d = h - l
      return [
        p,
        2 * p - l,
        2 * p - h,
        p + d,
        p - d,
        p + 2 * d,
        p - 2 * d,
        p + 3 * d,
        p - 3 * d,
        na,
        na,
      ]
    },
    Fibonacci: (_o, h, l, c) => {
      const p = (h + l + c) / 3
      const pair = (k: number) => [p + k * (h - l), p - k * (h - l)]
      return [p, ...pair(0.382), ...pair(0.618), ...pair(1), na, na, na, na]
    },
    Woodie: (_o, h, l, _c, now) => {
      const p = (h + l + 2 * now) / 4
      const r3 = h + 2 * (p - l)
      const s3 = l - 2 * (h - p)
      return [
        p,
        2 * p - l,
        2 * p - h,
        p + h - l,
        p - (h - l),
        r3,
        s3,
        r3 + h - l,
        s3 - (h - l),
        na,
        na,
      ]
    },
    DM: (o, h, l, c) => {
      const x = o === c ? h + l + 2 * c : c > o ? 2 * h + l + c : h + 2 * l + c
      return [x / 4, x / 2 - l, x / 2 - h, na, na, na, na, na, na, na, na]
    },
    Camarilla: (_o, h, l, c) => {
      const pair = (k: number) => [c + ((h - l) * 1.1) / k, c - ((h - l) * 1.1) / k]
      const r5 = (h / l) * c
      return [(h + l + c) / 3, ...pair(12), ...pair(6), ...pair(4), ...pair(2), r5, 2 * c - r5]
    },
  }
  const quote = fc.tuple(
    fc.integer({ min: 100, max: 200 }),
    fc.integer({ min: 100, max: 200 }),
    fc.integer({ min: 0, max: 30 }),
    fc.integer({ min: 0, max: 30 }),
  )
  const whole = fc.array(fc.tuple(quote, fc.boolean()), { minLength: 1, maxLength: 20 })

  it.each(Object.keys(LEVELS).flatMap((type) => [[type, false] as const, [type, true] as const]))(
    '%s, developing %s',
    (type, developing) => {
      if (type === 'Woodie' && developing) {
        expect(() => TA.pivotPointLevels!.start({ type, developing }, 10)).toThrow('developing')
        return
      }
      fc.assert(
        fc.property(whole, (rows) => {
          const open = rows.map(([[o]]) => o)
          const close = rows.map(([[, c]]) => c)
          const high = rows.map(([[o, c, up]]) => Math.max(o, c) + up)
          const low = rows.map(([[o, c, , down]]) => Math.min(o, c) - down)
          const anchor = rows.map(([, anchored]) => (anchored ? 1 : 0))
          const got = run(
            TA.pivotPointLevels!,
            { type, developing },
            { anchor, 'bar.open': open, 'bar.high': high, 'bar.low': low, 'bar.close': close },
          )
          rows.forEach((_, i) => {
            const last = anchor.lastIndexOf(1, i)
            // The period that ended at the last anchor, or the one that runs.
            const to = developing ? i + 1 : last
            const from = Math.max(
              0,
              developing ? last : last > 0 ? anchor.lastIndexOf(1, last - 1) : 0,
            )
            const want =
              to <= 0 || to <= from
                ? Array<number>(11).fill(na)
                : LEVELS[type]!(
                    open[from]!,
                    Math.max(...high.slice(from, to)),
                    Math.min(...low.slice(from, to)),
                    close[to - 1]!,
                    open[last]!,
                  )
            want.forEach((x, k) => {
              if (Number.isNaN(x)) expect(got[k]![i], `level ${k} bar ${i}`).toBeNaN()
              else expect(got[k]![i], `level ${k} bar ${i}`).toBeCloseTo(x, 9)
            })
          })
        }),
        { numRuns: 60 },
      )
    },
  )
})
