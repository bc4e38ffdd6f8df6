import type { Definition, Kernel, Parameter, Values } from '../../shared/kernel.ts'
import { powerOfTwo, STRETCH, stretchEnd } from './stage.ts'
import { length } from './values.ts'

/**
 * Writes the pivots of one column: the value `right` bars ago where it is above (times `sign`) each of
 * the `right` values after it and not below any of the `left` values before it, else NaN. A na in that
 * window gives na. With constant lengths a monotonic queue holds the candidates, O(1) per bar on
 * average; else the window is scanned.
 */
function pivotKernel(sign: 1 | -1, values: Values, maxBarsBack: number): Kernel {
  const left = length(values, 'leftbars')
  const right = length(values, 'rightbars')
  return left !== undefined && right !== undefined
    ? fixedPivot(sign, left, right)
    : varyingPivot(sign, left, right, maxBarsBack)
}

function fixedPivot(sign: number, left: number, right: number): Kernel {
  const size = left + right + 1
  const mask = powerOfTwo(size) - 1
  // Candidates, best first, of equal ones the newest; bar counters may wrap, only differences count.
  const best = new Float64Array(mask + 1)
  const barOf = new Int32Array(mask + 1)
  /** Front and back of the queue, bars, and bars since the last na or since the start. */
  const counters = new Int32Array(4)
  return ([source], [out], from, to) => {
    const column = source!
    const target = out!
    for (let start = from; start < to; start += STRETCH) {
      const end = stretchEnd(start, to)
      let front = counters[0]!
      let back = counters[1]!
      let bar = counters[2]!
      let whole = counters[3]!
      for (let i = start; i < end; i++) {
        const x = column[i]! * sign
        if (x - x === 0) {
          if (whole < size) whole++
          if (front !== back && ((bar - barOf[front & mask]!) | 0) >= size) front = (front + 1) | 0
          while (front !== back && best[(back - 1) & mask]! <= x) back = (back - 1) | 0
          best[back & mask] = x
          barOf[back & mask] = bar
          back = (back + 1) | 0
        } else {
          whole = 0
          front = back
        }
        const found = whole === size && ((bar - barOf[front & mask]!) | 0) === right
        target[i] = found ? best[front & mask]! * sign : Number.NaN
        bar = (bar + 1) | 0
      }
      counters[0] = front
      counters[1] = back
      counters[2] = bar
      counters[3] = whole
    }
  }
}

function varyingPivot(
  sign: number,
  left: number | undefined,
  right: number | undefined,
  maxBarsBack: number,
): Kernel {
  const mask = powerOfTwo((left ?? maxBarsBack) + (right ?? maxBarsBack) + 1) - 1
  const ring = new Float64Array(mask + 1).fill(Number.NaN)
  let head = 0

  /** A number of bars read from a column; −1 where it is NaN or out of range. */
  function bars(value: number): number {
    const whole = Math.trunc(value)
    return whole >= 0 && whole <= maxBarsBack ? whole : -1
  }

  function isPivot(before: number, after: number): boolean {
    const x = ring[(head - after) & mask]!
    for (let back = 0; back < after; back++) if (!(ring[(head - back) & mask]! < x)) return false
    for (let back = after + 1; back <= after + before; back++)
      if (!(ring[(head - back) & mask]! <= x)) return false
    return x - x === 0
  }

  return (inputs, [out], from, to) => {
    const column = inputs[0]!
    const target = out!
    const lefts = left === undefined ? inputs[1] : undefined
    const rights = right === undefined ? inputs[inputs.length - 1] : undefined
    for (let i = from; i < to; i++) {
      const value = column[i]! * sign
      ring[head] = value - value === 0 ? value : Number.NaN
      const before = left ?? bars(lefts![i]!)
      const after = right ?? bars(rights![i]!)
      const found = before >= 0 && after >= 0 && isPivot(before, after)
      target[i] = found ? ring[(head - after) & mask]! * sign : Number.NaN
      head = (head + 1) & mask
    }
  }
}

const BARS: readonly Parameter[] = [
  { kind: 'length', name: 'leftbars', varying: true, min: 0 },
  { kind: 'length', name: 'rightbars', varying: true, min: 0 },
]

/**
 * Pivot high: on the bar that confirms it, `rightbars` after the peak, the value of the peak, else na.
 * The peak is strictly above each of the `rightbars` values after it and not below any of the
 * `leftbars` before it, so of equal peaks only the last counts. Of `high` when no source is given.
 * Warm-up: leftbars + rightbars. O(1) per bar. IN-5.3.
 */
export const pivothigh: Definition = {
  parameters: [{ kind: 'series', name: 'source', column: 'high' }, ...BARS],
  start: (values, maxBarsBack) => pivotKernel(1, values, maxBarsBack),
}

/** Pivot low: `pivothigh` mirrored, of `low` when no source is given. IN-5.3. */
export const pivotlow: Definition = {
  parameters: [{ kind: 'series', name: 'source', column: 'low' }, ...BARS],
  start: (values, maxBarsBack) => pivotKernel(-1, values, maxBarsBack),
}
