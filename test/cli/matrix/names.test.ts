import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSame, shownNames, stemsOf } from '../../../src/cli/matrix/names.ts'
import { placeOf, placesOf } from '../../../src/cli/matrix/places.ts'

describe('names of files', () => {
  it.each<{ paths: string[]; names: string[]; stems: string[] }>([
    { paths: ['a/sma.js', 'b/rsi.js'], names: ['sma.js', 'rsi.js'], stems: ['sma', 'rsi'] },
    { paths: ['a/sma.js', 'b/sma.js'], names: ['a/sma.js', 'b/sma.js'], stems: ['a-sma', 'b-sma'] },
    {
      paths: ['x/a/sma.js', 'y/a/sma.js', 'rsi.js'],
      names: ['x/a/sma.js', 'y/a/sma.js', 'rsi.js'],
      stems: ['x-a-sma', 'y-a-sma', 'rsi'],
    },
    { paths: ['sma.js', 'sma.ts'], names: ['sma.js', 'sma.ts'], stems: ['sma.js', 'sma.ts'] },
    { paths: ['SMA.js', 'sma.ts'], names: ['SMA.js', 'sma.ts'], stems: ['SMA.js', 'sma.ts'] },
    {
      paths: ['btc.csv.gz', 'eth.1h.csv'],
      names: ['btc.csv.gz', 'eth.1h.csv'],
      stems: ['btc', 'eth.1h'],
    },
    { paths: ['-'], names: ['stdin'], stems: ['stdin'] },
    { paths: ['.js'], names: ['.js'], stems: ['.js'] },
    { paths: ['{run}.js'], names: ['{run}.js'], stems: ['-run-'] },
  ])('$paths are $names', ({ paths, names, stems }) => {
    expect(shownNames(paths)).toEqual(names)
    expect(stemsOf(names)).toEqual(stems)
  })

  it('tell files apart, and stay in the folder they are put into', () => {
    const part = fc.constantFrom('a', 'b', 'c.js', 'c.ts', 'C.js', '..js')
    const paths = fc.uniqueArray(
      fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(paths, (some) => {
        const names = shownNames(some)
        expect(new Set(names).size).toBe(some.length)
        for (const stem of stemsOf(names)) expect(stem).toMatch(/^(?!\.{1,2}$)[^/\\]+$/)
      }),
    )
  })

  it('are the same in any case', () => {
    expect([isSame('Ab', 'aB'), isSame('a', 'b')]).toEqual([true, false])
  })
})

const place = { strategy: 'sma', data: 'btc', says: 'sma.js btc.csv' }
const other = { strategy: 'sma', data: 'eth', says: 'sma.js eth.csv' }

describe('places of several runs', () => {
  it.each<{ out: string; want: string[] }>([
    { out: 'out', want: ['out/sma/btc', 'out/sma/eth'] },
    { out: 'out.v2', want: ['out.v2/sma/btc', 'out.v2/sma/eth'] },
    { out: '{strategy}-{data}.html', want: ['sma-btc.html', 'sma-eth.html'] },
    { out: 'x/{data}', want: ['x/btc', 'x/eth'] },
    { out: '{run}.json', want: ['{run}.json', '{run}.json'] },
  ])('of $out are $want', ({ out, want }) => {
    expect(placesOf(out, [place, other]).map((path) => path.replaceAll('\\', '/'))).toEqual(want)
  })

  it.each([
    { out: 'x.json', code: 'U103', says: 'one file for 2 runs' },
    {
      out: '{strategy}.json',
      code: 'U102',
      says: '"sma.json" would be written by "sma.js btc.csv" and by "sma.js eth.csv"',
    },
    { out: '{Data}/{data}', code: 'U102', says: '"{Data}" stands for nothing' },
  ])('$out is refused with $code', ({ out, code, says }) => {
    const attempt = (): unknown => placesOf(out, [place, other])
    expect(attempt).toThrow(says)
    expect(attempt).toThrow(expect.objectContaining({ code }))
  })

  it('of one run are named too', () => {
    expect(placeOf('out/{strategy}-{data}-{run}.json', place)).toBe('out/sma-btc-{run}.json')
  })
})
