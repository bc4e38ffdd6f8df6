import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backtest } from '../../src/backtest/index.ts'
import { isShort } from '../../src/backtest/short.ts'

const folder = mkdtempSync(join(tmpdir(), 'qrun-short-'))
const few = join(folder, 'few.csv')
const many = join(folder, 'many.csv')
const packed = join(folder, 'few.csv.gz')
const rows = Array.from({ length: 3000 }, (_, i) => {
  const price = 100 + 10 * Math.sin(i / 9) + (i % 7) / 4
  return `${1_700_000_000_000 + i * 60_000},${price.toFixed(2)},${(price + 1).toFixed(2)},${(price - 1).toFixed(2)},${price.toFixed(2)},1`
})
const csv = `time,open,high,low,close,volume\n${rows.join('\n')}\n`
writeFileSync(few, csv)
writeFileSync(packed, csv)
writeFileSync(many, csv.padEnd(6_000_000, '\n'))

const columns = (count: number) => {
  const column = new Float64Array(count)
  return { time: column, open: column, high: column, low: column, close: column }
}
async function* pieces() {
  yield Buffer.from(csv)
}

describe('isShort', () => {
  it.each([
    { says: 'a small file', data: few, want: true },
    { says: 'a small file by its path', data: { path: few }, want: true },
    { says: 'a large file', data: many, want: false },
    { says: 'a compressed file, which does not tell', data: packed, want: false },
    { says: 'no file', data: join(folder, 'none.csv'), want: false },
    { says: 'a folder', data: folder, want: false },
    { says: 'few bytes', data: { bytes: Buffer.from(csv), name: 'a.csv' }, want: true },
    { says: 'many bytes', data: { bytes: new Uint8Array(6e6), name: 'a.csv' }, want: false },
    { says: 'few bars', data: { bars: columns(120_000), name: 'a' }, want: true },
    { says: 'many bars', data: { bars: columns(120_001), name: 'a' }, want: false },
    { says: 'a stream', data: { stream: pieces(), name: 'a.csv' }, want: false },
  ])('of $says: $want', async ({ data, want }) => {
    expect(await isShort({ strategy: 'a.js', data })).toBe(want)
  })

  it('is not said where other bars are read beside the chart', async () => {
    expect(await isShort({ strategy: 'a.js', data: few, detail: few })).toBe(false)
    expect(await isShort({ strategy: 'a.js', data: few, markets: { B: few } })).toBe(false)
  })

  it('makes no difference to a result', async () => {
    const source = `
      const fast = ta.sma(close, 5), slow = ta.ema(close, 20), deviation = ta.stdev(close, 10)
      onBar(() => {
        if (fast() > slow() && strategy.positionSize() <= 0) strategy.entry('L', 'long')
        if (fast() < slow() && strategy.positionSize() >= 0) strategy.entry('S', 'short', { qty: deviation() ** 0.5 })
      })`
    const strategy = { source, name: 'short.js' }
    const name = 'few.csv'
    const short = await backtest({ strategy, data: { bytes: Buffer.from(csv), name } })
    const long = await backtest({ strategy, data: { stream: pieces(), name } })
    expect(short.trades.length).toBeGreaterThan(10)
    expect(short.hashes).toEqual(long.hashes)
  })
})
