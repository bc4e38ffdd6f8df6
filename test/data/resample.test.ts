import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BarColumns, openBars, resample } from '../../src/data/index.ts'
import { parseTimeframe, periodStart } from '../../src/shared/timeframe.ts'
import { walk } from './walk.ts'

const START = Date.parse('2024-01-01T22:00:00Z')

function hours(count: number): BarColumns {
  const index = Array.from({ length: count }, (_, i) => i)
  return {
    time: index.map((i) => START + i * 3_600_000),
    open: index.map((i) => 100 + i),
    high: index.map((i) => 105 + i),
    low: index.map((i) => 95 - i),
    close: index.map((i) => 101 + i),
    volume: index.map((i) => (i === 3 ? Number.NaN : i + 1)),
  }
}

describe('resample', () => {
  it('takes first open, highest high, lowest low, last close and the sum of volumes', async () => {
    const feed = await openBars({ bars: hours(6), name: 'x' })
    const longer = resample(feed, parseTimeframe('4h')!)
    const { time, rows } = await walk(longer)
    expect(time).toEqual([Date.parse('2024-01-01T20:00Z'), Date.parse('2024-01-02T00:00Z')])
    expect(rows).toEqual([
      [100, 106, 94, 102, 3],
      [102, 110, 90, 106, 14],
    ])
    expect(longer.head.timeframe.name).toBe('240')
    expect(longer.summary().notes.map(({ code }) => code)).toEqual(['N324'])
  })

  it('is what openBars does for a longer timeframe', async () => {
    const source = { bars: hours(60), name: 'x' }
    const asked = await openBars(source, { timeframe: '1d' })
    const resampled = resample(await openBars(source), parseTimeframe('1d')!)
    expect(await walk(asked)).toEqual(await walk(resampled))
    expect(asked.summary()).toEqual(resampled.summary())
    expect(asked.head.timeframe.name).toBe('1D')
  })

  it('gives a volume of NaN only where no volume is known', async () => {
    const bars = { ...hours(4), volume: [Number.NaN, Number.NaN, 1, Number.NaN] }
    const { rows } = await walk(
      resample(await openBars({ bars, name: 'x' }), parseTimeframe('2h')!),
    )
    expect(rows.map((row) => row[4])).toEqual([Number.NaN, 1])
  })

  it.each(['30m', '90m', '100m'])('refuses %s for bars of an hour', async (text) => {
    const feed = await openBars({ bars: hours(5), name: 'x' })
    expect(() => resample(feed, parseTimeframe(text)!)).toThrow(/cannot be made into bars/)
  })

  it.each(['2h', '4h', '1d', '1w', '1M', '3M'])(
    'agrees with grouping by period for %s',
    async (text) => {
      const timeframe = parseTimeframe(text)!
      const steps = fc.array(
        fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 500 })),
        {
          minLength: 3,
          maxLength: 3000,
        },
      )
      await fc.assert(
        fc.asyncProperty(steps, async (list) => {
          let now = START
          const time = list.map(([step], i) => {
            // Every other step is an hour, so that the bars are bars of an hour.
            now += (i % 2 === 0 ? step : 1) * 3_600_000
            return now
          })
          const close = list.map(([, price]) => price)
          const bars = { time, open: close, high: close, low: close, close, volume: close }
          const feed = await openBars({ bars, name: 'x' }, { timeframe: '1h' })
          const result = await walk(resample(feed, timeframe))

          const groups = new Map<number, number[]>()
          for (const [i, ms] of time.entries()) {
            const start = periodStart(timeframe, ms)
            groups.set(start, [...(groups.get(start) ?? []), i])
          }
          expect(result.time).toEqual([...groups.keys()])
          expect(result.rows).toEqual(
            [...groups.values()].map((members) => {
              const prices = members.map((i) => close[i]!)
              const sum = prices.reduce((total, price) => total + price, 0)
              return [prices[0], Math.max(...prices), Math.min(...prices), prices.at(-1), sum]
            }),
          )
        }),
        { numRuns: 20 },
      )
    },
  )
})
