import type { Chunks } from './pieces.ts'

/** Bytes of a stream by the number. */
export type Intake = {
  /** Fills `target` and tells how many bytes there were: fewer than it holds only at the end. */
  fill(target: Uint8Array): Promise<number>
  /** CRC-32. */
  sum(bytes: Uint8Array): number
  /** Gives up the rest. */
  close(): Promise<void>
}

export async function openIntake(chunks: Chunks): Promise<Intake> {
  // Loaded for files that have checksums only.
  const { crc32 } = await import('node:zlib')
  const iterator = chunks[Symbol.asyncIterator]()
  let chunk: Uint8Array = new Uint8Array(0)
  let at = 0
  return {
    async fill(target) {
      let filled = 0
      while (filled < target.length) {
        if (at === chunk.length) {
          const next = await iterator.next(target.subarray(filled))
          if (next.done) break
          if (next.value.buffer === target.buffer) filled += next.value.length
          else {
            chunk = next.value
            at = 0
          }
          continue
        }
        const size = Math.min(target.length - filled, chunk.length - at)
        target.set(chunk.subarray(at, at + size), filled)
        filled += size
        at += size
      }
      return filled
    },
    sum: (bytes) => crc32(bytes),
    async close() {
      await iterator.return?.()
    },
  }
}
