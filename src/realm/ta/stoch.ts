import type { Definition } from '../../shared/kernel.ts'
import { extreme } from './extreme.ts'
import { finite, inBlocks, scratch } from './stage.ts'
import { length, SOURCE, VARYING } from './values.ts'

/**
 * Stochastic: 100 · (source − lowest(low)) / (highest(high) − lowest(low)), multiplied first, not
 * limited to 0 to 100; na where the range is 0 and on na bars of the source. Smoothing is the
 * strategy's. Warm-up: length − 1. O(1) per bar. IN-4.3.
 */
export const stoch: Definition = {
  parameters: [
    SOURCE,
    { kind: 'series', name: 'high', column: 'high' },
    { kind: 'series', name: 'low', column: 'low' },
    VARYING,
  ],
  start: (values, maxBarsBack) => {
    const highest = extreme(1, length(values), maxBarsBack)
    const lowest = extreme(-1, length(values), maxBarsBack)
    const top = scratch()
    const bottom = scratch()
    return inBlocks(([source, high, low, lengths], [out], at, count) => {
      const target = out!
      highest(high!, at, top, 0, count, lengths, at)
      lowest(low!, at, bottom, 0, count, lengths, at)
      for (let k = 0; k < count; k++) {
        const floor = bottom[k]!
        target[at + k] = finite((100 * (source![at + k]! - floor)) / (top[k]! - floor))
      }
    })
  },
}

/**
 * Williams %R, −100 to 0: 100 · (close − highest(high)) / (highest(high) − lowest(low)), na where the
 * range is 0. Warm-up: length − 1. O(1) per bar. IN-4.8.
 */
export const wpr: Definition = {
  parameters: [VARYING],
  columns: ['high', 'low', 'close'],
  start: (values, maxBarsBack) => {
    const n = length(values)
    const highest = extreme(1, n, maxBarsBack)
    const lowest = extreme(-1, n, maxBarsBack)
    const top = scratch()
    const bottom = scratch()
    return inBlocks((inputs, [out], at, count) => {
      const columns = n === undefined ? 1 : 0
      const lengths = n === undefined ? inputs[0] : undefined
      const close = inputs[columns + 2]!
      const target = out!
      highest(inputs[columns]!, at, top, 0, count, lengths, at)
      lowest(inputs[columns + 1]!, at, bottom, 0, count, lengths, at)
      for (let k = 0; k < count; k++)
        target[at + k] = finite((100 * (close[at + k]! - top[k]!)) / (top[k]! - bottom[k]!))
    })
  },
}
