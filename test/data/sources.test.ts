import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import {
  type DataOptions,
  type DataSource,
  encodeBars,
  inspect,
  openBars,
  renderInspection,
} from '../../src/data/index.ts'
import { isFailure } from '../../src/errors/index.ts'
import { walk } from './walk.ts'

const folder = mkdtempSync(join(tmpdir(), 'qrun-data-'))
afterAll(() => rmSync(folder, { recursive: true }))

const TEXT = readFileSync(new URL('../fixtures/data/f00-1.csv', import.meta.url), 'utf8')
const BARS = {
  time: [1704189600000, 1704193200000, 1704196800000],
  open: [100, 101, 102.5],
  high: [102.5, 103, 102.75],
  low: [99.5, 100.5, 100],
  close: [101, 102.5, 100.25],
  volume: [12.5, 8.25, 15],
}

/** The hash as it is defined, from whole columns. */
function hashOf(columns: Record<string, number[]>, symbol: string, timeframe: string): string {
  const sha = (data: Buffer): Buffer => createHash('sha256').update(data).digest()
  const digests = ['time', 'open', 'high', 'low', 'close', 'volume'].map((name) => {
    const bytes = Buffer.alloc(columns[name]!.length * 8)
    for (const [at, value] of columns[name]!.entries()) bytes.writeDoubleLE(value, at * 8)
    return sha(bytes)
  })
  return sha(Buffer.concat([...digests, Buffer.from(symbol + timeframe)])).toString('hex')
}
const HASH = hashOf(BARS, 'ABC', '60')

function path(name: string, content: string | Uint8Array): { path: string } {
  const file = join(folder, name)
  writeFileSync(file, content)
  return { path: file }
}

/** A zip without encryption, as archivers write it; a third entry may be stored. */
function zip(entries: readonly { name: string; text: string; stored?: boolean }[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, text, stored } of entries) {
    const data = stored ? Buffer.from(text) : deflateRawSync(text)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(stored ? 0 : 8, 10)
    central.writeUInt32LE(data.length, 20)
    central.writeUInt32LE(text.length, 24)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt32LE(offset, 42)
    locals.push(local, Buffer.from(name), data)
    directory.push(central, Buffer.from(name))
    offset += 30 + name.length + data.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, ...directory, end])
}

async function refusal(source: DataSource, options: DataOptions = {}) {
  try {
    await walk(await openBars(source, options))
  } catch (error) {
    if (isFailure(error)) return error
    throw error
  }
  throw new Error('the source was accepted')
}

const swap = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
const [HEADER = '', ...ROWS] = TEXT.trimEnd().split('\n')

