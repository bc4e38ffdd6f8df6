import type { Definition } from '../../shared/kernel.ts'
import { alone, type Stage } from './stage.ts'
import { rollingSum } from './sum.ts'
import { FIXED, number, SOURCE } from './values.ts'

/**
 * Exponential moving average with α = 2 / (length + 1): the first value is the mean of the first
 * `length` values, then `e += α · (source − e)`. `α·s + (1 − α)·e` differs in the last bit on a third
 * of the bars. A na bar gives na and changes nothing. Warm-up: length − 1. O(1) per bar. IN-2.2.
 */
export function emaStage(length: number): Stage {
  const alpha = 2 / (length + 1)
  const seed = rollingSum(length, 0, { mean: true })
  let average = Number.NaN

  return (source, at, target, to, count) => {
    let e = average
    let k = 0
    for (; k < count && Number.isNaN(e); k++) {
      const x = source[at + k]!
      seed(source, at + k, target, to + k, 1)
      if (x - x === 0) e = target[to + k]!
    }
    for (; k < count; k++) {
      const x = source[at + k]!
      if (x - x === 0) {
        e += alpha * (x - e)
        target[to + k] = e
      } else target[to + k] = Number.NaN
    }
    average = e
  }
}

export const ema: Definition = {
  parameters: [SOURCE, FIXED],
  start: (values) => alone(emaStage(number(values, 'length'))),
}
