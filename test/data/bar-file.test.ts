import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BarFeed,
  type DataHead,
  type DataOptions,
  type DataSource,
  type DataSummary,
  encodeBarFile,
  inspect,
  openBars,
  renderInspection,
} from '../../src/data/index.ts'
import { isFailure } from '../../src/errors/index.ts'
import {
  barFile,
  crc32,
  end,
  FACTS,
  FORMS,
  type Form,
  fileOf,
  ROWS,
  type Row,
} from './bar-bytes.ts'
import { walk } from './walk.ts'

const folder = new URL('../fixtures/data/', import.meta.url)
const HEADER = 'time,open,high,low,close,volume'
const HOUR = 3_600_000

async function convert(source: DataSource, options: DataOptions = {}): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of encodeBarFile(await openBars(source, options), options))
    pieces.push(piece)
  return Buffer.concat(pieces)
}

type Reading = {
  head: Partial<DataHead>
  bars: { time: number[]; rows: number[][] }
  summary: DataSummary
}

/** Everything about bars but how their file is stored. */
async function readingOf(feed: BarFeed): Promise<Reading> {
  const bars = await walk(feed)
  const { compression, encoding, delimiter, headerRow, skipped, order, reader, ...rest } = feed.head
  // Of the first row of the source, also where that was dropped: it stands in no bar file.
  const { firstTimeMs, ...head } = rest
  return { head, bars, summary: feed.summary() }
}

const read = async (bytes: Uint8Array, options: DataOptions = {}, name = 'x'): Promise<Reading> =>
  readingOf(await openBars({ bytes, name }, options))

/** Both readings under one name: that of a source, and that of the bar file made of it. */
async function both(
  source: Uint8Array,
  options: DataOptions = {},
  name = 'x',
): Promise<{ source: Reading; file: Reading }> {
  const bytes = await convert({ bytes: source, name }, options)
  return { source: await read(source, options, name), file: await read(bytes, options, name) }
}

const csv = (...rows: readonly string[]): Buffer => Buffer.from(`${HEADER}\n${rows.join('\n')}\n`)
const csvOf = (rows: readonly Row[]): Buffer =>
  csv(...rows.map(([time, ...rest]) => [new Date(time).toISOString(), ...rest].join()))

