import { BAR_COLUMNS, type BarBlock } from '../shared/bars.ts'

export function doublesOf({ buffer, byteOffset, length }: Uint8Array): Float64Array {
  return new Float64Array(buffer as ArrayBuffer, byteOffset, length / 8)
}

export function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

/** The columns of a frame of bars, read in place. */
export function blockOf(bytes: Uint8Array): BarBlock {
  const count = bytes.length / 8 / BAR_COLUMNS.length
  const column = (index: number): Float64Array =>
    new Float64Array(bytes.buffer, bytes.byteOffset + index * count * 8, count)
  return {
    count,
    time: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  }
}
