import type { Definition } from '../../shared/kernel.ts'
import { exp } from '../math/pow.ts'
import { alone } from './stage.ts'
import { flag, length, number, VARYING } from './values.ts'
import { type Measure, weightedMeans, windowStage } from './window.ts'

/**
 * Arnaud Legoux moving average: a mean weighted by a bell curve. With m = offset · (length − 1)
 * (rounded down if `floor`) and s = length / sigma, value i (0 is the oldest) weighs
 * exp(−(i − m)² / (2 s²)); both sums run oldest first. Na anywhere in the window gives na.
 * Warm-up: length − 1. O(length) per bar. IN-2.7.
 */
export const alma: Definition = {
  parameters: [
    { kind: 'series', name: 'series' },
    VARYING,
    { kind: 'number', name: 'offset', initial: 0.85 },
    { kind: 'number', name: 'sigma', initial: 6 },
    { kind: 'flag', name: 'floor', initial: false },
  ],
  start: (values, maxBarsBack) => {
    const n = length(values)
    const offset = number(values, 'offset')
    const sigma = number(values, 'sigma')
    const floor = flag(values, 'floor')
    const weights = new Float64Array(n ?? maxBarsBack)
    let weighed = 0
    let norm = 0

    function weigh(length: number): void {
      const m = floor ? Math.floor(offset * (length - 1)) : offset * (length - 1)
      const s = length / sigma
      norm = 0
      for (let i = 0; i < length; i++) {
        weights[i] = exp(-((i - m) * (i - m)) / (2 * (s * s)))
        norm += weights[i]!
      }
      weighed = length
    }

    const measure: Measure = (line, first, length, lanes) => {
      if (length !== weighed) weigh(length)
      weightedMeans(line, first, length, lanes, weights, norm)
    }
    return alone(windowStage(measure, 'keep', n, maxBarsBack))
  },
}
