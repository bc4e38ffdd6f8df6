import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildMatrix,
  type MatrixRun,
  renderMatrix,
  renderMatrixFailures,
  toFailure,
} from '../../src/report/index.ts'

const failed = (strategy: string, data: string, message: string): MatrixRun => ({
  strategy,
  data,
  exitCode: 2,
  failure: toFailure({ code: 'D201', message, hint: 'look for it' }),
  gates: [],
  result: null,
})
const PLAIN = { columns: 100, unicode: true, colour: false }

describe('renderMatrix', () => {
  it('says how many runs are missing', () => {
    const matrix = buildMatrix([failed('a.js', 'b.csv', 'gone')], 1200)
    expect(matrix.status).toBe('partial')
    expect(renderMatrix(matrix, PLAIN)).toBe(
      [
        '  strategy  data   net %  maxDD %  sharpe  trades  notes',
        '  a.js      b.csv    n/a      n/a     n/a     n/a    n/a  D201',
        '  partial: 1 of 1 200 runs',
        '',
      ].join('\n'),
    )
  })

  it('leaves columns out where there is no room, and says so', () => {
    const matrix = buildMatrix([failed('a.js', 'b.csv', 'gone')], 1)
    const text = renderMatrix(matrix, { ...PLAIN, columns: 40 })
    expect(text).toContain('no room for: ')
    expect(text).toMatch(/^ {2}a\.js {6}b\.csv .*D201$/m)
  })

  it('keeps to the line, in any width and with any name', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
    const widths = fc.integer({ min: 40, max: 120 })
    fc.assert(
      fc.property(name, name, widths, (strategy, data, columns) => {
        const matrix = buildMatrix([failed(strategy, data, 'gone')], 1)
        const text = renderMatrix(matrix, { columns, unicode: false, colour: false })
        expect(text).toMatch(/^[ -~\n]*$/)
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
      }),
    )
  })
})

describe('renderMatrixFailures', () => {
  it('tells each failure once, with the first runs that it befell', () => {
    const runs = Array.from({ length: 10 }, (_, i) => failed(`${i}.js`, 'b.csv', 'gone'))
    const text = renderMatrixFailures(
      buildMatrix([...runs, failed('x.js', 'c.csv', 'late')], 11),
      PLAIN,
    )
    expect(text).toBe(
      [
        ...Array.from({ length: 8 }, (_, i) => `${i}.js  b.csv`),
        'and 2 more',
        'error D201  gone',
        '  look for it',
        '',
        'x.js  c.csv',
        'error D201  late',
        '  look for it',
        '',
      ].join('\n'),
    )
  })

  it('is nothing where nothing failed', () => {
    expect(renderMatrixFailures(buildMatrix([], 0), PLAIN)).toBe('')
  })
})
