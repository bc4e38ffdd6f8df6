import { MAX_SAMPLES } from '../shared/outcome.ts'

/** Takes points in order and keeps an even selection of bounded size. */
export type Sampler = {
  /** Rows are `[bar, time, ...values]`; `row` is read at once and may be reused. */
  add(row: Float64Array): void
  /** Counts a point that is not on the grid of `every`, without its values; so it cannot be the last one kept. */
  skip(): void
  /** Whether the next point is on the grid. */
  readonly isDue: boolean
  /** Every how many points one is kept: 1, 2, 4 … */
  readonly every: number
  /** The kept points in columns, oldest first, the last point always among them. */
  columns(): { readonly every: number; readonly columns: readonly (readonly number[])[] }
}

/**
 * Keeps every `every`-th point of a curve and always the last. `every` is 1 for up to `MAX_SAMPLES`
 * points and doubles whenever that would be exceeded, so the memory is the same for any run. The
 * selection depends on the number of points alone.
 *
 * @param width Numbers per point.
 */
export function createSampler(width: number): Sampler {
  const kept = new Float64Array(MAX_SAMPLES * width)
  const last = new Float64Array(width)
  let length = 0
  let count = 0
  let every = 1
  /** Whether `last` holds the point counted last; not after a skip, as when a run was stopped. */
  let lastIsKnown = false

  function halve(): void {
    const half = length >> 1
    for (let i = 1; i < half; i++) {
      for (let j = 0; j < width; j++) kept[i * width + j] = kept[2 * i * width + j]!
    }
    length = half
    every *= 2
  }

  return {
    add(row) {
      if (count % every === 0) {
        // After halving, this point is on the coarser grid too: it follows an even number of points.
        if (length === MAX_SAMPLES) halve()
        for (let j = 0; j < width; j++) kept[length * width + j] = row[j]!
        length++
      }
      for (let j = 0; j < width; j++) last[j] = row[j]!
      lastIsKnown = true
      count++
    },

    skip() {
      lastIsKnown = false
      count++
    },

    get isDue() {
      return count % every === 0
    },

    get every() {
      return every
    },

    columns() {
      const lastIsKept = !lastIsKnown || (count - 1) % every === 0
      // The last point needs a place of its own; a full selection makes it by thinning out once more.
      const step = !lastIsKept && length === MAX_SAMPLES ? 2 : 1
      const columns = Array.from({ length: width }, (_, j) => {
        const column: number[] = []
        for (let i = 0; i < length; i += step) column.push(kept[i * width + j]!)
        if (!lastIsKept) column.push(last[j]!)
        return column
      })
      return { every: every * step, columns }
    },
  }
}
