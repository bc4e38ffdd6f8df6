import { powerOfTwo, STRETCH, type Stage, stretchEnd, wholeLength } from './stage.ts'

/**
 * Sum, or mean, of the last `length` values that are not na, with Neumaier's compensation: the
 * rounding error of every addition is kept beside the sum, so a window that has moved a million
 * bars is as exact as a fresh one. Each bar adds the new value first, then takes the oldest off;
 * the result is (sum + compensation), divided by `length` for the mean.
 *
 * Warm-up: NaN until `length` values were seen. A na bar repeats the result before it (IN-0.5).
 * Cost: O(1) per bar; a length that changes rebuilds the window, oldest first (IN-0.7, IN-1.1).
 */
export function rollingSum(
  length: number | undefined,
  maxBarsBack: number,
  { mean = false }: { readonly mean?: boolean } = {},
): Stage {
  return length === undefined ? varyingSum(maxBarsBack, mean) : fixedSum(length, mean)
}

function fixedSum(length: number, mean: boolean): Stage {
  const ring = new Float64Array(length)
  /** Sum, compensation, and what their sum is divided by. */
  const sums = Float64Array.of(0, 0, mean ? length : 1)
  /** Slot of the oldest value, and the number of values seen. */
  const counts = new Int32Array(2)

  return (source, at, target, to, count) => {
    for (let start = 0; start < count; start += STRETCH) {
      const end = stretchEnd(start, count)
      const by = sums[2]!
      let h = counts[0]!
      let n = counts[1]!
      let s = sums[0]!
      let c = sums[1]!
      let k = start
      for (; k < end && n < length; k++) {
        const x = source[at + k]!
        if (x - x === 0) {
          const t = s + x
          const back = t - s
          c += s - (t - back) + (x - back)
          s = t
          ring[n++] = x
        }
        target[to + k] = n < length ? Number.NaN : (s + c) / by
      }
      while (k < end) {
        // To the end of the ring at most, so that no bar has to look for it.
        let last = k + length - h
        if (end < last) last = end
        for (; k < last; k++) {
          const x = source[at + k]!
          if (x - x === 0) {
            const t = s + x
            const back = t - s
            c += s - (t - back) + (x - back)
            const old = ring[h]!
            s = t - old
            const gone = s - t
            c += t - (s - gone) - (old + gone)
            ring[h++] = x
          }
          target[to + k] = (s + c) / by
        }
        if (h === length) h = 0
      }
      counts[0] = h
      counts[1] = n
      sums[0] = s
      sums[1] = c
    }
  }
}

function varyingSum(maxBarsBack: number, mean: boolean): Stage {
  const ring = new Float64Array(powerOfTwo(maxBarsBack))
  const mask = ring.length - 1
  let head = 0
  let seen = 0
  /** The length that `sum` was built for. */
  let built = 0
  let sum = 0
  let lost = 0

  function add(x: number): void {
    const t = sum + x
    const back = t - sum
    lost += sum - (t - back) + (x - back)
    sum = t
  }

  function rebuild(length: number): void {
    built = length
    sum = 0
    lost = 0
    for (let back = Math.min(length, seen); back >= 1; back--) add(ring[(head - back) & mask]!)
  }

  return (source, at, target, to, count, lengths, lengthsAt = 0) => {
    for (let k = 0; k < count; k++) {
      const length = wholeLength(lengths![lengthsAt + k]!, maxBarsBack)
      const x = source[at + k]!
      if (x - x === 0) {
        const old = seen < built ? 0 : ring[(head - built) & mask]!
        ring[head] = x
        head = (head + 1) & mask
        if (seen <= mask) seen++
        if (length === built) {
          add(x)
          add(-old)
        }
      }
      if (length !== built) rebuild(length)
      if (length === 0 || seen < length) target[to + k] = Number.NaN
      else target[to + k] = (sum + lost) / (mean ? length : 1)
    }
  }
}
