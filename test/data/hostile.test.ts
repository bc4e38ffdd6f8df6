import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DataOptions, inspect, renderInspection } from '../../src/data/index.ts'
import { isFailure } from '../../src/errors/index.ts'

const folder = new URL('../fixtures/data/', import.meta.url)
const samples = readdirSync(folder).map((name) => readFileSync(new URL(name, folder)))

type Damage =
  | { readonly kind: 'byte'; readonly at: number; readonly byte: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number }
  | { readonly kind: 'remove'; readonly at: number; readonly length: number }

const at = fc.nat({ max: 400 })
const length = fc.integer({ min: 1, max: 60 })
const text = fc.oneof(
  fc.constantFrom(
    '"',
    '""',
    ',',
    '\n',
    '\r',
    '\n\n',
    ';',
    '\t',
    '-',
    '.',
    'e9',
    'null',
    '{',
    ']',
    '\ufeff',
    '\u0000',
  ),
  fc.string({ maxLength: 8, unit: 'binary' }),
)
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('byte' as const), at, byte: fc.nat({ max: 255 }) }),
  fc.record({ kind: fc.constant('cut' as const), at }),
  fc.record({ kind: fc.constant('insert' as const), at, text }),
  fc.record({ kind: fc.constant('repeat' as const), at, length }),
  fc.record({ kind: fc.constant('remove' as const), at, length }),
)

function apply(bytes: Buffer, harm: Damage): Buffer {
  const head = bytes.subarray(0, harm.at)
  const tail = bytes.subarray(harm.at)
  switch (harm.kind) {
    case 'byte':
      return Buffer.concat([head, Buffer.of(harm.byte), tail.subarray(1)])
    case 'cut':
      return head
    case 'insert':
      return Buffer.concat([head, Buffer.from(harm.text), tail])
    case 'repeat':
      return Buffer.concat([head, tail.subarray(0, harm.length), tail])
    case 'remove':
      return Buffer.concat([head, tail.subarray(harm.length)])
  }
}

const options = fc.record<DataOptions>(
  {
    onBad: fc.constantFrom('drop', 'error'),
    onDuplicate: fc.constantFrom('first', 'last'),
    onGap: fc.constantFrom('keep', 'error'),
    timeframe: fc.constantFrom('1h', '1d', '1M'),
    tz: fc.constantFrom('UTC', 'Europe/Berlin'),
    stamp: fc.constantFrom('open', 'close'),
    order: fc.constantFrom('auto', 'sort'),
    decimal: fc.constantFrom('.', ','),
  },
  { requiredKeys: [] },
)

/** The code of the refusal, or `ok`. Anything but a refusal of ours escapes and fails the test. */
async function read(bytes: Uint8Array, chosen: DataOptions): Promise<string> {
  try {
    expect(renderInspection(await inspect({ bytes, name: 'x.csv' }, chosen))).toContain('hash')
    return 'ok'
  } catch (error) {
    if (!isFailure(error)) throw error
    expect(error.hint).not.toBe('')
    expect(`${error.message}${error.hint}`).not.toMatch(/\p{Cc}/u)
    return error.code
  }
}

describe('damaged files', () => {
  it('are read or refused with a code of data, never anything else', async () => {
    const codes = new Set<string>()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.array(damage, { minLength: 1, maxLength: 4 }),
        options,
        fc.boolean(),
        async (sample, damages, chosen, packed) => {
          const harmed = damages.reduce(apply, sample)
          const code = await read(packed ? gzipSync(harmed) : harmed, chosen)
          expect(code).toMatch(/^(ok|D2\d\d)$/)
          codes.add(code)
        },
      ),
      { numRuns: 2000, seed: 3 },
    )
    expect(codes.size).toBeGreaterThan(8)
  })

  it('are refused when packed bytes are damaged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...samples), damage, async (sample, harm) => {
        const code = await read(apply(gzipSync(sample), harm), {})
        expect(code).toMatch(/^(ok|D2\d\d)$/)
      }),
      { numRuns: 300, seed: 4 },
    )
  })
})
