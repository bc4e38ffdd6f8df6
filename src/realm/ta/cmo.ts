import type { Definition } from '../../shared/kernel.ts'
import { inBlocks, ratio, STRETCH, scratch, stretchEnd, TOLERANCE } from './stage.ts'
import { rollingSum } from './sum.ts'
import { length, VARYING } from './values.ts'

/**
 * Chande momentum oscillator, −100 to 100: with su the sum of the last `length` changes that are at
 * least −1e-10 and sd the sum of the others as positive numbers, 100 · (su − sd) / (su + sd), na where
 * both are 0. A na bar gives na and changes nothing. Warm-up: length. O(1) per bar. IN-4.5.
 */
export const cmo: Definition = {
  parameters: [{ kind: 'series', name: 'series' }, VARYING],
  start: (values, maxBarsBack) => {
    const sumUp = rollingSum(length(values), maxBarsBack)
    const sumDown = rollingSum(length(values), maxBarsBack)
    const up = scratch()
    const down = scratch()
    const last = new Float64Array(1).fill(Number.NaN)
    return inBlocks(([source, lengths], [out], at, count) => {
      const column = source!
      const target = out!
      for (let start = 0; start < count; start += STRETCH) {
        const end = stretchEnd(start, count)
        let previous = last[0]!
        for (let k = start; k < end; k++) {
          const x = column[at + k]!
          const change = x - previous
          const known = change - change === 0
          up[k] = known ? (change >= -TOLERANCE ? change : 0) : Number.NaN
          down[k] = known ? (change >= -TOLERANCE ? 0 : -change) : Number.NaN
          if (x - x === 0) previous = x
        }
        last[0] = previous
      }
      sumUp(up, 0, up, 0, count, lengths, at)
      sumDown(down, 0, down, 0, count, lengths, at)
      for (let k = 0; k < count; k++) {
        const x = column[at + k]!
        const u = up[k]!
        const d = down[k]!
        target[at + k] = x - x === 0 ? ratio(100 * (u - d), u + d) : Number.NaN
      }
    })
  },
}
