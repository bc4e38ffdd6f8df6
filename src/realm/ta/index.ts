import type { Definition } from '../../shared/kernel.ts'
import { alma } from './alma.ts'
import { bb, bbw } from './bb.ts'
import { change, changed, mom, roc } from './change.ts'
import { cmo } from './cmo.ts'
import { cog } from './cog.ts'
import { correlation } from './correlation.ts'
import { cross, crossover, crossunder } from './cross.ts'
import { cum, fixnan, max, min } from './cum.ts'
import { cci, dev } from './dev.ts'
import { dmi } from './dmi.ts'
import { ema } from './ema.ts'
import { barssince, valuewhen } from './events.ts'
import { highest, highestbars, lowest, lowestbars, range } from './extreme.ts'
import { kc, kcw } from './kc.ts'
import { linreg } from './linreg.ts'
import { macd } from './macd.ts'
import { median } from './median.ts'
import { mfi } from './mfi.ts'
import { mode } from './mode.ts'
import { percentileLinearInterpolation, percentileNearestRank, percentrank } from './percentile.ts'
import { pivothigh, pivotlow } from './pivot.ts'
import { pivotPointLevels } from './pivotLevels.ts'
import { rci } from './rci.ts'
import { falling, rising } from './rising.ts'
import { rma } from './rma.ts'
import { rsi } from './rsi.ts'
import { sar } from './sar.ts'
import { sma } from './sma.ts'
import { stoch, wpr } from './stoch.ts'
import { supertrend } from './supertrend.ts'
import { swma } from './swma.ts'
import { atr, tr } from './tr.ts'
import { tsi } from './tsi.ts'
import { stdev, variance } from './variance.ts'
import { accdist, iii, obv, pvt, wad, wvad } from './volume.ts'
import { nvi, pvi } from './volumeIndex.ts'
import { vwap, vwapBands } from './vwap.ts'
import { vwma } from './vwma.ts'
import { hma, wma } from './wma.ts'

/** Every function and variable of Pine v6's `ta`, by its name in camelCase. */
export const TA: Readonly<Record<string, Definition>> = {
  accdist,
  alma,
  atr,
  barssince,
  bb,
  bbw,
  cci,
  change,
  changed,
  cmo,
  cog,
  correlation,
  cross,
  crossover,
  crossunder,
  cum,
  dev,
  dmi,
  ema,
  falling,
  fixnan,
  highest,
  highestbars,
  hma,
  iii,
  kc,
  kcw,
  linreg,
  lowest,
  lowestbars,
  macd,
  max,
  median,
  mfi,
  min,
  mode,
  mom,
  nvi,
  obv,
  percentileLinearInterpolation,
  percentileNearestRank,
  percentrank,
  pivothigh,
  pivotlow,
  pivotPointLevels,
  pvi,
  pvt,
  range,
  rci,
  rising,
  rma,
  roc,
  rsi,
  sar,
  sma,
  stdev,
  stoch,
  supertrend,
  swma,
  tr,
  tsi,
  valuewhen,
  variance,
  vwap,
  vwapBands,
  vwma,
  wad,
  wma,
  wpr,
  wvad,
}
