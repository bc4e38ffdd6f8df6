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
