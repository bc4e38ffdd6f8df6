import type { TradeRows } from '../report/index.ts'
import { HEAD_WIDTH, numbersAt, packColumn, sizeOf, unpackColumn } from './column.ts'

/** Rows of which all but the first are kept in columns as narrow as their values allow; no value changes by it. */
export type PackedRows = Exclude<TradeRows, Float64Array> & {
  /** Takes rows, whose memory the caller may use again: whole blocks, but for the last ones. */
  add(rows: Float64Array): void
}

/** Rows as they came, or in one piece of memory, because two objects for each column took as much as what is in them. */
type Block = Float64Array | PackedBlock

type PackedBlock = {
  readonly count: number
  /** A head for each column, and then the numbers of each. */
  readonly bytes: ArrayBuffer
}

/** Rows that are packed together: few enough to be alike. */
const BLOCK_ROWS = 1024

/**
 * Blocks that stay as they came: up to here packing, unpacking and the machine code for both cost more than the memory
 * is worth, which is 160 kB for a block of trades (bench, rows `whole` and `long`).
 */
const PLAIN_BLOCKS = 40

export function createPackedRows(width: number, plainBlocks = PLAIN_BLOCKS): PackedRows {
  const blocks: Block[] = []
  const blockLength = BLOCK_ROWS * width
  let memory: readonly Float64Array[] | undefined
  let length = 0

  function pack(rows: Float64Array): PackedBlock {
    const count = rows.length / width
    memory ??= Array.from({ length: width }, () => new Float64Array(BLOCK_ROWS))
    const columns = memory.map((column) => column.subarray(0, count))
    const heads = new Float64Array(HEAD_WIDTH * width)
    const packed = columns.map((values, k) => {
      for (let i = 0, at = k; i < count; i++, at += width) values[i] = rows[at]!
      return packColumn(columns.slice(0, k + 1), headOf(heads, k))
    })
    const sizes = packed.map((_, k) => sizeOf(headOf(heads, k), count))
    const bytes = new ArrayBuffer(sizes.reduce((sum, size) => sum + size, heads.byteLength))
    new Float64Array(bytes, 0, heads.length).set(heads)
    let at = heads.byteLength
    for (const [k, numbers] of packed.entries()) {
      numbersAt(bytes, at, headOf(heads, k), count).set(numbers)
      at += sizes[k]!
    }
    return { count, bytes }
  }

  const keep = (rows: Float64Array): Block =>
    blocks.length < plainBlocks ? rows.slice() : pack(rows)

  return {
    blockLength,
    get length() {
      return length
    },
    add(rows) {
      length += rows.length
      for (let from = 0; from < rows.length; from += blockLength)
        blocks.push(keep(rows.subarray(from, from + blockLength)))
    },
    read(index, into) {
      const block = blocks[index]!
      if (block instanceof Float64Array) return block
      const { bytes, count } = block
      const heads = new Float64Array(bytes, 0, HEAD_WIDTH * width)
      let at = heads.byteLength
      for (let k = 0; k < width; k++) {
        const head = headOf(heads, k)
        unpackColumn(head, numbersAt(bytes, at, head, count), into, k, count, width)
        at += sizeOf(head, count)
      }
      return into.subarray(0, count * width)
    },
  }
}

function headOf(heads: Float64Array, column: number): Float64Array {
  return heads.subarray(HEAD_WIDTH * column, HEAD_WIDTH * (column + 1))
}
