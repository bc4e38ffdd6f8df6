import { describe, expect, it } from 'vitest'
import { openLedger } from '../../src/data/ledger.ts'
import type { DataOptions } from '../../src/data/options.ts'
import { sniff } from '../../src/data/sniff.ts'

const HEADER = 'time;open;high;low;close;volume'

/** So many rows of days, written as day/month while the day is up to `last`. */
function rows(count: number, last: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const day = 1 + Math.floor((i * last) / count)
    return `${String(day).padStart(2, '0')}/03/2024 ${String(i % 24).padStart(2, '0')}:00;10;12,5;9;11;5`
  })
}

function layoutOf(lines: readonly string[], options: DataOptions = {}) {
  return sniff(lines.join('\n'), options, openLedger('a.csv', false), 'BTC')
}

const times = (count: number, line: string): string[] => Array.from({ length: count }, () => line)

describe('the layout of a table', () => {
  const table = [HEADER, ...rows(3_000, 20)]
  const plain = layoutOf(table)

  it('is told by all dates at hand where the first leave it open', () => {
    expect(plain).toMatchObject({
      dateOrder: 'DMY',
      delimiter: ';',
      decimalComma: true,
      headerRow: 1,
    })
  })

  it.each([0, 1, 790, 800, 801, 999, 1_000, 1_001, 2_500])(
    'is the same below %d lines',
    (count) => {
      const above = (lines: readonly string[], skipped: readonly string[], options?: DataOptions) =>
        expect(layoutOf([...lines, ...table], options)).toEqual({
          ...plain,
          headerRow: 1 + count,
          firstRow: 2 + count,
          skipped,
        })
      above(times(count, '# a comment'), times(count, '# a comment'))
      above(times(count, ''), [])
      above(times(count, 'https://example.org'), times(count, 'https://example.org'), {
        delimiter: ';',
      })
      above(times(count, 'x;1;2;3;4;5'), times(count, 'x;1;2;3;4;5'), { skipRows: count })
      above(times(count, ''), [], { skipRows: count, delimiter: ';' })
    },
  )

  it.each([10, 1_000, 3_000])('is none in %d lines without one', (count) => {
    expect(() => layoutOf(times(count, ''))).toThrow('no bars')
    expect(() => layoutOf(times(count, 'a b'))).toThrow(
      'no delimiter gives five or more cells: "a b"',
    )
    expect(() => layoutOf(times(count, 'a b'), { delimiter: ';' })).toThrow('no delimiter gives')
    expect(() => layoutOf(times(count, HEADER), { skipRows: count })).toThrow('no bars')
    expect(() => layoutOf(times(count, ''), { skipRows: 5, delimiter: ';' })).toThrow('no bars')
  })
})
