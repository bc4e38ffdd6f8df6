import type { Definition } from '../../shared/kernel.ts'
import { rmaStage } from './rma.ts'
import { inBlocks, STRETCH, scratch, stretchEnd } from './stage.ts'
import { writeTrueRange } from './tr.ts'
import { number } from './values.ts'

/**
 * Supertrend: bands hl2 ± factor · atr, of which the lower only rises and the upper only falls unless
 * the previous close was beyond it. `direction` −1 is an up-trend with `line` at the lower band, 1 a
 * down-trend with `line` at the upper; it begins at 1 with the first atr and turns when the close
 * passes the band in force. Compared exactly. Warm-up: atrPeriod − 1. O(1) per bar. IN-5.1.
 */
export const supertrend: Definition = {
  parameters: [
    { kind: 'series', name: 'factor' },
    { kind: 'length', name: 'atrPeriod' },
  ],
  columns: ['high', 'low', 'close'],
  outputs: ['line', 'direction'],
  start: (values) => {
    const average = rmaStage(number(values, 'atrPeriod'))
    const atr = scratch()
    /** Upper band, lower band and line of the bar before. */
    const last = new Float64Array(3).fill(Number.NaN)
    return inBlocks(([factor, high, low, close], [line, direction], at, count) => {
      writeTrueRange(high!, low!, close!, at, atr, 0, count, true)
      average(atr, 0, atr, 0, count)
      const mask = close!.length - 1
      for (let start = 0; start < count; start += STRETCH) {
        const end = stretchEnd(start, count)
        let upper = last[0]!
        let lower = last[1]!
        let trend = last[2]!
        for (let k = start; k < end; k++) {
          const i = at + k
          const middle = (high![i]! + low![i]!) / 2
          const reach = factor![i]! * atr[k]!
          const top = middle + reach
          const bottom = middle - reach
          const now = close![i]!
          const before = close![(i - 1) & mask]!
          if (!(top - top === 0) || !(now - now === 0)) {
            line![i] = Number.NaN
            direction![i] = Number.NaN
            continue
          }
          let way = 1
          if (Number.isNaN(trend)) {
            upper = top
            lower = bottom
          } else {
            const wasUpper = trend === upper
            if (bottom > lower || before < lower) lower = bottom
            if (top < upper || before > upper) upper = top
            way = wasUpper ? (now > upper ? -1 : 1) : now < lower ? 1 : -1
          }
          trend = way === -1 ? lower : upper
          line![i] = trend
          direction![i] = way
        }
        last[0] = upper
        last[1] = lower
        last[2] = trend
      }
    })
  },
}
