import type { Definition } from '../../shared/kernel.ts'
import { STRETCH, stretchEnd } from './stage.ts'
import { SOURCE } from './values.ts'

/**
 * Symmetrically weighted moving average of four values:
 * (source + 2 · source[1] + 2 · source[2] + source[3]) / 6, added from the left. A na bar gives na and
 * changes nothing. Warm-up: 3. O(1) per bar. IN-2.8.
 */
export const swma: Definition = {
  parameters: [SOURCE],
  start: () => {
    const last = new Float64Array(3).fill(Number.NaN)
    return ([source], [out], from, to) => {
      const column = source!
      const target = out!
      for (let start = from; start < to; start += STRETCH) {
        const end = stretchEnd(start, to)
        let one = last[0]!
        let two = last[1]!
        let three = last[2]!
        for (let i = start; i < end; i++) {
          const x = column[i]!
          target[i] = Number.NaN
          if (x - x === 0) {
            target[i] = (x + 2 * one + 2 * two + three) / 6
            three = two
            two = one
            one = x
          }
        }
        last[0] = one
        last[1] = two
        last[2] = three
      }
    }
  },
}
