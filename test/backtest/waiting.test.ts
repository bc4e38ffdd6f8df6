import { describe, expect, it } from 'vitest'
import { backtest } from '../../src/index.ts'

const START = Date.UTC(2020, 0, 1)

/** A file of hourly bars in two parts, the second of which is late. */
async function* lateBars(waitMs: number): AsyncGenerator<Uint8Array> {
  const row = (i: number): string => `${START + i * 3_600_000},10,12,9,11,5\n`
  const rows = (from: number, to: number): Uint8Array =>
    Buffer.from(Array.from({ length: to - from }, (_, i) => row(from + i)).join(''))
  yield Buffer.from('time,open,high,low,close,volume\n')
  yield rows(0, 40_000)
  await new Promise((resolve) => setTimeout(resolve, waitMs))
  yield rows(40_000, 40_100)
}

describe('the time limit', () => {
  it.each(['process', 'realm'] as const)('leaves out the wait for bars (%s)', async (isolation) => {
    const result = await backtest({
      strategy: { source: 'onBar(() => {})', name: 'idle.js' },
      data: { stream: lateBars(3500), name: 'late' },
      limits: { timeMs: 2000 },
      isolation,
    })
    expect(result.failure).toBeNull()
    expect(result.data[0]?.bars).toBe(40_100)
  })

  it('still ends a strategy that never does', async () => {
    const result = await backtest({
      strategy: { source: 'onBar(() => { if (barIndex() === 40050) for (;;); })', name: 'loop.js' },
      data: { stream: lateBars(10), name: 'late' },
      limits: { timeMs: 1000 },
    })
    expect(result.failure?.code).toBe('L401')
    // The bar that the strategy did not finish had its fills before, and counts.
    expect(result.equity.bars).toBe(40_051)
  })
})
