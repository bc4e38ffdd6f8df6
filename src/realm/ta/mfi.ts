import type { Definition } from '../../shared/kernel.ts'
import { inBlocks, STRETCH, scratch, stretchEnd, TOLERANCE } from './stage.ts'
import { rollingSum } from './sum.ts'
import { length, VARYING } from './values.ts'

/**
 * Money flow index, 0 to 100: with su the sum of volume · series over the bars of the last `length` on
 * which the series did not fall, sl over those on which it did not rise, 100 − 100 / (1 + su / sl).
 * Changes within 1e-10 count in neither; the first bar, which has no change, in both. A sum within
 * 1e-10 is 0; sl = 0 gives 100. A na bar gives na and changes nothing. Warm-up: length − 1. O(1) per
 * bar. IN-4.6.
 */
export const mfi: Definition = {
  parameters: [{ kind: 'series', name: 'series' }, VARYING],
  columns: ['volume'],
  start: (values, maxBarsBack) => {
    const n = length(values)
    const sumUp = rollingSum(n, maxBarsBack)
    const sumDown = rollingSum(n, maxBarsBack)
    const up = scratch()
    const down = scratch()
    const last = new Float64Array(1).fill(Number.NaN)
    return inBlocks((inputs, [out], at, count) => {
      const column = inputs[0]!
      const lengths = n === undefined ? inputs[1] : undefined
      const volume = inputs[inputs.length - 1]!
      const target = out!
      for (let start = 0; start < count; start += STRETCH) {
        const end = stretchEnd(start, count)
        let previous = last[0]!
        for (let k = start; k < end; k++) {
          const x = column[at + k]!
          const v = volume[at + k]!
          const known = x - x === 0 && v - v === 0
          const change = x - previous
          up[k] = known ? v * (change <= TOLERANCE ? 0 : x) : Number.NaN
          down[k] = known ? v * (change >= -TOLERANCE ? 0 : x) : Number.NaN
          target[at + k] = known ? 0 : Number.NaN
          if (known) previous = x
        }
        last[0] = previous
      }
      sumUp(up, 0, up, 0, count, lengths, at)
      sumDown(down, 0, down, 0, count, lengths, at)
      for (let k = 0; k < count; k++) {
        const u = Math.abs(up[k]!) <= TOLERANCE ? 0 : up[k]!
        const d = Math.abs(down[k]!) <= TOLERANCE ? 0 : down[k]!
        // The target is 0, or na on a na bar.
        target[at + k]! += d === 0 ? 100 : 100 - 100 / (1 + u / d)
      }
    })
  },
}
