import type { Definition, Parameter } from '../../shared/kernel.ts'
import {
  alone,
  inBlocks,
  powerOfTwo,
  STRETCH,
  type Stage,
  scratch,
  stretchEnd,
  wholeLength,
} from './stage.ts'
import { length, SOURCE, VARYING } from './values.ts'

/**
 * The extreme of the last `length` values that are not na, the current one included: the highest
 * for `sign` 1, the lowest for −1; or, with `offset`, the number of bars back to it as 0 or a
 * negative number, of equal values the oldest. Compared exactly (IN-0.3).
 *
 * Warm-up: length − 1; a na bar repeats the extreme. A monotonic queue makes it O(1) per bar on
 * average; a length given as a series scans the window, O(length). IN-5.5.
 */
export function extreme(
  sign: 1 | -1,
  length: number | undefined,
  maxBarsBack: number,
  { offset = false }: { readonly offset?: boolean } = {},
): Stage {
  return length === undefined
    ? varyingExtreme(sign, maxBarsBack, offset)
    : fixedExtreme(sign, length, offset)
}

function fixedExtreme(sign: number, length: number, offset: boolean): Stage {
  const mask = powerOfTwo(length) - 1
  // Candidates, best first: value times sign, and the bar and the count of values when it came.
  // Counters are 32-bit and only their differences are used, so they may wrap.
  const best = new Float64Array(mask + 1)
  const barOf = new Int32Array(mask + 1)
  const rankOf = new Int32Array(mask + 1)
  /** Front and back of the queue, bars, values, and how many of them the window holds. */
  const counters = new Int32Array(5)

  return (source, at, target, to, count) => {
    for (let start = 0; start < count; start += STRETCH) {
      const end = stretchEnd(start, count)
      let front = counters[0]!
      let back = counters[1]!
      let bar = counters[2]!
      let rank = counters[3]!
      let seen = counters[4]!
      for (let k = start; k < end; k++) {
        const x = source[at + k]!
        if (x - x === 0) {
          const value = x * sign
          if (front !== back && ((rank - rankOf[front & mask]!) | 0) >= length)
            front = (front + 1) | 0
          while (front !== back && best[(back - 1) & mask]! < value) back = (back - 1) | 0
          best[back & mask] = value
          barOf[back & mask] = bar
          rankOf[back & mask] = rank
          back = (back + 1) | 0
          rank = (rank + 1) | 0
          if (seen < length) seen++
        }
        if (seen < length) target[to + k] = Number.NaN
        else target[to + k] = offset ? (barOf[front & mask]! - bar) | 0 : best[front & mask]! * sign
        bar = (bar + 1) | 0
      }
      counters[0] = front
      counters[1] = back
      counters[2] = bar
      counters[3] = rank
      counters[4] = seen
    }
  }
}

function varyingExtreme(sign: number, maxBarsBack: number, offset: boolean): Stage {
  const values = new Float64Array(powerOfTwo(maxBarsBack))
  const barOf = new Int32Array(values.length)
  const mask = values.length - 1
  let head = 0
  let seen = 0
  let bar = 0

  return (source, at, target, to, count, lengths, lengthsAt = 0) => {
    for (let k = 0; k < count; k++) {
      const x = source[at + k]!
      if (x - x === 0) {
        values[head] = x * sign
        barOf[head] = bar
        head = (head + 1) & mask
        if (seen <= mask) seen++
      }
      const length = wholeLength(lengths![lengthsAt + k]!, maxBarsBack)
      if (length === 0 || seen < length) target[to + k] = Number.NaN
      else {
        let slot = (head - length) & mask
        for (let back = length - 1; back >= 1; back--) {
          const other = (head - back) & mask
          if (values[other]! > values[slot]!) slot = other
        }
        target[to + k] = offset ? (barOf[slot]! - bar) | 0 : values[slot]! * sign
      }
      bar = (bar + 1) | 0
    }
  }
}

const HIGH: readonly Parameter[] = [{ ...SOURCE, column: 'high' } as Parameter, VARYING]
const LOW: readonly Parameter[] = [{ ...SOURCE, column: 'low' } as Parameter, VARYING]

function definition(sign: 1 | -1, parameters: readonly Parameter[], offset: boolean): Definition {
  return {
    parameters,
    start: (values, maxBarsBack) => alone(extreme(sign, length(values), maxBarsBack, { offset })),
  }
}

/** Highest value of the last `length` bars, of `high` when no source is given. IN-5.5. */
export const highest = definition(1, HIGH, false)

/** Lowest value of the last `length` bars, of `low` when no source is given. IN-5.5. */
export const lowest = definition(-1, LOW, false)

/** Bars back to the highest value as 0 or a negative number; of equal values the oldest. IN-5.5. */
export const highestbars = definition(1, HIGH, true)

/** Bars back to the lowest value as 0 or a negative number; of equal values the oldest. IN-5.5. */
export const lowestbars = definition(-1, LOW, true)

/** Highest minus lowest of the last `length` values. Warm-up and na rule as theirs. IN-3.10. */
export const range: Definition = {
  parameters: [SOURCE, VARYING],
  start: (values, maxBarsBack) => {
    const highest = extreme(1, length(values), maxBarsBack)
    const lowest = extreme(-1, length(values), maxBarsBack)
    const top = scratch()
    const bottom = scratch()
    return inBlocks(([source, lengths], [out], at, count) => {
      const target = out!
      highest(source!, at, top, 0, count, lengths, at)
      lowest(source!, at, bottom, 0, count, lengths, at)
      for (let k = 0; k < count; k++) target[at + k] = top[k]! - bottom[k]!
    })
  },
}
