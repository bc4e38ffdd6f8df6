import type { Definition } from '../../shared/kernel.ts'
import { type RankMeasure, rankedStage } from './ranked.ts'
import { alone } from './stage.ts'
import { length, SOURCE, VARYING } from './values.ts'

/** The middle value, or the mean of the two middle ones. */
const middle: RankMeasure = ({ values }, _now, n, target, slot) => {
  const upper = values[n >> 1]!
  target[slot] = n % 2 === 1 ? upper : (values[(n >> 1) - 1]! + upper) / 2
}

/**
 * Median of the last `length` values: the middle one, or the mean of the two middle ones. Na inputs
 * are skipped and repeat the last result. Warm-up: length − 1. O(log length) per bar. IN-3.8.
 */
export const median: Definition = {
  parameters: [SOURCE, VARYING],
  start: (values, maxBarsBack) =>
    alone(rankedStage(middle, { naRule: 'skip' }, length(values), maxBarsBack)),
}

/** The longest run of equal values; the first, so the smallest, of several. */
const mostFrequent: RankMeasure = ({ values }, _now, n, target, slot) => {
  let best = 0
  for (let start = 0; start < n; ) {
    let end = start + 1
    while (end < n && values[end] === values[start]) end++
    if (end - start > best) {
      best = end - start
      target[slot] = values[start]!
    }
    start = end
  }
}

/**
 * The most frequent of the last `length` values, of equally frequent ones the smallest. Na inputs are
 * skipped and repeat the last result. Warm-up: length − 1. O(length) per bar. IN-3.9.
 */
export const mode: Definition = {
  parameters: [SOURCE, VARYING],
  start: (values, maxBarsBack) =>
    alone(rankedStage(mostFrequent, { naRule: 'skip' }, length(values), maxBarsBack)),
}
