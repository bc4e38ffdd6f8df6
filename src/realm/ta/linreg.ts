import type { Definition } from '../../shared/kernel.ts'
import { alone } from './stage.ts'
import { length, number, SOURCE, VARYING } from './values.ts'
import { LANES, type Measure, windowStage } from './window.ts'

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
    let summed = 0
    let sumX = 0
    let sumXX = 0

    /** Σx and Σx², which depend on the length alone. */
    function sumTimes(n: number): void {
      sumX = 0
      sumXX = 0
      for (let x = 1; x <= n; x++) {
        sumX += x
        sumXX += x * x
      }
      summed = n
    }

    function lineAt(n: number, sumY: number, sumXY: number): number {
      const slope = (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX)
      const intercept = sumY / n - (slope * sumX) / n + slope
      return intercept + slope * (n - 1 - offset)
    }

    const measure: Measure = (line, first, n, lanes) => {
      if (n === 1) {
        for (let k = 0; k < LANES; k++) lanes[k] = line[first + k]!
        return
      }
      if (n !== summed) sumTimes(n)
      let a = 0
      let b = 0
      let c = 0
      let d = 0
      let byA = 0
      let byB = 0
      let byC = 0
      let byD = 0
      let one = line[first]!
      let two = line[first + 1]!
      let three = line[first + 2]!
      for (let x = 1; x <= n; x++) {
        const next = line[first + x + 2]!
        a += one
        b += two
        c += three
        d += next
        byA += x * one
        byB += x * two
        byC += x * three
        byD += x * next
        one = two
        two = three
        three = next
      }
      lanes[0] = lineAt(n, a, byA)
      lanes[1] = lineAt(n, b, byB)
      lanes[2] = lineAt(n, c, byC)
      lanes[3] = lineAt(n, d, byD)
    }
    return alone(windowStage(measure, 'skip', length(values), maxBarsBack))
  },
}
