import type { Definition } from '../../shared/kernel.ts'
import { countBelow, insert, ordered, remove } from './ordered.ts'
import { alone, powerOfTwo, ratio, TOLERANCE } from './stage.ts'
import { FIXED, number, SOURCE } from './values.ts'

/**
 * Rank correlation index, −100 to 100: Spearman's correlation of the last `length` values with their
 * order in time. Values within 1e-10 of the smallest of a group share its mean rank; the moments are
 * those of the population; na where all are equal. Na inputs are skipped and repeat the last result.
 * Warm-up: length. O(length · log length) per bar. IN-4.12.
 */
export const rci: Definition = {
  parameters: [SOURCE, FIXED],
  start: (values) => {
    const n = number(values, 'length')
    const ring = new Float64Array(powerOfTwo(n))
    const mask = ring.length - 1
    const set = ordered(n + 1)
    const rank = new Float64Array(n)
    const result = new Float64Array(1).fill(Number.NaN)
    let head = 0
    let seen = 0

    function share(): void {
      const sorted = set.values
      for (let start = 0; start < n; ) {
        let end = start + 1
        while (end < n && sorted[end]! - sorted[start]! < TOLERANCE) end++
        for (let i = start; i < end; i++) rank[i] = (start + 1 + end) / 2
        start = end
      }
    }

    function correlate(): void {
      const mean = (n + 1) / 2
      let covariance = 0
      let varianceOfRank = 0
      let varianceOfTime = 0
      for (let i = 1; i <= n; i++) {
        const byValue = rank[countBelow(set, ring[(head - n + i - 1) & mask]!)]! - mean
        const byTime = i - mean
        covariance += byValue * byTime
        varianceOfRank += byValue * byValue
        varianceOfTime += byTime * byTime
      }
      const spread = Math.sqrt((varianceOfRank / n) * (varianceOfTime / n))
      result[0] = ratio(covariance / n, spread) * 100
    }

    return alone((source, at, target, to, count) => {
      for (let k = 0; k < count; k++) {
        const x = source[at + k]!
        if (x - x === 0) {
          if (seen >= n) remove(set, ring[(head - n) & mask]!)
          insert(set, x)
          ring[head] = x
          head = (head + 1) & mask
          if (seen <= n) seen++
          if (seen > n) {
            share()
            correlate()
          }
        }
        target[to + k] = result[0]!
      }
    })
  },
}
