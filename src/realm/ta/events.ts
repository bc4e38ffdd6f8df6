import type { Definition } from '../../shared/kernel.ts'
import { finite } from './stage.ts'
import { number, SOURCE } from './values.ts'

/** Bars since the condition was last true, 0 on that bar; na before the first. O(1) per bar. IN-6.4. */
export const barssince: Definition = {
  parameters: [{ kind: 'condition', name: 'condition' }],
  start: () => {
    let since = -1
    return ([condition], [out], from, to) => {
      const column = condition!
      const target = out!
      for (let i = from; i < to; i++) {
        if (column[i] === 1) since = 0
        else if (since >= 0) since++
        target[i] = since < 0 ? Number.NaN : since
      }
    }
  },
}

/**
 * The source on the bar on which the condition was true for the `occurrence`-th last time (0 is the
 * latest, the current bar included); na before there were so many. A na source is remembered like
 * any other. O(1) per bar. IN-6.4.
 */
export const valuewhen: Definition = {
  parameters: [
    { kind: 'condition', name: 'condition' },
    SOURCE,
    { kind: 'length', name: 'occurrence', min: 0, initial: 0 },
  ],
  start: (values) => {
    const size = number(values, 'occurrence') + 1
    const ring = new Float64Array(size).fill(Number.NaN)
    let head = 0
    return ([condition, source], [out], from, to) => {
      const column = condition!
      const target = out!
      for (let i = from; i < to; i++) {
        if (column[i] === 1) {
          ring[head] = finite(source![i]!)
          head = (head + 1) % size
        }
        // The slot to be overwritten next holds the oldest of the last `size` values.
        target[i] = ring[head]!
      }
    }
  },
}
