import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderJson } from '../../src/report/json.ts'
import { explainNote } from '../../src/report/notes.ts'
import { formatExact, formatFixed, formatSigned } from '../../src/report/numbers.ts'
import { type PrettyOptions, renderPretty } from '../../src/report/pretty.ts'
import { type BacktestResult, buildResult } from '../../src/report/result.ts'
import { sparkline } from '../../src/report/sparkline.ts'
import { equityCsv, metricsCsv, ordersCsv, tradesCsv } from '../../src/report/tables.ts'
import { tradingViewCsv } from '../../src/report/tradingview.ts'
import { cut, widthOf, wrap } from '../../src/report/width.ts'
import { NOTE_CODES, type NoteCode } from '../../src/shared/failure.ts'
import { equityOf, recordOf, START } from './fixture.ts'
import { goldenRun } from './golden-run.ts'

const result = buildResult(goldenRun())
const look = { columns: 100, unicode: true, colour: false }

const collect = (write: (result: BacktestResult, put: (text: string) => void) => void): string => {
  let text = ''
  write(result, (piece) => {
    text += piece
  })
  return text
}

describe('golden outputs', () => {
  it.each<{ file: string; text: () => string }>([
    {
      file: 'pretty-100.txt',
      text: () =>
        renderPretty(result, { ...look, written: ['out/sma-cross.json'], elapsedMs: 412 }),
    },
    { file: 'pretty-60.txt', text: () => renderPretty(result, { ...look, columns: 60 }) },
    {
      file: 'pretty-40-ascii.txt',
      text: () => renderPretty(result, { ...look, columns: 40, unicode: false }),
    },
    {
      file: 'pretty-full.txt',
      text: () => renderPretty(result, { ...look, metrics: 'full', by: 'month', trades: 5 }),
    },
    { file: 'pretty-colour.txt', text: () => renderPretty(result, { ...look, colour: true }) },
    { file: 'pretty-stopped.txt', text: () => renderPretty(stopped(), look) },
    { file: 'result.json', text: () => renderJson(result) },
    { file: 'trades.csv', text: () => collect(tradesCsv) },
    { file: 'trades-tradingview.csv', text: () => collect(tradingViewCsv) },
    { file: 'equity.csv', text: () => collect(equityCsv) },
    { file: 'metrics.csv', text: () => collect(metricsCsv) },
    { file: 'orders.csv', text: () => collect(ordersCsv) },
  ])('$file', async ({ file, text }) => {
    await expect(text()).toMatchFileSnapshot(`../golden/report/${file}`)
  })
})

function stopped(): BacktestResult {
  return buildResult({
    ...goldenRun(),
    status: 'stopped',
    failure: {
      code: 'L401',
      message: 'the time limit of 60 s was reached',
      hint: 'raise it: --limit-time 5m',
      place: { file: 'sma-cross.js', line: 21, column: 3, bar: 4800, timeMs: START },
    },
  })
}

