import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderFailure } from '../../src/report/failure.ts'
import { widthOf } from '../../src/report/width.ts'
import type { Failure } from '../../src/shared/failure.ts'

const look = { columns: 80, unicode: true, colour: false }

const series: Failure = {
  code: 'S301',
  message: 'a Series is not a number; call it to read the value',
  hint: 'write close() > fast()',
  place: {
    file: 'sma-cross.js',
    line: 14,
    column: 7,
    bar: 1204,
    timeMs: Date.UTC(2022, 1, 20, 3),
    source: '  if (close > fast) buy({ percent: 50 });',
  },
}

const lines = (...all: string[]): string => `${all.join('\n')}\n`

describe('renderFailure', () => {
  it.each<{ says: string; failure: Failure; want: string; more?: object }>([
    {
      says: 'shows place, bar, source line, caret and what to write',
      failure: series,
      want: lines(
        'error S301  sma-cross.js:14:7   at bar 1 204, 2022-02-20 03:00 UTC',
        '  a Series is not a number; call it to read the value',
        '',
        '  14 |   if (close > fast) buy({ percent: 50 });',
        '     |       ^ write close() > fast()',
      ),
    },
    {
      says: 'takes one line for what has no line',
      failure: {
        code: 'U110',
        message: 'unknown input "fats"',
        hint: 'this strategy has: fast, slow, mult',
      },
      want: lines('error U110  unknown input "fats"', '  this strategy has: fast, slow, mult'),
    },
    {
      says: 'names the row of a data file',
      failure: {
        code: 'D201',
        message: 'a price is missing',
        hint: 'mend the row',
        place: { file: 'btc.csv', row: 12_345 },
      },
      want: lines('error D201  btc.csv row 12 345: a price is missing', '  mend the row'),
    },
    {
      says: 'calls the end by a limit a stop',
      failure: {
        code: 'L401',
        message: 'time limit 60 s reached',
        hint: 'raise --limit-time',
        place: { file: 'sma-cross.js' },
      },
      want: lines('stopped L401  sma-cross.js: time limit 60 s reached', '  raise --limit-time'),
    },
    {
      says: 'breaks what does not fit',
      failure: {
        code: 'D201',
        message: 'dates can be read as day/month or month/day',
        hint: 'choose one: --date-format DMY or --date-format MDY',
        place: { file: 'prices.csv' },
      },
      more: { columns: 40 },
      want: lines(
        'error D201  prices.csv',
        '  dates can be read as day/month or',
        '  month/day',
        '  choose one: --date-format DMY or',
        '  --date-format MDY',
      ),
    },
    {
      says: 'prints nothing of the strategy that a terminal would act on',
      failure: {
        code: 'S307',
        message: 'the strategy threw "\u001b[2J\u202eboom\r\nerror S000"',
        hint: '',
        place: { file: 'a\u001b[31m.js', line: 1, source: 'throw "\u001b[2J"' },
      },
      want: lines(
        'error S307  a.js:1',
        '  the strategy threw "boom error S000"',
        '',
        '  1 | throw ""',
      ),
    },
    {
      says: 'keeps to ASCII, the ellipsis included',
      failure: {
        code: 'S308',
        message: 'unerwartetes „)“',
        hint: '',
        place: { line: 3, column: 91, source: `${'x'.repeat(90)})${'é'.repeat(90)}` },
      },
      more: { columns: 40, unicode: false },
      want: lines(
        'error S308  line 3:91',
        '  unerwartetes ?)?',
        '',
        '  3 | ...xxxxxxxxxxxxxx)?????????????...',
        '    |                  ^',
      ),
    },
  ])('$says', ({ failure, want, more }) => {
    expect(renderFailure(failure, { ...look, ...more })).toBe(want)
  })

  it('colours without changing the text', () => {
    const plain = renderFailure(series, look)
    const coloured = renderFailure(series, { ...look, colour: true })
    expect(coloured).toContain('\u001b[31merror\u001b[39m')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain)
  })

  it('stays within the columns, and its caret below the character, for any source line', () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(texts, fc.nat(), fc.integer({ min: 40, max: 120 }), (source, at, columns) => {
        const column = (at % source.length) + 1
        const failure = { ...series, place: { file: 'a.js', line: 7, column, source } }
        const text = renderFailure(failure, { ...look, columns })
        for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(columns)
      }),
    )
  })

  it('does not take long over a file of one long line', () => {
    const source = 'ab '.repeat(200_000)
    const failure = { ...series, place: { line: 1, column: 300_000, source } }
    expect(renderFailure(failure, look).split('\n')[3]).toMatch(/^ {2}1 \| ….*…$/)
  })
})
