import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DataOptions, openBars } from '../../src/data/index.ts'
import { isFailure } from '../../src/errors/index.ts'
import { walk } from './walk.ts'

/** What comes of a file: bars, totals and notes, or the error; which reader it was is left out. */
async function outcome(text: string, options: DataOptions): Promise<unknown> {
  try {
    const feed = await openBars({ bytes: Buffer.from(text), name: 'x.csv' }, options)
    const { reader, ...head } = feed.head
    const bars = await walk(feed)
    return { reader, head, bars, summary: feed.summary() }
  } catch (error) {
    if (!isFailure(error)) throw error
    return { code: error.code, message: error.message, place: error.place }
  }
}

const withoutReader = (result: unknown): unknown => ({ ...(result as object), reader: undefined })

const digits = (least: number, most: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9]{${least},${most}}$`))

/** A price cell: mostly plain, now and then odd or none. */
const price = fc.oneof(
  { weight: 20, arbitrary: fc.tuple(digits(1, 7), digits(1, 8)).map(([a, b]) => `1${a}.${b}`) },
  { weight: 4, arbitrary: digits(1, 9).map((a) => `1${a}`) },
  { weight: 2, arbitrary: fc.tuple(digits(1, 12), digits(1, 14)).map(([a, b]) => `${a}.${b}`) },
  { weight: 2, arbitrary: digits(9, 17) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '-1.5', '.5', '5.', '1e3', ' 7 ', 'NaN', 'x', '-', '$3', '1,5'),
  },
)

const volume = fc.oneof(
  { weight: 10, arbitrary: fc.tuple(digits(1, 6), digits(1, 4)).map(([a, b]) => `${a}.${b}`) },
  { weight: 2, arbitrary: fc.constantFrom('', '0', '0.0', '-0', '12K', 'null', '-3') },
)

const extra = fc.oneof(digits(1, 4), fc.constantFrom('', 'abc', 'é', ' 12:30 '))

type Unit = 's' | 'ms' | 'us' | 'ns' | 'iso' | 'isoZ' | 'day'

function timeText(ms: number, unit: Unit): string {
  const iso = new Date(ms).toISOString()
  switch (unit) {
    case 's':
      return String(ms / 1000)
    case 'ms':
      return String(ms)
    case 'us':
      return `${ms}000`
    case 'ns':
      return `${ms}000000`
    case 'iso':
      return iso.slice(0, 19).replace('T', ' ')
    case 'isoZ':
      return `${iso.slice(0, 16)}Z`
    case 'day':
      return iso.slice(0, 10)
  }
}

const file = fc
  .record({
    unit: fc.constantFrom<Unit>('s', 'ms', 'us', 'ns', 'iso', 'isoZ', 'day'),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    finalEnd: fc.boolean(),
    hasVolume: fc.boolean(),
    extras: fc.nat(2),
    shuffle: fc.array(fc.nat(100), { minLength: 8, maxLength: 8 }),
    rows: fc.array(
      fc.record({
        steps: fc.oneof(
          { weight: 60, arbitrary: fc.constant(1) },
          { weight: 1, arbitrary: fc.integer({ min: -1, max: 4 }) },
        ),
        o: price,
        h: price,
        l: price,
        c: price,
        v: volume,
        extra,
        blank: fc.oneof(
          { weight: 20, arbitrary: fc.constant(false) },
          { weight: 1, arbitrary: fc.constant(true) },
        ),
        unit: fc.option(fc.constantFrom<Unit>('s', 'ms', 'us'), { freq: 60 }),
        orderly: fc.oneof(
          { weight: 9, arbitrary: fc.constant(true) },
          { weight: 1, arbitrary: fc.constant(false) },
        ),
      }),
      { minLength: 3, maxLength: 40 },
    ),
  })
  .map(({ unit, delimiter, lineEnd, finalEnd, hasVolume, extras, shuffle, rows }) => {
    const names = ['timestamp', 'open', 'high', 'low', 'close']
    if (hasVolume) names.push('volume')
    for (let i = 0; i < extras; i++) names.push(`extra ${i}`)
    const order = names.map((_, i) => i).sort((a, b) => shuffle[a]! - shuffle[b]! || a - b)
    const step = unit === 'day' ? 86_400_000 : 60_000
    let time = 1_700_006_400_000
    const lines = [order.map((i) => names[i]).join(delimiter)]
    for (const row of rows) {
      time += row.steps * step
      // Most rows have their prices in order, so that the file is not refused for its first row.
      const sorted = [row.o, row.h, row.l, row.c].sort((a, b) => Number(a) - Number(b))
      const [o, h, l, c] = row.orderly
        ? [sorted[1], sorted[3], sorted[0], sorted[2]]
        : [row.o, row.h, row.l, row.c]
      const written = /^(s|ms|us)$/.test(unit) ? (row.unit ?? unit) : unit
      const cells = [
        timeText(time, written),
        o,
        h,
        l,
        c,
        ...(hasVolume ? [row.v] : []),
        row.extra,
        row.extra,
      ]
      lines.push(order.map((i) => cells[i]).join(delimiter))
      if (row.blank) lines.push('')
    }
    return lines.join(lineEnd) + (finalEnd ? lineEnd : '')
  })

const options = fc.record<DataOptions>(
  {
    onBad: fc.constantFrom('drop', 'drop', 'drop', 'error'),
    onDuplicate: fc.constantFrom('error', 'first', 'last'),
    allowNonpositive: fc.boolean(),
    timeUnit: fc.constantFrom('s', 'ms'),
    tz: fc.constantFrom('UTC', 'Europe/Berlin'),
    onGap: fc.constantFrom('keep', 'fill'),
  },
  { requiredKeys: ['onBad', 'onDuplicate'] },
)

describe('the fast reader', () => {
  it('gives what the CSV parser gives, bars, notes and errors alike', async () => {
    let fast = 0
    let whole = 0
    await fc.assert(
      fc.asyncProperty(file, options, async (text, chosen) => {
        const quick = await outcome(text, chosen)
        const general = await outcome(text, { ...chosen, reader: 'general' })
        if ((quick as { reader?: string }).reader === 'fast') fast++
        if ('bars' in (quick as object)) whole++
        expect(withoutReader(quick)).toEqual(withoutReader(general))
      }),
      { numRuns: 400, seed: 8 },
    )
    // The property would hold as well if no file were plain, or none were sound.
    expect(fast).toBeGreaterThan(100)
    expect(whole).toBeGreaterThan(100)
  })

  it.each([
    {
      says: 'canonical CSV',
      text: 'time,open,high,low,close,volume\n2024-01-02T10:00:00Z,1,2,1,2,5\n',
      reader: 'fast',
    },
    {
      says: 'quotes',
      text: 'time,open,high,low,close,volume\n"2024-01-02T10:00:00Z",1,2,1,2,5\n',
      reader: 'general',
    },
    {
      says: 'decimal commas',
      text: 'time;open;high;low;close\n2024-01-02;1,5;2,5;1,5;2,5\n',
      reader: 'general',
    },
  ])('reads $says with the $reader reader', async ({ text, reader }) => {
    const feed = await openBars({ bytes: Buffer.from(text), name: 'x' }, { timeframe: '1h' })
    expect(feed.head.reader).toBe(reader)
  })

  it('goes on after a line with quotes', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => {
      const close = i === 20_000 ? '"1,001.5"' : '1001.5'
      return `${1704067200 + i * 60},1000.25,1002,999.75,${close},3`
    })
    const text = `time,open,high,low,close,volume\n${rows.join('\n')}`
    const bytes = Buffer.from(text)
    const feed = await openBars({ bytes, name: 'x.csv' })
    const bars = await walk(feed)
    expect(feed.head.reader).toBe('fast')
    expect(bars.time).toHaveLength(40_000)
    expect(new Set(bars.rows.map(String))).toEqual(new Set(['1000.25,1002,999.75,1001.5,3']))
  })

  it('finds the same bars however the bytes arrive', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, i) => `${1704067200000 + i * 60_000},10,12.5,9,1${i % 3},${i}.5`,
    )
    const bytes = Buffer.from(`time,open,high,low,close,volume\r\n${rows.join('\r\n')}\r\n`)
    const whole = await openBars({ bytes, name: 'x' })
    await walk(whole)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }),
        async (sizes) => {
          async function* stream(): AsyncGenerator<Uint8Array> {
            for (let at = 0, n = 0; at < bytes.length; n++) {
              const size = sizes[n % sizes.length]!
              yield bytes.subarray(at, at + size)
              at += size
            }
          }
          const feed = await openBars({ stream: stream(), name: 'x' })
          await walk(feed)
          expect(feed.summary()).toEqual(whole.summary())
        },
      ),
      { numRuns: 50 },
    )
  })
})
