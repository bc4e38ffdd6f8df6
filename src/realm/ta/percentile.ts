import type { Definition, Parameter } from '../../shared/kernel.ts'
import { countUpTo } from './ordered.ts'
import { type RankMeasure, rankedStage } from './ranked.ts'
import { alone, TOLERANCE } from './stage.ts'
import { length, number, SOURCE, VARYING } from './values.ts'

/**
 * Percent of the `length` values before the current one that are at most as high, 0 to 100; values
 * within 1e-10 count as equal. Na now or in the window gives na. Warm-up: length. O(log length) per
 * bar. IN-3.11.
 */
export const percentrank: Definition = {
  parameters: [SOURCE, VARYING],
  start: (values, maxBarsBack) => {
    const measure: RankMeasure = (set, now, n, target, slot) => {
      const known = now - now === 0 && set.size === n
      target[slot] = known ? (100 * countUpTo(set, now, TOLERANCE)) / n : Number.NaN
    }
    return alone(
      rankedStage(measure, { naRule: 'keep', before: true }, length(values), maxBarsBack),
    )
  },
}

const PARAMETERS: readonly Parameter[] = [
  SOURCE,
  VARYING,
  { kind: 'number', name: 'percentage', min: 0, max: 100 },
]

/**
 * The value at rank max(1, ⌈percentage · length / 100⌉) of the last `length` bars in ascending order.
 * Na bars stand at the end of that order; na now gives na. Warm-up: length − 1. O(log length) per
 * bar. IN-3.12.
 */
export const percentileNearestRank: Definition = {
  parameters: PARAMETERS,
  start: (values, maxBarsBack) => {
    const percentage = number(values, 'percentage')
    const measure: RankMeasure = (set, now, n, target, slot) => {
      const rank = Math.max(1, Math.ceil((percentage * n) / 100))
      const known = now - now === 0 && rank <= set.size
      target[slot] = known ? set.values[rank - 1]! : Number.NaN
    }
    return alone(rankedStage(measure, { naRule: 'keep' }, length(values), maxBarsBack))
  },
}

/**
 * The value at position length · percentage / 100 + ½ of the last `length` bars in ascending order:
 * the first below 1, the last above `length`, else on the line between its two neighbours. Na bars
 * stand at the end of that order; na now gives na. Warm-up: length − 1. O(log length) per bar.
 * IN-3.12.
 */
export const percentileLinearInterpolation: Definition = {
  parameters: PARAMETERS,
  start: (values, maxBarsBack) => {
    const percentage = number(values, 'percentage')
    const measure: RankMeasure = (set, now, n, target, slot) => {
      const position = (n * percentage) / 100 + 0.5
      const rank = position <= 1 ? 1 : position >= n ? n : Math.floor(position)
      const between = position <= 1 || position >= n ? 0 : position - rank
      if (now - now !== 0 || rank + (between > 0 ? 1 : 0) > set.size) {
        target[slot] = Number.NaN
        return
      }
      const low = set.values[rank - 1]!
      target[slot] = between > 0 ? low + between * (set.values[rank]! - low) : low
    }
    return alone(rankedStage(measure, { naRule: 'keep' }, length(values), maxBarsBack))
  },
}