describe('one set of bars in many coats gives one hash', () => {
  it.each<{ says: string; source: () => DataSource; options?: DataOptions }>([
    { says: 'a file', source: () => path('plain.csv', TEXT) },
    { says: 'bytes', source: () => ({ bytes: Buffer.from(TEXT), name: 'x' }) },
    { says: 'a stream', source: () => ({ stream: Readable.from([Buffer.from(TEXT)]), name: '-' }) },
    { says: 'bars in memory', source: () => ({ bars: BARS, name: 'x' }) },
    { says: 'gzip', source: () => path('packed.csv', gzipSync(TEXT)) },
    {
      says: 'gzip of two members',
      source: () =>
        path('two.gz', Buffer.concat([gzipSync(TEXT.slice(0, 60)), gzipSync(TEXT.slice(60))])),
    },
    { says: 'a zip', source: () => path('one.zip', zip([{ name: 'a.csv', text: TEXT }])) },
    {
      says: 'a zip of several files, in the order of their names',
      source: () =>
        path(
          'many.zip',
          zip([
            { name: 'b.csv', text: [HEADER, ...ROWS.slice(2)].join('\n') },
            { name: '__MACOSX/._a.csv', text: 'rubbish' },
            { name: 'a.csv', text: [HEADER, ...ROWS.slice(0, 2)].join('\n'), stored: true },
          ]),
        ),
    },
    { says: 'a byte order mark', source: () => path('bom.csv', `\ufeff${TEXT}`) },
    { says: 'UTF-16 LE', source: () => path('le.csv', Buffer.from(`\ufeff${TEXT}`, 'utf16le')) },
    { says: 'UTF-16 BE', source: () => path('be.csv', swap(TEXT)) },
    { says: 'CRLF', source: () => path('crlf.csv', TEXT.replaceAll('\n', '\r\n')) },
    { says: 'CR', source: () => path('cr.csv', TEXT.replaceAll('\n', '\r')) },
    { says: 'blank last lines', source: () => path('blank.csv', `${TEXT}\n\n\n`) },
    { says: 'no last line end', source: () => path('open.csv', TEXT.trimEnd()) },
    {
      says: 'comments on top',
      source: () => path('top.csv', `# a\n\n// b\nhttps://c.example\n${TEXT}`),
    },
    {
      says: 'newest first',
      source: () => path('rev.csv', [HEADER, ...ROWS.toReversed()].join('\n')),
    },
    {
      says: 'a repeated row',
      source: () => path('dup.csv', [HEADER, ROWS[0], ...ROWS].join('\n')),
    },
    { says: 'semicolons', source: () => path('semi.csv', TEXT.replaceAll(',', ';')) },
    { says: 'bars', source: () => path('bar.csv', TEXT.replaceAll(',', '|')) },
    { says: 'runs of spaces', source: () => path('space.csv', TEXT.replaceAll(',', '   ')) },
    {
      says: 'decimal commas',
      source: () => path('comma.csv', TEXT.replaceAll(',', ';').replaceAll('.', ',')),
    },
    {
      says: 'quotes around everything',
      source: () => path('quoted.csv', TEXT.replace(/[^,\n]+/g, '"$&"')),
    },
    {
      says: 'end stamps',
      source: () => ({ bars: { ...BARS, time: BARS.time.map((ms) => ms + 3_600_000) }, name: 'x' }),
      options: { stamp: 'close' },
    },
    {
      says: 'spreadsheet dates',
      source: () =>
        path(
          'serial.csv',
          TEXT.replace(/2024-01-02T(\d\d):00:00Z/g, (_, hour) => String(45293 + Number(hour) / 24)),
        ),
      options: { dateFormat: 'excel' },
    },
    {
      says: 'numbered columns without a header',
      source: () => path('bare.csv', ROWS.map((row) => `${row},9,9,9`).join('\n')),
      options: { columns: { time: '1', open: '2', high: '3', low: '4', close: '5', volume: '6' } },
    },
    {
      says: 'one symbol of two',
      source: () =>
        path(
          'symbols.csv',
          [`sym,${HEADER}`, ...ROWS.flatMap((row) => [`ABC,${row}`, `XYZ,${row}`])]
            .join('\n')
            .replace('sym', 'symbol'),
        ),
    },
    {
      says: 'lines of JSON',
      source: () =>
        path(
          'lines.json',
          BARS.time
            .map((t, i) =>
              JSON.stringify({
                t,
                o: BARS.open[i],
                h: BARS.high[i],
                l: BARS.low[i],
                c: BARS.close[i],
                v: BARS.volume[i],
              }),
            )
            .join('\n'),
        ),
    },
    {
      says: 'columns of the chart API of Yahoo',
      source: () => {
        const { time, ...quote } = BARS
        const result = [
          {
            meta: { symbol: 'Q' },
            timestamp: time.map((ms) => ms / 1000),
            indicators: { quote: [quote] },
          },
        ]
        return path('yahoo.json', JSON.stringify({ chart: { result, error: null } }))
      },
    },
  ])('$says', async ({ source, options }) => {
    const feed = await openBars(source(), { symbol: 'ABC', ...options })
    const { rows } = await walk(feed)
    expect(rows).toHaveLength(3)
    expect(feed.summary().hash).toBe(HASH)
  })

  it('another symbol or timeframe is another hash', async () => {
    const hashes = new Set<string>()
    for (const options of [{ symbol: 'A' }, { symbol: 'B' }, { symbol: 'A', timeframe: '3h' }]) {
      const feed = await openBars({ bars: BARS, name: 'x' }, options)
      await walk(feed)
      hashes.add(feed.summary().hash)
    }
    expect(hashes.size).toBe(3)
  })

  it('a missing volume has one hash, whatever its bits', async () => {
    const odd = new Float64Array(3)
    new BigUint64Array(odd.buffer).fill(0xfff8000000000123n)
    const { volume, ...without } = BARS
    const hashes = []
    for (const bars of [
      without,
      { ...without, volume: odd },
      { ...without, volume: [NaN, NaN, NaN] },
    ]) {
      const feed = await openBars({ bars, name: 'x' })
      await walk(feed)
      hashes.push(feed.summary().hash)
    }
    expect(volume).toHaveLength(3)
    expect(new Set(hashes).size).toBe(1)
  })

  it('canonical CSV reads back as the same bars', async () => {
    let text = ''
    for await (const part of encodeBars(await openBars({ bars: BARS, name: 'x' }))) text += part
    expect(text).toBe(TEXT)
  })
})

