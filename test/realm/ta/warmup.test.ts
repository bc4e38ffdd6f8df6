import { describe, expect, it } from 'vitest'
import { MATH } from '../../../src/realm/math/index.ts'
import { TA } from '../../../src/realm/ta/index.ts'
import { TI } from '../../../src/realm/ti/index.ts'
import type { Definition, Values } from '../../../src/shared/kernel.ts'
import { columnsOf, run, walk } from './harness.ts'

const LIBRARIES: Record<string, Readonly<Record<string, Definition>>> = {
  ta: TA,
  math: MATH,
  ti: TI,
}
const bars = walk(200, 4)

/** First bar with a result, per output, on inputs without a gap; conditions are true on bar 3. */
const table: [name: string, values: Values, first: number[]][] = [
  ['ta.accdist', {}, [0]],
  ['ta.alma', { length: 9, offset: 0.85, sigma: 6, floor: true }, [8]],
  ['ta.atr', { length: 14 }, [13]],
  ['ta.barssince', {}, [3]],
  ['ta.bb', { length: 20, mult: 2 }, [19, 19, 19]],
  ['ta.bbw', { length: 20, mult: 2 }, [19]],
  ['ta.cci', { length: 20 }, [19]],
  ['ta.change', { length: 5 }, [5]],
  ['ta.cmo', { length: 9 }, [9]],
  ['ta.cog', { length: 10 }, [9]],
  ['ta.correlation', { length: 10 }, [9]],
  ['ta.cum', {}, [0]],
  ['ta.dev', { length: 7 }, [6]],
  ['ta.dmi', { diLength: 14, adxSmoothing: 10 }, [14, 14, 23]],
  ['ta.ema', { length: 12 }, [11]],
  ['ta.fixnan', {}, [0]],
  ['ta.highest', { length: 20 }, [19]],
  ['ta.highestbars', { length: 20 }, [19]],
  ['ta.hma', { length: 16 }, [18]],
  ['ta.iii', {}, [0]],
  ['ta.kc', { length: 20, mult: 2, useTrueRange: true }, [19, 20, 20]],
  ['ta.kc', { length: 20, mult: 2, useTrueRange: false }, [19, 19, 19]],
  ['ta.kcw', { length: 20, mult: 2, useTrueRange: true }, [20]],
  ['ta.linreg', { length: 8, offset: 0 }, [7]],
  ['ta.lowest', { length: 5 }, [4]],
  ['ta.lowestbars', { length: 5 }, [4]],
  ['ta.macd', { fastlen: 12, slowlen: 26, siglen: 9 }, [25, 33, 33]],
  ['ta.max', {}, [0]],
  ['ta.median', { length: 6 }, [5]],
  ['ta.mfi', { length: 14 }, [13]],
  ['ta.min', {}, [0]],
  ['ta.mode', { length: 6 }, [5]],
  ['ta.mom', { length: 10 }, [10]],
  ['ta.nvi', {}, [0]],
  ['ta.obv', {}, [1]],
  ['ta.percentileLinearInterpolation', { length: 9, percentage: 30 }, [8]],
  ['ta.percentileNearestRank', { length: 9, percentage: 30 }, [8]],
  ['ta.percentrank', { length: 9 }, [9]],
  [
    'ta.pivotPointLevels',
    { type: 'Traditional', developing: false },
    [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3],
  ],
  ['ta.pvi', {}, [0]],
  ['ta.pvt', {}, [1]],
  ['ta.range', { length: 9 }, [8]],
  ['ta.rci', { length: 9 }, [9]],
  ['ta.rma', { length: 9 }, [8]],
  ['ta.roc', { length: 9 }, [9]],
  ['ta.rsi', { length: 14 }, [14]],
  ['ta.sar', { start: 0.02, inc: 0.02, max: 0.2 }, [1]],
  ['ta.sma', { length: 30 }, [29]],
  ['ta.stdev', { length: 30, biased: true }, [29]],
  ['ta.stoch', { length: 14 }, [13]],
  ['ta.supertrend', { atrPeriod: 10 }, [9, 9]],
  ['ta.swma', {}, [3]],
  ['ta.tr', { handleNa: false }, [1]],
  ['ta.tr', { handleNa: true }, [0]],
  ['ta.tsi', { shortLength: 13, longLength: 25 }, [37]],
  ['ta.valuewhen', { occurrence: 0 }, [3]],
  ['ta.variance', { length: 4, biased: false }, [3]],
  ['ta.vwap', {}, [3]],
  ['ta.vwapBands', {}, [3, 3, 3]],
  ['ta.vwma', { length: 12 }, [11]],
  ['ta.wad', {}, [0]],
  ['ta.wma', { length: 12 }, [11]],
  ['ta.wpr', { length: 12 }, [11]],
  ['ta.wvad', {}, [0]],
  ['math.sum', { length: 12 }, [11]],
  ['ti.awesomeoscillator', { fastPeriod: 5, slowPeriod: 34 }, [33]],
  ['ti.chandelierexit', { length: 22, multiplier: 3 }, [21, 21]],
  ['ti.forceindex', { length: 13 }, [13]],
  ['ti.heikinashi', {}, [0, 0, 0, 0]],
  [
    'ti.ichimokucloud',
    { conversionPeriod: 9, basePeriod: 26, spanPeriod: 52, displacement: 26 },
    [8, 25, 25, 51, 50, 76],
  ],
  [
    'ti.kst',
    {
      rocPer1: 10,
      rocPer2: 15,
      rocPer3: 20,
      rocPer4: 30,
      smaRocPer1: 10,
      smaRocPer2: 10,
      smaRocPer3: 10,
      smaRocPer4: 15,
      signalPeriod: 9,
    },
    [44, 52],
  ],
  [
    'ti.stochasticrsi',
    { rsiPeriod: 14, stochasticPeriod: 14, kPeriod: 3, dPeriod: 3 },
    [27, 29, 31],
  ],
  ['ti.trix', { length: 18 }, [52]],
]