describe('a bar file', () => {
  it('has the layout that is written down', async () => {
    const wanted = barFile(ROWS, { ...FACTS, timeExample: '2024-01-02T10:00:00.000Z' })
    const found = await convert({ bytes: csvOf(ROWS), name: 'x' })
    expect(found.toString('latin1')).toBe(wanted.toString('latin1'))
  })

  it('is cut into groups of 16,384 bars, whatever the blocks of its source', async () => {
    const rows = Array.from(
      { length: 40_000 },
      (_, i): Row => [i * HOUR, 100, 101, 99, 100 + (i % 7) / 8, i],
    )
    // Dropped rows make the reader's blocks uneven.
    const lines = rows.flatMap(([time, ...rest]) => [
      [new Date(time).toISOString(), ...rest].join(),
      `${new Date(time).toISOString()},,,,,`,
    ])
    const bytes = await convert({ bytes: csv(...lines), name: 'x' })
    const [, form] = FORMS
    const parts = [0, 16_384, 32_768].map((from) =>
      form!.bars(rows.slice(from, from + 16_384), rows.slice(0, from)),
    )
    const at = bytes.indexOf(parts[0]!)
    expect(at % 8).toBe(0)
    expect(bytes.subarray(at).indexOf(Buffer.concat(parts))).toBe(0)
    expect(bytes.toString('latin1')).toContain('"text":"40000 rows without any price dropped"')
  })

  it('says nothing but what stands in it: the same bars, the same bytes', async () => {
    const ascending = await convert({ bytes: csvOf(ROWS), name: 'x' })
    expect(await convert({ bytes: ascending, name: 'other' })).toEqual(ascending)
  })

  const samples = readdirSync(folder)
  const chosen: Readonly<Record<string, DataOptions>> = {
    'f20-1.csv': { format: 'histdata' },
    'f28-1.json': { format: 'coinbase' },
    'f28-2.json': { format: 'bitfinex' },
    'f33-1.csv': { format: 'lean', tz: 'UTC' },
  }
  const names: Readonly<Record<string, string>> = { 'f33-1.csv': '20240102_trade.csv' }

  it.each(samples)('made of %s is read as that is', async (sample) => {
    const bytes = readFileSync(new URL(sample, folder))
    for (const more of [{}, { timeframe: '1d' }, { symbol: 'ABC' }, { stamp: 'close' as const }]) {
      const { source, file } = await both(bytes, { ...chosen[sample], ...more }, names[sample])
      expect(file).toEqual(source)
    }
  })

  it.each<{ says: string; rows: readonly string[]; options?: DataOptions }>([
    { says: 'no volume', rows: ['0,1,2,1,2,', '3600,2,2,1,1,', '7200,1,1,1,1,'] },
    { says: 'a volume that begins late', rows: ['0,1,2,1,2,', '3600,2,2,1,1,5', '7200,1,1,1,1,0'] },
    { says: 'gaps', rows: ['0,1,2,1,2,1', '3600,2,2,1,1,5', '36000,1,1,1,1,0', '39600,1,1,1,1,0'] },
    {
      says: 'gaps that were filled',
      rows: ['0,1,2,1,2,1', '3600,2,2,1,1,5', '36000,1,1,1,1,0', '39600,1,1,1,1,0'],
      options: { onGap: 'fill' },
    },
    {
      says: 'rows of one time',
      rows: ['0,1,2,1,2,1', '0,1,2,1,2,1', '3600,2,2,1,1,5', '3600,2,3,1,1,5', '7200,1,1,1,1,0'],
      options: { onDuplicate: 'last' },
    },
    {
      says: 'bad rows',
      rows: [
        '0,1,2,1,2,1',
        '3600,2,1,1,1,5',
        '7200,1,1,1,1,-3',
        '10800,x,1,1,1,1',
        '14400,1,1,1,1,1',
      ],
      options: { onBad: 'drop', timeframe: '1h' },
    },
    {
      says: 'prices below zero',
      rows: ['0,-1,2,-1,2,1', '3600,-2,-0.5,-3,-1,5', '7200,0,0,0,-0,-0'],
      options: { allowNonpositive: true },
    },
    { says: 'newest first', rows: ['7200,1,1,1,1,2', '3600,1,2,1,1,1', '0,1,1,1,1,3'] },
    { says: 'out of order', rows: ['7200,1,1,1,1,2', '0,1,2,1,1,1', '3600,1,1,1,1,3'] },
    { says: 'two bars', rows: ['0,1,1,1,1,2', '3600,1,2,1,1,1'], options: { timeframe: '4h' } },
    {
      says: 'jumps and steps off the grid',
      rows: ['0,1,1,1,1,2', '3600,3,3,3,3,1', '7200,1,1,1,1,1', '9000,1,1,1,1,1'],
    },
    {
      says: 'long numbers',
      rows: ['0,1,1.23456789012345678,1,1,2', '3600,1,2,1,1,1', '7200,1,1,1,1,1'],
    },
    {
      says: 'bars before 1970',
      rows: ['1950-01-03,1,1,1,1,2', '1950-01-04,1,2,1,1,1', '1950-01-05,1,1,1,1,1'],
    },
  ])('tells the same of bars with $says', async ({ rows, options }) => {
    const named = rows[0]!.includes('-01-')
      ? rows
      : rows.map((row) => row.replace(/^\d+/, (s) => new Date(Number(s) * 1000).toISOString()))
    const { source, file } = await both(csv(...named), options)
    expect(file).toEqual(source)
  })

  it('is the same as its source to any reader, for any bars', async () => {
    const price = fc.integer({ min: -3, max: 20_000 }).map((cents) => cents / 100)
    const cell = fc.oneof(
      { weight: 30, arbitrary: price },
      fc.constantFrom('', 'x', 1e-9, 12345.678901),
    )
    const row = fc.record({
      step: fc.constantFrom(0, 1, 1, 1, 1, 1, 1, 2, 5),
      low: cell,
      high: cell,
      volume: fc.constantFrom('', 0, 1, 2.5, -1),
    })
    const options = fc.record<DataOptions>(
      {
        onBad: fc.constantFrom('drop', 'error'),
        onGap: fc.constantFrom('keep', 'fill', 'error'),
        onDuplicate: fc.constantFrom('first', 'last', 'error'),
        allowNonpositive: fc.boolean(),
        timeframe: fc.constantFrom('1h', '4h'),
        symbol: fc.constantFrom('ABC', 'x'),
        stamp: fc.constantFrom('open', 'close'),
        tz: fc.constantFrom('UTC', 'Europe/Berlin'),
      },
      { requiredKeys: [] },
    )
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(1, 60, 300),
        options,
        async (rows, times, given) => {
          let at = 0
          const lines = Array.from({ length: times }, () => rows)
            .flat()
            .map(({ step, low, high, volume }) => {
              at += step
              return [new Date(at * HOUR).toISOString(), low, high, low, high, volume].join()
            })
          const text = csv(...lines)
          const source = await read(text, given).catch((error: unknown) => {
            if (!isFailure(error)) throw error
          })
          if (source?.bars.time.length === 0 || source === undefined) return
          compared++
          const file = await convert({ bytes: text, name: 'x' }, given)
          expect(await read(file, given)).toEqual(source)
        },
      ),
      { numRuns: 300, seed: 11 },
    )
    expect(compared).toBeGreaterThan(60)
  })

  it('tells the same of thousands of bars, most of which are plain', async () => {
    // More than the head of a source, whose decimals a file claims; and the first bar of a block, often.
    const bars = 10_000
    const at = fc.oneof(
      fc.nat(bars - 1),
      fc.nat(9).map((block) => block * 1024),
    )
    const harms = fc.array(
      fc.record({
        at,
        kind: fc.constantFrom('gap', 'late', 'jump', 'flat', 'zero', 'missing', 'fine', 'huge'),
      }),
      { maxLength: 4 },
    )
    const options = fc.record<DataOptions>(
      {
        fromMs: at.map((bar) => bar * HOUR),
        toMs: fc.integer({ min: 2, max: 2 * bars }).map((bar) => bar * HOUR),
        timeframe: fc.constantFrom('1h', '1d'),
      },
      { requiredKeys: [] },
    )
    const property = fc.asyncProperty(
      fc.constantFrom(1, 4, 8),
      harms,
      options,
      async (steps, found, given) => {
        let time = 0
        const rows = Array.from({ length: bars }, (_, i): Row => {
          const kinds = found.filter((harm) => harm.at === i).map(({ kind }) => kind)
          const is = (kind: string): boolean => kinds.some((one) => one === kind)
          time += is('gap') ? 5 * HOUR : is('late') ? HOUR / 2 : HOUR
          const open = 100 + (i % 40) / steps + (is('fine') ? 0.0001 : 0) + (is('huge') ? 6e6 : 0)
          const close = open + (is('jump') ? open : 1)
          if (is('flat')) return [time, open, open, open, open, 0]
          const volume = is('zero') ? 0 : is('missing') ? Number.NaN : 1 + i
          return [time, open, close, open - 1, close, volume]
        })
        const lines = rows.map(([stamp, ...rest]) =>
          [new Date(stamp).toISOString(), ...rest.map((x) => (Number.isNaN(x) ? '' : x))].join(),
        )
        const text = csv(...lines)
        const file = await convert({ bytes: text, name: 'x' })
        const reading = (bytes: Buffer): Promise<unknown> =>
          read(bytes, given).catch((error: unknown) => isFailure(error) && error.code)
        expect(await reading(file)).toEqual(await reading(text))
      },
    )
    await fc.assert(property, { numRuns: 30, seed: 17 })
  }, 60_000)

  it('is the same in pieces of any size, packed, and whatever its name', async () => {
    const rows = Array.from({ length: 3000 }, (_, i): Row => [i * HOUR, 100, 101, 99, 100, i])
    const bytes = await convert({ bytes: csvOf(rows), name: 'x' })
    const whole = await read(bytes)
    expect(await read(gzipSync(bytes))).toEqual(whole)
    const named = await read(bytes, {}, 'other.csv')
    expect(named).toEqual({ ...whole, head: { ...whole.head, name: 'other.csv' } })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 5 }),
        async (sizes) => {
          async function* stream(): AsyncGenerator<Uint8Array> {
            for (let at = 0, n = 0; at < bytes.length; n++) {
              const size = sizes[n % sizes.length]! + 40
              yield bytes.subarray(at, at + size)
              at += size
            }
          }
          expect(await readingOf(await openBars({ stream: stream(), name: 'x' }))).toEqual(whole)
        },
      ),
      { numRuns: 30, seed: 5 },
    )
  })

  it.each(FORMS)('is the same from a path, version $version', async (form) => {
    // Larger than what is read at once, and than a group.
    const rows = Array.from({ length: 40_000 }, (_, i): Row => [i * HOUR, 100, 101, 99, 100, i])
    const parts = Array.from({ length: Math.ceil(rows.length / form.most) }, (_, n) =>
      rows.slice(n * form.most, (n + 1) * form.most),
    )
    const bytes = fileOf(form, parts)
    const path = join(mkdtempSync(join(tmpdir(), 'qrun-')), 'x.qbars')
    for (const size of [bytes.length, bytes.length - 1, 1_000_000]) {
      writeFileSync(path, bytes.subarray(0, size))
      const [fromPath, fromBytes] = await Promise.allSettled([
        openBars({ path }).then(readingOf),
        read(bytes.subarray(0, size), {}, 'x.qbars'),
      ])
      expect(fromPath).toEqual(fromBytes)
      expect(fromPath.status).toBe(size === bytes.length ? 'fulfilled' : 'rejected')
    }
    rmSync(dirname(path), { recursive: true })
  })

  it('is left as it is by reading', async () => {
    const bad: Row[] = [ROWS[0]!, [ROWS[1]![0], Number.NaN, 1, 1, 1, -0], ROWS[2]!]
    const bytes = barFile(bad)
    const before = Buffer.from(bytes)
    await read(bytes, { onBad: 'drop' })
    expect(bytes.equals(before)).toBe(true)
  })

  it.each([
    [1000, 1100],
    [1500, 2600],
    [2048, 3072],
    [3000, 9000],
  ])('can be read in part, from bar %d to %d', async (from, to) => {
    const rows = Array.from({ length: 5000 }, (_, i): Row => [i * HOUR, 100, 101, 99, 100, i + 1])
    const bytes = await convert({ bytes: csvOf(rows), name: 'x' })
    const window = { fromMs: from * HOUR, toMs: to * HOUR }
    const found = await read(bytes, window)
    expect(found).toEqual(await read(csvOf(rows), window))
    expect(found.bars.time).toHaveLength(Math.min(to, 5000) - from)
  })

  it('has its gaps refused where that is asked for', async () => {
    const rows = Array.from(
      { length: 5000 },
      (_, i): Row => [(i < 2100 ? i : i + 2) * HOUR, 100, 101, 99, 100, 1],
    )
    const bytes = await convert({ bytes: csvOf(rows), name: 'x' })
    await expect(read(bytes, { onGap: 'error' })).rejects.toMatchObject({
      code: 'D218',
      place: { file: 'x', row: 2101 },
    })
  })

  it('has its file closed when the bars are not walked', async () => {
    let isClosed = false
    async function* stream(): AsyncGenerator<Uint8Array> {
      try {
        while (true) yield barFile()
      } finally {
        isClosed = true
      }
    }
    const feed = await openBars({ stream: stream(), name: 'x' })
    await feed.close()
    expect(isClosed).toBe(true)
  })

  it('is shown with what it was made of', async () => {
    const shown = renderInspection(await inspect({ bytes: barFile(), name: 'x.qbars' }))
    expect(shown.split('\n').slice(0, 2)).toEqual([
      `x.qbars        ${barFile().length} bytes, bar file reader`,
      'format         qrun canonical CSV (canonical), by exact header',
    ])
  })
})

