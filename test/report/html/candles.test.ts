import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCandleCollector, MAX_CANDLES } from '../../../src/report/html/candles.ts'
import { packCandles } from '../../../src/report/html/pack-candles.ts'
import { readCandles } from '../../../src/report/html/page/decode.ts'
import { createLevels } from '../../../src/report/html/page/levels.ts'
import { BLOCK_BARS, createBlock } from '../../../src/shared/bars.ts'

type Bar = readonly [time: number, open: number, high: number, low: number, close: number]

/** Prices in cents from a small generator, the same every time. */
function barsOf(count: number): Bar[] {
  let seed = 7
  const next = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 2 ** 32
  }
  let close = 5000
  return Array.from({ length: count }, (_, i) => {
    const open = close
    close = Math.max(100, open + Math.round((next() - 0.5) * 400))
    const high = Math.max(open, close) + Math.round(next() * 50)
    const low = Math.min(open, close) - Math.round(next() * 50)
    return [i * 60_000, open / 100, high / 100, low / 100, close / 100]
  })
}

function collect(bars: readonly Bar[]) {
  const collector = createCandleCollector()
  const block = createBlock(BLOCK_BARS)
  for (let from = 0; from < bars.length; from += BLOCK_BARS) {
    block.count = Math.min(BLOCK_BARS, bars.length - from)
    for (let i = 0; i < block.count; i++) {
      const [time, open, high, low, close] = bars[from + i]!
      block.time[i] = time
      block.open[i] = open
      block.high[i] = high
      block.low[i] = low
      block.close[i] = close
    }
    collector.add(block)
  }
  return collector
}

/** The same by definition: groups of `every` bars. */
function grouped(bars: readonly Bar[], every: number): Bar[] {
  const candles: Bar[] = []
  for (let i = 0; i < bars.length; i += every) {
    const group = bars.slice(i, i + every)
    candles.push([
      group[0]![0],
      group[0]![1],
      Math.max(...group.map((bar) => bar[2])),
      Math.min(...group.map((bar) => bar[3])),
      group.at(-1)![4],
    ])
  }
  return candles
}

/** Element by element: a matcher takes seconds for a million. */
const isSame = (column: Float64Array, want: readonly Bar[], k: number): boolean =>
  column.length === want.length && want.every((candle, i) => candle[k] === column[i])

describe('the candle collector', () => {
  it.each([
    { says: 'keeps every bar of a short run', bars: 10, every: 1 },
    { says: 'keeps every bar of a full selection', bars: MAX_CANDLES, every: 1 },
    { says: 'joins two bars from the next one on', bars: MAX_CANDLES + 1, every: 2 },
    { says: 'joins four bars of a million', bars: 1_000_000, every: 4 },
  ])('$says', ({ bars: count, every }) => {
    const bars = barsOf(count)
    const candles = collect(bars).candles()
    expect(candles.every).toBe(every)
    expect(candles.count).toBe(Math.ceil(count / every))
    expect(candles.count).toBeLessThanOrEqual(MAX_CANDLES)
    const want = grouped(bars, every)
    for (const [k, name] of (['time', 'open', 'high', 'low', 'close'] as const).entries())
      expect(isSame(candles[name], want, k)).toBe(true)
  })

  it('begins anew', () => {
    const collector = collect(barsOf(2000))
    collector.clear()
    expect(collector.candles().count).toBe(0)
    expect(collector.candles().every).toBe(1)
  })
})

describe('packed candles', () => {
  it('are read again as they were, in whole seconds', () => {
    const price = fc.integer({ min: 1, max: 2 ** 40 })
    const bar = fc.tuple(price, price, fc.nat(1e6), fc.nat(1e6), fc.integer({ min: 1, max: 1e7 }))
    fc.assert(
      fc.property(
        fc.array(bar, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 0, max: 4 }),
        (rows, decimals) => {
          const unit = 10 ** decimals
          let time = -3_600_000
          const bars = rows.map(([open, close, up, down, step]): Bar => {
            time += step * 1000
            return [
              time,
              open / unit,
              (Math.max(open, close) + up) / unit,
              (Math.min(open, close) - down) / unit,
              close / unit,
            ]
          })
          const read = readCandles(packCandles(collect(bars).candles(), bars.length))
          bars.forEach(([timeMs, open, high, low, close], i) => {
            expect(read.time[i]).toBe(timeMs / 1000)
            expect([read.open[i], read.high[i], read.low[i], read.close[i]]).toEqual([
              open,
              high,
              low,
              close,
            ])
          })
        },
      ),
    )
  })

  it('end with the bars of the run, though more went by', () => {
    expect(packCandles(collect(barsOf(5000)).candles(), 1234).count).toBe(1234)
  })

  it.each([
    { says: 'whole prices', step: 1, decimals: 0 },
    { says: 'quarters', step: 0.25, decimals: 2 },
    { says: 'eight decimals', step: 1e-8, decimals: 8 },
  ])('have no more decimals than $says need', ({ step, decimals }) => {
    const bars = barsOf(50).map(
      ([time, ...prices]) =>
        [time, ...prices.map((price) => Math.round(price) / (1 / step))] as const,
    ) as unknown as Bar[]
    expect(packCandles(collect(bars).candles(), 50).decimals).toBe(decimals)
  })
})

it('joins levels of the page like the collector does', () => {
  const bars = barsOf(1000)
  const finest = readCandles(packCandles(collect(bars).candles(), 1000))
  const level = createLevels(finest).at(3)
  const want = grouped(bars, 8)
  expect(level.count).toBe(want.length)
  expect(level.high).toEqual(Float64Array.from(want, (candle) => candle[2]))
  expect(level.low).toEqual(Float64Array.from(want, (candle) => candle[3]))
  expect(level.close).toEqual(Float64Array.from(want, (candle) => candle[4]))
})
