import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DataOptions, openBars } from '../../src/data/index.ts'
import { isFailure } from '../../src/errors/index.ts'
import { end, FORMS, type Form, fileOf, ROWS, type Row } from './bar-bytes.ts'
import { walk } from './walk.ts'

const MINUTE = 60_000

/** Bars of which each price and volume is another. */
function rowsOf(count: number, from = 0): Row[] {
  return Array.from({ length: count }, (_, n): Row => {
    const i = from + n
    const price = 100 + (i % 64) / 4
    return [i * MINUTE, price, price + 1, price - 1, price + 0.5, 1 + i]
  })
}

/** The code with which bytes are refused; undefined where all of them were read. */
const codeOf = (bytes: Uint8Array, options: DataOptions = {}): Promise<string | undefined> =>
  openBars({ bytes, name: 'x' }, options)
    .then(walk)
    .then(
      () => undefined,
      (error: unknown) => {
        if (!isFailure(error)) throw error
        return error.code
      },
    )

/** Where `change` made a file that is read as if nothing were. */
async function unnoticed(
  options: DataOptions,
  file: Buffer,
  places: Iterable<number>,
  change: (bytes: Buffer, at: number) => void,
): Promise<string[]> {
  const found: string[] = []
  for (const at of places) {
    const bytes = Buffer.from(file)
    change(bytes, at)
    const code = await codeOf(bytes, options)
    // What does not begin as a bar file is taken for text.
    if (code === undefined || (at >= 8 && code !== 'D231')) found.push(`${at}: ${code}`)
  }
  return found
}

function* every(length: number, step = 1): Generator<number> {
  for (let at = 0; at < length; at += step) yield at
}

const [blocks, groups] = FORMS as [Form, Form]

describe.each<{ says: string; form: Form; options: DataOptions }>([
  { says: 'version 1', form: blocks, options: {} },
  { says: 'version 2', form: groups, options: {} },
  { says: 'version 2 that is read in part', form: groups, options: { fromMs: 0 } },
])('damage to a bar file of $says', ({ form, options }) => {
  const small = fileOf(form, [ROWS.slice(0, 2), ROWS.slice(2)])
  const rows = rowsOf(form.most + 500)
  const large = fileOf(form, [rows.slice(0, form.most), rows.slice(form.most)])

  it('is there to be found: without it the files are read', async () => {
    expect([await codeOf(small, options), await codeOf(large, options)]).toEqual([
      undefined,
      undefined,
    ])
  })

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('is found in each byte: bit %i', async (bit) => {
    const flip = (bytes: Buffer, at: number): unknown => (bytes[at]! ^= 1 << bit)
    expect(await unnoticed(options, small, every(small.length), flip)).toEqual([])
  })

  it('is found in each byte: all bits, none, and one more', async () => {
    const one = (bytes: Buffer, at: number): unknown => (bytes[at]! ^= 255)
    const more = (bytes: Buffer, at: number): unknown => bytes[at]!++
    expect(await unnoticed(options, small, every(small.length), one)).toEqual([])
    expect(await unnoticed(options, small, every(small.length), more)).toEqual([])
  })

  it('is found all over a large file', async () => {
    const flip = (bytes: Buffer, at: number): unknown => (bytes[at]! ^= 1 << (at % 8))
    // A prime step: places of all kinds.
    expect(await unnoticed(options, large, every(large.length, 2003), flip)).toEqual([])
  })

  it('is found wherever a file ends', async () => {
    for (let size = 8; size < small.length; size++)
      expect([size, await codeOf(small.subarray(0, size), options)]).toEqual([size, 'D231'])
    const cut = fc.asyncProperty(fc.integer({ min: 8, max: large.length - 1 }), async (size) => {
      expect(await codeOf(large.subarray(0, size), options)).toBe('D231')
    })
    await fc.assert(cut, { numRuns: 100, seed: 3 })
  })

  it('is found where bytes were lost, doubled, put in or moved', async () => {
    const harm = fc.asyncProperty(
      fc.integer({ min: 8, max: small.length - 1 }),
      fc.integer({ min: 1, max: 300 }),
      fc.constantFrom('lost', 'twice', 'zeros', 'moved'),
      async (at, length, kind) => {
        const [head, piece, rest] = [
          small.subarray(0, at),
          small.subarray(at, at + length),
          small.subarray(at + length),
        ]
        const bytes = {
          lost: [head, rest],
          twice: [head, piece, piece, rest],
          zeros: [head, Buffer.alloc(length), piece, rest],
          moved: [head, rest, piece],
        }[kind]
        const changed = Buffer.concat(bytes)
        expect(await codeOf(changed, options)).toBe(changed.equals(small) ? undefined : 'D231')
      },
    )
    await fc.assert(harm, { numRuns: 1000, seed: 4 })
  })

  it.each([[0], [1], [255]])('is found behind its end: a byte %i', async (byte) => {
    expect(await codeOf(Buffer.concat([small, Buffer.of(byte)]), options)).toBe('D231')
  })
})