describe('a source that cannot be read is refused', () => {
  const lines = `${HEADER}\n${ROWS.join('\n')}\n`
  it.each<{ says: string; source: () => DataSource; code: string; message: string; hint: string }>([
    {
      says: 'a missing file',
      source: () => ({ path: join(folder, 'none.csv') }),
      code: 'D201',
      message: 'no such file',
      hint: 'check the path',
    },
    {
      says: 'a directory',
      source: () => ({ path: folder }),
      code: 'D201',
      message: 'this is a directory',
      hint: 'name one file',
    },
    {
      says: 'a gzip that ends early',
      source: () => path('short.gz', gzipSync(lines).subarray(0, -12)),
      code: 'D203',
      message: 'ends too early',
      hint: 'again',
    },
    {
      says: 'a damaged gzip',
      source: () => {
        const bytes = gzipSync(lines)
        bytes.fill(0xff, 20, 30)
        return path('broken.gz', bytes)
      },
      code: 'D203',
      message: 'damaged',
      hint: 'again',
    },
    {
      says: 'a zip that ends early',
      source: () => path('short.zip', zip([{ name: 'a.csv', text: lines }]).subarray(0, -30)),
      code: 'D203',
      message: 'directory of the zip',
      hint: 'unpack',
    },
    {
      says: 'a zip without data',
      source: () => path('empty.zip', zip([{ name: 'README.md', text: 'hello' }])),
      code: 'D202',
      message: 'no data file',
      hint: 'CSV',
    },
    {
      says: 'a spreadsheet',
      source: () => path('book.xlsx', zip([{ name: '[Content_Types].xml', text: '<a/>' }])),
      code: 'D226',
      message: 'spreadsheet',
      hint: 'export the sheet as CSV',
    },
    {
      says: 'a bomb',
      source: () => path('bomb.gz', gzipSync(`${lines}${`${ROWS[2]}\n`.repeat(500_000)}`)),
      code: 'D204',
      message: 'expand to more than 250 times',
      hint: 'unpack it first',
    },
    {
      says: 'a word in Latin-1',
      source: () => path('latin.csv', Buffer.from(`# caf\u00e9\n${lines}`, 'latin1')),
      code: 'D205',
      message: 'byte 0xe9 at offset 5',
      hint: 'iconv',
    },
    {
      says: 'a NUL byte',
      source: () => path('nul.csv', `${HEADER}\n\u0000`),
      code: 'D205',
      message: `NUL byte at offset ${HEADER.length + 1}`,
      hint: 'UTF-16',
    },
    {
      says: 'a line of ten megabytes',
      source: () => path('line.csv', `${HEADER}\n${'1'.repeat(10 * 1024 * 1024)}`),
      code: 'D208',
      message: 'longer than 1048576 bytes',
      hint: 'table of bars',
    },
    {
      says: 'a first line of ten megabytes',
      source: () => path('first.csv', '1'.repeat(10 * 1024 * 1024)),
      code: 'D208',
      message: 'longer than 1048576 bytes',
      hint: 'table of bars',
    },
    {
      says: 'columns of different length',
      source: () => ({ bars: { ...BARS, close: [1, 2] }, name: 'x' }),
      code: 'D222',
      message: 'column "close" has 2 values, time has 3',
      hint: 'same length',
    },
    {
      says: 'a price that is not finite',
      source: () => ({ bars: { ...BARS, close: [1, Number.NaN, 2] }, name: 'x' }),
      code: 'D209',
      message: 'column "close": "NaN"',
      hint: '--on-bad drop',
    },
  ])('$says', async ({ source, code, message, hint }) => {
    const error = await refusal(source())
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
    expect(error.hint).toContain(hint)
  })

  it.skipIf(process.getuid?.() === 0)('a file without permission', async () => {
    const source = path('secret.csv', TEXT)
    chmodSync(source.path, 0)
    const error = await refusal(source)
    expect([error.code, error.message]).toEqual(['D201', expect.stringContaining('not permitted')])
  })

  it('passes on an error of the stream itself', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(TEXT)
      throw new Error('the plug was pulled')
    }
    await expect(openBars({ stream: broken(), name: '-' })).rejects.toThrow('the plug was pulled')
  })
})

