import type { Definition, Parameter, Values } from '../../shared/kernel.ts'
import { inBlocks, ratio, scratch } from './stage.ts'
import { rollingSum } from './sum.ts'
import { length, number, VARYING } from './values.ts'
import { varianceOf } from './variance.ts'

const PARAMETERS: readonly Parameter[] = [
  { kind: 'series', name: 'series' },
  VARYING,
  { kind: 'number', name: 'mult' },
]

/**
 * Writes the mean of `count` bars to `basis` from `to` on and `mult` population standard deviations
 * to `width` from 0 on: both from one pair of compensated sums, the bits of `sma` and `stdev`.
 */
function bandsStage(values: Values, maxBarsBack: number) {
  const constant = length(values)
  const mult = number(values, 'mult')
  const sum = rollingSum(constant, maxBarsBack)
  const sumOfSquares = rollingSum(constant, maxBarsBack)
  return (
    source: Float64Array,
    lengths: Float64Array | undefined,
    at: number,
    basis: Float64Array,
    to: number,
    width: Float64Array,
    count: number,
  ): void => {
    for (let k = 0; k < count; k++) width[k] = source[at + k]! * source[at + k]!
    sum(source, at, basis, to, count, lengths, at)
    sumOfSquares(width, 0, width, 0, count, lengths, at)
    for (let k = 0; k < count; k++) {
      const n = constant ?? Math.trunc(lengths![at + k]!)
      const p = basis[to + k]!
      basis[to + k] = p / n
      width[k] = mult * Math.sqrt(varianceOf(p, width[k]!, n, true))
    }
  }
}

/**
 * Bollinger bands: `middle` is the simple moving average, `upper` and `lower` are `mult` population
 * standard deviations above and below it. Warm-up: length − 1; na inputs are skipped and repeat the
 * last bands. O(1) per bar. IN-3.5.
 */
export const bb: Definition = {
  parameters: PARAMETERS,
  outputs: ['middle', 'upper', 'lower'],
  start: (values, maxBarsBack) => {
    const bands = bandsStage(values, maxBarsBack)
    const width = scratch()
    return inBlocks(([source, lengths], [middle, upper, lower], at, count) => {
      const basis = middle!
      const top = upper!
      const bottom = lower!
      bands(source!, lengths, at, basis, at, width, count)
      for (let k = 0; k < count; k++) {
        top[at + k] = basis[at + k]! + width[k]!
        bottom[at + k] = basis[at + k]! - width[k]!
      }
    })
  },
}

/**
 * Width of the Bollinger bands in percent of the middle: (upper − lower) / middle · 100, na where the
 * middle is 0. Otherwise as `bb`. IN-3.5.
 */
export const bbw: Definition = {
  parameters: PARAMETERS,
  start: (values, maxBarsBack) => {
    const bands = bandsStage(values, maxBarsBack)
    const basis = scratch()
    const width = scratch()
    return inBlocks(([source, lengths], [out], at, count) => {
      const target = out!
      bands(source!, lengths, at, basis, 0, width, count)
      for (let k = 0; k < count; k++) {
        const middle = basis[k]!
        target[at + k] = ratio(middle + width[k]! - (middle - width[k]!), middle) * 100
      }
    })
  },
}
