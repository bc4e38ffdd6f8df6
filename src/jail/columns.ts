import { BAR_COLUMNS, type BarBlock, blockOf } from '../shared/bars.ts'

export function doublesOf({ buffer, byteOffset, length }: Uint8Array): Float64Array {
  return new Float64Array(buffer as ArrayBuffer, byteOffset, length / 8)
}

export function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

/** The columns of a frame of bars, read in place. */
export function barsOf(bytes: Uint8Array): BarBlock {
  const count = bytes.length / 8 / BAR_COLUMNS.length
  return blockOf(
    count,
    (index) => new Float64Array(bytes.buffer, bytes.byteOffset + index * count * 8, count),
  )
}
