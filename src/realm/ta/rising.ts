import type { Definition } from '../../shared/kernel.ts'
import { STRETCH, stretchEnd, TOLERANCE, wholeLength } from './stage.ts'
import { length, SOURCE, VARYING } from './values.ts'

/**
 * Whether each of the last `length` steps rose (`sign` 1) or fell (−1) by more than 1e-10. A step from
 * or to na is none.
 */
function inARow(sign: 1 | -1): Definition {
  return {
    parameters: [SOURCE, VARYING],
    boolean: true,
    start: (values, maxBarsBack) => {
      const constant = length(values)
      const last = new Float64Array(1).fill(Number.NaN)
      const row = new Int32Array(1)
      return ([source, lengths], [out], from, to) => {
        const column = source!
        const target = out!
        for (let start = from; start < to; start += STRETCH) {
          const end = stretchEnd(start, to)
          let previous = last[0]!
          let steps = row[0]!
          for (let i = start; i < end; i++) {
            const x = column[i]!
            steps = sign * (x - previous) > TOLERANCE ? steps + 1 : 0
            previous = x
            const n = constant ?? wholeLength(lengths![i]!, maxBarsBack)
            target[i] = n > 0 && steps >= n ? 1 : 0
          }
          last[0] = previous
          row[0] = steps
        }
      }
    },
  }
}

/** True after `length` rises in a row, each above 1e-10; false during warm-up. O(1) per bar. IN-5.6. */
export const rising = inARow(1)

/** True after `length` falls in a row, each above 1e-10; false during warm-up. O(1) per bar. IN-5.6. */
export const falling = inARow(-1)
