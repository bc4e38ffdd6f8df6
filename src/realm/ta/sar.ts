import type { Definition } from '../../shared/kernel.ts'
import { finite, STRETCH, stretchEnd } from './stage.ts'
import { number } from './values.ts'

/**
 * Parabolic stop and reverse, in price units. Begins on the second bar: up if its close is above the
 * first, from the first bar's low with its own high as extreme, else mirrored, at acceleration
 * `start`. Every bar adds acceleration · (extreme − sar). A low below the sar turns an up-trend: the
 * sar becomes the higher of high and extreme, the extreme the low, the acceleration `start`. Without
 * a turn, a new extreme raises the acceleration by `inc` up to `max`. Last, the sar of an up-trend is
 * not above the lows of the two bars before; a down-trend is mirrored. Compared exactly. Warm-up: 1.
 * O(1) per bar. IN-5.2, begun as Pine's published code begins.
 */
export const sar: Definition = {
  parameters: [
    { kind: 'number', name: 'start', initial: 0.02, min: 0 },
    { kind: 'number', name: 'inc', initial: 0.02, min: 0 },
    { kind: 'number', name: 'max', initial: 0.2, min: 0 },
  ],
  columns: ['high', 'low', 'close'],
  start: (values) => {
    const first = number(values, 'start')
    const step = number(values, 'inc')
    const most = number(values, 'max')
    /** Sar, extreme and acceleration of the bar before. */
    const last = new Float64Array(3).fill(Number.NaN)
    let rising = false
    let begun = false
    return ([highs, lows, closes], [out], from, to) => {
      const high = highs!
      const low = lows!
      const close = closes!
      const target = out!
      const mask = close.length - 1
      for (let start = from; start < to; start += STRETCH) {
        const end = stretchEnd(start, to)
        let stop = last[0]!
        let extreme = last[1]!
        let acceleration = last[2]!
        for (let i = start; i < end; i++) {
          const h = high[i]!
          const l = low[i]!
          const one = (i - 1) & mask
          const two = (i - 2) & mask
          let turned = false
          if (!begun) {
            target[i] = Number.NaN
            // Needs two whole bars; before the second there is nothing to compare.
            const move = close[i]! - close[one]!
            if (!isWhole(high[one]!, low[one]!) || !isWhole(h, l) || Number.isNaN(move)) continue
            begun = true
            turned = true
            rising = move > 0
            extreme = rising ? h : l
            stop = rising ? low[one]! : high[one]!
            acceleration = first
          }
          if (!isWhole(h, l)) {
            target[i] = Number.NaN
            continue
          }
          stop += acceleration * (extreme - stop)
          if (rising ? l < stop : h > stop) {
            turned = true
            stop = rising ? Math.max(h, extreme) : Math.min(l, extreme)
            extreme = rising ? l : h
            rising = !rising
            acceleration = first
          }
          if (!turned && (rising ? h > extreme : l < extreme)) {
            extreme = rising ? h : l
            acceleration = Math.min(acceleration + step, most)
          }
          // A na before bounds nothing: no comparison with it holds.
          if (rising) {
            if (finite(low[one]!) < stop) stop = low[one]!
            if (finite(low[two]!) < stop) stop = low[two]!
          } else {
            if (finite(high[one]!) > stop) stop = high[one]!
            if (finite(high[two]!) > stop) stop = high[two]!
          }
          target[i] = stop
        }
        last[0] = stop
        last[1] = extreme
        last[2] = acceleration
      }
    }
  },
}

/** Whether a bar has a high and a low; a bar without them gives na and changes nothing. */
function isWhole(high: number, low: number): boolean {
  return high - low >= 0 && high - low < Number.POSITIVE_INFINITY
}
