import { insert, type Ordered, ordered, remove, replace } from './ordered.ts'
import { powerOfTwo, type Stage, wholeLength } from './stage.ts'

/**
 * Works out one value from a window in ascending order. `now` is the bar's own value, `length` the
 * window's length in bars: the set holds fewer numbers where some of them are na.
 */
export type RankMeasure = (
  set: Ordered,
  now: number,
  length: number,
  target: Float64Array,
  slot: number,
) => void

export type RankedRules = {
  /** `skip`: a na bar leaves the window as it is and repeats its result; `keep`: na bars fill the window. */
  readonly naRule: 'skip' | 'keep'
  /** The window ends one bar before the measured value. */
  readonly before?: boolean
  /** Is told of every value that entered the set, or left it, and of its place. */
  readonly follower?: Follower
}

export type Follower = {
  readonly added: (set: Ordered, place: number) => void
  readonly removed: (set: Ordered, place: number) => void
}

/**
 * A window kept in ascending order: O(log length) comparisons per bar. A length that changes adds or
 * takes away only the difference. NaN until `length` values were seen.
 */
export function rankedStage(
  measure: RankMeasure,
  { naRule, before = false, follower }: RankedRules,
  constant: number | undefined,
  maxBarsBack: number,
): Stage {
  const limit = constant ?? maxBarsBack
  const ring = new Float64Array(powerOfTwo(limit + 1))
  const mask = ring.length - 1
  const set = ordered(limit + 1)
  let head = 0
  let seen = 0
  /** Bars in the window that `set` is made of, na ones included. */
  let held = 0

  function enter(x: number): void {
    const place = insert(set, x)
    if (follower !== undefined) follower.added(set, place)
  }

  function leave(x: number): void {
    const place = remove(set, x)
    if (follower !== undefined) follower.removed(set, place)
  }

  /** Brings the window that ends before `head` to `length` bars, or to all there are. */
  function resize(length: number): void {
    const wanted = Math.min(length, seen)
    for (; held < wanted; held++) {
      const x = ring[(head - held - 1) & mask]!
      if (x - x === 0) enter(x)
    }
    for (; held > wanted; held--) {
      const x = ring[(head - held) & mask]!
      if (x - x === 0) leave(x)
    }
  }

  function push(x: number): void {
    ring[head] = x
    head = (head + 1) & mask
    if (seen < limit) seen++
    held++
    if (x - x === 0) enter(x)
  }

  /** `push` into a full window, whose oldest value leaves first. */
  function shift(x: number): void {
    const old = ring[(head - limit) & mask]!
    ring[head] = x
    head = (head + 1) & mask
    const knew = old - old === 0
    const knows = x - x === 0
    if (knew && knows && follower === undefined) replace(set, old, x)
    else {
      if (knew) leave(old)
      if (knows) enter(x)
    }
  }

  return (source, at, target, to, count, lengths, lengthsAt = 0) => {
    for (let k = 0; k < count; k++) {
      const x = source[at + k]!
      const known = x - x === 0
      const length = constant ?? wholeLength(lengths![lengthsAt + k]!, maxBarsBack)
      const slot = to + k
      if (before) {
        resize(length)
        target[slot] = Number.NaN
        if (length > 0 && held === length) measure(set, x, length, target, slot)
      }
      if (known || naRule === 'keep') {
        if (held === limit) shift(known ? x : Number.NaN)
        else push(known ? x : Number.NaN)
      }
      if (!before) {
        resize(length)
        target[slot] = Number.NaN
        if (length > 0 && held === length) measure(set, x, length, target, slot)
      }
    }
  }
}
