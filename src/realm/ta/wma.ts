import type { Definition } from '../../shared/kernel.ts'
import { alone, BLOCK, type Stage, scratch } from './stage.ts'
import { FIXED, length, number, SOURCE, VARYING } from './values.ts'
import { type Measure, weightedMeans, windowStage } from './window.ts'

/** Weight 1 for the oldest value, n for the newest, over n (n + 1) / 2. */
function wmaStage(length: number | undefined, maxBarsBack: number): Stage {
  const weights = new Float64Array(length ?? maxBarsBack)
  for (let i = 0; i < weights.length; i++) weights[i] = i + 1
  const measure: Measure = (line, first, n, lanes) =>
    weightedMeans(line, first, n, lanes, weights, (n * (n + 1)) / 2)
  return windowStage(measure, 'repeat', length, maxBarsBack)
}

/**
 * Linearly weighted moving average: the newest value weighs `length`, the oldest 1, summed oldest
 * first on every bar. A na bar gives na; the window takes the last value once more in its place.
 * Warm-up: length − 1. O(length) per bar. IN-2.4.
 */
export const wma: Definition = {
  parameters: [SOURCE, VARYING],
  start: (values, maxBarsBack) => alone(wmaStage(length(values), maxBarsBack)),
}

/**
 * Hull moving average: wma(2 · wma(source, ⌊length / 2⌋) − wma(source, length), ⌊√length⌋), each length
 * at least 1. Na as in `wma`. Warm-up: length − 1 + ⌊√length⌋ − 1. O(length) per bar. IN-2.6.
 */
export const hma: Definition = {
  parameters: [SOURCE, FIXED],
  start: (values) => alone(hmaStage(number(values, 'length'))),
}

function hmaStage(length: number): Stage {
  const half = wmaStage(Math.max(1, Math.floor(length / 2)), 0)
  const whole = wmaStage(length, 0)
  const smooth = wmaStage(Math.floor(Math.sqrt(length)), 0)
  const lag = scratch()
  const raw = scratch()
  return (source, at, target, to, count) => {
    for (let done = 0; done < count; done += BLOCK) {
      const some = Math.min(BLOCK, count - done)
      half(source, at + done, raw, 0, some)
      whole(source, at + done, lag, 0, some)
      for (let k = 0; k < some; k++) raw[k] = 2 * raw[k]! - lag[k]!
      smooth(raw, 0, target, to + done, some)
    }
  }
}
