import type { Column, Definition } from '../../shared/kernel.ts'
import { finite } from './stage.ts'

/** What one bar adds; `previous` is the close before it. */
type Term = (
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
  previous: number,
) => number

const COLUMNS: readonly Column[] = ['open', 'high', 'low', 'close', 'volume']

/** An indicator of one term per bar; `total` adds the terms up, where a na term adds nothing. */
function perBar(term: Term, total: boolean): Definition {
  return {
    parameters: [],
    columns: COLUMNS,
    start: () => {
      let sum = 0
      return ([open, high, low, close, volume], [out], from, to) => {
        const mask = close!.length - 1
        const target = out!
        let running = sum
        for (let i = from; i < to; i++) {
          const before = close![(i - 1) & mask]!
          const x = finite(term(open![i]!, high![i]!, low![i]!, close![i]!, volume![i]!, before))
          if (x - x === 0) running += x
          target[i] = total && x - x === 0 ? running : x
        }
        sum = running
      }
    },
  }
}

/**
 * On-balance volume: running total of volume, with the sign of the change of the close. First bar na,
 * counting nothing. O(1) per bar. IN-7.1.
 */
export const obv = perBar((_open, _high, _low, close, volume, previous) => {
  const change = close - previous
  return (change > 0 ? 1 : change < 0 ? -1 : change) * volume
}, true)

/**
 * Accumulation/distribution: running total of ((close − low) − (high − close)) / (high − low) · volume,
 * 0 where high = low. O(1) per bar. IN-7.1.
 */
export const accdist = perBar(
  (_open, high, low, close, volume) =>
    high === low ? 0 : ((close - low - (high - close)) / (high - low)) * volume,
  true,
)

/** Price-volume trend: running total of Δclose / close[1] · volume. First bar na. O(1). IN-7.1. */
export const pvt = perBar(
  (_open, _high, _low, close, volume, previous) => ((close - previous) / previous) * volume,
  true,
)

/**
 * Williams' variable accumulation/distribution: (close − open) / (high − low) · volume of the bar
 * itself, na where high = low. O(1) per bar. IN-7.1.
 */
export const wvad = perBar(
  (open, high, low, close, volume) => ((close - open) / (high - low)) * volume,
  false,
)

/**
 * Intraday intensity index: (2 · close − high − low) / ((high − low) · volume) of the bar itself, na
 * where high = low or volume is 0. O(1) per bar. IN-7.1.
 */
export const iii = perBar(
  (_open, high, low, close, volume) => (2 * close - high - low) / ((high - low) * volume),
  false,
)

/**
 * Williams' accumulation/distribution: running total of close − min(low, close[1]) on a rise, of
 * close − max(high, close[1]) on a fall, else 0. O(1) per bar. IN-7.1.
 */
export const wad: Definition = {
  parameters: [],
  columns: ['high', 'low', 'close'],
  start: () => {
    let sum = 0
    return ([high, low, close], [out], from, to) => {
      const mask = close!.length - 1
      let running = sum
      for (let i = from; i < to; i++) {
        const now = close![i]!
        const before = close![(i - 1) & mask]!
        let gain = 0
        if (now > before) gain = now - Math.min(low![i]!, before)
        else if (now < before) gain = now - Math.max(high![i]!, before)
        if (gain - gain === 0) running += gain
        out![i] = gain - gain === 0 && now - now === 0 ? running : Number.NaN
      }
      sum = running
    }
  },
}
