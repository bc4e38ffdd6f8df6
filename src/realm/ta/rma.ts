import type { Definition } from '../../shared/kernel.ts'
import { alone, STRETCH, type Stage, stretchEnd } from './stage.ts'
import { rollingSum } from './sum.ts'
import { FIXED, number, SOURCE } from './values.ts'

/**
 * Wilder's moving average (α = 1 / length): the first value is the mean of the first `length`
 * values, then `(previous · (length − 1) + source) / length`, in this order of operations. A na bar
 * gives na and changes nothing. Warm-up: length − 1. O(1) per bar. IN-2.3.
 *
 * @param average one slot for the average so far, NaN until it is seeded: who passes one may carry
 *   the average on from there.
 */
export function rmaStage(length: number, average = new Float64Array(1)): Stage {
  const kept = length - 1
  const seed = rollingSum(length, 0, { mean: true })
  average[0] = Number.NaN

  return (source, at, target, to, count) => {
    for (let start = 0; start < count; start += STRETCH) {
      const end = stretchEnd(start, count)
      let r = average[0]!
      let k = start
      for (; k < end && Number.isNaN(r); k++) {
        const x = source[at + k]!
        seed(source, at + k, target, to + k, 1)
        if (x - x === 0) r = target[to + k]!
      }
      for (; k < end; k++) {
        const x = source[at + k]!
        if (x - x === 0) {
          r = (r * kept + x) / length
          target[to + k] = r
        } else target[to + k] = Number.NaN
      }
      average[0] = r
    }
  }
}

export const rma: Definition = {
  parameters: [SOURCE, FIXED],
  start: (values) => alone(rmaStage(number(values, 'length'))),
}
