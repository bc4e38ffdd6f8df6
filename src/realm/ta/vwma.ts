import type { Definition } from '../../shared/kernel.ts'
import { inBlocks, ratio, scratch } from './stage.ts'
import { rollingSum } from './sum.ts'
import { length, SOURCE, VARYING } from './values.ts'

/**
 * Volume-weighted moving average: sma(source · volume) / sma(volume), na where that volume is 0. A na
 * product is skipped and repeats the last mean. Warm-up: length − 1. O(1) per bar. IN-2.5.
 */
export const vwma: Definition = {
  parameters: [SOURCE, VARYING],
  columns: ['volume'],
  start: (values, maxBarsBack) => {
    const n = length(values)
    const money = rollingSum(n, maxBarsBack, { mean: true })
    const weight = rollingSum(n, maxBarsBack, { mean: true })
    const above = scratch()
    const below = scratch()
    return inBlocks((inputs, [out], at, count) => {
      const source = inputs[0]!
      const lengths = n === undefined ? inputs[1] : undefined
      const volume = inputs[inputs.length - 1]!
      const target = out!
      for (let k = 0; k < count; k++) above[k] = source[at + k]! * volume[at + k]!
      money(above, 0, above, 0, count, lengths, at)
      weight(volume, at, below, 0, count, lengths, at)
      for (let k = 0; k < count; k++) target[at + k] = ratio(above[k]!, below[k]!)
    })
  },
}
