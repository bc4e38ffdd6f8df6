import type { Definition } from '../../shared/kernel.ts'
import { rmaStage } from './rma.ts'
import { STRETCH, stretchEnd } from './stage.ts'
import { FIXED, number, SOURCE } from './values.ts'

/**
 * Relative strength index, 0 to 100: with u = max(Δ, 0) and d = max(−Δ, 0),
 * 100 − 100 / (1 + rma(u) / rma(d)). Only rises give 100, only falls 0, no move at all na. A na bar
 * gives na and changes nothing: the next Δ is taken from the last value before it. Warm-up: length,
 * since the first Δ needs two values. O(1) per bar. IN-4.2.
 */
export const rsi: Definition = {
  parameters: [SOURCE, FIXED],
  start: (values) => {
    const length = number(values, 'length')
    const kept = length - 1
    const averageUp = new Float64Array(1)
    const averageDown = new Float64Array(1)
    const seedUp = rmaStage(length, averageUp)
    const seedDown = rmaStage(length, averageDown)
    const last = new Float64Array(1).fill(Number.NaN)
    const step = new Float64Array(1)

    return ([source], [out], from, to) => {
      const column = source!
      const target = out!
      for (let start = from; start < to; start += STRETCH) {
        const end = stretchEnd(start, to)
        let previous = last[0]!
        let i = start
        for (; i < end && Number.isNaN(averageUp[0]! + averageDown[0]!); i++) {
          const x = column[i]!
          // NaN on the first value and on na bars, which the averages skip.
          const change = x - previous
          step[0] = rise(change)
          seedUp(step, 0, step, 0, 1)
          const up = step[0]!
          step[0] = rise(-change)
          seedDown(step, 0, step, 0, 1)
          target[i] = strength(up, step[0]!)
          if (x - x === 0) previous = x
        }
        // Both averages in one loop: their divisions, which each wait for the one before, overlap.
        let u = averageUp[0]!
        let d = averageDown[0]!
        for (; i < end; i++) {
          const x = column[i]!
          const change = x - previous
          const up = rise(change)
          const down = rise(-change)
          if (change - change === 0) {
            u = (u * kept + up) / length
            d = (d * kept + down) / length
            previous = x
            target[i] = strength(u, d)
          } else {
            // An infinite step moves the other side only.
            if (up === 0) u = (u * kept) / length
            if (down === 0) d = (d * kept) / length
            if (x - x === 0) previous = x
            target[i] = Number.NaN
          }
        }
        averageUp[0] = u
        averageDown[0] = d
        last[0] = previous
      }
    }
  },
}

/** max(change, 0); NaN for NaN. */
function rise(change: number): number {
  return change > 0 ? change : change <= 0 ? 0 : Number.NaN
}

/** The index of the two averages. */
function strength(up: number, down: number): number {
  return down === 0 ? (up > 0 ? 100 : Number.NaN) : 100 - 100 / (1 + up / down)
}
