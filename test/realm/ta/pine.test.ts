import { expect, it } from 'vitest'
import { MATH } from '../../../src/realm/math/index.ts'
import { TA } from '../../../src/realm/ta/index.ts'

/** Pine v6's `ta`, as its reference lists it. */
const PINE =
  'accdist alma atr barssince bb bbw cci change cmo cog correlation cross crossover crossunder cum dev dmi ' +
  'ema falling highest highestbars hma iii kc kcw linreg lowest lowestbars macd max median mfi min mode mom ' +
  'nvi obv percentile_linear_interpolation percentile_nearest_rank percentrank pivot_point_levels pivothigh ' +
  'pivotlow pvi pvt range rci rising rma roc rsi sar sma stdev stoch supertrend swma tr tsi valuewhen ' +
  'variance vwap vwma wad wma wpr wvad'

/** Ours beside Pine's: two for what Pine overloads, and `fixnan`, which Pine has outside `ta`. */
const OURS = ['changed', 'fixnan', 'vwapBands']

/** Where Pine takes an integer series as length, by the reference. */
const VARYING =
  'alma bb bbw cci change changed cmo cog correlation dev falling highest highestbars linreg lowest ' +
  'lowestbars median mfi mode mom percentileLinearInterpolation percentileNearestRank percentrank ' +
  'pivothigh pivotlow range rising roc sma stdev stoch variance vwma wma wpr'

function camelCase(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}

it('has every name of Pine v6 and no other', () => {
  expect(Object.keys(TA).sort()).toEqual([...PINE.split(' ').map(camelCase), ...OURS].sort())
  expect(Object.keys(MATH)).toEqual(['sum'])
})

it('takes a series of lengths exactly where Pine does (IN-0.7)', () => {
  const varying = Object.entries(TA)
    .filter(([, { parameters }]) => parameters.some((p) => p.kind === 'length' && p.varying))
    .map(([name]) => name)
  expect(varying.sort()).toEqual(VARYING.split(' ').sort())
})
