import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type BarFrame, createConveyor } from '../../src/backtest/frames.ts'
import { openBars } from '../../src/data/index.ts'
import { createBlock } from '../../src/shared/bars.ts'

const START = Date.UTC(2020, 0, 1)
const FRAME = 100

/** A feed of `count` bars, 30 at a time, whose opens are their numbers; `onAsked` sees how far it was read. */
async function feedOf(count: number, onAsked: (bars: number) => void = () => {}, waitMs = 0) {
  const column = (value: (i: number) => number): number[] =>
    Array.from({ length: count }, (_, i) => value(i))
  const bars = {
    time: column((i) => START + i * 60_000),
    open: column((i) => i + 1),
    high: column((i) => i + 2),
    low: column((i) => i + 1),
    close: column((i) => i + 1),
  }
  const feed = await openBars({ name: 'numbers', bars }, { timeframe: '1m' })
  return {
    ...feed,
    async *blocks() {
      const part = createBlock(30)
      let given = 0
      for await (const block of feed.blocks())
        for (let from = 0; from < block.count; from += part.count) {
          part.count = Math.min(30, block.count - from)
          for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const)
            part[name].set(block[name].subarray(from, from + part.count))
          onAsked(given)
          if (given >= 250 && waitMs > 0) await sleep(waitMs)
          given += part.count
          yield part
        }
    },
  }
}

function opens({ columns, count }: BarFrame): number[] {
  return [...new Float64Array(columns[1]!.buffer, 0, count)]
}

describe('the conveyor', () => {
  it.each([1, 99, 100, 101, 250, 1000])(
    'hands on all of %i bars, the last one marked',
    async (count) => {
      const seen: number[] = []
      const lasts: boolean[] = []
      await createConveyor(await feedOf(count), { frameBars: FRAME }).run((frame) => {
        seen.push(...opens(frame))
        lasts.push(frame.isLast)
        return true
      })
      expect(seen).toEqual(Array.from({ length: count }, (_, i) => i + 1))
      expect(lasts).toEqual(lasts.map((_, k) => k === lasts.length - 1))
    },
  )

  it('leaves a frame alone while it is taken, and reads the next meanwhile', async () => {
    let read = 0
    const seen: number[] = []
    const ahead: number[] = []
    const feed = await feedOf(1000, (bars) => {
      read = bars
    })
    await createConveyor(feed, { frameBars: FRAME }).run(async (frame) => {
      const before = opens(frame)
      const from = read
      await sleep(5)
      ahead.push(read - from)
      expect(opens(frame)).toEqual(before)
      seen.push(...before)
      return true
    })
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1))
    expect(ahead[0]).toBeGreaterThan(0)
    // One frame, not all that there is.
    expect(Math.max(...ahead)).toBeLessThan(2 * FRAME)
  })

  it('uses three sets of columns by turns, unless frames are kept', async () => {
    const memory = async (isKept: boolean): Promise<number> => {
      const buffers = new Set<unknown>()
      await createConveyor(await feedOf(1000), { frameBars: FRAME, isKept }).run(({ columns }) => {
        buffers.add(columns[0]!.buffer)
        return true
      })
      return buffers.size
    }
    expect(await memory(false)).toBe(3)
    expect(await memory(true)).toBe(10)
  })

  it('ends when a frame is declined or fails, though the source keeps silent', async () => {
    const run = async (take: () => Promise<boolean>) =>
      createConveyor(await feedOf(1000, () => {}, 60_000), { frameBars: FRAME }).run(take)
    await run(() => sleep(5, false))
    await expect(run(() => sleep(5).then(() => Promise.reject(new Error('no'))))).rejects.toThrow(
      'no',
    )
  })

  it('ends when it is stopped, while it reads and while a frame is taken', async () => {
    const silent = createConveyor(await feedOf(1000, () => {}, 60_000), { frameBars: FRAME })
    setTimeout(silent.stop, 20)
    await silent.run(() => true)
    const taking = createConveyor(await feedOf(1000), { frameBars: FRAME })
    setTimeout(taking.stop, 20)
    await taking.run(() => sleep(60_000, true, { ref: false }))
  })
})
