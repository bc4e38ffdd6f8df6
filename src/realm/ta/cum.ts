import type { Definition } from '../../shared/kernel.ts'
import { SOURCE } from './values.ts'

/** Running total of all values so far; a na bar gives na and adds nothing. O(1) per bar. IN-3.13. */
export const cum: Definition = {
  parameters: [SOURCE],
  start: () => {
    let total = 0
    return ([source], [out], from, to) => {
      const column = source!
      const target = out!
      let sum = total
      for (let i = from; i < to; i++) {
        const x = column[i]!
        if (x - x === 0) {
          sum += x
          target[i] = sum
        } else target[i] = Number.NaN
      }
      total = sum
    }
  },
}

/** Highest value of all bars so far; na bars repeat it, na before the first value. O(1). IN-3.13. */
export const max: Definition = soFar(1)

/** Lowest value of all bars so far; na bars repeat it, na before the first value. O(1). IN-3.13. */
export const min: Definition = soFar(-1)

function soFar(sign: 1 | -1): Definition {
  return {
    parameters: [SOURCE],
    start: () => {
      let extreme = Number.NaN
      return ([source], [out], from, to) => {
        const column = source!
        const target = out!
        let best = extreme
        for (let i = from; i < to; i++) {
          const x = column[i]!
          if (x - x === 0 && !(sign * x <= sign * best)) best = x
          target[i] = best
        }
        extreme = best
      }
    },
  }
}

/** The last value that was not na; na before the first. O(1) per bar. IN-1.5. */
export const fixnan: Definition = {
  parameters: [SOURCE],
  start: () => {
    let last = Number.NaN
    return ([source], [out], from, to) => {
      const column = source!
      const target = out!
      let known = last
      for (let i = from; i < to; i++) {
        const x = column[i]!
        if (x - x === 0) known = x
        target[i] = known
      }
      last = known
    }
  },
}
