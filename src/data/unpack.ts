import { Readable } from 'node:stream'
import type * as Zlib from 'node:zlib'
import type { Ledger } from './ledger.ts'
import type { Chunks } from './pieces.ts'
import { unzip } from './zip.ts'

export type Compression = 'none' | 'gzip' | 'zip' | 'zstd'

/** Beyond this size, text that is so many times larger than its packed form is a bomb. */
const FREE_BYTES = 16 * 1024 * 1024
const MOST_EXPANSION = 250

const MAGIC: readonly (readonly [readonly number[], Compression])[] = [
  [[0x1f, 0x8b], 'gzip'],
  [[0x50, 0x4b, 0x03, 0x04], 'zip'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'zstd'],
]

const FAST = 'qrun data convert makes a fast file of it'

/** Formats that are told from text by their first bytes, and what to do with them. */
const FOREIGN: readonly (readonly [string, string, string])[] = [
  ['PAR1', 'Parquet', `write it as CSV first, for example with DuckDB or pandas; ${FAST}`],
  ['ARROW1', 'Arrow or Feather', `write it as CSV first, for example with pandas; ${FAST}`],
  ['FEA1', 'Feather', `write it as CSV first, for example with pandas; ${FAST}`],
  ['BZh', 'bzip2', 'unpack it first: bunzip2 -k FILE'],
  ['\u00fd7zXZ', 'xz', 'unpack it first: xz -dk FILE'],
  ['7z\u00bc\u00af', '7-Zip', 'unpack it first'],
  ['%PDF', 'PDF', 'export the bars as CSV'],
]

/** Tells packed from plain bytes by how they begin, never by the file name. */
export function compressionOf(start: Uint8Array, ledger: Ledger): Compression {
  for (const [magic, kind] of MAGIC) {
    if (magic.every((byte, at) => start[at] === byte)) return kind
  }
  const text = Buffer.from(start.subarray(0, 8)).toString('latin1')
  const foreign = FOREIGN.find(([magic]) => text.startsWith(magic))
  if (foreign) {
    throw ledger.error('D226', `the file is of the format ${foreign[1]}, not text`, foreign[2])
  }
  return 'none'
}

/** The plain bytes of a file whose packed bytes are `chunks`. */
export function unpack(chunks: Chunks, compression: Compression, ledger: Ledger): Chunks {
  switch (compression) {
    case 'none':
      return chunks
    case 'gzip':
      return inflate(chunks, ({ createGunzip }) => createGunzip(), ledger)
    case 'zip':
      return unzip(chunks, ledger)
    case 'zstd':
      return inflate(chunks, (zlib) => createZstd(zlib, ledger), ledger)
  }
}

/** Streams `chunks` through the decompressor that `open` makes and stops at damage and at bombs. */
export async function* inflate(
  chunks: Chunks,
  open: (zlib: typeof Zlib) => Zlib.Gunzip | Zlib.InflateRaw,
  ledger: Ledger,
): AsyncGenerator<Uint8Array> {
  // Loaded for packed files only.
  const decompressor = open(await import('node:zlib'))
  let packed = 0
  let plain = 0
  let failure: unknown
  async function* counted(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of chunks) {
        packed += chunk.length
        // The stream may hold a chunk while the producer reuses its buffer.
        yield chunk.slice()
      }
    } catch (error) {
      failure = error
      throw error
    }
  }
  const input = Readable.from(counted(), { objectMode: false })
  input.on('error', (error) => decompressor.destroy(error))
  try {
    for await (const chunk of input.pipe(decompressor) as AsyncIterable<Uint8Array>) {
      plain += chunk.length
      if (plain > FREE_BYTES && plain > packed * MOST_EXPANSION) {
        throw ledger.error(
          'D204',
          `${packed} packed bytes expand to more than ${MOST_EXPANSION} times as many`,
          'bars never pack so well; if the file is genuine, unpack it first',
        )
      }
      yield chunk
    }
  } catch (error) {
    if (failure !== undefined) throw failure
    if (
      !(error instanceof Error) ||
      !('code' in error) ||
      !/^Z_|^ERR_ZSTD|^ZSTD/.test(String(error.code))
    )
      throw error
    const short = error.code === 'Z_BUF_ERROR'
    throw ledger.error(
      'D203',
      short
        ? 'the compressed file ends too early'
        : `the compressed file is damaged (${error.message})`,
      'download or pack the file again',
    )
  } finally {
    input.destroy()
    decompressor.destroy()
  }
}

function createZstd(zlib: typeof Zlib, ledger: Ledger): Zlib.Gunzip {
  // Node has zstd from 22.15 on; the types of the oldest supported Node do not know it.
  if ('createZstdDecompress' in zlib && typeof zlib.createZstdDecompress === 'function') {
    return zlib.createZstdDecompress()
  }
  throw ledger.error(
    'D203',
    'this version of Node.js cannot read zstd',
    'use Node.js 22.15 or later, or unpack the file first: zstd -dk FILE',
  )
}
