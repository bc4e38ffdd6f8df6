/** The smaller bars inside a frame's bars, as they travel (FRAME.DETAIL). */
export type DetailParts = {
  /** How many smaller bars each bar has, 0 where it goes without. */
  readonly counts: Float64Array
  /** Open, high, low and close. */
  readonly columns: readonly Float64Array[]
}

export function packDetail(counts: Float64Array, columns: readonly Float64Array[]): Float64Array {
  const rows = columns[0]!.length
  const packed = new Float64Array(1 + counts.length + columns.length * rows)
  packed[0] = counts.length
  packed.set(counts, 1)
  columns.forEach((column, k) => {
    packed.set(column, 1 + counts.length + k * rows)
  })
  return packed
}

export function readDetail(packed: Float64Array): DetailParts {
  const from = 1 + packed[0]!
  const rows = (packed.length - from) / 4
  return {
    counts: packed.subarray(1, from),
    columns: [0, 1, 2, 3].map((k) => packed.subarray(from + k * rows, from + (k + 1) * rows)),
  }
}
