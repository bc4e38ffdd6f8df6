import { BLOCK, type Stage, wholeLength } from './stage.ts'

/** Windows that a {@link Measure} works on side by side. */
export const LANES = 4

/**
 * Works out one value from each of {@link LANES} windows of `length` values, which begin at `first`,
 * `first + 1` … and run from the oldest to the newest, and writes them to `lanes`. What stood there
 * before is the result of an earlier stage, if there is one. Each sum runs in the order its rule
 * names; four of them advance together, as an addition takes several cycles and one window alone
 * would wait for each.
 */
export type Measure = (
  line: Float64Array,
  first: number,
  length: number,
  lanes: Float64Array,
) => void

/** Σ value · weight from the oldest to the newest of each window, over `divisor`. */
export function weightedMeans(
  line: Float64Array,
  first: number,
  length: number,
  lanes: Float64Array,
  weights: Float64Array,
  divisor: number,
): void {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let x = line[first]!
  let y = line[first + 1]!
  let z = line[first + 2]!
  for (let i = 0; i < length; i++) {
    const weight = weights[i]!
    const next = line[first + i + 3]!
    a += x * weight
    b += y * weight
    c += z * weight
    d += next * weight
    x = y
    y = z
    z = next
  }
  lanes[0] = a / divisor
  lanes[1] = b / divisor
  lanes[2] = c / divisor
  lanes[3] = d / divisor
}

/**
 * What a na bar does: `skip` leaves the window as it is, so its result is repeated; `repeat` puts the
 * last value in once more and yields na; `keep` takes the na into the window.
 */
export type NaRule = 'skip' | 'repeat' | 'keep'

/**
 * A window that is measured afresh on each bar, O(length), oldest and newest value in reach. NaN
 * until it holds `length` values.
 */
export function windowStage(
  measure: Measure,
  naRule: NaRule,
  constant: number | undefined,
  maxBarsBack: number,
): Stage {
  const limit = constant ?? maxBarsBack
  // The values in a row, so that windows do not wrap; lanes without a window read beyond the newest.
  const room = limit + Math.max(limit, BLOCK)
  const line = new Float64Array(room + LANES - 1)
  const lanes = new Float64Array(LANES)
  let end = 0
  let seen = 0

  /** Makes room for one value at least, and tells for how many there is. */
  function makeRoom(): number {
    if (end === room) {
      line.copyWithin(0, end - limit, end)
      end = limit
    }
    return room - end
  }

  /** Measures the windows whose newest values are the last `many` ones. */
  function write(length: number, target: Float64Array, slot: number, many: number): void {
    const first = end - many + 1 - length
    for (let done = 0; done < many; done += LANES) {
      const some = Math.min(LANES, many - done)
      for (let k = 0; k < some; k++) lanes[k] = target[slot + done + k]!
      measure(line, first + done, length, lanes)
      for (let k = 0; k < some; k++) target[slot + done + k] = lanes[k]!
    }
  }

  return (source, at, target, to, count, lengths, lengthsAt = 0) => {
    let k = 0
    while (k < count) {
      const most = Math.min(count - k, makeRoom())
      if (constant !== undefined && seen === limit) {
        let many = 0
        for (; many < most; many++) {
          const x = source[at + k + many]!
          if (x - x === 0) line[end + many] = x
          else if (naRule === 'keep') line[end + many] = Number.NaN
          else break
        }
        if (many > 0) {
          end += many
          write(constant, target, to + k, many)
          k += many
          continue
        }
      }
      const x = source[at + k]!
      const known = x - x === 0
      const length = constant ?? wholeLength(lengths![lengthsAt + k]!, maxBarsBack)
      if (known || naRule === 'keep' || (naRule === 'repeat' && seen > 0)) {
        line[end] = known ? x : naRule === 'keep' ? Number.NaN : line[end - 1]!
        end++
        if (seen < limit) seen++
      }
      if (length === 0 || seen < length || (!known && naRule === 'repeat'))
        target[to + k] = Number.NaN
      else write(length, target, to + k, 1)
      k++
    }
  }
}
