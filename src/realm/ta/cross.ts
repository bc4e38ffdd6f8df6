import type { Definition, Parameter } from '../../shared/kernel.ts'
import { TOLERANCE } from './stage.ts'

const PAIR: readonly Parameter[] = [
  { kind: 'series', name: 'source1' },
  { kind: 'series', name: 'source2' },
]

/**
 * True where `source1` > `source2` now and `source1` ≤ `source2` on the last bar on which both were
 * known; doubles are compared exactly, so a touch followed by a rise fires (IN-0.3). False on the first
 * such bar and on na. O(1) per bar. IN-6.1.
 */
export const crossover: Definition = {
  parameters: PAIR,
  boolean: true,
  start: () => {
    let armed = false
    return ([first, second], [out], from, to) => {
      const a = first!
      const b = second!
      const target = out!
      let below = armed
      for (let i = from; i < to; i++) {
        const x = a[i]!
        const y = b[i]!
        if (x > y) {
          target[i] = below ? 1 : 0
          below = false
        } else {
          target[i] = 0
          if (x <= y) below = true
        }
      }
      armed = below
    }
  },
}

/** `crossover` mirrored: `source1` < `source2` now, ≥ before. O(1) per bar. IN-6.2. */
export const crossunder: Definition = {
  parameters: PAIR,
  boolean: true,
  start: () => {
    let armed = false
    return ([first, second], [out], from, to) => {
      const a = first!
      const b = second!
      const target = out!
      let above = armed
      for (let i = from; i < to; i++) {
        const x = a[i]!
        const y = b[i]!
        if (x < y) {
          target[i] = above ? 1 : 0
          above = false
        } else {
          target[i] = 0
          if (x >= y) above = true
        }
      }
      armed = above
    }
  },
}

/**
 * True where the two series have changed sides: the side is the last one on which they differed by
 * more than 1e-10, so a plateau of equal values keeps it and a plateau from the start has none.
 * Not the same as crossover or crossunder. O(1) per bar. IN-6.3.
 */
export const cross: Definition = {
  parameters: PAIR,
  boolean: true,
  start: () => {
    let side = 0
    return ([first, second], [out], from, to) => {
      const a = first!
      const b = second!
      const target = out!
      for (let i = from; i < to; i++) {
        const gap = a[i]! - b[i]!
        const now = gap > TOLERANCE ? 1 : gap < -TOLERANCE ? -1 : 0
        target[i] = now * side < 0 ? 1 : 0
        if (now !== 0) side = now
      }
    }
  },
}