describe('bars stream', () => {
  it('is never far ahead of the consumer', async () => {
    const rows = 400_000
    let produced = 0
    async function* stream(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('time,open,high,low,close,volume\n')
      for (let at = 0; at < rows; at += 100) {
        let text = ''
        for (let i = at; i < at + 100; i++) text += `${1704067200 + i * 60},10,12.5,9,11,${i}\n`
        produced = at + 100
        yield Buffer.from(text)
      }
    }
    const feed = await openBars({ stream: stream(), name: '-' })
    let bars = 0
    let ahead = 0
    for await (const { count } of feed.blocks()) {
      bars += count
      ahead = Math.max(ahead, produced - bars)
    }
    expect(bars).toBe(rows)
    expect(ahead).toBeLessThan(12_000)
  })

  it('can be walked once, and summed up only after that', async () => {
    const feed = await openBars({ bars: BARS, name: 'x' })
    expect(() => feed.summary()).toThrow('summary() was called early')
    await walk(feed)
    expect(feed.summary().bars).toBe(3)
    await expect(walk(feed)).rejects.toThrow('blocks() was called twice')
  })

  it('closes its source when it is given up', async () => {
    let closed = 0
    async function* stream(): AsyncGenerator<Uint8Array> {
      try {
        yield Buffer.from('time,open,high,low,close\n')
        for (let i = 0; ; i++) yield Buffer.from(`${1704067200 + i * 60},10,12,9,11\n`)
      } finally {
        closed++
      }
    }
    const unread = await openBars({ stream: stream(), name: '-' })
    await unread.close()
    expect(closed).toBe(1)
    const left = await openBars({ stream: stream(), name: '-' })
    for await (const _ of left.blocks()) break
    expect(closed).toBe(2)
    await expect(openBars({ stream: stream(), name: '-' }, { timeframe: '1s' })).rejects.toThrow()
    expect(closed).toBe(3)
  })
})

describe('inspect', () => {
  it('tells how a file was read, in lines of text', async () => {
    const source = {
      bytes: readFileSync(new URL('../fixtures/data/f19-1.csv', import.meta.url)),
      name: 'x.csv',
    }
    const text = renderInspection(await inspect(source))
    expect(text).toContain('CryptoDataDownload')
    expect(text).toContain('1704196800000 -> 2024-01-02T12:00:00Z')
    expect(text).toContain('1h   (2 of 2 steps)')
    expect(text).toContain('volume=Volume BTC')
    expect(text).toContain('N307')
  })
})
