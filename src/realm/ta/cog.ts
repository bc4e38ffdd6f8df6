import type { Definition } from '../../shared/kernel.ts'
import { alone, ratio, type Stage } from './stage.ts'
import { rollingSum } from './sum.ts'
import { length, SOURCE, VARYING } from './values.ts'
import { type Measure, windowStage } from './window.ts'

/** −Σ value · (bars back + 1), newest first, over the sum that stands in the lane. */
const weigh: Measure = (line, first, length, lanes) => {
  const newest = first + length
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let x = line[newest + 2]!
  let y = line[newest + 1]!
  let z = line[newest]!
  for (let back = 1; back <= length; back++) {
    const next = line[newest - back]!
    a += next * back
    b += z * back
    c += y * back
    d += x * back
    x = y
    y = z
    z = next
  }
  lanes[0] = ratio(-a, lanes[0]!)
  lanes[1] = ratio(-b, lanes[1]!)
  lanes[2] = ratio(-c, lanes[2]!)
  lanes[3] = ratio(-d, lanes[3]!)
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
