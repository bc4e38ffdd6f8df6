import type { Definition } from '../../shared/kernel.ts'
import { delay } from '../ta/change.ts'
import { extreme } from '../ta/extreme.ts'
import { inBlocks, type Stage, scratch } from '../ta/stage.ts'
import { number } from '../ta/values.ts'

/**
 * Ichimoku. `conversion`, `base` and `spanB` are the middle of the highest high and the lowest low of
 * their periods, `spanA` the mean of conversion and base; all four of the current bar. A chart draws
 * the two spans displacement − 1 bars to the right, so the cloud over the current bar is `cloudA`
 * and `cloudB`: the spans of displacement − 1 bars ago. The lagging span is the close drawn
 * displacement − 1 bars to the left: compare close() with close(displacement − 1). Warm-up: each
 * period − 1, spanA the longer of two, clouds displacement − 1 more. O(1) per bar.
 */
export const ichimokucloud: Definition = {
  parameters: [
    { kind: 'length', name: 'conversionPeriod', initial: 9 },
    { kind: 'length', name: 'basePeriod', initial: 26 },
    { kind: 'length', name: 'spanPeriod', initial: 52 },
    { kind: 'length', name: 'displacement', initial: 26 },
  ],
  columns: ['high', 'low'],
  outputs: ['conversion', 'base', 'spanA', 'spanB', 'cloudA', 'cloudB'],
  start: (values) => {
    const shift = number(values, 'displacement') - 1
    const middles = ['conversionPeriod', 'basePeriod', 'spanPeriod'].map((name) =>
      middle(number(values, name)),
    )
    const delayA = delay(shift, 0)
    const delayB = delay(shift, 0)
    return inBlocks(([high, low], outputs, at, count) => {
      const [conversion, base, spanA, spanB, cloudA, cloudB] = outputs
      middles[0]!(high!, low!, at, conversion!, count)
      middles[1]!(high!, low!, at, base!, count)
      middles[2]!(high!, low!, at, spanB!, count)
      for (let i = at; i < at + count; i++) spanA![i] = (conversion![i]! + base![i]!) / 2
      delayA(spanA!, at, cloudA!, at, count)
      delayB(spanB!, at, cloudB!, at, count)
    })
  },
}

/** Writes (highest high + lowest low) / 2 of `length` bars to the slots of the bars themselves. */
function middle(length: number) {
  const highest: Stage = extreme(1, length, 0)
  const lowest: Stage = extreme(-1, length, 0)
  const bottom = scratch()
  return (
    high: Float64Array,
    low: Float64Array,
    at: number,
    target: Float64Array,
    count: number,
  ): void => {
    highest(high, at, target, at, count)
    lowest(low, at, bottom, 0, count)
    for (let k = 0; k < count; k++) target[at + k] = (target[at + k]! + bottom[k]!) / 2
  }
}
