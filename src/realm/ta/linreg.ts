import type { Definition } from '../../shared/kernel.ts'
import { alone } from './stage.ts'
import { length, number, SOURCE, VARYING } from './values.ts'
import { type Measure, windowStage } from './window.ts'

/**
 * Value at the end of the least-squares line through the last `length` values, `offset` bars before
 * it. With x = 1 for the oldest and sums taken oldest first: slope = (nΣxy − ΣxΣy) / (nΣx² − (Σx)²),
 * intercept = Σy / n − slope · Σx / n + slope, result intercept + slope · (n − 1 − offset); the value
 * itself for n = 1. Each window is summed afresh, since moving sums drift. Na inputs are skipped and
 * repeat the last result. Warm-up: length − 1. O(length) per bar. IN-2.9.
 */
export const linreg: Definition = {
  parameters: [SOURCE, VARYING, { kind: 'number', name: 'offset', initial: 0 }],
  start: (values, maxBarsBack) => {
    const offset = Math.trunc(number(values, 'offset'))
    const measure: Measure = (ring, mask, head, n, target, slot) => {
      if (n === 1) {
        target[slot] = ring[(head - 1) & mask]!
        return
      }
      let sumX = 0
      let sumY = 0
      let sumXX = 0
      let sumXY = 0
      for (let x = 1; x <= n; x++) {
        const y = ring[(head - n + x - 1) & mask]!
        sumX += x
        sumY += y
        sumXX += x * x
        sumXY += x * y
      }
      const slope = (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX)
      const intercept = sumY / n - (slope * sumX) / n + slope
      target[slot] = intercept + slope * (n - 1 - offset)
    }
    return alone(windowStage(measure, 'skip', length(values), maxBarsBack))
  },
}
