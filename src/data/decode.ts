import { isAscii, isUtf8 } from 'node:buffer'
import type { Ledger } from './ledger.ts'
import { bufferOf, type Chunks } from './pieces.ts'

export type Encoding = 'utf-8' | 'utf-8 with BOM' | 'utf-16le' | 'utf-16be'

/** Tells the encoding by the byte order mark in `start`, the first bytes of the file. */
export function encodingOf(start: Uint8Array): Encoding {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8 with BOM'
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}

/** Turns the bytes of a file, from its first on, into checked UTF-8. */
export async function* decode(
  chunks: Chunks,
  encoding: Encoding,
  ledger: Ledger,
): AsyncGenerator<Uint8Array> {
  const plain = encoding.startsWith('utf-16')
    ? transcode(chunks, encoding, ledger)
    : encoding === 'utf-8'
      ? chunks
      : dropMark(chunks)
  // Offsets in errors count bytes of the file, the mark included.
  const mark = encoding === 'utf-8 with BOM' ? 3 : 0
  let offset = mark
  let carry: Uint8Array = new Uint8Array(0)
  for await (const chunk of plain) {
    const nul = bufferOf(chunk).indexOf(0)
    if (nul >= 0) throw nulError(ledger, offset + nul)
    if (carry.length > 0 || !isAscii(chunk)) {
      const joined = carry.length === 0 ? chunk : Buffer.concat([carry, chunk])
      const whole = joined.length - openTail(joined)
      if (!isUtf8(joined.subarray(0, whole))) {
        const at = firstInvalid(joined)
        throw encodingError(ledger, offset - carry.length + at, joined[at]!)
      }
      carry = joined.slice(whole)
    }
    offset += chunk.length
    yield chunk
  }
  if (carry.length > 0) throw encodingError(ledger, offset - carry.length, carry[0]!)
}

async function* dropMark(chunks: Chunks): AsyncGenerator<Uint8Array> {
  let left = 3
  for await (const chunk of chunks) {
    const cut = Math.min(left, chunk.length)
    left -= cut
    if (cut < chunk.length) yield chunk.subarray(cut)
  }
}

async function* transcode(
  chunks: Chunks,
  encoding: Encoding,
  ledger: Ledger,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let offset = 0
  const read = (chunk: Uint8Array | undefined): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch {
      throw ledger.error(
        'D205',
        `the text is not valid ${encoding} at or after byte ${offset}`,
        'save the file as UTF-8',
      )
    }
  }
  for await (const chunk of chunks) {
    const text = read(chunk)
    offset += chunk.length
    if (text.length > 0) yield Buffer.from(text)
  }
  const text = read(undefined)
  if (text.length > 0) yield Buffer.from(text)
}

/** Bytes at the end that begin a character without ending it. */
function openTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}

/** Position of the first byte that is not part of a character. */
function firstInvalid(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    const byte = bytes[at]!
    const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    if (!isUtf8(bytes.subarray(at, at + length))) return at
    at += length
  }
  return at
}

function encodingError(ledger: Ledger, offset: number, byte: number): Error {
  return ledger.error(
    'D205',
    `the text is not UTF-8: byte 0x${byte.toString(16)} at offset ${offset}`,
    'save the file as UTF-8, for example with: iconv -f windows-1252 -t utf-8',
  )
}

function nulError(ledger: Ledger, offset: number): Error {
  return ledger.error(
    'D205',
    `the file holds a NUL byte at offset ${offset}`,
    'a text file has none: this may be a binary file, or UTF-16 without a byte order mark; save it as UTF-8',
  )
}
