import type { Column, Definition } from '../../shared/kernel.ts'
import { STRETCH, stretchEnd } from './stage.ts'

/** Writes what each of the bars in slots `from` to `to - 1` adds to `terms`. */
type Terms = (
  columns: readonly Float64Array[],
  terms: Float64Array,
  from: number,
  to: number,
) => void

/** An indicator of one term per bar; `total` adds the terms up, where a na term adds nothing. */
function perBar(columns: readonly Column[], write: Terms, total: boolean): Definition {
  return {
    parameters: [],
    columns,
    start: () => {
      const sum = new Float64Array(1)
      return (inputs, [out], from, to) => {
        const target = out!
        write(inputs, target, from, to)
        for (let start = from; start < to; start += STRETCH) {
          const end = stretchEnd(start, to)
          let running = sum[0]!
          for (let i = start; i < end; i++) {
            const x = target[i]!
            if (x - x !== 0) target[i] = Number.NaN
            else {
              running += x
              if (total) target[i] = running
            }
          }
          sum[0] = running
        }
      }
    },
  }
}

/**
 * On-balance volume: running total of volume, with the sign of the change of the close. First bar na,
 * counting nothing. O(1) per bar. IN-7.1.
 */
export const obv = perBar(
  ['close', 'volume'],
  ([close, volume], terms, from, to) => {
    const mask = close!.length - 1
    for (let i = from; i < to; i++) {
      const change = close![i]! - close![(i - 1) & mask]!
      terms[i] = (change > 0 ? 1 : change < 0 ? -1 : change) * volume![i]!
    }
  },
  true,
)

/**
 * Accumulation/distribution: running total of ((close − low) − (high − close)) / (high − low) · volume,
 * 0 where high = low. O(1) per bar. IN-7.1.
 */
export const accdist = perBar(
  ['high', 'low', 'close', 'volume'],
  ([highs, lows, closes, volume], terms, from, to) => {
    for (let i = from; i < to; i++) {
      const high = highs![i]!
      const low = lows![i]!
      const close = closes![i]!
      terms[i] = high === low ? 0 : ((close - low - (high - close)) / (high - low)) * volume![i]!
    }
  },
  true,
)

/** Price-volume trend: running total of Δclose / close[1] · volume. First bar na. O(1). IN-7.1. */
export const pvt = perBar(
  ['close', 'volume'],
  ([close, volume], terms, from, to) => {
    const mask = close!.length - 1
    for (let i = from; i < to; i++) {
      const previous = close![(i - 1) & mask]!
      terms[i] = ((close![i]! - previous) / previous) * volume![i]!
    }
  },
  true,
)

/**
 * Williams' variable accumulation/distribution: (close − open) / (high − low) · volume of the bar
 * itself, na where high = low. O(1) per bar. IN-7.1.
 */
export const wvad = perBar(
  ['open', 'high', 'low', 'close', 'volume'],
  ([open, high, low, close, volume], terms, from, to) => {
    for (let i = from; i < to; i++)
      terms[i] = ((close![i]! - open![i]!) / (high![i]! - low![i]!)) * volume![i]!
  },
  false,
)

/**
 * Intraday intensity index: (2 · close − high − low) / ((high − low) · volume) of the bar itself, na
 * where high = low or volume is 0. O(1) per bar. IN-7.1.
 */
export const iii = perBar(
  ['high', 'low', 'close', 'volume'],
  ([highs, lows, close, volume], terms, from, to) => {
    for (let i = from; i < to; i++) {
      const high = highs![i]!
      const low = lows![i]!
      terms[i] = (2 * close![i]! - high - low) / ((high - low) * volume![i]!)
    }
  },
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
    const sum = new Float64Array(1)
    return ([high, low, close], [out], from, to) => {
      const mask = close!.length - 1
      for (let start = from; start < to; start += STRETCH) {
        const end = stretchEnd(start, to)
        let running = sum[0]!
        for (let i = start; i < end; i++) {
          const now = close![i]!
          const before = close![(i - 1) & mask]!
          let gain = 0
          if (now > before) gain = now - Math.min(low![i]!, before)
          else if (now < before) gain = now - Math.max(high![i]!, before)
          if (gain - gain === 0) running += gain
          out![i] = gain - gain === 0 && now - now === 0 ? running : Number.NaN
        }
        sum[0] = running
      }
    }
  },
}
