import type { Definition } from '../../shared/kernel.ts'
import { STRETCH, stretchEnd } from './stage.ts'

/** Starts at 1 and follows the close on bars whose volume fell (`sign` −1) or rose (1). */
function volumeIndex(sign: 1 | -1): Definition {
  return {
    parameters: [],
    columns: ['close', 'volume'],
    start: () => {
      const index = new Float64Array(1).fill(1)
      return ([close, volume], [out], from, to) => {
        const mask = close!.length - 1
        const target = out!
        for (let start = from; start < to; start += STRETCH) {
          const end = stretchEnd(start, to)
          let value = index[0]!
          for (let i = start; i < end; i++) {
            const one = (i - 1) & mask
            const now = close![i]!
            const before = close![one]!
            // Pine reads a missing volume before as 0; a close of 0, or none, leaves the index as it is.
            const volumeBefore = volume![one]!
            const change = volume![i]! - (Number.isNaN(volumeBefore) ? 0 : volumeBefore)
            const growth = (now - before) / before
            if (sign * change > 0 && growth - growth === 0 && now !== 0) value += growth * value
            target[i] = value
          }
          index[0] = value
        }
      }
    },
  }
}

/**
 * Negative volume index: starts at 1; where volume < volume[1], nvi += (close − close[1]) / close[1]
 * · nvi. A close of 0 or na leaves it unchanged. O(1) per bar. IN-7.2.
 */
export const nvi = volumeIndex(-1)

/** Positive volume index: as `nvi`, where volume > volume[1]. O(1) per bar. IN-7.2. */
export const pvi = volumeIndex(1)