describe('renderPretty', () => {
  it('never goes beyond the columns, from 40 on, whatever it shows', () => {
    const options = fc.record<PrettyOptions>({
      columns: fc.integer({ min: 40, max: 140 }),
      unicode: fc.boolean(),
      colour: fc.constant(false),
      metrics: fc.constantFrom('core', 'full'),
      trades: fc.constantFrom(3, 60),
      by: fc.constantFrom('week', 'year'),
    })
    fc.assert(
      fc.property(options, (chosen) => {
        for (const line of renderPretty(result, chosen).split('\n')) {
          expect(widthOf(line), line).toBeLessThanOrEqual(chosen.columns)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('is pure ASCII where it is told so, whatever the strategy says', () => {
    const record = goldenRun()
    const { strategy } = record
    const odd = buildResult({
      ...record,
      strategy: {
        ...strategy,
        file: 'ü.js',
        settings: { ...strategy.settings, title: '交差 – é' },
      },
    })
    const text = renderPretty(odd, { ...look, unicode: false, metrics: 'full', trades: 60 })
    expect(text).toMatch(/^[\n -~]*$/)
    expect(text).toContain('?.js')
  })

  it('differs from the coloured form by colours alone', () => {
    const coloured = renderPretty(result, { ...look, colour: true, metrics: 'full', trades: 9 })
    const plain = renderPretty(result, { ...look, metrics: 'full', trades: 9 })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain)
    expect(plain).not.toContain('\u001b')
  })

  it('prints no control or hidden character of the strategy', () => {
    expect(renderPretty(result, { ...look, trades: 60 })).not.toMatch(/[^\n\P{Cc}]|\p{Cf}/u)
  })

  it('renders a stored result like a fresh one', () => {
    const stored = JSON.parse(renderJson(result)) as BacktestResult
    const full = { ...look, metrics: 'full', by: 'day', trades: 60 } as const
    expect(renderPretty(stored, full)).toBe(renderPretty(result, full))
  })

  it.each<{ says: string; inferred?: object; quality?: object; want: string }>([
    {
      says: 'no more than the format of a file without oddities',
      inferred: { format: 'csv', timeUnit: 'text', zone: 'UTC', stamp: 'open', volume: true },
      quality: { gaps: 0, missingBars: 0, bad: 0, duplicate: 0, empty: 0, others: 0 },
      want: 'format csv  no gaps  0 bad  0 duplicate',
    },
    {
      says: 'what a reader may not expect',
      inferred: {
        format: 'csv',
        timeUnit: 'ms',
        zone: 'Asia/Tokyo',
        stamp: 'close',
        volume: false,
      },
      quality: { gaps: 1, missingBars: 1, bad: 2, duplicate: 0, empty: 3, others: 4 },
      want: 'format csv  time in ms  times of Asia/Tokyo  times mark the close  no volume  1 gap (1 bar)  2 bad  0 duplicate  3 empty  4 skipped',
    },
    { says: 'nothing of data that were not read to their end', want: '' },
  ])('tells $says of the data', ({ inferred = {}, quality = {}, want }) => {
    const record = goldenRun()
    const data = [{ ...record.data[0]!, inferred: { ...inferred }, quality: { ...quality } }]
    const text = renderPretty(buildResult({ ...record, data } as typeof record), look)
    const [, found = ''] = /UTC {2}data \w+\n([\s\S]*?)(?: warm-up| {3}capital)/.exec(text) ?? []
    expect(found.replace(/\n {3,}/g, '  ').trim()).toBe(want)
  })

  it.each([
    { columns: 100, head: '# side entry price exit price qty profit signal' },
    { columns: 80, head: '# side entry price exit price profit', omitted: 'signal, qty' },
    { columns: 60, head: '# side entry exit profit', omitted: 'signal, qty, price' },
    { columns: 40, head: '# side exit profit', omitted: 'signal, qty, price, entry' },
  ])('shows of trades what has room in $columns columns', ({ columns, head, omitted }) => {
    const text = renderPretty(result, { ...look, columns, trades: 3 })
    const heads = text.split('\n').filter((line) => /^ +# /.test(line))
    expect(heads.map((line) => line.trim().replace(/ +/g, ' '))).toEqual([head])
    if (omitted === undefined) expect(text).not.toContain('no room for')
    else expect(text).toContain(`  no room for: ${omitted}\n`)
  })

  it('shows the last lines of the log, without the labels of the chart', () => {
    const record = goldenRun()
    const line = (i: number): (typeof record.logs.lines)[number] => ({
      kind: i % 2 === 0 ? 'log' : i % 3 === 0 ? 'label' : 'alert',
      bar: i,
      timeMs: START,
      text: `line ${i}`,
    })
    const lines = Array.from({ length: 30 }, (_, i) => line(i))
    const text = renderPretty(buildResult({ ...record, logs: { lines, dropped: 5 } }), look)
    expect(text).toContain('\n  log  last 10 of 30 lines\n')
    expect([...text.matchAll(/line (\d+)/g)].map(([, i]) => Number(i))).toEqual(
      [17, 18, 19, 20, 22, 23, 24, 25, 26, 28, 29].slice(1),
    )
  })

  it('says of a run without bars only what is known', () => {
    const text = renderPretty(
      buildResult(
        recordOf({
          status: 'failed',
          failure: { code: 'S308', message: 'unexpected token', hint: 'mend it' },
          equity: equityOf(1, []),
          account: new Float64Array(32).fill(Number.NaN),
        }),
      ),
      look,
    )
    expect(text).toContain('error S308  unexpected token\n  there are no figures\n')
    expect(text).not.toMatch(/Net profit|NaN|mend it|notes|capital|bars|inputs/)
  })

  it('prints n/a for what is not defined (RM-0.4)', () => {
    const text = renderPretty(buildResult(recordOf({})), look)
    expect(text).toMatch(/Profit factor +n\/a/)
    expect(text).toContain('Sharpe n/a')
    expect(text).not.toMatch(/NaN|undefined|null|Infinity/)
  })
})

describe('sparkline', () => {
  it.each([
    {
      says: 'climbs from lowest to highest',
      values: [1, 2, 3, 4, 5, 6, 7, 8],
      width: 8,
      want: '▁▂▃▄▅▆▇█',
    },
    { says: 'is low where nothing moves', values: [5, 5, 5], width: 8, want: '▁▁▁' },
    {
      says: 'ends with the last value',
      values: [1, 9, 1, 9, 1, 9, 1],
      width: 2,
      want: `${'██'.slice(0, 1)}▁`,
    },
    { says: 'skips what is not known', values: [null, 1, null, 2], width: 9, want: '▁█' },
    { says: 'is empty without values', values: [], width: 9, want: '' },
  ])('$says', ({ values, width, want }) => {
    expect(sparkline(values, width, { unicode: true })).toBe(want)
  })

  it('has an ASCII form', () => {
    expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 8, { unicode: false })).toBe('_.-~=+*#')
  })
})

describe('numbers', () => {
  it.each([
    [formatFixed(1234567.891, 2), '1 234 567.89'],
    [formatFixed(-999.5, 0), '-1 000'],
    [formatFixed(-0.001, 2), '0.00'],
    [formatFixed(123, 3), '123.000'],
    [formatSigned(1234.5), '+1 234.50'],
    [formatSigned(-1234.5), '-1 234.50'],
    [formatSigned(0.001), '0.00'],
    [formatExact(26304.125), '26 304.125'],
    [formatExact(-0.0001), '-0.0001'],
    [formatExact(1e-8), '1e-8'],
    [formatFixed(1e21, 2), '1e+21'],
  ])('%s', (got, want) => {
    expect(got).toBe(want)
  })
})

describe('width', () => {
  it('counts wide and combining characters as a terminal does', () => {
    expect([widthOf('abc'), widthOf('日本'), widthOf('e\u0301'), widthOf('😀')]).toEqual([
      3, 4, 1, 2,
    ])
  })

  it('cuts to a width, never through a wide character', () => {
    expect(cut('日本語日本語', 6, '…')).toBe('日本…')
    expect(cut('abcdef', 4, '...')).toBe('a...')
    expect(cut('abc', 3, '…')).toBe('abc')
  })

  it('wraps without losing anything but blanks', () => {
    const words = fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 30 }), { maxLength: 20 })
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 30 }), (list, width) => {
        const text = list.join(' ')
        const lines = wrap(text, width)
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      }),
    )
  })
})

describe('explainNote', () => {
  it('has one plain line for every code', () => {
    for (const code of Object.keys(NOTE_CODES) as NoteCode[]) {
      expect(explainNote(code)).toMatch(/^[ -~]{10,90}$/)
    }
  })
})
