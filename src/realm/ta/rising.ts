import type { Definition } from '../../shared/kernel.ts'
import { TOLERANCE, wholeLength } from './stage.ts'
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
      let last = Number.NaN
      let row = 0
      return ([source, lengths], [out], from, to) => {
        const column = source!
        const target = out!
        let previous = last
        let steps = row
        for (let i = from; i < to; i++) {
          const x = column[i]!
          steps = sign * (x - previous) > TOLERANCE ? steps + 1 : 0
          previous = x
          const n = constant ?? wholeLength(lengths![i]!, maxBarsBack)
          target[i] = n > 0 && steps >= n ? 1 : 0
        }
        last = previous
        row = steps
      }
    },
  }
}

/** True after `length` rises in a row, each above 1e-10; false during warm-up. O(1) per bar. IN-5.6. */
export const rising = inARow(1)

/** True after `length` falls in a row, each above 1e-10; false during warm-up. O(1) per bar. IN-5.6. */
export const falling = inARow(-1)
