import type { Definition } from '../../shared/kernel.ts'
import { inBlocks, scratch, TOLERANCE } from './stage.ts'
import { rollingSum } from './sum.ts'
import { length, VARYING } from './values.ts'

/**
 * Pearson's correlation of the last `length` pairs, −1 to 1, from compensated sums:
 * cov = Σxy / n − x̄ȳ (0 if within 1e-10), each variance max(0, Σx² / n − x̄²), result
 * cov / √(vx · vy), na where a variance is 0. A pair with a na is skipped and repeats the last
 * result. Warm-up: length − 1. O(1) per bar. IN-3.7.
 */
export const correlation: Definition = {
  parameters: [{ kind: 'series', name: 'source1' }, { kind: 'series', name: 'source2' }, VARYING],
  start: (values, maxBarsBack) => {
    const n = length(values)
    const sums = [0, 1, 2, 3, 4].map(() => rollingSum(n, maxBarsBack, { mean: true }))
    const [sumX, sumY, sumXX, sumYY, sumXY] = sums
    const x = scratch()
    const y = scratch()
    const xx = scratch()
    const yy = scratch()
    const xy = scratch()
    return inBlocks(([first, second, lengths], [out], at, count) => {
      const target = out!
      for (let k = 0; k < count; k++) {
        const a = first![at + k]!
        const b = second![at + k]!
        const both = a - a === 0 && b - b === 0
        x[k] = both ? a : Number.NaN
        y[k] = both ? b : Number.NaN
        xx[k] = both ? a * a : Number.NaN
        yy[k] = both ? b * b : Number.NaN
        xy[k] = both ? a * b : Number.NaN
      }
      sumX!(x, 0, x, 0, count, lengths, at)
      sumY!(y, 0, y, 0, count, lengths, at)
      sumXX!(xx, 0, xx, 0, count, lengths, at)
      sumYY!(yy, 0, yy, 0, count, lengths, at)
      sumXY!(xy, 0, xy, 0, count, lengths, at)
      for (let k = 0; k < count; k++) {
        const covariance = xy[k]! - x[k]! * y[k]!
        const near = Math.abs(covariance) <= TOLERANCE ? 0 : covariance
        const product = Math.max(0, xx[k]! - x[k]! * x[k]!) * Math.max(0, yy[k]! - y[k]! * y[k]!)
        target[at + k] = product === 0 ? Number.NaN : near / Math.sqrt(product)
      }
    })
  },
}
