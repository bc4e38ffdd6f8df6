import type { Definition } from '../../shared/kernel.ts'
import { rmaStage } from './rma.ts'
import { finite, inBlocks, scratch } from './stage.ts'
import { FIXED, flag, number } from './values.ts'

/**
 * Writes the true range of `count` bars from slot `at` on: max(high − low, |high − close[1]|,
 * |low − close[1]|). Without a previous close: high − low where `handleNa`, else na. IN-3.1.
 */
export function writeTrueRange(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  at: number,
  target: Float64Array,
  to: number,
  count: number,
  handleNa: boolean,
): void {
  const mask = close.length - 1
  for (let k = 0; k < count; k++) {
    const previous = finite(close[(at + k - 1) & mask]!)
    const h = high[at + k]!
    const l = low[at + k]!
    let range = h - l
    if (!Number.isNaN(previous))
      range = Math.max(range, Math.abs(h - previous), Math.abs(l - previous))
    else if (!handleNa) range = Number.NaN
    target[to + k] = finite(range)
  }
}

/** True range in price units; the first bar is na unless `handleNa`. O(1) per bar. IN-3.1. */
export const tr: Definition = {
  parameters: [{ kind: 'flag', name: 'handleNa', initial: false }],
  columns: ['high', 'low', 'close'],
  start: (values) => {
    const handleNa = flag(values, 'handleNa')
    return ([high, low, close], [out], from, to) =>
      writeTrueRange(high!, low!, close!, from, out!, from, to - from, handleNa)
  },
}

/**
 * Average true range: rma of the true range, whose first bar is high − low. Warm-up: length − 1.
 * O(1) per bar. IN-3.2.
 */
export const atr: Definition = {
  parameters: [FIXED],
  columns: ['high', 'low', 'close'],
  start: (values) => {
    const average = rmaStage(number(values, 'length'))
    const range = scratch()
    return inBlocks(([high, low, close], [out], at, count) => {
      writeTrueRange(high!, low!, close!, at, range, 0, count, true)
      average(range, 0, out!, at, count)
    })
  },
}
