import { HEADER_BYTES } from './protocol.ts'

export type FrameReader = {
  /** Most bytes in all, and in one frame. */
  readonly outputBytes: number
  readonly frameBytes: number
  /** One whole frame; its bytes are there until the callee returns. What it throws comes out of the reader. */
  readonly onFrame: (type: number, bytes: Buffer) => void
  /** Called at most once; nothing is read any more. */
  readonly onExcess: () => void
  /** Whether the writer was stopped: what it still says is of no interest. */
  readonly isStopped: () => boolean
}

/**
 * Cuts what a jail writes into frames, chunk by chunk (P2). Nothing of it is believed here but lengths,
 * and those are bounded.
 */
export function createFrameReader({
  outputBytes,
  frameBytes,
  onFrame,
  onExcess,
  isStopped,
}: FrameReader): (chunk: Buffer) => void {
  /** The beginning of a frame whose rest has not come yet. */
  let place = Buffer.allocUnsafeSlow(FIRST_PLACE)
  let size = 0
  let total = 0
  let isOver = false
  const stop = (): void => {
    isOver = true
    place = Buffer.alloc(0)
    size = 0
    onExcess()
  }
  const keep = (more: Buffer): void => {
    if (size + more.length > place.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (size + more.length))
      place.copy(larger, 0, 0, size)
      place = larger
    }
    more.copy(place, size)
    size += more.length
  }
  /** Hands on the frames that `bytes` holds whole, and tells where the first one begins that it does not. */
  const cut = (bytes: Buffer): number => {
    let at = 0
    while (bytes.length - at >= HEADER_BYTES && !isStopped()) {
      const length = bytes.readUInt32LE(at + 4)
      if (length > frameBytes) {
        stop()
        break
      }
      const from = at + HEADER_BYTES
      if (bytes.length - from < length) break
      at = from + length
      onFrame(bytes.readUInt32LE(from - HEADER_BYTES), bytes.subarray(from, at))
    }
    return at
  }
  return (chunk) => {
    if (isOver || isStopped()) return
    total += chunk.length
    if (total > outputBytes) return stop()
    if (size > 0) keep(chunk)
    const bytes = size > 0 ? place.subarray(0, size) : chunk
    const at = cut(bytes)
    if (isOver || isStopped()) return
    if (bytes === chunk) {
      keep(chunk.subarray(at))
      return
    }
    place.copyWithin(0, at, size)
    size -= at
    if (size === 0 && place.length > LARGEST_KEPT) place = Buffer.allocUnsafeSlow(FIRST_PLACE)
  }
}

const FIRST_PLACE = 1024
/** A place that has grown for one large frame is given back. */
const LARGEST_KEPT = 1024 * 1024

/** The eight bytes in front of a payload. */
export function frameHeader(type: number, parts: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt32LE(type, 0)
  header.writeUInt32LE(
    parts.reduce((sum, part) => sum + part.length, 0),
    4,
  )
  return header
}
