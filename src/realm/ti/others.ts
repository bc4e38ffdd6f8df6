import type { Definition } from '../../shared/kernel.ts'
import { emaStage } from '../ta/ema.ts'
import { extreme } from '../ta/extreme.ts'
import { rmaStage } from '../ta/rma.ts'
import { rsi } from '../ta/rsi.ts'
import { finite, inBlocks, scratch } from '../ta/stage.ts'
import { rollingSum } from '../ta/sum.ts'
import { writeTrueRange } from '../ta/tr.ts'
import { FIXED, number, SOURCE } from '../ta/values.ts'

/**
 * Force index: ema((close − close[1]) · volume, length), in price times volume. A na bar gives na.
 * Warm-up: length. O(1) per bar.
 */
export const forceindex: Definition = {
  parameters: [{ ...FIXED, initial: 1 } as Definition['parameters'][number]],
  columns: ['close', 'volume'],
  start: (values) => {
    const average = emaStage(number(values, 'length'))
    const force = scratch()
    return inBlocks(([close, volume], [out], at, count) => {
      const mask = close!.length - 1
      for (let k = 0; k < count; k++) {
        const i = at + k
        force[k] = (close![i]! - close![(i - 1) & mask]!) * volume![i]!
      }
      average(force, 0, out!, at, count)
    })
  },
}

/**
 * Chandelier exit, in price units: `exitLong` = highest(high, length) − multiplier · atr(length),
 * `exitShort` = lowest(low, length) + multiplier · atr(length). Warm-up: length − 1. O(1) per bar.
 */
export const chandelierexit: Definition = {
  parameters: [
    { kind: 'length', name: 'length', initial: 22 },
    { kind: 'number', name: 'multiplier', initial: 3 },
  ],
  columns: ['high', 'low', 'close'],
  outputs: ['exitLong', 'exitShort'],
  start: (values) => {
    const length = number(values, 'length')
    const multiplier = number(values, 'multiplier')
    const highest = extreme(1, length, 0)
    const lowest = extreme(-1, length, 0)
    const average = rmaStage(length)
    const atr = scratch()
    return inBlocks(([high, low, close], [exitLong, exitShort], at, count) => {
      writeTrueRange(high!, low!, close!, at, atr, 0, count, true)
      average(atr, 0, atr, 0, count)
      highest(high!, at, exitLong!, at, count)
      lowest(low!, at, exitShort!, at, count)
      for (let k = 0; k < count; k++) {
        const reach = multiplier * atr[k]!
        exitLong![at + k]! -= reach
        exitShort![at + k]! += reach
      }
    })
  },
}

/**
 * Stochastic RSI, 0 to 100: `stochRsi` = 100 · (rsi − lowest(rsi)) / (highest(rsi) − lowest(rsi)), na
 * where that range is 0; `k` its sma, `d` the sma of k. Warm-up: rsiPeriod + stochasticPeriod − 1, k
 * another kPeriod − 1, d another dPeriod − 1. O(1) per bar.
 */
export const stochasticrsi: Definition = {
  parameters: [
    SOURCE,
    { kind: 'length', name: 'rsiPeriod', initial: 14 },
    { kind: 'length', name: 'stochasticPeriod', initial: 14 },
    { kind: 'length', name: 'kPeriod', initial: 3 },
    { kind: 'length', name: 'dPeriod', initial: 3 },
  ],
  outputs: ['stochRsi', 'k', 'd'],
  start: (values) => {
    const strength = rsi.start({ length: number(values, 'rsiPeriod') }, 0)
    const highest = extreme(1, number(values, 'stochasticPeriod'), 0)
    const lowest = extreme(-1, number(values, 'stochasticPeriod'), 0)
    const smoothK = rollingSum(number(values, 'kPeriod'), 0, { mean: true })
    const smoothD = rollingSum(number(values, 'dPeriod'), 0, { mean: true })
    const top = scratch()
    const bottom = scratch()
    return inBlocks((inputs, outputs, at, count) => {
      const [line, k, d] = outputs
      strength(inputs, outputs, at, at + count)
      highest(line!, at, top, 0, count)
      lowest(line!, at, bottom, 0, count)
      for (let j = 0; j < count; j++)
        line![at + j] = finite((100 * (line![at + j]! - bottom[j]!)) / (top[j]! - bottom[j]!))
      smoothK(line!, at, k!, at, count)
      smoothD(k!, at, d!, at, count)
    })
  },
}