describe('groups', () => {
  const [a, b, c] = [0, 3, 6].map((from) => rowsOf(3, from)) as [Row[], Row[], Row[]]
  const three = [groups.bars(a), groups.bars(b, a), groups.bars(c, [...a, ...b])] as const
  const file = (...parts: readonly Buffer[]): Buffer =>
    Buffer.concat([groups.start(), ...parts, end(9)])

  it.each([
    { says: 'in another order', parts: [0, 2, 1], row: 4 },
    { says: 'without the first', parts: [1, 2], row: 1 },
    { says: 'without one of them', parts: [0, 2], row: 4 },
    { says: 'one of them twice', parts: [0, 1, 1, 2], row: 7 },
  ])('$says are found where it happened', async ({ parts, row }) => {
    expect(await codeOf(file(...three))).toBeUndefined()
    const feed = openBars({ bytes: file(...parts.map((at) => three[at]!)), name: 'x' })
    await expect(feed.then(walk)).rejects.toMatchObject({ code: 'D231', place: { row } })
  })
})

describe.each(FORMS)('the bars of a file of version $version', (form) => {
  const rows = rowsOf(2 * form.most + 100)
  const parts = [0, 1, 2].map((n) => rows.slice(n * form.most, (n + 1) * form.most))
  const whole = fileOf(form, parts)
  const ends = parts.map((_, n) => {
    const until = parts.slice(0, n + 1)
    return fileOf(form, until).length - end(until.flat().length).length
  })

  it('are given once all that vouches for them was read', async () => {
    let read = 0
    async function* stream(): AsyncGenerator<Uint8Array> {
      while (read < whole.length) {
        const from = read
        read += 1000
        yield whole.subarray(from, read)
      }
    }
    const feed = await openBars({ stream: stream(), name: 'x' })
    let bars = 0
    for await (const { count } of feed.blocks()) {
      expect(read).toBeGreaterThanOrEqual(ends[Math.floor(bars / form.most)]!)
      bars += count
    }
    expect(bars).toBe(rows.length)
  })

  it.each([
    { says: 'first', part: 0 },
    { says: 'second', part: 1 },
    { says: 'last', part: 2 },
  ])('are given up to the $says part, in which the last byte is wrong', async ({ part }) => {
    const bytes = Buffer.from(whole)
    bytes[ends[part]! - 1]! ^= 1
    let given = 0
    const reading = openBars({ bytes, name: 'x' }).then(async (feed) => {
      for await (const { count } of feed.blocks()) given += count
    })
    await expect(reading).rejects.toMatchObject({
      code: 'D231',
      place: { row: part * form.most + 1 },
    })
    expect(given).toBe(part * form.most)
  })
})

describe('a bar file of the first version', () => {
  const folder = new URL('../fixtures/', import.meta.url)

  it('is read as its source is, years later', async () => {
    const options: DataOptions = { symbol: 'x' }
    const [file, source] = await Promise.all(
      ['bar-files/version-1.qbars', 'data/f08-1.csv'].map(async (path) => {
        const bytes = readFileSync(new URL(path, folder))
        const feed = await openBars({ bytes, name: 'x' }, options)
        const bars = await walk(feed)
        const { format, columns, extras, zone, timeframe, decimals } = feed.head
        return {
          bars,
          summary: feed.summary(),
          facts: { format, columns, extras, zone, timeframe, decimals },
        }
      }),
    )
    expect(file).toEqual(source)
    expect(file!.summary.notes.map(({ code }) => code)).toEqual(['N307', 'N317'])
  })
})
