import { describe, expect, it } from 'vitest'
import { type DataOptions, openBars } from '../../src/data/index.ts'
import { isFailure } from '../../src/errors/index.ts'
import { walk } from './walk.ts'

const HEADER = 'time,open,high,low,close,volume'
const minute = (n: number): string => `2024-01-02T10:${String(n).padStart(2, '0')}:00Z`
const row = (n: number, cells = '10,12,9,11,5'): string => `${minute(n)},${cells}`
const file = (...rows: string[]): string => [HEADER, ...rows].join('\n')
/** Four sound rows, so that the timeframe is known whatever else stands in the file. */
const SOUND = [row(0), row(1), row(2), row(3)]

async function load(text: string | Uint8Array, options: DataOptions = {}) {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const feed = await openBars({ bytes, name: 'x.csv' }, options)
  const bars = await walk(feed)
  return { ...bars, head: feed.head, summary: feed.summary() }
}

async function refusal(text: string | Uint8Array, options: DataOptions = {}) {
  try {
    await load(text, options)
  } catch (error) {
    if (isFailure(error)) return error
    throw error
  }
  throw new Error('the file was accepted')
}

describe('a faulty file is refused with its row, its value and a way out (data-formats section 7)', () => {
  it.each<{
    says: string
    text: string
    code: string
    row?: number
    message: string
    hint: string
    options?: DataOptions
  }>([
    {
      says: 'a word for a price',
      text: file(...SOUND, row(4, '10,12,9,abc,5')),
      code: 'D209',
      row: 6,
      message: 'column "close": "abc" is not a number',
      hint: '--on-bad drop',
    },
    {
      says: 'an endless number',
      text: file(...SOUND, row(4, '10,1e999,9,11,5')),
      code: 'D209',
      row: 6,
      message: '"1e999" is not a number',
      hint: '--on-bad drop',
    },
    {
      says: 'a word for a volume',
      text: file(...SOUND, row(4, '10,12,9,11,many')),
      code: 'D209',
      row: 6,
      message: 'column "volume": "many" is not a number',
      hint: '--on-bad drop',
    },
    {
      says: 'a date that does not exist',
      text: file(...SOUND, '2024-02-30T10:00:00Z,10,12,9,11,5'),
      code: 'D210',
      row: 6,
      message: 'column "time": "2024-02-30T10:00:00Z" is not a time',
      hint: '--date-format',
    },
    {
      says: 'a time in no known unit',
      text: 'time,open,high,low,close\n12345,1,1,1,1\n12346,1,1,1,1\n',
      code: 'D210',
      row: 2,
      message: '"12345" is not a time',
      hint: '--time-unit',
    },
    {
      says: 'a missing price',
      text: file(...SOUND, row(4, '10,,9,11,5')),
      code: 'D211',
      row: 6,
      message: 'no value for "high"',
      hint: '--on-bad drop',
    },
    {
      says: 'a high below the close',
      text: file(...SOUND, row(4, '10,10.5,9,11,5')),
      code: 'D212',
      row: 6,
      message: 'high "10.5" contradicts',
      hint: '--on-bad drop',
    },
    {
      says: 'a low above the open',
      text: file(...SOUND, row(4, '10,12,10.5,11,5')),
      code: 'D212',
      row: 6,
      message: 'low "10.5" contradicts',
      hint: '--on-bad drop',
    },
    {
      says: 'a price of zero',
      text: file(...SOUND, row(4, '10,12,0,11,5')),
      code: 'D213',
      row: 6,
      message: 'price "0" is zero or negative',
      hint: '--allow-nonpositive',
    },
    {
      says: 'a negative volume',
      text: file(...SOUND, row(4, '10,12,9,11,-5')),
      code: 'D214',
      row: 6,
      message: 'volume "-5" is negative',
      hint: '--on-bad drop',
    },
    {
      says: 'one time with two bars',
      text: file(...SOUND, row(3, '10,13,9,11,5'), row(4)),
      code: 'D215',
      row: 6,
      message: 'time 2024-01-02T10:03:00Z stands in row 5 too',
      hint: '--on-duplicate first',
    },
    {
      says: 'a gap where none is wanted',
      text: file(...SOUND, row(6)),
      options: { onGap: 'error' },
      code: 'D218',
      row: 6,
      message: '2 bars are missing between 2024-01-02T10:03:00Z and 2024-01-02T10:06:00Z',
      hint: '--on-gap keep',
    },
    {
      says: 'a local time that the clock skips',
      text: 'time,open,high,low,close\n2024-03-31 01:30,1,1,1,1\n2024-03-31 02:30,1,1,1,1\n',
      options: { tz: 'Europe/Berlin' },
      code: 'D219',
      row: 3,
      message: '"2024-03-31 02:30" does not exist in Europe/Berlin',
      hint: '--tz',
    },
    {
      says: 'a row of too few cells',
      text: file(...SOUND, `${minute(4)},10,12`),
      code: 'D222',
      row: 6,
      message: '3 cells where 6 are due',
      hint: '--on-bad drop',
    },
    {
      says: 'a row of too many cells',
      text: file(...SOUND, row(4, '10,12,9,11,5,7')),
      code: 'D222',
      row: 6,
      message: '7 cells where 6 are due',
      hint: '--on-bad drop',
    },
    {
      says: 'a quote that is never closed',
      text: file(...SOUND, row(4, '10,"12,9,11,5')),
      code: 'D222',
      row: 6,
      message: 'a quote is opened and never closed',
      hint: 'close every quote',
    },
    {
      says: 'an empty file',
      text: '',
      code: 'D202',
      message: 'the file holds no bars',
      hint: 'time,open,high,low,close,volume',
    },
    { says: 'blank lines only', text: '\n\n\n', code: 'D202', message: 'no bars', hint: 'header' },
    { says: 'a header only', text: HEADER, code: 'D202', message: 'no bars', hint: 'header' },
    {
      says: 'a file without prices',
      text: 'date,rate,low rate,high rate,trades\n2024-01-02,1,1,1,3\n',
      code: 'D206',
      message: 'no column for open, high, low, close',
      hint: '--columns open=NAME',
    },
    {
      says: 'prose',
      text: 'Dear all,\nsee below.\n',
      code: 'D206',
      message: 'no delimiter gives five or more cells',
      hint: '--delimiter',
    },
    {
      says: 'long prose',
      text: 'Dear all,\nplease find the bars attached.\n',
      code: 'D206',
      message: 'no column for time, open, high, low, close',
      hint: '--columns time=NAME',
    },
    {
      says: 'dates that can be read in two ways',
      text: 'Date,Open,High,Low,Close\n01/02/2024 10:00,1,1,1,1\n01/02/2024 11:00,1,1,1,1\n',
      code: 'D207',
      message: 'day/month or month/day ("01/02/2024 10:00" .. "01/02/2024 11:00")',
      hint: '--date-format DMY or --date-format MDY',
    },
    {
      says: 'numbers that can be read in two ways',
      text: 'time;open;high;low;close\n2024-01-02;1,100;1,200;1,000;1,150\n',
      code: 'D227',
      message: '"1,100" can be read with a decimal comma or a thousands comma',
      hint: '--decimal',
    },
    {
      says: 'two bars without a timeframe',
      text: file(row(0), row(1)),
      code: 'D217',
      message: 'the timeframe cannot be told from 2 bars',
      hint: '--tf 1h',
    },
    {
      says: 'steps without a common length',
      text: file(row(0), row(1), row(3), row(7), row(15)),
      code: 'D217',
      message: 'the most frequent step is that of 1 of 4 only',
      hint: '--tf',
    },
    {
      says: 'several symbols',
      text: 'time,symbol,open,high,low,close\n2024-01-02,A,1,1,1,1\n2024-01-02,B,1,1,1,1\n',
      code: 'D220',
      message: 'several symbols: "A", "B"',
      hint: '--symbol',
    },
    {
      says: 'columns in the order of another exchange',
      text: '1704189600,99,103,101,102,5\n1704193200,99,103,101,102,5\n',
      code: 'D221',
      message: 'the highs and lows make no sense',
      hint: '--format coinbase',
    },
    {
      says: 'a format whose zone must be told',
      text: '20240102 050000;1;1;1;1;0\n20240102 060000;1;1;1;1;0\n',
      code: 'D225',
      message: 'carry no zone',
      hint: '--format histdata',
    },
    {
      says: 'an unknown zone',
      text: file(...SOUND),
      options: { tz: 'Mars/Olympus' },
      code: 'D223',
      message: 'unknown time zone "Mars/Olympus"',
      hint: 'Europe/Berlin',
    },
    {
      says: 'a format that does not exist',
      text: file(...SOUND),
      options: { format: 'mt6' as 'csv' },
      code: 'D223',
      message: 'the option format was "mt6"',
      hint: 'metatrader5',
    },
    {
      says: 'a delimiter of two characters',
      text: file(...SOUND),
      options: { delimiter: '::' },
      code: 'D223',
      message: 'the option delimiter was "::"',
      hint: 'one character',
    },
    {
      says: 'a column that is not there',
      text: file(...SOUND),
      options: { columns: { close: 'Last' } },
      code: 'D223',
      message: 'no column "Last"',
      hint: 'columns are: time, open',
    },
    {
      says: 'a timeframe that is none',
      text: file(...SOUND),
      options: { timeframe: '7x' },
      code: 'D223',
      message: '"7x" is not a timeframe',
      hint: '15m',
    },
    {
      says: 'a timeframe shorter than the bars',
      text: file(...SOUND),
      options: { timeframe: '30s' },
      code: 'D224',
      message: 'bars of 1m cannot be made into bars of 30s',
      hint: '1m or longer',
    },
    {
      says: 'a file of Parquet',
      text: 'PAR1\u0001\u0002\u0003\u0004',
      code: 'D226',
      message: 'of the format Parquet',
      hint: 'as CSV',
    },
    {
      says: 'JSON without bars',
      text: '{"error":"rate limit"}',
      code: 'D206',
      message: 'no bars in the JSON',
      hint: 'time, open, high, low, close',
    },
    {
      says: 'broken JSON',
      text: '[[1704189600000,100,102.5,99.5,101,12.5],',
      code: 'D222',
      message: 'the JSON is malformed',
      hint: 'one JSON value',
    },
  ])('refuses $says', async ({ text, code, row: place, message, hint, options }) => {
    for (const reader of ['auto', 'general'] as const) {
      const error = await refusal(text, { ...options, reader })
      expect(error.code).toBe(code)
      expect(error.message).toContain(message)
      expect(error.hint).toContain(hint)
      expect(error.place.row).toBe(place)
      expect(error.place.file).toBe('x.csv')
    }
  })

  it('lists the first five faults of the first kind', async () => {
    const bad = [4, 5, 6, 7, 8, 9].map((n) => row(n, `10,12,9,bad${n},5`))
    const { message } = await refusal(file(...SOUND, row(3, '0,0,0,0,0'), ...bad))
    expect(message.split('; ')).toHaveLength(5)
    expect(message).toMatch(/^column "close": "bad4" is not a number; row 8: column/)
    expect(message).toContain('row 11: column "close": "bad8"')
    expect(message).not.toContain('bad9')
  })

  it('hides control characters of a quoted cell and cuts long ones', async () => {
    const { message } = await refusal(
      file(...SOUND, row(4, `10,12,9,\u001b[31m${'x'.repeat(99)},5`)),
    )
    expect(message).not.toContain('\u001b')
    expect(message).toContain('…"')
    expect(message.length).toBeLessThan(200)
  })

  it('finds a fault behind the head of the file', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => `${1704067200 + i * 60},10,12,9,11,5`)
    rows[29_000] = `${1704067200 + 29_000 * 60},10,8,9,11,5`
    const { code, place } = await refusal(file(...rows))
    expect(code).toBe('D212')
    expect(place.row).toBe(29_002)
    expect(place.timeMs).toBe(1704067200_000 + 29_000 * 60_000)
  })

  it('refuses a time that goes back behind the head, and sorts when asked', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${1704067200 + i * 60},10,12,9,11,${i}`)
    const [late] = rows.splice(15_000, 1)
    rows.push(late!)
    const { code, hint, place } = await refusal(file(...rows))
    expect(code).toBe('D216')
    expect(place.row).toBe(20_001)
    expect(hint).toContain('--order sort')
    const sorted = await load(file(...rows), { order: 'sort' })
    expect(sorted.rows.map((bar) => bar[4])).toEqual(Array.from({ length: 20_000 }, (_, i) => i))
    expect(sorted.summary.notes.map(({ code: note }) => note)).toEqual(['N308'])
  })
})

describe('an odd file is read, and what was odd is noted', () => {
  it.each<{
    says: string
    text: string
    options?: DataOptions
    bars: number
    notes: readonly (readonly [string, number])[]
  }>([
    { says: 'a sound file', text: file(...SOUND), bars: 4, notes: [] },
    {
      says: 'no volume column',
      text: 'time,open,high,low,close\n2024-01-02,1,1,1,1\n2024-01-03,1,1,1,1\n2024-01-04,1,1,1,1',
      bars: 3,
      notes: [['N301', 3]],
    },
    {
      says: 'one volume missing',
      text: file(...SOUND, row(4, '10,12,9,11,')),
      bars: 5,
      notes: [['N301', 1]],
    },
    { says: 'a gap', text: file(...SOUND, row(7), row(8)), bars: 6, notes: [['N302', 1]] },
    {
      says: 'a row without prices',
      text: file(...SOUND, row(4, 'null,null,null,null,null'), row(5)),
      bars: 5,
      notes: [
        ['N302', 1],
        ['N303', 1],
      ],
    },
    {
      says: 'the same row twice',
      text: file(...SOUND, row(3), row(4)),
      bars: 5,
      notes: [['N304', 1]],
    },
    {
      says: 'one time twice, first',
      text: file(...SOUND, row(3, '10,13,9,11,5'), row(4)),
      options: { onDuplicate: 'first' },
      bars: 5,
      notes: [['N305', 1]],
    },
    {
      says: 'bad rows that may be dropped',
      text: file(...SOUND, row(4, '10,x,9,11,5'), row(4, '10,1,9,11,5'), row(4)),
      options: { onBad: 'drop' },
      bars: 5,
      notes: [['N306', 2]],
    },
    { says: 'newest first', text: file(...SOUND.toReversed()), bars: 4, notes: [['N307', 4]] },
    {
      says: 'disorder in the head',
      text: file(row(0), row(2), row(1), row(3), row(4)),
      bars: 5,
      notes: [['N308', 5]],
    },
    {
      says: 'a step off the grid',
      text: file(...SOUND, '2024-01-02T10:03:30Z,10,12,9,11,5', row(4)),
      bars: 6,
      notes: [['N309', 2]],
    },
    {
      says: 'bars that stand still',
      text: file(...SOUND, row(4, '11,11,11,11,0'), row(5, '11,11,11,11,0')),
      bars: 6,
      notes: [['N310', 2]],
    },
    {
      says: 'a split',
      text: file(...SOUND, row(4, '5,5,5,5,5')),
      bars: 5,
      notes: [['N311', 1]],
    },
    {
      says: 'noise in the last digit',
      text: file(...SOUND, row(4, '10,11,9,11.000000000000002,5')),
      bars: 5,
      notes: [
        ['N318', 1],
        ['N321', 1],
      ],
    },
    {
      says: 'a header in the middle',
      text: file(...SOUND, HEADER, row(4)),
      bars: 5,
      notes: [['N317', 1]],
    },
    {
      says: 'digits below a millisecond',
      text: file(...SOUND, '2024-01-02T10:04:00.0001Z,10,12,9,11,5'),
      bars: 5,
      notes: [['N319', 1]],
    },
    {
      says: 'a gap that is filled',
      text: file(...SOUND, row(6)),
      options: { onGap: 'fill' },
      bars: 7,
      notes: [
        ['N310', 2],
        ['N320', 2],
      ],
    },
    {
      says: 'a change of unit',
      text: 'time,open,high,low,close,volume\n1704067200,1,1,1,1,1\n1704067260,1,1,1,1,1\n1704067320000,1,1,1,1,1\n1704067380000000,1,1,1,1,1',
      bars: 4,
      notes: [['N325', 1]],
    },
    {
      says: 'prices to adjust',
      text: 'Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,10,12,8,10,5,1\n2024-01-03,10,12,8,10,5,1\n2024-01-04,10,12,8,10,10,1',
      options: { adjust: 'close' },
      bars: 3,
      notes: [
        ['N311', 1],
        ['N326', 1],
      ],
    },
  ])('notes $says', async ({ text, options, bars, notes }) => {
    for (const reader of ['auto', 'general'] as const) {
      const { summary } = await load(text, { ...options, reader })
      expect(summary.notes.map(({ code, count }) => [code, count])).toEqual(notes)
      expect(summary.bars).toBe(bars)
      for (const note of summary.notes) expect(note.text).not.toBe('')
    }
  })

  it('keeps the last of several rows with one time when asked', async () => {
    const text = file(
      row(0),
      row(1),
      row(1, '10,13,9,11,6'),
      row(1, '10,14,9,11,7'),
      row(2),
      row(3),
    )
    const { rows, summary } = await load(text, { onDuplicate: 'last' })
    expect(rows.map((bar) => bar[1])).toEqual([12, 14, 12, 12])
    expect(summary.dropped.repeated).toBe(2)
  })

  it('fills a gap with flat bars at the last close', async () => {
    const { time, rows } = await load(file(...SOUND, row(6)), { onGap: 'fill' })
    expect(time.map((ms) => new Date(ms).getUTCMinutes())).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(rows[4]).toEqual([11, 11, 11, 11, 0])
    expect(rows[5]).toEqual([11, 11, 11, 11, 0])
  })

  it('does not fill a gap that a wrong time makes', async () => {
    const far = '2090-01-01T00:00:00Z,10,12,9,11,5'
    const error = await refusal(file(...SOUND, far), { onGap: 'fill' })
    expect(error.code).toBe('D218')
    expect(error.message).toContain('before 2090-01-01T00:00:00Z, too many to be filled')
  })

  it('multiplies all four prices by adjusted close / close', async () => {
    const text =
      'Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,10,12,8,10,5,1\n2024-01-03,10,12,8,10,5,1\n2024-01-04,10,12,8,10,10,1'
    const { rows } = await load(text, { adjust: 'close' })
    expect(rows[0]).toEqual([5, 6, 4, 5, 1])
    expect(rows[2]).toEqual([10, 12, 8, 10, 1])
  })

  it('lists the longest five gaps and counts all', async () => {
    const times = [0, 1, 2, 4, 5, 9, 10, 13, 20, 22, 23, 24, 25, 31, 32, 33, 34, 35, 36, 37]
    const { summary } = await load(file(...times.map((n) => row(n))))
    expect(summary.gaps.count).toBe(6)
    expect(summary.gaps.bars).toBe(1 + 3 + 2 + 6 + 1 + 5)
    expect(summary.gaps.longest.map(({ bars }) => bars)).toEqual([6, 5, 3, 2, 1])
    expect(summary.gaps.longest[0]!.fromMs).toBe(Date.parse('2024-01-02T10:14:00Z'))
    expect(summary.steps).toEqual({ count: 19, regular: 13, offGrid: 0 })
  })
})

describe('the window', () => {
  it('keeps bars from fromMs up to, not including, toMs', async () => {
    const fromMs = Date.parse(minute(1))
    const { time, summary } = await load(file(...SOUND), { fromMs, toMs: Date.parse(minute(3)) })
    expect(time).toEqual([fromMs, fromMs + 60_000])
    expect(summary.bars).toBe(2)
    expect(summary.firstTimeMs).toBe(fromMs)
  })

  it('hashes kept bars only', async () => {
    const part = await load(file(...SOUND), { fromMs: Date.parse(minute(1)) })
    const short = await load(file(...SOUND.slice(1)))
    expect(part.summary.hash).toBe(short.summary.hash)
  })

  it('does not judge bars outside of it', async () => {
    const text = file(row(0, '0,0,0,0,0'), ...SOUND.slice(1), row(4, '1,0,2,3,4'))
    const window = { fromMs: Date.parse(minute(1)), toMs: Date.parse(minute(4)) }
    expect((await load(text, window)).summary.bars).toBe(3)
  })
})

describe('decimals', () => {
  it.each([
    { says: 'whole prices', cells: '10,12,9,11,5.75', decimals: 0 },
    { says: 'trailing zeros', cells: '10.50000000,12.00,9.0,11.0,5', decimals: 1 },
    { says: 'the finest of four prices', cells: '10.5,12,9.125,11.25,5', decimals: 3 },
    { says: 'eight decimals', cells: '0.00000012,0.00000012,0.00000011,0.00000011,5', decimals: 8 },
    { says: 'at most eight', cells: '0.123456789,0.2,0.1,0.15,5', decimals: 8 },
    { says: 'float noise', cells: '0.30000000000000004,0.4,0.1,0.2,5', decimals: 1 },
  ])('are $decimals for $says', async ({ cells, decimals }) => {
    const { head, summary } = await load(file(row(0, cells), row(1, cells), row(2, cells)))
    expect(head.decimals).toBe(decimals)
    expect(summary.decimals).toBe(decimals)
  })

  it('of the whole file may be finer than those of its head', async () => {
    const rows = Array.from({ length: 12_000 }, (_, i) => `${1704067200 + i * 60},10.5,12,9,11,5`)
    rows[11_000] = `${1704067200 + 11_000 * 60},10.125,12,9,11,5`
    const { head, summary } = await load(file(...rows))
    expect([head.decimals, summary.decimals]).toEqual([1, 3])
  })
})
