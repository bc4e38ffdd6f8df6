import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packMarkets, readMarkets } from '../../src/sandbox/index.ts'

it('bars of other markets are read as they were packed', () => {
  const number = fc.double({ noDefaultInfinity: true })
  const feed = (bars: number) =>
    fc.nat(20).chain((rows) =>
      fc.record({
        counts: fc.array(fc.nat(9), { minLength: bars, maxLength: bars }),
        columns: fc.array(fc.array(number, { minLength: rows, maxLength: rows }), {
          minLength: 6,
          maxLength: 6,
        }),
      }),
    )
  fc.assert(
    fc.property(
      fc
        .nat(5)
        .chain((bars) => fc.record({ bars: fc.constant(bars), feeds: fc.array(feed(bars)) })),
      ({ bars, feeds }) => {
        const packed = packMarkets({
          bars,
          feeds: feeds.map(({ counts, columns }) => ({
            counts: Float64Array.from(counts),
            columns: columns.map((column) => Float64Array.from(column)),
          })),
        })
        const read = readMarkets(packed)
        expect(read.bars).toBe(bars)
        expect(
          read.feeds.map(({ counts, columns }) => ({
            counts: [...counts],
            columns: columns.map((column) => [...column]),
          })),
        ).toEqual(feeds)
      },
    ),
  )
})
