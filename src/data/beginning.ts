import type { Ledger } from './ledger.ts'
import { type Chunks, countLines, MAX_LINE } from './pieces.ts'

/** Lines and bytes that are read before anything is inferred. */
export const HEAD_ROWS = 8192
const HEAD_BYTES = 4 * 1024 * 1024

/** The beginning of a text: whole lines as text, all bytes that were read, and all bytes of the file. */
export type Beginning = {
  readonly whole: string
  readonly bytes: Uint8Array
  readonly all: Chunks
}

/** The first `size` bytes, and all bytes including them. */
export async function splitHead(
  chunks: Chunks,
  size: number,
): Promise<{ readonly head: Uint8Array; readonly all: Chunks }> {
  const iterator = chunks[Symbol.asyncIterator]()
  let head: Uint8Array = new Uint8Array(0)
  while (head.length < size) {
    const next = await iterator.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
  }
  return { head: head.subarray(0, size), all: rejoin([head], iterator) }
}

/** The first lines as text, and all bytes including them. */
export async function readHead(chunks: Chunks, ledger: Ledger): Promise<Beginning> {
  const iterator = chunks[Symbol.asyncIterator]()
  const parts: Uint8Array[] = []
  let size = 0
  let lines = 0
  let ended = false
  while (lines <= HEAD_ROWS && size < HEAD_BYTES) {
    const next = await iterator.next()
    if (next.done) {
      ended = true
      break
    }
    parts.push(next.value.slice())
    size += next.value.length
    lines += countLines(next.value)
    if (lines === 0 && size > MAX_LINE && !next.value.includes(13)) break
  }
  const bytes = Buffer.concat(parts)
  let end = bytes.length
  if (!ended) {
    // Only whole lines are looked at.
    end = Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13)) + 1
    if (end === 0) {
      throw ledger.error(
        'D208',
        `the first line is longer than ${MAX_LINE} bytes`,
        'this is not a table of bars, or its lines end in another way',
      )
    }
  }
  return { whole: bytes.toString('utf8', 0, end), bytes, all: rejoin(parts, iterator) }
}

async function* rejoin(
  parts: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    for (const part of parts) if (part.length > 0) yield part
    while (true) {
      const next = await rest.next()
      if (next.done) return
      yield next.value
    }
  } finally {
    await rest.return?.()
  }
}

/** All bytes but the first `count`. */
export async function* skipBytes(chunks: Chunks, count: number): AsyncGenerator<Uint8Array> {
  let left = count
  for await (const chunk of chunks) {
    const cut = Math.min(left, chunk.length)
    left -= cut
    if (cut < chunk.length) yield chunk.subarray(cut)
  }
}
