import { powerOfTwo, type Stage, wholeLength } from './stage.ts'

/**
 * Works out one value from a window and writes it to `target[slot]`. The newest value stands at
 * `ring[(head - 1) & mask]`, the oldest at `ring[(head - length) & mask]`. What stood in `target[slot]`
 * before is the result of an earlier stage, if there is one.
 */
export type Measure = (
  ring: Float64Array,
  mask: number,
  head: number,
  length: number,
  target: Float64Array,
  slot: number,
) => void

/**
 * What a na bar does: `skip` leaves the window as it is, so its result is repeated; `repeat` puts the
 * last value in once more and yields na; `keep` takes the na into the window.
 */
export type NaRule = 'skip' | 'repeat' | 'keep'

/**
 * A window that is measured afresh on each bar, O(length), oldest and newest value in reach. NaN
 * until it holds `length` values (and `extra` more, for results that Pine gives later).
 */
export function windowStage(
  measure: Measure,
  naRule: NaRule,
  constant: number | undefined,
  maxBarsBack: number,
  extra = 0,
): Stage {
  const limit = constant ?? maxBarsBack
  const ring = new Float64Array(powerOfTwo(limit))
  const mask = ring.length - 1
  let head = 0
  let seen = 0

  return (source, at, target, to, count, lengths, lengthsAt = 0) => {
    for (let k = 0; k < count; k++) {
      const x = source[at + k]!
      const known = x - x === 0
      const length = constant ?? wholeLength(lengths![lengthsAt + k]!, maxBarsBack)
      if (known || naRule === 'keep' || (naRule === 'repeat' && seen > 0)) {
        ring[head] = known ? x : naRule === 'keep' ? Number.NaN : ring[(head - 1) & mask]!
        head = (head + 1) & mask
        if (seen < limit + extra) seen++
      }
      if (length === 0 || seen < length + extra || (!known && naRule === 'repeat'))
        target[to + k] = Number.NaN
      else measure(ring, mask, head, length, target, to + k)
    }
  }
}
