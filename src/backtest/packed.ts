/** Rows that are kept in columns as narrow as their values allow; no value changes by it. */
export type PackedRows = {
  /** Packs rows of `width` doubles; the caller may use their memory again. */
  add(rows: Float64Array): void
  /** Doubles that were added. */
  readonly length: number
  /** Writes all of them to the beginning of `into`, and lets go of them on the way. */
  unpack(into: Float64Array): void
}

type Column = {
  /** Added to each of `values`; the value itself where there are none. */
  readonly base: number
  readonly values: Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array
}

/** Rows that are packed together: few enough to be alike. */
const BLOCK_ROWS = 1024
const NONE = new Uint8Array(0)

export function createPackedRows(width: number): PackedRows {
  const blocks: { readonly columns: readonly Column[]; readonly count: number }[] = []
  let length = 0
  return {
    add(rows) {
      length += rows.length
      const step = BLOCK_ROWS * width
      for (let from = 0; from < rows.length; from += step) {
        const block = rows.subarray(from, from + step)
        const columns = Array.from({ length: width }, (_, k) => packColumn(block, k, width))
        blocks.push({ columns, count: block.length / width })
      }
    },
    get length() {
      return length
    },
    unpack(into) {
      let at = 0
      for (const [index, { columns, count }] of blocks.entries()) {
        for (let k = 0; k < width; k++) unpackColumn(columns[k]!, into, at + k, count, width)
        at += count * width
        delete blocks[index]
      }
      blocks.length = 0
      length = 0
    },
  }
}

function packColumn(rows: Float64Array, first: number, width: number): Column {
  const start = rows[first]!
  let least = start
  let most = start
  let isSame = true
  let isWhole = true
  let isShort = true
  for (let at = first; at < rows.length; at += width) {
    const value = rows[at]!
    if (!Object.is(value, start)) isSame = false
    if (value < least) least = value
    if (value > most) most = value
    // No base added to a whole number gives the zero below zero.
    if (Math.floor(value) !== value || Object.is(value, -0)) isWhole = false
    if (!Object.is(Math.fround(value), value)) isShort = false
  }
  if (isSame) return { base: start, values: NONE }
  const count = Math.ceil((rows.length - first) / width)
  const range = most - least
  const isSafe = isWhole && least >= Number.MIN_SAFE_INTEGER && most <= Number.MAX_SAFE_INTEGER
  if (!isSafe || range >= 2 ** 32) {
    const values = isShort ? new Float32Array(count) : new Float64Array(count)
    for (let i = 0, at = first; i < count; i++, at += width) values[i] = rows[at]!
    // The one number that changes no other when it is added.
    return { base: -0, values }
  }
  const values =
    range < 2 ** 8
      ? new Uint8Array(count)
      : range < 2 ** 16
        ? new Uint16Array(count)
        : new Uint32Array(count)
  for (let i = 0, at = first; i < count; i++, at += width) values[i] = rows[at]! - least
  return { base: least, values }
}

function unpackColumn(
  { base, values }: Column,
  into: Float64Array,
  first: number,
  count: number,
  width: number,
): void {
  const isSame = values.length === 0
  for (let i = 0, at = first; i < count; i++, at += width)
    into[at] = isSame ? base : values[i]! + base
}
