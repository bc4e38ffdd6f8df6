/** A writer of bar files that shares nothing with the one under test, and writes whatever it is told. */

import { createHash } from 'node:crypto'

/** CRC-32 bit by bit, as the standard defines it. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

export const FACTS = {
  format: 'canonical',
  confidence: 'exact header',
  columns: {
    time: 'time',
    open: 'open',
    high: 'high',
    low: 'low',
    close: 'close',
    volume: 'volume',
  },
  extras: [],
  timeUnit: 'text',
  timeExample: '2024-01-02T10:00:00Z',
  timeExampleMs: 1704189600000,
  zone: 'UTC',
  zoneAssumed: true,
  stamp: 'open',
  timeframe: '60',
  symbol: 'x',
  decimals: 2,
  hasVolume: true,
  asked: {},
}

/** Time, open, high, low, close, volume. */
export type Row = readonly [number, number, number, number, number, number]

export const ROWS: readonly Row[] = [
  [1704189600000, 100, 102.5, 99.5, 101, 12.5],
  [1704193200000, 101, 103, 100.5, 102.5, 8.25],
  [1704196800000, 102.5, 102.75, 100, 100.25, 15],
]

const numbers = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [at, value] of values.entries()) bytes.writeUInt32LE(value, 4 * at)
  return bytes
}

const padded = (text: string): Buffer =>
  Buffer.from(text + ' '.repeat(-Buffer.byteLength(text) & 7))

function start(version: number, facts: unknown = FACTS): Buffer {
  const words = padded(typeof facts === 'string' ? facts : JSON.stringify(facts))
  const head = numbers(version, words.length, crc32(words), 0)
  return Buffer.concat([Buffer.from('QBARS\r\n\x1a', 'latin1'), head, words])
}

function columnsOf(rows: readonly Row[]): Buffer[] {
  return ROWS[0]!.map((_, column) => {
    const bytes = Buffer.alloc(8 * rows.length)
    for (const [at, row] of rows.entries()) bytes.writeDoubleLE(row[column]!, 8 * at)
    return bytes
  })
}

export function end(bars: number, notes: unknown = []): Buffer {
  const words = padded(JSON.stringify({ bars, notes }))
  return Buffer.concat([Buffer.from('DONE'), numbers(words.length, crc32(words), 0), words])
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()

/** A version of the layout. */
export type Form = {
  readonly version: 1 | 2
  /** Name and largest size of what stands together and is vouched for by `proof`. */
  readonly part: 'block' | 'group'
  readonly most: number
  readonly proof: string
  start(facts?: unknown): Buffer
  /** Bars that stand together, behind those that stand before them. */
  bars(rows: readonly Row[], before?: readonly Row[]): Buffer
  /** Puts the right proof behind or in front of columns that were changed, from byte `at` on. */
  seal(bytes: Buffer, at: number): void
}

const blocks: Form = {
  version: 1,
  part: 'block',
  most: 1024,
  proof: 'checksum',
  start: (facts) => start(1, facts),
  bars(rows) {
    const columns = Buffer.concat(columnsOf(rows))
    return Buffer.concat([Buffer.from('BARS'), numbers(rows.length, crc32(columns), 0), columns])
  },
  seal(bytes, from) {
    for (let at = from; bytes.toString('latin1', at, at + 4) === 'BARS'; ) {
      const size = bytes.readUInt32LE(at + 4) * 48
      bytes.writeUInt32LE(crc32(bytes.subarray(at + 16, at + 16 + size)), at + 8)
      at += 16 + size
    }
  },
}

const groups: Form = {
  version: 2,
  part: 'group',
  most: 16_384,
  proof: 'digests',
  start: (facts) => start(2, facts),
  bars(rows, before = []) {
    const columns = Buffer.concat(columnsOf(rows))
    const digests = columnsOf([...before, ...rows]).map(sha256)
    const tail = Buffer.concat([...digests, numbers(crc32(columns))])
    const mark = [Buffer.from('BARS'), numbers(rows.length, 0, 0)]
    return Buffer.concat([...mark, columns, tail, numbers(crc32(tail))])
  },
  seal(bytes, from) {
    const hashes = ROWS[0]!.map(() => createHash('sha256'))
    for (let at = from; bytes.toString('latin1', at, at + 4) === 'BARS'; ) {
      const size = bytes.readUInt32LE(at + 4) * 8
      const tail = at + 16 + 6 * size
      for (const [k, hash] of hashes.entries()) {
        hash.update(bytes.subarray(at + 16 + k * size, at + 16 + (k + 1) * size))
        hash
          .copy()
          .digest()
          .copy(bytes, tail + 32 * k)
      }
      at = tail + 200
      if (at > bytes.length) return
      bytes.writeUInt32LE(crc32(bytes.subarray(tail - 6 * size, tail)), at - 8)
      bytes.writeUInt32LE(crc32(bytes.subarray(tail, at - 4)), at - 4)
    }
  },
}

export const FORMS: readonly Form[] = [blocks, groups]

/** A sound file of `rows`, all of which stand together. */
export function barFile(
  rows: readonly Row[] = ROWS,
  facts: unknown = FACTS,
  form: Form = groups,
): Buffer {
  return fileOf(form, [rows], facts)
}

/** A sound file of rows in so many parts. */
export function fileOf(
  form: Form,
  parts: readonly (readonly Row[])[],
  facts: unknown = FACTS,
): Buffer {
  const bytes = parts.map((rows, at) => form.bars(rows, parts.slice(0, at).flat()))
  return Buffer.concat([form.start(facts), ...bytes, end(parts.flat().length)])
}
