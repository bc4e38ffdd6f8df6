import type { Definition } from '../../shared/kernel.ts'
import { alone, STRETCH, type Stage, stretchEnd } from './stage.ts'
import { rollingSum } from './sum.ts'
import { FIXED, number, SOURCE } from './values.ts'

/** The α of an ema of `length`. */
export function alphaOf(length: number): number {
  return 2 / (length + 1)
}

/**
 * Exponential moving average with α = 2 / (length + 1): the first value is the mean of the first
 * `length` values, then `e += α · (source − e)`. `α·s + (1 − α)·e` differs in the last bit on a third
 * of the bars. A na bar gives na and changes nothing. Warm-up: length − 1. O(1) per bar. IN-2.2.
 *
 * @param average one slot for the average so far, NaN until it is seeded: who passes one may carry
 *   the average on from there.
 */
export function emaStage(length: number, average = new Float64Array(1)): Stage {
  const alpha = alphaOf(length)
  const seed = rollingSum(length, 0, { mean: true })
  average[0] = Number.NaN

  return (source, at, target, to, count) => {
    for (let start = 0; start < count; start += STRETCH) {
      const end = stretchEnd(start, count)
      let e = average[0]!
      let k = start
      for (; k < end && Number.isNaN(e); k++) {
        const x = source[at + k]!
        seed(source, at + k, target, to + k, 1)
        if (x - x === 0) e = target[to + k]!
      }
      for (; k < end; k++) {
        const x = source[at + k]!
        if (x - x === 0) {
          e += alpha * (x - e)
          target[to + k] = e
        } else target[to + k] = Number.NaN
      }
      average[0] = e
    }
  }
}

export const ema: Definition = {
  parameters: [SOURCE, FIXED],
  start: (values) => alone(emaStage(number(values, 'length'))),
}
