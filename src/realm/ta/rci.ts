import type { Definition } from '../../shared/kernel.ts'
import { countUpTo, insert, move, ordered, removeAt } from './ordered.ts'
import { alone, powerOfTwo, ratio, TOLERANCE } from './stage.ts'
import { FIXED, number, SOURCE } from './values.ts'

/**
 * Rank correlation index, −100 to 100: Spearman's correlation of the last `length` values with their
 * order in time. Values within 1e-10 of the smallest of a group share its mean rank; the moments are
 * those of the population; na where all are equal. Na inputs are skipped and repeat the last result.
 * Warm-up: length. O(length) per bar. IN-4.12.
 */
export const rci: Definition = {
  parameters: [SOURCE, FIXED],
  start: (values) => {
    const n = number(values, 'length')
    const mean = (n + 1) / 2
    const ring = new Float64Array(powerOfTwo(n))
    const mask = ring.length - 1
    const set = ordered(n + 1)
    /** When each value of `set` came: how many values came before it, all in all. */
    const born = new Float64Array(n + 1)
    const result = new Float64Array(1).fill(Number.NaN)
    let head = 0
    let seen = 0

    let varianceOfTime = 0
    for (let i = 1; i <= n; i++) varianceOfTime += (i - mean) * (i - mean)

    function push(x: number): void {
      if (set.size === n) {
        // `insert` puts a value before its equals, so the oldest of them is the last.
        const place = countUpTo(set, ring[(head - n) & mask]!, 0) - 1
        removeAt(set, place)
        move(born, place + 1, place, n - 1 - place)
      }
      const place = insert(set, x)
      move(born, place, place + 1, set.size - 1 - place)
      born[place] = seen++
      ring[head] = x
      head = (head + 1) & mask
    }

    /**
     * Goes over the values in ascending order, so that ranks need no search. All terms are quarters of
     * whole numbers, whose sums are exact in any order up to 200,000 values.
     */
    function correlate(): number {
      const sorted = set.values
      const middle = seen - mean
      let covariance = 0
      let varianceOfRank = 0
      for (let start = 0; start < n; ) {
        const least = sorted[start]!
        let byTime = born[start]! - middle
        let end = start + 1
        for (; end < n && sorted[end]! - least < TOLERANCE; end++) byTime += born[end]! - middle
        const byValue = (start + 1 + end) * 0.5 - mean
        covariance += byValue * byTime
        varianceOfRank += (end - start) * (byValue * byValue)
        start = end
      }
      const spread = Math.sqrt((varianceOfRank / n) * (varianceOfTime / n))
      return ratio(covariance / n, spread) * 100
    }

    return alone((source, at, target, to, count) => {
      for (let k = 0; k < count; k++) {
        const x = source[at + k]!
        if (x - x === 0) {
          push(x)
          if (seen > n) result[0] = correlate()
        }
        target[to + k] = result[0]!
      }
    })
  },
}
