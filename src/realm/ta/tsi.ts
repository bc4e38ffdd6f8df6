import type { Definition } from '../../shared/kernel.ts'
import { emaStage } from './ema.ts'
import { inBlocks, ratio, STRETCH, scratch, stretchEnd } from './stage.ts'
import { number, SOURCE } from './values.ts'

/**
 * True strength index, −1 to 1: ema(ema(Δ, long), short) / ema(ema(|Δ|, long), short), na where the
 * divisor is 0. A na bar gives na and changes nothing. Warm-up: longLength + shortLength − 1. O(1)
 * per bar. IN-4.7.
 */
export const tsi: Definition = {
  parameters: [
    SOURCE,
    { kind: 'length', name: 'shortLength' },
    { kind: 'length', name: 'longLength' },
  ],
  start: (values) => {
    const short = number(values, 'shortLength')
    const long = number(values, 'longLength')
    const first = emaStage(long)
    const second = emaStage(short)
    const firstSize = emaStage(long)
    const secondSize = emaStage(short)
    const move = scratch()
    const size = scratch()
    const last = new Float64Array(1).fill(Number.NaN)
    return inBlocks(([source], [out], at, count) => {
      const column = source!
      const target = out!
      for (let start = 0; start < count; start += STRETCH) {
        const end = stretchEnd(start, count)
        let previous = last[0]!
        for (let k = start; k < end; k++) {
          const x = column[at + k]!
          move[k] = x - previous
          size[k] = Math.abs(x - previous)
          if (x - x === 0) previous = x
        }
        last[0] = previous
      }
      first(move, 0, move, 0, count)
      second(move, 0, move, 0, count)
      firstSize(size, 0, size, 0, count)
      secondSize(size, 0, size, 0, count)
      for (let k = 0; k < count; k++) target[at + k] = ratio(move[k]!, size[k]!)
    })
  },
}
