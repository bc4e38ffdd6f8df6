import type { Definition, Kernel, Parameter, Values } from '../../shared/kernel.ts'
import { emaStage } from './ema.ts'
import { inBlocks, ratio, scratch } from './stage.ts'
import { writeTrueRange } from './tr.ts'
import { FIXED, flag, number } from './values.ts'

const PARAMETERS: readonly Parameter[] = [
  { kind: 'series', name: 'series' },
  FIXED,
  { kind: 'number', name: 'mult' },
  { kind: 'flag', name: 'useTrueRange', initial: true },
]

/**
 * Keltner channels: `middle` = ema(series), `upper` and `lower` = middle ± mult · ema(range), where the
 * range is the true range (na on the first bar, so the bands begin one bar after the middle) or
 * high − low. A na bar gives na. Warm-up: length − 1, bands of true range length. O(1) per bar.
 * IN-3.6.
 */
export const kc: Definition = {
  parameters: PARAMETERS,
  columns: ['high', 'low', 'close'],
  outputs: ['middle', 'upper', 'lower'],
  start: (values) => {
    const spread = scratch()
    const channel = channelStage(values)
    return inBlocks((inputs, [middle, upper, lower], at, count) => {
      const basis = middle!
      const top = upper!
      const bottom = lower!
      channel(inputs, basis, at, spread, at, count)
      for (let k = 0; k < count; k++) {
        top[at + k] = basis[at + k]! + spread[k]!
        bottom[at + k] = basis[at + k]! - spread[k]!
      }
    })
  },
}

/** Width of the Keltner channels over their middle: (upper − lower) / middle; as `kc`. IN-3.6. */
export const kcw: Definition = {
  parameters: PARAMETERS,
  columns: ['high', 'low', 'close'],
  start: (values): Kernel => {
    const basis = scratch()
    const spread = scratch()
    const channel = channelStage(values)
    return inBlocks((inputs, [out], at, count) => {
      const target = out!
      channel(inputs, basis, 0, spread, at, count)
      for (let k = 0; k < count; k++) {
        const width = spread[k]!
        target[at + k] = ratio(basis[k]! + width - (basis[k]! - width), basis[k]!)
      }
    })
  },
}

/** Writes the middle to `basis` from `to` on and the half width to `spread` from 0 on. */
function channelStage(values: Values) {
  const mult = number(values, 'mult')
  const useTrueRange = flag(values, 'useTrueRange')
  const middle = emaStage(number(values, 'length'))
  const average = emaStage(number(values, 'length'))
  return (
    [source, high, low, close]: readonly Float64Array[],
    basis: Float64Array,
    to: number,
    spread: Float64Array,
    at: number,
    count: number,
  ): void => {
    middle(source!, at, basis, to, count)
    if (useTrueRange) writeTrueRange(high!, low!, close!, at, spread, 0, count, false)
    else for (let k = 0; k < count; k++) spread[k] = high![at + k]! - low![at + k]!
    average(spread, 0, spread, 0, count)
    for (let k = 0; k < count; k++) spread[k] = spread[k]! * mult
  }
}
