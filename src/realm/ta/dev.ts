import type { Definition } from '../../shared/kernel.ts'
import { finite, inBlocks, type Stage, scratch } from './stage.ts'
import { rollingSum } from './sum.ts'
import { length, SOURCE, VARYING } from './values.ts'
import { type Measure, windowStage } from './window.ts'

/** Σ |value − mean| / n, newest first; the mean stands in the lane. */
const meanDeviation: Measure = (line, first, length, lanes) => {
  const newest = first + length
  const meanA = lanes[0]!
  const meanB = lanes[1]!
  const meanC = lanes[2]!
  const meanD = lanes[3]!
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let x = line[newest + 2]!
  let y = line[newest + 1]!
  let z = line[newest]!
  for (let back = 1; back <= length; back++) {
    const next = line[newest - back]!
    a += Math.abs(next - meanA)
    b += Math.abs(z - meanB)
    c += Math.abs(y - meanC)
    d += Math.abs(x - meanD)
    x = y
    y = z
    z = next
  }
  lanes[0] = a / length
  lanes[1] = b / length
  lanes[2] = c / length
  lanes[3] = d / length
}

/** Mean absolute deviation; the target may not be the source. */
function devStage(length: number | undefined, maxBarsBack: number): Stage {
  const mean = rollingSum(length, maxBarsBack, { mean: true })
  const deviation = windowStage(meanDeviation, 'skip', length, maxBarsBack)
  return (source, at, target, to, count, lengths, lengthsAt) => {
    mean(source, at, target, to, count, lengths, lengthsAt)
    deviation(source, at, target, to, count, lengths, lengthsAt)
  }
}

/**
 * Mean absolute deviation from the simple moving average, in the unit of the input; summed newest
 * first. Na inputs are skipped and repeat the last result. Warm-up: length − 1. O(length) per bar.
 * IN-3.4.
 */
export const dev: Definition = {
  parameters: [SOURCE, VARYING],
  start: (values, maxBarsBack) => {
    const stage = devStage(length(values), maxBarsBack)
    return ([source, lengths], [out], from, to) =>
      stage(source!, from, out!, from, to - from, lengths, from)
  },
}

/**
 * Commodity channel index: (source − sma) / (0.015 · dev), na where dev is 0 and on na bars.
 * Warm-up: length − 1. O(length) per bar. IN-4.4.
 */
export const cci: Definition = {
  parameters: [SOURCE, VARYING],
  start: (values, maxBarsBack) => {
    const mean = rollingSum(length(values), maxBarsBack, { mean: true })
    const deviation = windowStage(meanDeviation, 'skip', length(values), maxBarsBack)
    const means = scratch()
    const spread = scratch()
    return inBlocks(([source, lengths], [out], at, count) => {
      const target = out!
      mean(source!, at, means, 0, count, lengths, at)
      for (let k = 0; k < count; k++) spread[k] = means[k]!
      deviation(source!, at, spread, 0, count, lengths, at)
      for (let k = 0; k < count; k++)
        target[at + k] = finite((source![at + k]! - means[k]!) / (0.015 * spread[k]!))
    })
  },
}
