import type { Definition } from '../../shared/kernel.ts'
import { alone, type Stage } from './stage.ts'
import { rollingSum } from './sum.ts'
import { FIXED, number, SOURCE } from './values.ts'

/**
 * Wilder's moving average (α = 1 / length): the first value is the mean of the first `length`
 * values, then `(previous · (length − 1) + source) / length`, in this order of operations. A na bar
 * gives na and changes nothing. Warm-up: length − 1. O(1) per bar. IN-2.3.
 */
export function rmaStage(length: number): Stage {
  const kept = length - 1
  const seed = rollingSum(length, 0, { mean: true })
  let average = Number.NaN

  return (source, at, target, to, count) => {
    let r = average
    let k = 0
    for (; k < count && Number.isNaN(r); k++) {
      const x = source[at + k]!
      seed(source, at + k, target, to + k, 1)
      if (x - x === 0) r = target[to + k]!
    }
    for (; k < count; k++) {
      const x = source[at + k]!
      if (x - x === 0) {
        r = (r * kept + x) / length
        target[to + k] = r
      } else target[to + k] = Number.NaN
    }
    average = r
  }
}

export const rma: Definition = {
  parameters: [SOURCE, FIXED],
  start: (values) => alone(rmaStage(number(values, 'length'))),
}
