import { HeikinAshi } from 'technicalindicators'
import type { Definition } from '../../shared/kernel.ts'

/**
 * Heikin-Ashi bars: `close` = (open + high + low + close) / 4, `open` = the mean of the open and close of
 * the Heikin-Ashi bar before (the first: of the bar's own open and close), `high` and `low` the extremes
 * of these and the bar's. A bar with a na price gives na and changes nothing. Warm-up: 0. O(1) per bar.
 */
export const heikinashi: Definition = {
  parameters: [],
  columns: ['open', 'high', 'low', 'close'],
  outputs: ['open', 'high', 'low', 'close'],
  start: () => {
    const bars = new HeikinAshi({ open: [], high: [], low: [], close: [] })
    const bar = { open: 0, high: 0, low: 0, close: 0 }
    return ([opens, highs, lows, closes], [open, high, low, close], from, to) => {
      for (let i = from; i < to; i++) {
        bar.open = opens![i]!
        bar.high = highs![i]!
        bar.low = lows![i]!
        bar.close = closes![i]!
        const sum = bar.open + bar.high + bar.low + bar.close
        const result = sum - sum === 0 ? bars.nextValue(bar) : undefined
        open![i] = result?.open ?? Number.NaN
        high![i] = result?.high ?? Number.NaN
        low![i] = result?.low ?? Number.NaN
        close![i] = result?.close ?? Number.NaN
      }
    }
  },
}
