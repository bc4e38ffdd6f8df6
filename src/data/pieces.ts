import type { Ledger } from './ledger.ts'

/** Longest line, in bytes. */
export const MAX_LINE = 1024 * 1024

const QUOTE = 34

/**
 * A file by the piece. A producer may reuse its bytes after the next piece is asked for. Who asks for one may
 * hand over room for it with `next`: the producer may put the piece there, from the beginning on.
 */
export type Chunks = AsyncIterable<Uint8Array, unknown, Uint8Array | undefined>

/**
 * Regroups chunks into pieces that end after a record: behind the last line end that stands outside
 * quotes. The last piece gets a line end if it has none. Only the pieces' first lines are copied.
 */
export async function* alignPieces(
  chunks: Chunks,
  lineEnd: number,
  ledger: Ledger,
): AsyncGenerator<Uint8Array> {
  let carry: Uint8Array = new Uint8Array(0)
  let open = false
  for await (const chunk of chunks) {
    const quotes = quotesOf(chunk)
    // Positions behind line ends outside quotes: the first one completes the carried line.
    const first = carry.length === 0 ? 0 : recordEnd(chunk, quotes, open, lineEnd)
    const last = lastRecordEnd(chunk, quotes, open, lineEnd)
    if (last === 0) {
      carry = carry.length === 0 ? chunk.slice() : join(carry, chunk)
      refuseLong(carry.length, ledger)
    } else {
      if (first > 0) {
        const line = join(carry, chunk.subarray(0, first))
        refuseLong(line.length, ledger)
        yield line
      }
      if (last > first) yield chunk.subarray(first, last)
      carry = chunk.slice(last)
      refuseLong(carry.length, ledger)
    }
    if (quotes.length % 2 === 1) open = !open
  }
  if (carry.length > 0) yield join(carry, Uint8Array.of(lineEnd))
}

function refuseLong(length: number, ledger: Ledger): void {
  if (length <= MAX_LINE) return
  throw ledger.error(
    'D208',
    `a line is longer than ${MAX_LINE} bytes`,
    'this is not a table of bars, its lines end in another way, or a quote is never closed',
  )
}

/** Positions of quotes; almost always none, and then found at the speed of memory. */
function quotesOf(chunk: Uint8Array): number[] {
  const quotes: number[] = []
  const bytes = bufferOf(chunk)
  for (let at = bytes.indexOf(QUOTE); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) quotes.push(at)
  return quotes
}

/** Position behind the first line end outside quotes, 0 when there is none. */
function recordEnd(chunk: Uint8Array, quotes: number[], open: boolean, lineEnd: number): number {
  let seen = 0
  for (let at = chunk.indexOf(lineEnd); at >= 0; at = chunk.indexOf(lineEnd, at + 1)) {
    while (seen < quotes.length && quotes[seen]! < at) seen++
    if ((seen % 2 === 1) === open) return at + 1
  }
  return 0
}

/** Position behind the last line end outside quotes, 0 when there is none. */
function lastRecordEnd(
  chunk: Uint8Array,
  quotes: number[],
  open: boolean,
  lineEnd: number,
): number {
  let seen = quotes.length
  for (let at = chunk.lastIndexOf(lineEnd); at >= 0; at = chunk.lastIndexOf(lineEnd, at - 1)) {
    while (seen > 0 && quotes[seen - 1]! > at) seen--
    if ((seen % 2 === 1) === open) return at + 1
    if (at === 0) break
  }
  return 0
}

/** Both one after the other; `tail` itself where it stands alone. */
export function join(head: Uint8Array, tail: Uint8Array): Uint8Array {
  if (head.length === 0) return tail
  const joined = new Uint8Array(head.length + tail.length)
  joined.set(head)
  joined.set(tail, head.length)
  return joined
}

/** Number of line ends in `bytes`, counted by the engine: a loop here would have to be made fast first. */
export function countLines(bytes: Uint8Array, lineEnd = '\n'): number {
  return bufferOf(bytes).toString('latin1').split(lineEnd).length - 1
}

/** The same bytes, whose `indexOf` looks at many of them at once; that of other arrays takes one by one. */
export function bufferOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length)
}
