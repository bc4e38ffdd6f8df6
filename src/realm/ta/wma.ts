import type { Definition } from '../../shared/kernel.ts'
import { alone, BLOCK, type Stage, scratch } from './stage.ts'
import { FIXED, length, number, SOURCE, VARYING } from './values.ts'
import { type Measure, windowStage } from './window.ts'

/** Σ value · weight from the oldest (weight 1) to the newest (weight n), over n (n + 1) / 2. */
const weightedMean: Measure = (line, first, length, lanes) => {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let x = line[first]!
  let y = line[first + 1]!
  let z = line[first + 2]!
  for (let weight = 1; weight <= length; weight++) {
    const next = line[first + weight + 2]!
    a += x * weight
    b += y * weight
    c += z * weight
    d += next * weight
    x = y
    y = z
    z = next
  }
  const divisor = (length * (length + 1)) / 2
  lanes[0] = a / divisor
  lanes[1] = b / divisor
  lanes[2] = c / divisor
  lanes[3] = d / divisor
}

function wmaStage(length: number | undefined, maxBarsBack: number): Stage {
  return windowStage(weightedMean, 'repeat', length, maxBarsBack)
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