function definitionOf(name: string): Definition {
  const [library, key] = name.split('.') as [string, string]
  return LIBRARIES[library]![key]!
}

function firstKnown(name: string, values: Values): number[] {
  const definition = definitionOf(name)
  const conditions = bars['bar.close']!.map((_, i) => (i === 3 ? 1 : 0))
  const inputs = { ...bars }
  for (const column of columnsOf(definition, values))
    if (!column.startsWith('bar.')) {
      const parameter = definition.parameters.find((p) => p.name === column)!
      inputs[column] =
        parameter.kind === 'condition'
          ? conditions
          : column === 'source2'
            ? bars['bar.volume']!
            : bars['bar.close']!
    }
  return run(definition, values, inputs).map((column) => column.findIndex((x) => !Number.isNaN(x)))
}

describe('the first bar with a result', () => {
  it.each(table)('%s %o: %j', (name, values, first) => {
    expect(firstKnown(name, values)).toEqual(first)
  })

  it('is listed for every definition that can be na, but pivots', () => {
    const listed = new Set(table.map(([name]) => name))
    for (const [library, definitions] of Object.entries(LIBRARIES))
      for (const [name, { boolean }] of Object.entries(definitions))
        if (!boolean && !name.startsWith('pivot'))
          expect(listed, `${library}.${name}`).toContain(`${library}.${name}`)
  })

  it('of a pivot is the sum of its sides (IN-5.3)', () => {
    const source = [3, 2, 1, 2, 3, 4, 5, 9, 1, 1, 1]
    const values = { leftbars: 2, rightbars: 2 }
    expect(run(TA.pivotlow!, values, { source })[0]!.findIndex((x) => !Number.isNaN(x))).toBe(4)
    expect(run(TA.pivothigh!, values, { source })[0]!.findIndex((x) => !Number.isNaN(x))).toBe(9)
  })
})
