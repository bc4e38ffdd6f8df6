import { MAX_SAMPLES } from '../shared/outcome.ts'

/** Takes points in order and keeps an even selection of bounded size. The first number of each is its own: a bar's index. */
export type Sampler = {
  /** Rows are `[bar, time, ...values]`; `row` is read at once and may be reused. */
  add(row: Float64Array): void
  /** Counts points that are not on the grid of `every`, without their values. */
  skip(points?: number): void
  /**
   * Takes back all points but the first `points`, to be given again, and returns the number of the next one on the
   * grid: the selection may be coarser until they are.
   */
  rewind(points: number): number
  /** Whether the next point is on the grid. */
  isDue(): boolean
  /** Every how many points one is kept: 1, 2, 4 … */
  every(): number
  /**
   * The kept points in columns, oldest first, and the last point if it is known: `last`, or else the
   * one added last unless others were skipped since.
   */
  columns(last?: Float64Array): {
    readonly every: number
    readonly columns: readonly (readonly number[])[]
  }
}

/**
 * Keeps every `every`-th point of a curve and always the last. `every` is 1 for up to `MAX_SAMPLES`
 * points and doubles whenever that would be exceeded, so the memory is the same for any run. The
 * selection depends on the number of points alone.
 *
 * @param width Numbers per point.
 */
export function createSampler(width: number): Sampler {
  let kept = new Float64Array(MAX_SAMPLES * width)
  const newest = new Float64Array(width)
  let length = 0
  let count = 0
  let every = 1
  /** Number of the next point on the grid. */
  let due = 0
  /** Whether `newest` holds the point counted last. */
  let isKnown = false

  function halve(): void {
    const half = length >> 1
    // Beside what is kept, which is whole should a stop from outside come in between.
    const thinner = new Float64Array(MAX_SAMPLES * width)
    for (let i = 0; i < half; i++) {
      for (let j = 0; j < width; j++) thinner[i * width + j] = kept[2 * i * width + j]!
    }
    kept = thinner
    length = half
    every *= 2
  }

  return {
    add(row) {
      if (count === due) {
        // After halving, this point is on the coarser grid too: it follows an even number of points.
        if (length === MAX_SAMPLES) halve()
        for (let j = 0; j < width; j++) kept[length * width + j] = row[j]!
        length++
        due += every
      }
      for (let j = 0; j < width; j++) newest[j] = row[j]!
      isKnown = true
      count++
    },

    skip(points = 1) {
      if (points > 0) isKnown = false
      count += points
    },

    rewind(points) {
      count = points
      length = Math.min(length, Math.ceil(points / every))
      due = length * every
      isKnown = false
      return due
    },

    isDue: () => count === due,

    every: () => every,

    columns(last) {
      const final = last ?? (isKnown ? newest : undefined)
      const isKept = final === undefined || (length > 0 && kept[(length - 1) * width] === final[0])
      // The last point needs a place of its own; a full selection makes it by thinning out once more.
      const step = !isKept && length === MAX_SAMPLES ? 2 : 1
      const columns = Array.from({ length: width }, (_, j) => {
        const column: number[] = []
        for (let i = 0; i < length; i += step) column.push(kept[i * width + j]!)
        if (!isKept) column.push(final[j]!)
        return column
      })
      return { every: every * step, columns }
    },
  }
}
