import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { emptyResult } from '../../src/backtest/empty.ts'
import { FRAME } from '../../src/sandbox/index.ts'
import { TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'
import { DEFAULT_SETTINGS } from '../../src/shared/settings.ts'
import { fake, takeOver } from './fake-jail.ts'
import { bars, end } from './run.ts'

const { DECLARED, TRADES, TEXTS, RESULT, PROGRESS, START, BARS: BARS_FRAME, LAST_BARS } = FRAME
const BARS = 40

const declaration = { settings: { ...DEFAULT_SETTINGS, title: 't' }, inputs: [], plots: [] }
const declared = JSON.stringify({ declaration, zones: [], feeds: [] })
const empty = emptyResult({ code: 'X503', message: '', hint: '' })
const good = {
  ...empty,
  equity: { ...empty.equity, bars: BARS },
  end: { status: 'ok', bars: BARS },
  declaration,
}

function trade(changes: Readonly<Record<string, number>> = {}): number[] {
  const row = new Array<number>(TRADE_WIDTH).fill(0)
  row[TRADE.SIDE] = 1
  row[TRADE.QTY] = 1
  row[TRADE.EXIT_BAR] = 5
  row[TRADE.EXIT_REASON] = 1
  for (const [name, value] of Object.entries(changes))
    row[TRADE[name as keyof typeof TRADE]] = value
  return row
}

function frame(type: number, payload: string | readonly number[]): Buffer {
  const bytes =
    typeof payload === 'string'
      ? Buffer.from(payload)
      : Buffer.from(new Float64Array(payload).buffer)
  const header = Buffer.alloc(8)
  header.writeUInt32LE(type, 0)
  header.writeUInt32LE(bytes.length, 4)
  return Buffer.concat([header, bytes])
}

/** A jail that says `before`, waits for all bars, and says `after`, whatever these bytes are. */
function say(before: Buffer, after: Buffer, then = ''): void {
  takeOver(`
    write(Buffer.from(${JSON.stringify(before.toString('base64'))}, 'base64'))
    readUntil(${LAST_BARS})
    write(Buffer.from(${JSON.stringify(after.toString('base64'))}, 'base64'))
    ${then}`)
}

const run = (timeMs = 1500) =>
  end('', { data: bars(BARS), limits: { timeMs, memoryMb: 64, orders: 0 } })

const before = frame(DECLARED, declared)
const rows = frame(TRADES, trade())
const result = frame(RESULT, JSON.stringify(good))
const all = Buffer.concat([frame(TEXTS, '["a"]'), rows, result])

afterEach(() => {
  fake.script = ''
})

describe('what a jail that was taken over sends', () => {
  it('is believed when it is whole', async () => {
    say(before, all)
    expect(await run()).toMatchObject({ code: 'ok' })
  })

  it('is worth nothing when it is cut anywhere (P4, P5)', async () => {
    const cut = fc.asyncProperty(fc.nat(all.length - 1), async (length) => {
      say(before, all.subarray(0, length))
      expect((await run()).code).toBe('X501')
    })
    await fc.assert(cut, { numRuns: 12 })
  })

  it('gives a result or a clear code with any byte changed, and never anything else (P4)', async () => {
    const whole = Buffer.concat([before, all])
    const flip = fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), {
        minLength: 1,
        maxLength: 4,
      }),
      async (changes) => {
        const bytes = Buffer.from(whole)
        for (const [at, bits] of changes) bytes[at]! ^= bits
        say(bytes.subarray(0, before.length), bytes.subarray(before.length))
        // A jail that waits for bars while the parent waits for the rest of a frame runs out of time.
        expect((await run(300)).code).toMatch(/^(ok|X50[12]|L40[16]|S\d{3}|L\d{3})$/)
      },
    )
    await fc.assert(flip, { numRuns: 25 })
  })

  it('may be anything at all (P4)', async () => {
    const noise = fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(0, DECLARED, TRADES, TEXTS, RESULT, PROGRESS, 2 ** 32 - 1),
      async (bytes, type) => {
        const payload = Buffer.from(bytes)
        const header = Buffer.alloc(8)
        header.writeUInt32LE(type, 0)
        header.writeUInt32LE(payload.length, 4)
        takeOver(
          `write(Buffer.from(${JSON.stringify(Buffer.concat([header, payload]).toString('base64'))}, 'base64'))`,
        )
        expect((await run()).code).toMatch(/^X50[12]$/)
      },
    )
    await fc.assert(noise, { numRuns: 15 })
  })
})

