import { describe, expect, it } from 'vitest'
import { backtest } from '../../src/backtest/index.ts'
import type { BarColumns } from '../../src/data/index.ts'

const MINUTE = 60_000
type Columns = { time: number[]; open: number[]; high: number[]; low: number[]; close: number[] }
const PRICES = ['open', 'high', 'low', 'close'] as const

/** Minutes of a seeded walk that jumps now and then. */
function minutes(count: number): Columns {
  const bars: Columns = { time: [], open: [], high: [], low: [], close: [] }
  let seed = 11
  const next = (): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
    return seed / 0x7fffffff
  }
  const round = (price: number): number => Math.round(price * 100) / 100
  let price = 100
  for (let i = 0; i < count; i++) {
    const open = round(price + (next() < 0.2 ? next() - 0.5 : 0))
    const close = round(open + (next() - 0.5) * 0.6)
    bars.time.push(i * MINUTE)
    bars.open.push(open)
    bars.high.push(round(Math.max(open, close) + next() * 0.2))
    bars.low.push(round(Math.min(open, close) - next() * 0.2))
    bars.close.push(close)
    price = close
  }
  return bars
}

function quarters(fine: Columns): Columns {
  const bars: Columns = { time: [], open: [], high: [], low: [], close: [] }
  for (let i = 0; i < fine.time.length; i += 15) {
    bars.time.push(fine.time[i]!)
    bars.open.push(fine.open[i]!)
    bars.high.push(Math.max(...fine.high.slice(i, i + 15)))
    bars.low.push(Math.min(...fine.low.slice(i, i + 15)))
    bars.close.push(fine.close[i + 14]!)
  }
  return bars
}

/** Orders of every kind on each quarter of an hour; `every` is the number of chart bars in it. */
const strategy = (every: number): string => `
strategy('t', { initialCapital: 1_000_000, pyramiding: 3 })
onBar(() => {
  if ((barIndex() + 1) % ${every} !== 0) return
  const p = close(), r = () => random() * 0.8
  if (random() < 0.3) strategy.entry('L', 'long', { stop: p + r() })
  if (random() < 0.3) strategy.entry('S', 'short', { limit: p + r() })
  if (random() < 0.1) strategy.entry('M', random() < 0.5 ? 'long' : 'short')
  if (random() < 0.2) strategy.entry('SL', 'long', { stop: p + r(), limit: p - r() })
  strategy.exit('XL', { fromEntry: 'L', loss: 30 + 60 * random(), profit: 30 + 60 * random() })
  strategy.exit('XS', { fromEntry: 'S', trailPoints: 20, trailOffset: 10 })
  if (random() < 0.05) strategy.closeAll()
  if (random() < 0.05) strategy.cancelAll()
})`

const fine = minutes(15 * 2000)
const coarse = quarters(fine)

async function run(
  bars: BarColumns,
  every: number,
  detail?: BarColumns,
  isolation: 'realm' | 'process' = 'realm',
) {
  return backtest({
    strategy: { source: strategy(every), name: 't.js' },
    data: { bars, name: 'X' },
    symbol: { tick: 0.01, lot: 1 },
    isolation,
    ...(detail === undefined ? {} : { detail: { bars: detail, name: 'X1' } }),
  })
}

type Result = Awaited<ReturnType<typeof run>>
const rows = ({ trades }: Result) =>
  [...trades].map((trade) => [
    trade.side,
    trade.qty,
    trade.entry_price,
    trade.exit_price,
    trade.profit,
  ])

describe('finer bars (BE-3.6)', () => {
  it('give the trades of a run over the finer bars that acts on every 15th', async () => {
    const whole = await run(fine, 15)
    const detailed = await run(coarse, 1, fine)
    expect(rows(detailed).length).toBeGreaterThan(300)
    expect(rows(detailed)).toEqual(rows(whole))
    expect(rows(await run(coarse, 1))).not.toEqual(rows(whole))
  })

  it('cross the pipe: the same bytes in the jail', async () => {
    const inside = await run(coarse, 1, fine)
    const jailed = await run(coarse, 1, fine, 'process')
    expect(jailed.hashes).toEqual(inside.hashes)
  })

  it('are told in the result and are part of its identity', async () => {
    const plain = await run(coarse, 1)
    const detailed = await run(coarse, 1, fine)
    expect(detailed.data).toHaveLength(2)
    expect(detailed.data[1]).toMatchObject({
      timeframe: '1m',
      bars: fine.time.length,
      inferred: { role: 'detail' },
      quality: { barsWithDetail: 2000, barsWithout: 0 },
    })
    expect(detailed.data[1]!.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(detailed.notes.map(({ code }) => code)).not.toContain('N205')
    expect(detailed.hashes.result).not.toBe(plain.hashes.result)
  })

  it('that are missing or of another market leave the bar its own path (N205)', async () => {
    const from = 15 * 1000
    const late = Object.fromEntries(
      Object.entries(fine).map(([name, column]) => [name, column.slice(from)]),
    ) as Columns
    const half = await run(coarse, 1, late)
    expect(half.notes.find(({ code }) => code === 'N205')).toMatchObject({ count: 1000 })
    const other = {
      ...fine,
      ...Object.fromEntries(PRICES.map((name) => [name, fine[name].map((p) => p + 1)])),
    }
    const foreign = await run(coarse, 1, other)
    expect(foreign.notes.find(({ code }) => code === 'N205')).toMatchObject({ count: 2000 })
    expect(rows(foreign)).toEqual(rows(await run(coarse, 1)))
  })

  it('must divide the bars (U102)', async () => {
    await expect(run(fine, 15, coarse)).rejects.toMatchObject({ code: 'U102' })
  })
})
