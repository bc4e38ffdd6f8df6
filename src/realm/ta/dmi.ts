import type { Definition } from '../../shared/kernel.ts'
import { rmaStage } from './rma.ts'
import { inBlocks, ratio, scratch, TOLERANCE } from './stage.ts'
import { writeTrueRange } from './tr.ts'
import { number } from './values.ts'

/**
 * Directional movement: with up = Δhigh and down = −Δlow, +DM is up where up − down and up exceed
 * 1e-10, else 0, −DM mirrored. `plusDi` and `minusDi` = 100 · rma(±DM) / rma(tr), where tr is na on
 * the first bar; `adx` = 100 · rma(|plusDi − minusDi| / (plusDi + minusDi, or 1 where that is 0)).
 * All 0 to 100; a range of 0 gives na. Warm-up: diLength, adx diLength + adxSmoothing − 1. O(1) per
 * bar. IN-4.11.
 */
export const dmi: Definition = {
  parameters: [
    { kind: 'length', name: 'diLength' },
    { kind: 'length', name: 'adxSmoothing' },
  ],
  columns: ['high', 'low', 'close'],
  outputs: ['plusDi', 'minusDi', 'adx'],
  start: (values) => {
    const averagePlus = rmaStage(number(values, 'diLength'))
    const averageMinus = rmaStage(number(values, 'diLength'))
    const averageRange = rmaStage(number(values, 'diLength'))
    const averageIndex = rmaStage(number(values, 'adxSmoothing'))
    const rise = scratch()
    const fall = scratch()
    const range = scratch()
    const index = scratch()
    return inBlocks(([highs, lows, closes], [plusDi, minusDi, adx], at, count) => {
      const high = highs!
      const low = lows!
      const mask = high.length - 1
      for (let k = 0; k < count; k++) {
        const before = (at + k - 1) & mask
        const up = high[at + k]! - high[before]!
        const down = low[before]! - low[at + k]!
        const lead = up - down
        const known = lead - lead === 0
        rise[k] = known ? (lead > TOLERANCE && up > TOLERANCE ? up : 0) : Number.NaN
        fall[k] = known ? (lead < -TOLERANCE && down > TOLERANCE ? down : 0) : Number.NaN
      }
      writeTrueRange(high, low, closes!, at, range, 0, count, false)
      averagePlus(rise, 0, rise, 0, count)
      averageMinus(fall, 0, fall, 0, count)
      averageRange(range, 0, range, 0, count)
      const plus = plusDi!
      const minus = minusDi!
      const strength = adx!
      for (let k = 0; k < count; k++) {
        const p = ratio(100 * rise[k]!, range[k]!)
        const m = ratio(100 * fall[k]!, range[k]!)
        const sum = p + m
        plus[at + k] = p
        minus[at + k] = m
        index[k] = Math.abs(p - m) / (sum === 0 ? 1 : sum)
      }
      averageIndex(index, 0, index, 0, count)
      for (let k = 0; k < count; k++) strength[at + k] = 100 * index[k]!
    })
  },
}
