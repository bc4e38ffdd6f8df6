import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DataOptions, type DataSummary, openBars } from '../../src/data/index.ts'
import { isFailure } from '../../src/errors/index.ts'
import { FACTS, FORMS, type Form, fileOf, type Row } from './bar-bytes.ts'

// Version 1 has its bars hashed as all other sources have them: by the feed, as they leave it. The hash of
// version 2 is that of the reader, as far as that is the same.
const [plain, hashed] = FORMS as [Form, Form]
const MINUTE = 60_000

const rowAt = (i: number): Row => {
  const price = 100 + (i % 64) / 4
  return [i * MINUTE, price, price + 1, price - 1, price + 0.5, 1 + i]
}

function cut(rows: readonly Row[], sizes: readonly number[], most: number): Row[][] {
  const parts: Row[][] = []
  for (let at = 0, n = 0; at < rows.length; n++) {
    const size = Math.min(most, sizes[n % sizes.length]!)
    parts.push(rows.slice(at, at + size))
    at += size
  }
  return parts
}

type Reading = { readonly bars: string; readonly summary: DataSummary } | { readonly code: string }

/** Bars and summary; every block is written over once it was seen. */
async function read(bytes: Uint8Array, options: DataOptions): Promise<Reading> {
  try {
    const feed = await openBars({ bytes, name: 'x' }, options)
    const bars: string[] = []
    for await (const { count, ...columns } of feed.blocks()) {
      const values = Object.values(columns).slice(0, 6)
      for (let i = 0; i < count; i++) bars.push(values.map((column) => column[i]).join())
      for (const column of Object.values(columns))
        if (column instanceof Float64Array) column.fill(Number.NaN)
    }
    return { bars: bars.join('\n'), summary: feed.summary() }
  } catch (error) {
    if (!isFailure(error)) throw error
    return { code: error.code }
  }
}

async function both(
  rows: readonly Row[],
  sizes: readonly number[],
  options: DataOptions,
): Promise<[plain: Reading, hashed: Reading]> {
  const facts = { ...FACTS, timeframe: '1' }
  const [one, two] = [plain, hashed].map((form) =>
    fileOf(form, cut(rows, sizes, form.most), facts),
  ) as [Buffer, Buffer]
  return [await read(one, options), await read(two, options)]
}