const FIGURES = [
  'QTY',
  'ENTRY_TIME',
  'ENTRY_PRICE',
  'ENTRY_FEE',
  'EXIT_TIME',
  'EXIT_PRICE',
  'EXIT_FEE',
  'PROFIT',
  'PROFIT_PERCENT',
  'MAX_RUNUP',
  'MAX_DRAWDOWN',
]
const WHOLE = [
  'ENTRY_BAR',
  'EXIT_BAR',
  'ENTRY_ID',
  'ENTRY_COMMENT',
  'EXIT_ID',
  'EXIT_COMMENT',
  'EXIT_REASON',
  'AMBIGUOUS',
]

describe('each column of a trade', () => {
  const odd = [
    ...FIGURES.flatMap((column) =>
      [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => ({
        column,
        value,
      })),
    ),
    ...WHOLE.flatMap((column) =>
      [-1, 0.5, Number.NaN, 2 ** 32, 2 ** 53, Number.POSITIVE_INFINITY].map((value) => ({
        column,
        value,
      })),
    ),
    ...[0, 2, -2, Number.NaN, 0.5].map((value) => ({ column: 'SIDE', value })),
    ...[0, -0, -1].map((value) => ({ column: 'QTY', value })),
  ]

  it('is refused with any odd value (P4)', async () => {
    const codes: string[] = []
    for (const { column, value } of odd) {
      say(before, Buffer.concat([frame(TRADES, trade({ [column]: value })), result]))
      const { code } = await run()
      if (code !== 'X502') codes.push(`${column} ${value}: ${code}`)
    }
    expect(codes).toEqual([])
  })

  it('may be a negative zero, which no text shows as such', async () => {
    say(before, Buffer.concat([frame(TRADES, trade({ PROFIT: -0, ENTRY_BAR: -0 })), result]))
    const { code, text } = await run()
    expect(code).toBe('ok')
    expect(text).not.toMatch(/[[:,]-0[,\]}]/)
  })
})

describe('the order and the number of messages', () => {
  it.each<[says: string, before: Buffer, after: Buffer]>([
    ['the end twice', before, Buffer.concat([result, result])],
    ['a declaration after the bars', before, Buffer.concat([frame(DECLARED, declared), result])],
    ['a declaration after the end', before, Buffer.concat([result, frame(DECLARED, declared)])],
    ['trades after the end', before, Buffer.concat([result, rows])],
    ['texts before the declaration', frame(TEXTS, '[]'), result],
    ['the parent’s own message', before, Buffer.concat([frame(START, '[]'), result])],
    ['an empty declaration', frame(DECLARED, ''), result],
    ['empty texts', before, Buffer.concat([frame(TEXTS, ''), result])],
    ['an empty end', before, frame(RESULT, '')],
    ['the type 0', before, Buffer.concat([frame(0, ''), result])],
    ['the type 2 ** 32 - 1', before, Buffer.concat([frame(2 ** 32 - 1, ''), result])],
    ['half a number as progress', before, Buffer.concat([frame(PROGRESS, '1234'), result])],
    ['bars of the wrong number', before, Buffer.concat([frame(PROGRESS, [BARS + 1]), result])],
    ['trades that are texts', before, Buffer.concat([frame(TRADES, '"12345"'), result])],
    [
      'texts named like a prototype',
      before,
      Buffer.concat([frame(TEXTS, '{"__proto__":["a"]}'), result]),
    ],
    [
      'a declaration inherited from a prototype',
      frame(
        DECLARED,
        `{"__proto__":{"declaration":${JSON.stringify(declaration)},"zones":[]},"zones":[]}`,
      ),
      result,
    ],
    ['texts nested deeply', before, frame(TEXTS, `${'['.repeat(1e5)}${']'.repeat(1e5)}`)],
    [
      'an end whose lists are objects',
      before,
      frame(RESULT, JSON.stringify({ ...good, logs: { length: 0 }, plots: { length: 0 } })),
    ],
    [
      'an end whose number is a text',
      before,
      frame(RESULT, JSON.stringify({ ...good, commands: '0' })),
    ],
    [
      'numbers beyond all numbers',
      before,
      frame(RESULT, JSON.stringify(good).replace('"commands":0', '"commands":1e999')),
    ],
  ])('with %s is refused (P4)', async (_says, first, after) => {
    say(first, after)
    expect((await run()).code).toBe('X502')
  })

  it('of nothing but an end that says all is well, before a bar was asked for, gives no result (P4)', async () => {
    takeOver(
      `text(${RESULT}, ${JSON.stringify(JSON.stringify({ ...good, equity: { ...good.equity, bars: 0 }, end: { status: 'ok', bars: 0 } }))})`,
    )
    expect((await run()).code).not.toBe('ok')
  })

  it('passes on no field that a result does not have', async () => {
    say(before, frame(RESULT, JSON.stringify({ ...good, toJSON: 1, forged: 'PWNED-field' })))
    const { code, text } = await run()
    expect(code).toBe('ok')
    expect(text).not.toContain('PWNED-field')
  })

  it('keeps halves of pairs in texts out of the report’s bytes', async () => {
    say(
      before,
      Buffer.concat([
        frame(TEXTS, '["\\ud800","x\\udc00"]'),
        frame(TRADES, trade({ ENTRY_ID: 1, EXIT_ID: 2 })),
        result,
      ]),
    )
    const { code, text } = await run()
    expect(code).toBe('ok')
    expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text)
  })
})

