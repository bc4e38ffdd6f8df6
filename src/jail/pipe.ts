import { HEADER_BYTES, MAX_FRAME_BYTES } from '../sandbox/index.ts'
import type { Kept } from './powers.ts'

export type Frame = { readonly type: number; readonly bytes: Uint8Array }

/** The jail's two pipes as frames. Reading blocks; there is no event loop in here. */
export type Pipe = {
  /** The next frame, or undefined at the end of the input. Its bytes are valid until the next call. */
  read(): Frame | undefined
  writeBytes(type: number, bytes: Uint8Array): void
  writeText(type: number, text: string): void
}

export function createPipe({ take, write, encode }: Kept): Pipe {
  const incoming = new Uint8Array(HEADER_BYTES)
  const outgoing = new Uint8Array(HEADER_BYTES)
  const incomingView = new DataView(incoming.buffer)
  const outgoingView = new DataView(outgoing.buffer)
  // Doubles are read in place, so the payload begins on a multiple of eight.
  let buffer = new Uint8Array(64 * 1024)

  function writeBytes(type: number, bytes: Uint8Array): void {
    outgoingView.setUint32(0, type, true)
    outgoingView.setUint32(4, bytes.length, true)
    write(outgoing)
    write(bytes)
  }

  return {
    read() {
      if (!take(incoming)) return undefined
      const type = incomingView.getUint32(0, true)
      const length = incomingView.getUint32(4, true)
      if (length > MAX_FRAME_BYTES) return undefined
      if (length > buffer.length) buffer = new Uint8Array(length)
      const bytes = buffer.subarray(0, length)
      return take(bytes) ? { type, bytes } : undefined
    },
    writeBytes,
    writeText: (type, text) => writeBytes(type, encode(text)),
  }
}