describe('the hash of a reader', () => {
  const many = Array.from({ length: 6000 }, (_, i) => rowAt(i))
  const at = (bar: number): number => bar * MINUTE
  const changed = (bar: number, column: number, value: number): Row[] =>
    many.map((row, i) => (i === bar ? (row.with(column, value) as unknown as Row) : row))

  it.each<{ says: string; rows?: Row[]; options?: DataOptions; bars: number }>([
    { says: 'all bars', bars: 6000 },
    { says: 'bars up to the middle of a block', options: { toMs: at(3500) }, bars: 3500 },
    { says: 'bars up to the end of a block', options: { toMs: at(3000 + 1024) }, bars: 4024 },
    { says: 'bars up to the end of a group', options: { toMs: at(3000) }, bars: 3000 },
    { says: 'no more than the first bar', options: { toMs: at(1) }, bars: 1 },
    { says: 'bars from the middle of a block', options: { fromMs: at(10) }, bars: 5990 },
    { says: 'bars from a later group', options: { fromMs: at(3000) }, bars: 3000 },
    { says: 'bars from a later block', options: { fromMs: at(1024) }, bars: 4976 },
    { says: 'a window', options: { fromMs: at(700), toMs: at(3500) }, bars: 2800 },
    { says: 'sorted bars', rows: [...many].reverse(), bars: 6000 },
    { says: 'bars in order, sorted', options: { order: 'sort' }, bars: 6000 },
    { says: 'other bars: longer ones', options: { timeframe: '1h' }, bars: 100 },
    {
      says: 'other bars: between some of them',
      rows: [...many.slice(0, 4000), ...many.slice(4100)],
      options: { onGap: 'fill' },
      bars: 6000,
    },
    {
      says: 'all but a bad one in a second block',
      rows: changed(1500, 2, Number.NaN),
      options: { onBad: 'drop' },
      bars: 5999,
    },
    {
      says: 'all but a bad one in a second group',
      rows: changed(4500, 2, 1),
      options: { onBad: 'drop' },
      bars: 5999,
    },
    {
      says: 'all but the last of a group',
      rows: changed(2999, 4, Number.POSITIVE_INFINITY),
      options: { onBad: 'drop' },
      bars: 5999,
    },
    { says: 'all but the same bar twice', rows: many.toSpliced(77, 0, rowAt(76)), bars: 6000 },
    {
      says: 'all but the first of one time',
      rows: many.toSpliced(2999, 0, [...rowAt(2999).with(4, 120)] as unknown as Row),
      options: { onDuplicate: 'last', onBad: 'drop' },
      bars: 6000,
    },
    { says: 'a high that was mended', rows: changed(3100, 2, 107.5 - 1e-8), bars: 6000 },
    { says: 'a volume of -0', rows: changed(3100, 5, -0), bars: 6000 },
    { says: 'a volume of 0', rows: changed(3100, 5, 0), bars: 6000 },
    { says: 'a volume that is missing', rows: changed(3100, 5, Number.NaN), bars: 6000 },
    {
      says: 'a price of -0',
      rows: changed(3100, 3, -0),
      options: { allowNonpositive: true },
      bars: 6000,
    },
  ])('is that of $says', async ({ rows = many, options = {}, bars }) => {
    const [want, found] = await both(rows, [3000], options)
    expect(found).toEqual(want)
    expect(found).toMatchObject({ summary: { bars } })
  })

  it('is that of the bars that leave the feed, for any file and options', async () => {
    const odd = fc.constantFrom(Number.NaN, 0, -0, -1, 1e300, Number.POSITIVE_INFINITY, 100, 108.5)
    const options = fc.record<DataOptions>(
      {
        onBad: fc.constantFrom('drop', 'error'),
        onGap: fc.constantFrom('keep', 'fill'),
        onDuplicate: fc.constantFrom('first', 'last', 'error'),
        order: fc.constantFrom('auto', 'sort'),
        allowNonpositive: fc.boolean(),
        timeframe: fc.constantFrom('1m', '15m'),
        fromMs: fc.integer({ min: -1, max: 5000 }).map(at),
        toMs: fc.integer({ min: 1, max: 5000 }).map(at),
      },
      { requiredKeys: [] },
    )
    const harm = fc.oneof(
      fc.record({ kind: fc.constant('value' as const), bar: fc.nat(), column: fc.nat(5), odd }),
      fc.record({ kind: fc.constantFrom('twice', 'gone', 'back'), bar: fc.nat() }),
    )
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 5, 1024, 1025, 3000, 4500),
        fc.array(fc.constantFrom(1, 2, 500, 1024, 1025, 2048, 3000), { minLength: 1 }),
        fc.array(harm, { maxLength: 3 }),
        options,
        async (count, sizes, harms, given) => {
          const rows = many.slice(0, count)
          for (const what of harms) {
            const bar = what.bar % rows.length
            if ('column' in what)
              rows[bar] = rows[bar]!.with(what.column, what.odd) as unknown as Row
            else if (what.kind === 'twice') rows.splice(bar, 0, rows[bar]!)
            else if (what.kind === 'gone' && rows.length > 1) rows.splice(bar, 1)
            else if (what.kind === 'back') rows.push(rows[bar]!)
          }
          // Each bar a group of its own is slow for many bars.
          const fewer = count > 100 ? sizes.map((size) => Math.max(size, 100)) : sizes
          const [want, found] = await both(rows, fewer, given)
          expect(found).toEqual(want)
          if ('summary' in want) compared++
        },
      ),
      { numRuns: 400, seed: 21 },
    )
    expect(compared).toBeGreaterThan(150)
  }, 60_000)
})
