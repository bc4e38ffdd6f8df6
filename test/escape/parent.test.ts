import { afterEach, describe, expect, it } from 'vitest'
import { emptyResult } from '../../src/backtest/empty.ts'
import { FRAME } from '../../src/sandbox/index.ts'
import { ACCOUNT_WIDTH, TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'
import { DEFAULT_SETTINGS } from '../../src/shared/settings.ts'
import { fake, takeOver } from './fake-jail.ts'
import { end } from './run.ts'

const { DECLARED, TRADES, TEXTS, RESULT, PROGRESS, LAST_BARS } = FRAME

const declaration = { settings: { ...DEFAULT_SETTINGS, title: 't' }, inputs: [], plots: [] }
const declared = JSON.stringify({ declaration, zones: [], feeds: [] })
/** A result that the parent believes. */
const empty = emptyResult({ code: 'X503', message: '', hint: '' })
const good = {
  ...empty,
  equity: { ...empty.equity, bars: 300 },
  end: { status: 'ok', bars: 300 },
  declaration,
}
const goodText = JSON.stringify(good)

function trade(changes: Partial<Record<keyof typeof TRADE, number>> = {}): number[] {
  const row = new Array<number>(TRADE_WIDTH).fill(0)
  row[TRADE.SIDE] = 1
  row[TRADE.QTY] = 1
  row[TRADE.EXIT_BAR] = 5
  row[TRADE.EXIT_REASON] = 1
  for (const [name, value] of Object.entries(changes))
    row[TRADE[name as keyof typeof TRADE]] = value
  return row
}

/** NaN and the infinities as text that a script can hold. */
const numbers = (values: readonly number[]): string =>
  `[${values.map((v) => (Object.is(v, -0) ? '-0' : String(v)))}]`
const afterDeclaring = (body: string): string =>
  `text(${DECLARED}, ${JSON.stringify(declared)}); readUntil(${LAST_BARS}); ${body}`
const withTrades = (...rows: number[][]): string =>
  afterDeclaring(
    `doubles(${TRADES}, ${numbers(rows.flat())}); text(${RESULT}, ${JSON.stringify(goodText)})`,
  )
const withResult = (value: unknown): string =>
  afterDeclaring(
    `text(${RESULT}, ${JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value))})`,
  )
const samples = { every: 1, bar: [], time: [], value: [] }
const line = { kind: 'log', bar: 0, timeMs: 0, text: 'x' }

afterEach(() => {
  fake.script = ''
})

describe('the parent of a jail that was taken over', () => {
  it('believes what makes sense', async () => {
    takeOver(withTrades(trade()))
    expect(await end('')).toMatchObject({ code: 'ok' })
  })

  it.each<[says: string, body: string]>([
    ['an unknown type of message', 'text(99, "{}")'],
    ['a message of its own direction', 'text(4, "{}")'],
    ['trades before the declaration', `doubles(${TRADES}, ${numbers(trade())})`],
    ['progress before the declaration', `doubles(${PROGRESS}, [0])`],
    [
      'two declarations',
      `text(${DECLARED}, ${JSON.stringify(declared)}); text(${DECLARED}, ${JSON.stringify(declared)})`,
    ],
    ['a declaration that is no JSON', `text(${DECLARED}, "{")`],
    [
      'a declaration without settings',
      `text(${DECLARED}, { declaration: { inputs: [], plots: [] }, zones: [], feeds: [] })`,
    ],
    [
      'a declaration with a title of a megabyte',
      `text(${DECLARED}, { declaration: { settings: { title: 'x'.repeat(1e6) }, inputs: [], plots: [] }, zones: [], feeds: [] })`,
    ],
    [
      'more zones than a strategy may name',
      `text(${DECLARED}, { declaration: ${JSON.stringify(declaration)}, zones: Array(33).fill('Europe/Paris'), feeds: [] })`,
    ],
    [
      'a zone of a thousand letters',
      `text(${DECLARED}, { declaration: ${JSON.stringify(declaration)}, zones: ['x'.repeat(1000)], feeds: [] })`,
    ],
    [
      'zones that are no list',
      `text(${DECLARED}, { declaration: ${JSON.stringify(declaration)}, zones: { length: 1, 0: 'UTC' }, feeds: [] })`,
    ],
    ...['{ length: 0 }', '[0]', '[-1]', '[1e9]', '[0.5]', 'null'].map((feeds): [string, string] => [
      `feeds ${feeds} of markets that nobody gave`,
      `text(${DECLARED}, { declaration: ${JSON.stringify(declaration)}, zones: [], feeds: ${feeds} })`,
    ]),
    ['texts that are no list', afterDeclaring(`text(${TEXTS}, { length: 1 })`)],
    ['texts that are no texts', afterDeclaring(`text(${TEXTS}, [1])`)],
    ['a text that is too long', afterDeclaring(`text(${TEXTS}, ['x'.repeat(5000)])`)],
    [
      'more texts than fit',
      afterDeclaring(
        `for (let i = 0; i < 9; i++) text(${TEXTS}, Array(300).fill('x'.repeat(4096)))`,
      ),
    ],
    ['progress that is no number of bars', afterDeclaring(`doubles(${PROGRESS}, [NaN])`)],
    ['progress below zero', afterDeclaring(`doubles(${PROGRESS}, [-1])`)],
    ['progress beyond the bars', afterDeclaring(`doubles(${PROGRESS}, [1e9])`)],
    ['empty progress', afterDeclaring(`frame(${PROGRESS}, Buffer.alloc(0))`)],
    ['bytes that are no doubles', afterDeclaring(`frame(${TRADES}, Buffer.alloc(13))`)],
    ['half a trade', withTrades(trade().slice(0, 11))],
    ['a message after the end', withResult(good).replace(/$/, `; doubles(${PROGRESS}, [0])`)],
    ['two ends', withResult(good).replace(/$/, `; text(${RESULT}, ${JSON.stringify(goodText)})`)],
    ['an end that is no JSON', withResult('{"end"')],
    ['an end that is null', withResult('null')],
    ['an end that is a list', withResult('[]')],
    ['an end that is a number', withResult('1')],
    ['an empty end', withResult('{}')],
    ['invalid UTF-8', afterDeclaring(`frame(${RESULT}, Buffer.from([0xff, 0xfe, 0x7b]))`)],
    [
      'values nested deeply',
      withResult(`${goodText.slice(0, -1)},"x":${'['.repeat(5000)}${']'.repeat(5000)}}`),
    ],
    [
      'a name that reaches a prototype',
      withResult(`${goodText.slice(0, -1)},"__proto__":{"x":1}}`),
    ],
    ['an unknown status', withResult({ ...good, end: { status: 'great', bars: 1 } })],
    ['a number of bars below zero', withResult({ ...good, end: { status: 'ok', bars: -1 } })],
    ['half a bar', withResult({ ...good, end: { status: 'ok', bars: 0.5 } })],
    ['more bars than there are', withResult({ ...good, end: { status: 'ok', bars: 301 } })],
    ['a failure without a reason', withResult({ ...good, end: { status: 'failed', bars: 1 } })],
    [
      'success with a failure',
      withResult({
        ...good,
        end: { status: 'ok', bars: 1, failure: { code: 'S307', message: '', hint: '' } },
      }),
    ],
    [
      'an unknown code',
      withResult({
        ...good,
        end: { status: 'failed', bars: 1, failure: { code: 'constructor', message: '', hint: '' } },
      }),
    ],
    [
      'a message of a megabyte',
      withResult({
        ...good,
        end: {
          status: 'failed',
          bars: 1,
          failure: { code: 'S307', message: 'x'.repeat(1e6), hint: '' },
        },
      }),
    ],
    [
      'a hint that is no text',
      withResult({
        ...good,
        end: { status: 'failed', bars: 1, failure: { code: 'S307', message: '', hint: ['x'] } },
      }),
    ],
    [
      'a place that is no place',
      withResult({
        ...good,
        end: {
          status: 'failed',
          bars: 1,
          failure: { code: 'S307', message: '', hint: '', place: { line: '1' } },
        },
      }),
    ],
    ['no equity', withResult({ ...good, equity: null })],
    [
      'days that are no numbers',
      withResult({
        ...good,
        equity: { ...good.equity, days: { day: [{}], equity: [], close: [] } },
      }),
    ],
    [
      'drawdowns that are a text',
      withResult({ ...good, equity: { ...good.equity, drawdowns: 'x' } }),
    ],
    ['statistics without their fields', withResult({ ...good, statistics: {} })],
    [
      'an account that is too wide',
      withResult({ ...good, account: new Array(ACCOUNT_WIDTH + 1).fill(0) }),
    ],
    ['an account of texts', withResult({ ...good, account: ['1'] })],
    ['open trades that are no rows', withResult({ ...good, openTrades: [1, 2, 3] })],
    [
      'a declined group of an unknown code',
      withResult({ ...good, declined: [{ code: 'toString', count: 1, first: [] }] }),
    ],
    [
      'a declined order without an id',
      withResult({
        ...good,
        declined: [{ code: 'N101', count: 1, first: [{ code: 'N101', bar: 0 }] }],
      }),
    ],
    ['a line of an unknown kind', withResult({ ...good, logs: [{ ...line, kind: 'exec' }] })],
    ['a line that is no text', withResult({ ...good, logs: [{ ...line, text: { length: 1 } }] })],
    [
      'a line that is too long',
      withResult({ ...good, logs: [{ ...line, text: 'x'.repeat(5000) }] }),
    ],
    ['more plots than a strategy has', withResult({ ...good, plots: new Array(65).fill(samples) })],
    [
      'a plot of too many points',
      withResult({ ...good, plots: [{ ...samples, bar: new Array(5000).fill(1) }] }),
    ],
    [
      'an input without a value',
      withResult({
        ...good,
        declaration: { ...declaration, inputs: [{ name: 'x', type: 'int' }] },
      }),
    ],
    [
      'a setting that is an object',
      withResult({
        ...good,
        declaration: { ...declaration, settings: { ...declaration.settings, initialCapital: {} } },
      }),
    ],
    ['dropped lines below zero', withResult({ ...good, droppedLines: -1 })],
    ['a trade without a side', withTrades(trade({ SIDE: 0 }))],
    ['a trade of nothing', withTrades(trade({ QTY: 0 }))],
    ['a trade of NaN', withTrades(trade({ QTY: Number.NaN }))],
    ['infinite profit', withTrades(trade({ PROFIT: Number.POSITIVE_INFINITY }))],
    ['a price of NaN', withTrades(trade({ ENTRY_PRICE: Number.NaN }))],
    ['a trade before the first bar', withTrades(trade({ ENTRY_BAR: -1 }))],
    ['a trade between two bars', withTrades(trade({ EXIT_BAR: 4.5 }))],
    ['a trade that ends before it begins', withTrades(trade({ ENTRY_BAR: 6 }))],
    ['trades out of order', withTrades(trade({ EXIT_BAR: 9 }), trade({ EXIT_BAR: 8 }))],
    ['a text that was never sent', withTrades(trade({ ENTRY_ID: 1 }))],
    ['half a text number', withTrades(trade({ EXIT_COMMENT: 0.5 }))],
    ['an unknown reason', withTrades(trade({ EXIT_REASON: 10 }))],
    ['an ambiguity that is no flag', withTrades(trade({ AMBIGUOUS: 2 }))],
  ])('refuses %s (P4)', async (_says, body) => {
    takeOver(body)
    expect(await end('')).toMatchObject({ code: 'X502' })
  })

  it.each<[says: string, body: string, code: string]>([
    ['a message longer than one may be', 'header(23, 0xffffffff)', 'L406'],
    [
      'more bytes than a run may write',
      afterDeclaring(
        'const b = Buffer.alloc(1 << 20); for (let i = 0; i < 80; i++) frame(22, b.fill(0x20))',
      ),
      'X502',
    ],
    [
      'a flood without frames',
      'const b = Buffer.alloc(1 << 20, 1); header(22, 31 << 20); for (;;) write(b)',
      'X502',
    ],
    [
      'an endless flood of one message',
      'header(20, 32 << 20); for (;;) write(Buffer.alloc(1 << 20, 0x20))',
      'X502',
    ],
    ['half a message and the end', 'header(23, 100); write(Buffer.alloc(50))', 'X501'],
    ['half a header and the end', 'write(Buffer.alloc(5))', 'X501'],
    ['nothing', '', 'X501'],
    ['an unknown exit code', 'process.reallyExit(70)', 'X501'],
    ['the exit code of an unknown flag', 'process.reallyExit(9)', 'X501'],
    ['a kill in the middle', afterDeclaring('process.kill(process.pid, "SIGKILL")'), 'X501'],
    ['an abort', 'process.abort()', 'L402'],
    ['a fault of memory', 'process.kill(process.pid, "SIGSEGV"); for (;;);', 'L408'],
    ['silence', 'for (;;);', 'L401'],
    [
      'a pretended wait after the last bar',
      afterDeclaring(`doubles(${PROGRESS}, [300]); for (;;);`),
      'L401',
    ],
    ['a closed output and no end', 'fs.closeSync(1); for (;;);', 'L401'],
    [
      'a flood of errors',
      'const b = Buffer.alloc(1 << 16, 0x41); for (let i = 0; i < 400; i++) fs.writeSync(2, b)',
      'X501',
    ],
    [
      'memory outside of the heap',
      'const kept = []; for (;;) kept.push(Buffer.alloc(8 << 20, 1))',
      'L402',
    ],
  ])('ends %s with a clear code (P1 to P3, P5)', async (_says, body, code) => {
    takeOver(body)
    expect(await end('', { limits: { timeMs: 500, memoryMb: 64, orders: 0 } })).toMatchObject({
      code,
    })
    // The parent is as good as before.
    fake.script = ''
    expect(await end('onBar(() => log(1))')).toMatchObject({ code: 'ok' })
  })

  it('refuses results that were followed by a crash (P5)', async () => {
    takeOver(withResult(good).replace(/$/, '; process.reallyExit(1)'))
    expect(await end('')).toMatchObject({ code: 'X501' })
  })
})