describe('options that say how a source is read', () => {
  const text = csvOf(ROWS)
  it.each<{ says: string; made: DataOptions; given: DataOptions; message?: string }>([
    { says: 'none', made: {}, given: {} },
    {
      says: 'those it was made with',
      made: { tz: 'Europe/Berlin' },
      given: { tz: 'Europe/Berlin' },
    },
    { says: 'fewer', made: { tz: 'Europe/Berlin', stamp: 'close' }, given: {} },
    { says: 'the rule', made: {}, given: { stamp: 'open', adjust: 'none', skipRows: 0 } },
    {
      says: 'the same columns in another order',
      made: { columns: { open: 'open', close: 'high' } },
      given: { columns: { close: 'high', open: 'open' } },
    },
    {
      says: 'a zone',
      made: {},
      given: { tz: 'Europe/Berlin' },
      message: 'the option tz was "·Europe/Berlin·"',
    },
    { says: 'the end of the bar', made: {}, given: { stamp: 'close' }, message: 'without it' },
    { says: 'another zone', made: { tz: 'Asia/Tokyo' }, given: { tz: 'UTC' }, message: 'with "' },
    { says: 'adjusting', made: {}, given: { adjust: 'close' }, message: 'adjust' },
    { says: 'columns', made: {}, given: { columns: { close: 'high' } }, message: 'columns' },
    { says: 'a unit', made: {}, given: { timeUnit: 's' }, message: 'timeUnit' },
    { says: 'a format', made: {}, given: { format: 'coinbase' }, message: 'format' },
  ])('are taken again: $says', async ({ made, given, message }) => {
    const bytes = await convert({ bytes: text, name: 'x' }, made)
    if (message === undefined) {
      expect(await read(bytes, given)).toEqual(await read(text, made))
      return
    }
    await expect(read(bytes, given)).rejects.toMatchObject({
      code: 'D223',
      message: expect.stringContaining(message.replaceAll('·', '"')),
    })
  })
})

