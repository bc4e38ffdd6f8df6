import type { Detail } from '../broker/index.ts'

/** The smaller bars inside the bars of a block, bar by bar. */
export type DetailFeed = {
  /** How many each bar of the next block has, 0 where it goes without, and their columns one after the other. */
  give(counts: Float64Array, columns: readonly Float64Array[]): void
  /** Those of the next bar; undefined in a run without any. */
  next(): Detail | undefined
  /** Leaves those of the next `bars` out. */
  skip(bars: number): void
  /** How many the next bar has. */
  count(): number
}

export function createDetailFeed(): DetailFeed {
  let counts: Float64Array | undefined
  let detail: Detail | undefined
  let bar = 0

  function advance(to: Detail): void {
    to.at += to.count
    to.count = counts?.[bar++] ?? 0
  }

  return {
    give(next, columns) {
      const [open, high, low, close] = columns as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ]
      counts = next
      bar = 0
      detail = { open, high, low, close, at: 0, count: 0 }
    },
    next() {
      if (detail !== undefined) advance(detail)
      return detail
    },
    skip(bars) {
      if (detail !== undefined) for (let i = 0; i < bars; i++) advance(detail)
    },
    count: () => counts?.[bar] ?? 0,
  }
}
