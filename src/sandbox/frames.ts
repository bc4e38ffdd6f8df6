import { HEADER_BYTES } from './protocol.ts'

export type FrameReader = {
  /** Most bytes in all, and in one frame. */
  readonly outputBytes: number
  readonly frameBytes: number
  /** One whole frame; the bytes are the callee's. What it throws comes out of the reader. */
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
  let pending: Buffer[] = []
  let size = 0
  let total = 0
  let isOver = false
  const stop = (): void => {
    isOver = true
    pending = []
    onExcess()
  }
  return (chunk) => {
    if (isOver || isStopped()) return
    total += chunk.length
    if (total > outputBytes) return stop()
    pending.push(chunk)
    size += chunk.length
    while (size >= HEADER_BYTES && !isStopped()) {
      if (pending[0]!.length < HEADER_BYTES) pending = [Buffer.concat(pending)]
      const [first] = pending as [Buffer]
      const length = first.readUInt32LE(4)
      if (length > frameBytes) return stop()
      if (size < HEADER_BYTES + length) return
      const all = pending.length === 1 ? first : Buffer.concat(pending)
      pending = [all.subarray(HEADER_BYTES + length)]
      size -= HEADER_BYTES + length
      onFrame(all.readUInt32LE(0), Buffer.from(all.subarray(HEADER_BYTES, HEADER_BYTES + length)))
    }
  }
}

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
