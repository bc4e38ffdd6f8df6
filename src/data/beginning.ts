import type { Ledger } from './ledger.ts'
import { type Chunks, countLines, join, MAX_LINE } from './pieces.ts'

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
    // One that is long enough goes on as it is: it is handed out before the next one is asked for.
    head = join(head, next.value)
  }
  return { head: head.subarray(0, size), all: rejoin([head], iterator) }
}

/** The first lines as text, and all bytes including them. */
export async function readHead(chunks: Chunks, ledger: Ledger): Promise<Beginning> {
  const iterator = chunks[Symbol.asyncIterator]()
  const parts: Uint8Array[] = []
  let size = 0
  let lines = 0
  /** Bytes since the last line end. */
  let open = 0
  let ended = false
  while (lines <= HEAD_ROWS && size < HEAD_BYTES && open <= MAX_LINE) {
    const next = await iterator.next()
    if (next.done) {
      ended = true
      break
    }
    const chunk = next.value.slice()
    parts.push(chunk)
    size += chunk.length
    lines += countLines(chunk)
    const end = lastLineEnd(chunk)
    open = end === 0 ? open + chunk.length : chunk.length - end
  }
  if (open > MAX_LINE) {
    throw ledger.error(
      'D208',
      `a line is longer than ${MAX_LINE} bytes`,
      'this is not a table of bars, or its lines end in another way',
    )
  }
  const bytes = Buffer.concat(parts)
  // Only whole lines are looked at.
  const whole = bytes.toString('utf8', 0, ended ? size : size - open)
  return { whole, bytes, all: rejoin(parts, iterator) }
}

/** Position behind the last line end of either kind, 0 when there is none. */
function lastLineEnd(bytes: Uint8Array): number {
  return Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13)) + 1
}

async function* rejoin(
  parts: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array, unknown, Uint8Array | undefined>,
): AsyncGenerator<Uint8Array, void, Uint8Array | undefined> {
  try {
    let room: Uint8Array | undefined
    for (const part of parts) if (part.length > 0) room = yield part
    while (true) {
      const next = await rest.next(room)
      if (next.done) return
      room = yield next.value
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
