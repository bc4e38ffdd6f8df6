import type { Definition, Parameter } from '../../shared/kernel.ts'
import { finite, powerOfTwo, type Stage, wholeLength } from './stage.ts'
import { length, SOURCE, VARYING } from './values.ts'

const BY_ONE: Parameter = { kind: 'length', name: 'length', varying: true, initial: 1 }

/** The value `length` bars ago, na values and all; NaN where there is none. The target is not the source. */
export function delay(constant: number | undefined, maxBarsBack: number): Stage {
  const ring = new Float64Array(powerOfTwo((constant ?? maxBarsBack) + 1)).fill(Number.NaN)
  const mask = ring.length - 1
  let head = 0
  return (source, at, target, to, count, lengths, lengthsAt = 0) => {
    let h = head
    for (let k = 0; k < count; k++) {
      ring[h] = source[at + k]!
      const n = constant ?? wholeLength(lengths![lengthsAt + k]!, maxBarsBack)
      target[to + k] = n === 0 ? Number.NaN : ring[(h - n) & mask]!
      h = (h + 1) & mask
    }
    head = h
  }
}

/** What stood `n` bars before slot `i`, na and all; NaN for a length of 0, which is none. */
function valueBefore(column: Float64Array, i: number, n: number): number {
  return n === 0 ? Number.NaN : column[(i - n) & (column.length - 1)]!
}

/**
 * Difference to the value `length` bars ago: source − source[length]. Na where either is. Warm-up:
 * length. O(1) per bar. IN-4.1.
 */
export const change: Definition = {
  parameters: [SOURCE, BY_ONE],
  start: (values, maxBarsBack) => {
    const constant = length(values)
    return ([source, lengths], [out], from, to) => {
      const column = source!
      const target = out!
      for (let i = from; i < to; i++) {
        const n = constant ?? wholeLength(lengths![i]!, maxBarsBack)
        target[i] = finite(column[i]! - valueBefore(column, i, n))
      }
    }
  },
}

/** `change` under Pine's older name; its length has no default. IN-4.1. */
export const mom: Definition = { ...change, parameters: [SOURCE, VARYING] }

/**
 * Rate of change in percent: 100 · (source − source[length]) / source[length], na where that is 0.
 * Warm-up: length. O(1) per bar. IN-4.1.
 */
export const roc: Definition = {
  parameters: [SOURCE, VARYING],
  start: (values, maxBarsBack) => {
    const constant = length(values)
    return ([source, lengths], [out], from, to) => {
      const column = source!
      const target = out!
      for (let i = from; i < to; i++) {
        const n = constant ?? wholeLength(lengths![i]!, maxBarsBack)
        const old = valueBefore(column, i, n)
        target[i] = finite((100 * (column[i]! - old)) / old)
      }
    }
  },
}

/** Pine's `change` of a condition: whether it differs from `length` bars ago; false before. IN-4.1. */
export const changed: Definition = {
  parameters: [{ kind: 'condition', name: 'source' }, BY_ONE],
  boolean: true,
  start: (values, maxBarsBack) => {
    const constant = length(values)
    return ([source, lengths], [out], from, to) => {
      const column = source!
      const target = out!
      for (let i = from; i < to; i++) {
        const n = constant ?? wholeLength(lengths![i]!, maxBarsBack)
        target[i] = Math.abs(column[i]! - valueBefore(column, i, n)) > 0 ? 1 : 0
      }
    }
  },
}