describe.each(FORMS)('a bar file of anybody, version $version', (form) => {
  const { part, proof, most, start } = form
  const barFile = (rows = ROWS, facts: unknown = FACTS): Buffer => fileOf(form, [rows], facts)
  const behind = form.bars(ROWS, ROWS)
  const changing = (at: number, column: number, value: number): Row[] =>
    ROWS.map((row, n) => (n === at ? (row.with(column, value) as unknown as Row) : row))
  const facts = (name: string, value: unknown): Buffer => barFile(ROWS, { ...FACTS, [name]: value })
  const changed = (change: (bytes: Buffer) => unknown, bytes = barFile()): Buffer => {
    change(bytes)
    return bytes
  }
  const atBlock = start().length

  it.each<{ says: string; bytes: Buffer; code: string; message: string; row?: number }>([
    {
      says: 'of another version',
      bytes: changed((b) => b.writeUInt32LE(3, 8)),
      code: 'D231',
      message: 'of version 3, and this is a reader of versions 1 to 2',
    },
    {
      says: 'of version 0',
      bytes: changed((b) => b.writeUInt32LE(0, 8)),
      code: 'D231',
      message: 'of version 0, and',
    },
    {
      says: 'of the other version',
      bytes: changed((b) => b.writeUInt32LE(3 - form.version, 8)),
      code: 'D231',
      message: `${part === 'block' ? 'group' : 'block'} 1`,
      row: 1,
    },
    {
      says: 'with something behind its first numbers',
      bytes: changed((b) => b.writeUInt8(1, 23)),
      code: 'D231',
      message: 'its first bytes do not end in zeros',
    },
    {
      says: 'that ends in its first bytes',
      bytes: barFile().subarray(0, 20),
      code: 'D231',
      message: 'ends in its first bytes',
    },
    {
      says: 'that ends in its facts',
      bytes: barFile().subarray(0, 60),
      code: 'D231',
      message: 'ends in its facts',
    },
    {
      says: 'that ends behind its facts',
      bytes: start(),
      code: 'D231',
      message: `ends before its first ${part}`,
    },
    {
      says: 'that ends in a block',
      bytes: barFile().subarray(0, atBlock + 100),
      code: 'D231',
      message: `ends in ${part} 1`,
      row: 1,
    },
    {
      says: 'that ends behind a block',
      bytes: Buffer.concat([start(), form.bars(ROWS)]),
      code: 'D231',
      message: `ends in ${part} 1`,
      row: 1,
    },
    {
      says: 'that ends in its second block',
      bytes: Buffer.concat([start(), form.bars(ROWS), behind.subarray(0, 30)]),
      code: 'D231',
      message: `ends in ${part} 2`,
      row: 4,
    },
    {
      says: 'that ends in its closing words',
      bytes: barFile().subarray(0, -1),
      code: 'D231',
      message: 'ends in its closing words',
    },
    {
      says: 'that goes on behind its end',
      bytes: Buffer.concat([barFile(), Buffer.of(0)]),
      code: 'D231',
      message: 'bytes follow its end',
    },
    {
      says: 'with huge facts',
      bytes: changed((b) => b.writeUInt32LE(0xffffffff, 12)),
      code: 'D231',
      message: 'claim to be 4294967295 bytes',
    },
    {
      says: 'with a changed fact',
      bytes: changed((b) => b.write('S', b.indexOf('symbol'))),
      code: 'D231',
      message: 'facts do not have their checksum',
    },
    {
      says: 'without JSON',
      bytes: Buffer.concat([start('{"format"'), form.bars(ROWS), end(3)]),
      code: 'D231',
      message: 'facts are not JSON',
    },
    {
      says: 'with a list as facts',
      bytes: Buffer.concat([start([]), form.bars(ROWS), end(3)]),
      code: 'D231',
      message: 'the facts in its facts cannot be read',
    },
    {
      says: 'with a block of 0 bars',
      bytes: changed((b) => b.writeUInt32LE(0, atBlock + 4)),
      code: 'D231',
      message: `${part} 1 claims to hold 0 bars`,
      row: 1,
    },
    {
      says: 'with a huge block',
      bytes: changed((b) => b.writeUInt32LE(4e9, atBlock + 4)),
      code: 'D231',
      message: `${part} 1 claims to hold 4000000000 bars`,
      row: 1,
    },
    {
      says: 'with a part that is too large by one',
      bytes: barFile(Array.from({ length: most + 1 }, (_, i): Row => [i, 1, 1, 1, 1, 1])),
      code: 'D231',
      message: `claims to hold ${most + 1} bars`,
      row: 1,
    },
    {
      says: 'with something else for a block',
      bytes: changed((b) => b.write('BARD', atBlock)),
      code: 'D231',
      message: `${part} 1 does not begin as one`,
      row: 1,
    },
    {
      says: 'with something behind the numbers of a block',
      bytes: changed((b) => b.writeUInt8(1, atBlock + 12)),
      code: 'D231',
      message: `${part} 1 does not begin as one`,
      row: 1,
    },
    {
      says: 'with something behind the numbers of its end',
      bytes: changed((b) => b.writeUInt8(1, b.indexOf('DONE') + 15)),
      code: 'D231',
      message: `${part} 2 does not begin as one`,
      row: 4,
    },
    {
      says: 'with a changed price',
      bytes: changed((b) => b.writeUInt8(b[atBlock + 50]! ^ 1, atBlock + 50)),
      code: 'D231',
      message: `${part} 1 does not have its ${proof}`,
      row: 1,
    },
    {
      says: 'without bars',
      bytes: Buffer.concat([start(), end(0)]),
      code: 'D202',
      message: 'no bars',
    },
    {
      says: 'with a wrong number of bars',
      bytes: Buffer.concat([start(), form.bars(ROWS), end(4)]),
      code: 'D231',
      message: 'it holds 3 bars and says 4',
    },
    {
      says: 'with odd closing words',
      bytes: Buffer.concat([start(), form.bars(ROWS), end(3, 'none')]),
      code: 'D231',
      message: 'the notes in its closing words',
    },
    {
      says: 'with a note of its own',
      bytes: Buffer.concat([
        start(),
        form.bars(ROWS),
        end(3, [{ code: 'N302', count: 1, text: 'x' }]),
      ]),
      code: 'D231',
      message: 'the notes',
    },
    {
      says: 'with a note of no kind',
      bytes: Buffer.concat([
        start(),
        form.bars(ROWS),
        end(3, [{ code: 'toString', count: 1, text: 'x' }]),
      ]),
      code: 'D231',
      message: 'the notes',
    },
    {
      says: 'with a note for the terminal',
      bytes: Buffer.concat([
        start(),
        form.bars(ROWS),
        end(3, [{ code: 'N303', count: 1, text: '\u001b[2J' }]),
      ]),
      code: 'D231',
      message: 'the notes',
    },
    {
      says: 'with a note that is too long',
      bytes: Buffer.concat([
        start(),
        form.bars(ROWS),
        end(3, [{ code: 'N303', count: 1, text: 'x'.repeat(5000) }]),
      ]),
      code: 'D231',
      message: 'the notes',
    },
    {
      says: 'with half a count',
      bytes: Buffer.concat([
        start(),
        form.bars(ROWS),
        end(3, [{ code: 'N303', count: 1.5, text: 'x' }]),
      ]),
      code: 'D231',
      message: 'the notes',
    },
    {
      says: 'with a NaN for a price',
      bytes: barFile(changing(1, 2, Number.NaN)),
      code: 'D209',
      message: 'high "NaN" is not a finite number',
      row: 2,
    },
    {
      says: 'with an endless price',
      bytes: barFile(changing(2, 4, Number.POSITIVE_INFINITY)),
      code: 'D209',
      message: 'close "Infinity" is not',
      row: 3,
    },
    {
      says: 'with an endless volume',
      bytes: barFile(changing(0, 5, Number.NEGATIVE_INFINITY)),
      code: 'D209',
      message: 'volume "-Infinity" is not',
      row: 1,
    },
    {
      says: 'with a NaN for a time',
      bytes: barFile(changing(1, 0, Number.NaN)),
      code: 'D210',
      message: 'time "NaN" is not whole milliseconds',
      row: 2,
    },
    {
      says: 'with half a millisecond',
      bytes: barFile(changing(1, 0, 1704193200000.5)),
      code: 'D210',
      message: 'time "1704193200000.5" is not',
      row: 2,
    },
    {
      says: 'with a time beyond all calendars',
      bytes: barFile(changing(2, 0, 1e300)),
      code: 'D210',
      message: 'time "1e+300" is not',
      row: 3,
    },
    {
      says: 'with half a millisecond in all times',
      bytes: barFile(ROWS.map(([time, ...rest]): Row => [time + 0.5, ...rest])),
      code: 'D210',
      message: 'time "1704189600000.5" is not',
      row: 1,
    },
    {
      says: 'with an endless high',
      bytes: barFile(changing(1, 2, Number.POSITIVE_INFINITY)),
      code: 'D209',
      message: 'high "Infinity" is not',
      row: 2,
    },
    {
      says: 'of months with two bars of one time',
      bytes: fileOf(form, [[ROWS[0]!], [ROWS[1]!, [ROWS[1]![0], 101, 103, 100.5, 102, 8]]], {
        ...FACTS,
        timeframe: '1M',
      }),
      code: 'D215',
      message: 'stands in row 2 too',
      row: 3,
    },
    {
      says: 'with a high below the close',
      bytes: barFile(changing(1, 2, 102)),
      code: 'D212',
      message: 'high "102" contradicts',
      row: 2,
    },
    {
      says: 'with a price of zero',
      bytes: barFile(changing(0, 3, 0)),
      code: 'D213',
      message: 'price "0" is zero',
      row: 1,
    },
    {
      says: 'with a negative volume',
      bytes: barFile(changing(2, 5, -1)),
      code: 'D214',
      message: 'volume "-1" is negative',
      row: 3,
    },
    {
      says: 'with two bars of one time',
      bytes: barFile(changing(1, 0, ROWS[0]![0])),
      code: 'D215',
      message: 'stands in row 1 too',
      row: 2,
    },
    {
      says: 'whose time goes back in a later block',
      bytes: fileOf(form, [ROWS, ROWS]),
      code: 'D216',
      message: 'time 2024-01-02T10:00:00Z comes after 2024-01-02T12:00:00Z',
      row: 4,
    },
    ...(
      [
        ['format', 'excel'],
        ['confidence', 'sure'],
        ['columns', ['time']],
        ['extras', [1]],
        ['timeUnit', 'min'],
        ['timeExample', 7],
        ['timeExampleMs', 1e300],
        ['zone', 'Mars/Olympus'],
        ['zoneAssumed', 'yes'],
        ['stamp', 'middle'],
        ['timeframe', '61x'],
        ['timeframe', null],
        ['symbol', {}],
        ['decimals', 9],
        ['decimals', -1],
        ['decimals', 1.5],
        ['hasVolume', 1],
        ['asked', null],
      ] as const
    ).map(([name, value]) => ({
      says: `whose ${name} is ${JSON.stringify(value)}`,
      bytes: facts(name, value),
      code: 'D231',
      message: `the ${name} in its facts cannot be read`,
    })),
  ])('$says is refused', async ({ bytes, code, message, row }) => {
    const failure = await read(bytes, {}, 'x.qbars').catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code,
      message: expect.stringContaining(message),
      place: row === undefined ? { file: 'x.qbars' } : { file: 'x.qbars', row },
    })
  })

  it('may have finer prices than it claims', async () => {
    const later = changing(1, 1, 101.0625).map(([time, ...rest]): Row => [time + 3 * HOUR, ...rest])
    const { head, summary } = await read(fileOf(form, [ROWS, later]))
    expect([head.decimals, summary.decimals]).toEqual([2, 4])
  })

  it('may have bars up to the end of all calendars, and as large as numbers get', async () => {
    const last = 253_402_300_800_000
    const rows: Row[] = [
      [last - 2 * HOUR, 1e308, 1e308, 1e308, 1e308, 1e308],
      [last - HOUR, 1e308, 1e308, 1e308, 1e308, 1],
    ]
    expect((await read(barFile(rows))).bars.time).toEqual([last - 2 * HOUR, last - HOUR])
    const beyond = read(barFile([...rows, [last, 1, 1, 1, 1, 1]])).catch((error: unknown) => error)
    expect(await beyond).toMatchObject({ code: 'D210', place: { row: 3 } })
  })

  it.each<{ says: string; rows: readonly Row[]; options: DataOptions; bars: number; note: string }>(
    [
      {
        says: 'bad values are dropped',
        rows: changing(1, 2, Number.NaN),
        options: { onBad: 'drop' },
        bars: 2,
        note: 'N306',
      },
      {
        says: 'the first of one time is kept',
        rows: changing(1, 0, ROWS[0]![0]),
        options: { onDuplicate: 'first' },
        bars: 2,
        note: 'N305',
      },
      {
        says: 'the same bar twice is dropped',
        rows: [ROWS[0]!, ...ROWS],
        options: {},
        bars: 3,
        note: 'N304',
      },
      { says: 'disorder is sorted', rows: [...ROWS].reverse(), options: {}, bars: 3, note: 'N307' },
    ],
  )('follows the flags: $says', async ({ rows, options, bars, note }) => {
    const { summary, head } = await inspect({ bytes: barFile(rows), name: 'x' }, options)
    expect(summary.bars).toBe(bars)
    expect(summary.notes.map(({ code }) => code)).toContain(note)
    expect(head.symbol).toBe('x')
  })

  it('has -0 and every NaN as the hash wants them', async () => {
    const odd = ROWS.map((row) => row.with(5, 0) as unknown as Row)
    const minus = barFile(odd.map((row) => row.with(5, -0) as unknown as Row))
    expect(await read(minus)).toEqual(await read(barFile(odd)))
    const nan = ROWS.map((row) => row.with(5, Number.NaN) as unknown as Row)
    const other = barFile(nan)
    const at = start().length
    for (let i = 0; i < 3; i++) other.writeBigUInt64LE(0xfff8000000000123n, at + 16 + 8 * (15 + i))
    form.seal(other, at)
    expect(await read(other)).toEqual(await read(barFile(nan)))
  })

  it('is read or refused with a code of data, whatever its bytes', async () => {
    const rows = Array.from({ length: 1500 }, (_, i): Row => [i * HOUR, 100, 101, 99, 100, i])
    const sound = [barFile(), fileOf(form, [rows.slice(0, 1024), rows.slice(1024)])]
    const value = fc.oneof(
      fc.double(),
      fc.constantFrom(0, -0, 1e300, -1e300, 5e-324, 1704189600000),
    )
    const damage = fc.oneof(
      fc.record({ kind: fc.constant('byte' as const), at: fc.nat(), byte: fc.nat(255) }),
      fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
      fc.record({ kind: fc.constant('double' as const), at: fc.nat(), value }),
      fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), length: fc.nat(200) }),
      fc.record({ kind: fc.constant('number' as const), at: fc.nat(), number: fc.nat(0xffffffff) }),
    )
    const codes = new Set<string>()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sound),
        fc.array(damage, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        fc.record<DataOptions>(
          {
            onBad: fc.constantFrom('drop', 'error'),
            onDuplicate: fc.constantFrom('first', 'last'),
            onGap: fc.constantFrom('keep', 'fill', 'error'),
            timeframe: fc.constantFrom('1h', '1d', '1M'),
            order: fc.constantFrom('auto', 'sort'),
          },
          { requiredKeys: [] },
        ),
        async (whole, harms, isSealed, options) => {
          let bytes = Buffer.from(whole)
          for (const harm of harms) {
            const at = harm.at % bytes.length
            if (harm.kind === 'cut') bytes = bytes.subarray(0, at + 1)
            else if (harm.kind === 'byte') bytes[at] = harm.byte
            else if (harm.kind === 'double' && at + 8 <= bytes.length)
              bytes.writeDoubleLE(harm.value, at + 8 <= bytes.length - 8 ? at & ~7 : at)
            else if (harm.kind === 'number' && at + 4 <= bytes.length)
              bytes.writeUInt32LE(harm.number, at + 4 <= bytes.length - 4 ? at & ~3 : at)
            else if (harm.kind === 'repeat')
              bytes = Buffer.concat([
                bytes.subarray(0, at),
                bytes.subarray(at, at + harm.length),
                bytes.subarray(at),
              ])
          }
          if (isSealed) seal(bytes, form)
          const code = await read(bytes, options).then(
            () => 'ok',
            (error: unknown) => {
              if (!isFailure(error)) throw error
              expect(`${error.message}${error.hint}`).not.toMatch(/\p{Cc}/u)
              return error.code
            },
          )
          expect(code).toMatch(/^(ok|D2\d\d)$/)
          codes.add(code)
        },
      ),
      { numRuns: 1500, seed: 8 },
    )
    expect([...codes]).toEqual(expect.arrayContaining(['ok', 'D231', 'D209', 'D210', 'D212']))
  }, 60_000)
})

/** Puts the right proofs into a file as far as it has the form of one. */
function seal(bytes: Buffer, form: Form): void {
  if (bytes.length < 24) return
  const words = bytes.readUInt32LE(12)
  bytes.writeUInt32LE(crc32(bytes.subarray(24, 24 + words)), 16)
  form.seal(bytes, 24 + words)
}
