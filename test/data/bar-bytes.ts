/** A writer of bar files that shares nothing with the one under test, and writes whatever it is told. */

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

export function start(facts: unknown = FACTS, version = 1): Buffer {
  const words = padded(typeof facts === 'string' ? facts : JSON.stringify(facts))
  const head = numbers(version, words.length, crc32(words), 0)
  return Buffer.concat([Buffer.from('QBARS\r\n\x1a', 'latin1'), head, words])
}

export function block(rows: readonly Row[]): Buffer {
  const columns = Buffer.alloc(48 * rows.length)
  for (let column = 0; column < 6; column++)
    for (const [at, row] of rows.entries())
      columns.writeDoubleLE(row[column]!, 8 * (column * rows.length + at))
  return Buffer.concat([Buffer.from('BARS'), numbers(rows.length, crc32(columns), 0), columns])
}

export function end(bars: number, notes: unknown = []): Buffer {
  const words = padded(JSON.stringify({ bars, notes }))
  return Buffer.concat([Buffer.from('DONE'), numbers(words.length, crc32(words), 0), words])
}

/** A sound file of `rows` in one block. */
export function barFile(rows: readonly Row[] = ROWS, facts: unknown = FACTS): Buffer {
  return Buffer.concat([start(facts), block(rows), end(rows.length)])
}
