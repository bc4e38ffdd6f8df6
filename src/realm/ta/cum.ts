import type { Definition } from '../../shared/kernel.ts'
import { STRETCH, stretchEnd } from './stage.ts'
import { SOURCE } from './values.ts'

/** Running total of all values so far; a na bar gives na and adds nothing. O(1) per bar. IN-3.13. */
export const cum: Definition = {
  parameters: [SOURCE],
  start: () => {
    const total = new Float64Array(1)
    return ([source], [out], from, to) => {
      const column = source!
      const target = out!
      for (let start = from; start < to; start += STRETCH) {
        const end = stretchEnd(start, to)
        let sum = total[0]!
        for (let i = start; i < end; i++) {
          const x = column[i]!
          if (x - x === 0) {
            sum += x
            target[i] = sum
          } else target[i] = Number.NaN
        }
        total[0] = sum
      }
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
      const extreme = new Float64Array(1).fill(Number.NaN)
      return ([source], [out], from, to) => {
        const column = source!
        const target = out!
        for (let start = from; start < to; start += STRETCH) {
          const end = stretchEnd(start, to)
          let best = extreme[0]!
          for (let i = start; i < end; i++) {
            const x = column[i]!
            if (x - x === 0 && !(sign * x <= sign * best)) best = x
            target[i] = best
          }
          extreme[0] = best
        }
      }
    },
  }
}

/** The last value that was not na; na before the first. O(1) per bar. IN-1.5. */
export const fixnan: Definition = {
  parameters: [SOURCE],
  start: () => {
    const last = new Float64Array(1).fill(Number.NaN)
    return ([source], [out], from, to) => {
      const column = source!
      const target = out!
      for (let start = from; start < to; start += STRETCH) {
        const end = stretchEnd(start, to)
        let known = last[0]!
        for (let i = start; i < end; i++) {
          const x = column[i]!
          if (x - x === 0) known = x
          target[i] = known
        }
        last[0] = known
      }
    }
  },
}
