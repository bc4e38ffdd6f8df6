import type { Definition } from '../../shared/kernel.ts'
import { alone, ratio, type Stage } from './stage.ts'
import { rollingSum } from './sum.ts'
import { length, SOURCE, VARYING } from './values.ts'
import { type Measure, windowStage } from './window.ts'

/** −Σ value · (bars back + 1), newest first, over the sum that stands in the target. */
const weigh: Measure = (ring, mask, head, length, target, slot) => {
  let sum = 0
  for (let back = 1; back <= length; back++) sum += ring[(head - back) & mask]! * back
  target[slot] = ratio(-sum, target[slot]!)
}

/**
 * Center of gravity: −Σ source[i] · (i + 1) / Σ source[i] over the last `length` values, na where the
 * divisor is 0. The weighted sum is taken afresh, newest first, as a moving one drifts; the divisor
 * is compensated. Na inputs are skipped and repeat the last result. Warm-up: length − 1. O(length)
 * per bar. IN-4.9.
 */
export const cog: Definition = {
  parameters: [SOURCE, VARYING],
  start: (values, maxBarsBack) => {
    const sum = rollingSum(length(values), maxBarsBack)
    const center = windowStage(weigh, 'skip', length(values), maxBarsBack)
    const stage: Stage = (source, at, target, to, count, lengths, lengthsAt) => {
      sum(source, at, target, to, count, lengths, lengthsAt)
      center(source, at, target, to, count, lengths, lengthsAt)
    }
    return alone(stage)
  },
}
