import type { Definition } from '../../shared/kernel.ts'
import { rmaStage } from './rma.ts'
import { inBlocks, scratch } from './stage.ts'
import { FIXED, number, SOURCE } from './values.ts'

/**
 * Relative strength index, 0 to 100: with u = max(Δ, 0) and d = max(−Δ, 0),
 * 100 − 100 / (1 + rma(u) / rma(d)). Only rises give 100, only falls 0, no move at all na. A na bar
 * gives na and changes nothing: the next Δ is taken from the last value before it. Warm-up: length,
 * since the first Δ needs two values. O(1) per bar. IN-4.2.
 */
export const rsi: Definition = {
  parameters: [SOURCE, FIXED],
  start: (values) => {
    const averageUp = rmaStage(number(values, 'length'))
    const averageDown = rmaStage(number(values, 'length'))
    const up = scratch()
    const down = scratch()
    let last = Number.NaN

    return inBlocks(([source], [out], at, count) => {
      const column = source!
      const target = out!
      let previous = last
      for (let k = 0; k < count; k++) {
        const x = column[at + k]!
        // NaN on the first value and on na bars, which the averages skip.
        const change = x - previous
        up[k] = change > 0 ? change : change <= 0 ? 0 : Number.NaN
        down[k] = change < 0 ? -change : change >= 0 ? 0 : Number.NaN
        if (x - x === 0) previous = x
      }
      last = previous
      averageUp(up, 0, up, 0, count)
      averageDown(down, 0, down, 0, count)
      for (let k = 0; k < count; k++) {
        const u = up[k]!
        const d = down[k]!
        target[at + k] = d === 0 ? (u > 0 ? 100 : Number.NaN) : 100 - 100 / (1 + u / d)
      }
    })
  },
}
