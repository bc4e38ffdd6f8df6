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

describe.each(['process', 'realm'] as const)('the limit of the set-up (%s)', (isolation) => {
  const run = (source: string, limits: { timeMs: number; setupMs: number }) =>
    backtest({
      strategy: { source, name: 'slow.js' },
      data: { stream: lateBars(0), name: 'late' },
      limits,
      isolation,
    })

  it('ends a file that does not come to its end, long before the run is over', async () => {
    const { failure } = await run('for (;;);', { timeMs: 60_000, setupMs: 300 })
    expect(failure).toMatchObject({
      code: 'L401',
      message: 'the set-up of the file took more than "0.3" seconds',
      file: 'slow.js',
      bar: null,
    })
    expect(failure?.hint).toContain('--limit-setup')
  })

  it('is not that of the bars', async () => {
    const source = 'onBar(() => { for (let i = 0; i < 3e8 && barIndex() === 9; i++); })'
    expect((await run(source, { timeMs: 60_000, setupMs: 200 })).failure).toBeNull()
  })

  it('gives way to a shorter limit of the run', async () => {
    const { failure } = await run('for (;;);', { timeMs: 300, setupMs: 9000 })
    expect(failure?.message).toBe('the time limit of "0.3" seconds was reached')
  })
})
