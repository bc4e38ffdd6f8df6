import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitCells, splitPlain } from '../../src/data/cells.ts'

/** The parser itself, as it is asked where splitting does not do. */
const parsed = (text: string, delimiter: string): string[][] =>
  parse(text, {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    ltrim: delimiter !== '\t' && delimiter !== ' ',
    rtrim: delimiter !== '\t' && delimiter !== ' ',
  })

describe('text without quotes', () => {
  it.each([
    { says: 'nothing', text: '', want: [] },
    { says: 'a line', text: 'a,b', want: [['a', 'b']] },
    { says: 'blanks around cells', text: ' a ,\tb\u00a0\n', want: [['a', 'b']] },
    { says: 'a blank line', text: 'a\n\nb\n', want: [['a'], [''], ['b']] },
    { says: 'line ends of every kind', text: 'a\r\nb\rc\n', want: [['a'], ['b'], ['c']] },
    { says: 'lines of different widths', text: 'a,b,\nc\n', want: [['a', 'b', ''], ['c']] },
  ])('$says', ({ text, want }) => {
    expect(splitPlain(text, ',')).toEqual(want)
    expect(splitCells(text, ',').records).toEqual(want)
  })

  it('splits as the parser does, for every delimiter', () => {
    const piece = fc.constantFrom(
      '1',
      '2.5',
      'x',
      ' ',
      '\t',
      ',',
      ';',
      '|',
      '\n',
      '\r\n',
      '\r',
      'é',
      '\ufeff',
      '',
    )
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => `a${pieces.join('')}`)
    fc.assert(
      fc.property(text, fc.constantFrom(',', ';', '\t', '|', ' '), (given, delimiter) => {
        expect(splitPlain(given, delimiter)).toEqual(parsed(given, delimiter))
      }),
      { numRuns: 2000 },
    )
  })

  it.each(['a,"b"', `${'x'.repeat(300_000)},b`])('leaves the rest to the parser', (text) => {
    expect(splitPlain(text, ',')).toBeUndefined()
    expect(splitCells(text, ',').records).toEqual(parsed(text, ','))
  })
})