describe('a jail that behaves badly', () => {
  it.each<[says: string, body: string, code: RegExp]>([
    [
      'reads nothing while bars pile up',
      `text(${DECLARED}, ${JSON.stringify(declared)}); for (;;);`,
      /^L401$/,
    ],
    [
      'closes its input',
      `text(${DECLARED}, ${JSON.stringify(declared)}); fs.closeSync(0); for (;;);`,
      /^L401$/,
    ],
    ['closes both ends', 'fs.closeSync(0); fs.closeSync(1); for (;;);', /^L401$/],
    ['stops itself', 'process.kill(process.pid, "SIGSTOP"); for (;;);', /^L401$/],
    [
      'writes errors without an end',
      'const b = Buffer.alloc(1 << 16, 65); for (;;) fs.writeSync(2, b)',
      /^L401$/,
    ],
    [
      'says one byte now and then',
      `const b = Buffer.from([1]); for (;;) { write(b); const t = Date.now(); while (Date.now() - t < 20); }`,
      /^(L401|X502|L406)$/,
    ],
    [
      'says again and again that it is done so far',
      `text(${DECLARED}, ${JSON.stringify(declared)}); readUntil(${LAST_BARS}); for (;;) doubles(${PROGRESS}, [${BARS}])`,
      /^(L401|L406|X502)$/,
    ],
    [
      'says it needs no bars and goes on',
      `text(${DECLARED}, ${JSON.stringify(declared)}); doubles(${PROGRESS}, [0]); for (;;);`,
      /^L401$/,
    ],
    [
      'says it has done what it does not take',
      `text(${DECLARED}, ${JSON.stringify(declared)}); readUntil(${START}); take(new Uint8Array(8)); doubles(${PROGRESS}, [8192]); for (;;);`,
      /^L401$/,
    ],
    [
      'says its end too early, takes the rest and stays',
      `text(${DECLARED}, ${JSON.stringify(declared)}); readUntil(${START}); take(new Uint8Array(8)); doubles(${PROGRESS}, [8192]); text(${RESULT}, ${JSON.stringify(JSON.stringify(good))}); for (const b = new Uint8Array(1024); take(b); ); for (;;);`,
      /^L401$/,
    ],
    [
      'says its end while it waits for bars, and stays',
      `text(${DECLARED}, ${JSON.stringify(declared)}); readUntil(${BARS_FRAME}); doubles(${PROGRESS}, [8192]); text(${RESULT}, ${JSON.stringify(JSON.stringify(good))}); for (;;);`,
      /^L401$/,
    ],
    ['ignores a request to end', 'process.on("SIGTERM", () => {}); for (;;);', /^L401$/],
    ['ends with success and no word', `text(${DECLARED}, ${JSON.stringify(declared)})`, /^X501$/],
    ['kills itself by SIGTERM', 'process.kill(process.pid, "SIGTERM"); for (;;);', /^X50[14]$/],
  ])(
    'that %s is ended with a clear code, and the parent is as good as before (P1, P2, P5)',
    async (_says, body, code) => {
      takeOver(body)
      expect(
        (await end('', { data: bars(20_000), limits: { timeMs: 400, memoryMb: 64, orders: 0 } }))
          .code,
      ).toMatch(code)
      fake.script = ''
      expect(await end('onBar(() => log(1))', { data: bars(5) })).toMatchObject({ code: 'ok' })
    },
  )
})
