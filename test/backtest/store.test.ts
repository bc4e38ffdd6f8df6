import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createBarStore, type OpenBars } from '../../src/backtest/store.ts'
import { type BarFeed, openBars } from '../../src/data/index.ts'
import { BAR_COLUMNS } from '../../src/shared/bars.ts'
import { folder } from '../cli/command.ts'

const BARS = 30_000
const START = Date.UTC(2020, 0, 1)
const HEAD = 'time,open,high,low,close,volume\n'
const row = (i: number): string =>
  `${START + i * 3_600_000},${10 + (i % 7)},20,5,${11 + (i % 5)},${i}\n`
const rows = (count: number): string => Array.from({ length: count }, (_, i) => row(i)).join('')

const at = folder()
const file = (name: string, text: string): { path: string } => {
  writeFileSync(join(at, name), text)
  return { path: join(at, name) }
}
const long = file('long.csv', HEAD + rows(BARS))
const faulty = file('faulty.csv', `${HEAD + rows(20_000)}${START + 20_000 * 3_600_000},1,2,x,1,1\n`)

/** A store that counts how often it reads a file. */
function counted(mostBars?: number): { open: OpenBars; reads: string[]; close(): void } {
  const reads: string[] = []
  const store = createBarStore(mostBars, (source, options) => {
    reads.push('path' in source ? source.path : source.name)
    return openBars(source, options)
  })
  return { open: store.open, close: store.close, reads }
}

/** All bars of a feed, and what it says at the end. */
async function taken(feed: BarFeed): Promise<unknown> {
  const columns: number[][] = BAR_COLUMNS.map(() => [])
  for await (const block of feed.blocks())
    BAR_COLUMNS.forEach((name, k) => {
      columns[k]!.push(...block[name].subarray(0, block.count))
    })
  return { head: feed.head, columns, summary: feed.summary() }
}

describe('a store of bars', () => {
  it('gives each reader what a reading of its own gives, and reads once', async () => {
    const want = await taken(await openBars(long))
    const { open, reads, close } = counted()
    const feeds = await Promise.all([open(long), open(long), open(long)])
    expect(await Promise.all(feeds.map(taken))).toEqual([want, want, want])
    expect(await taken(await open(long))).toEqual(want)
    expect(reads).toEqual([long.path])
    close()
  })

  it('lets readers go at their own pace', async () => {
    const want = await taken(await openBars(long))
    const { open, reads } = counted()
    const slow = (await open(long)).blocks()
    const first = await slow.next()
    expect(await taken(await open(long))).toEqual(want)
    let bars = first.value!.count
    for await (const block of slow) bars += block.count
    expect(bars).toBe(BARS)
    expect(reads).toHaveLength(1)
  })

  it('reads again what is read in another way', async () => {
    const { open, reads } = counted()
    await taken(await open(long))
    await taken(await open(long, { timeframe: '1d' }))
    await taken(await open(long, { timeframe: '1d' }))
    expect(reads).toHaveLength(2)
  })

  it.each([1, 10_000, BARS - 1])('keeps no more than %i bars, and tells the same', async (most) => {
    const want = await taken(await openBars(long))
    const { open, reads } = counted(most)
    const feeds = await Promise.all([open(long), open(long)])
    expect(await Promise.all(feeds.map(taken))).toEqual([want, want])
    expect(await taken(await open(long))).toEqual(want)
    expect(reads).toHaveLength(4)
  })

  it('lets go of a file whose readers are gone when another needs the room', async () => {
    const other = file('other.csv', HEAD + rows(BARS))
    const { open, reads } = counted(BARS)
    for (const source of [long, other, other, long]) await taken(await open(source))
    expect(reads).toEqual([long.path, other.path, long.path])
  })

  it('keeps a file that is being read', async () => {
    const other = file('other.csv', HEAD + rows(BARS))
    const { open, reads } = counted(BARS)
    const early = await open(long)
    await taken(await open(long))
    await taken(await open(other))
    await taken(early)
    expect(reads.filter((path) => path === long.path)).toHaveLength(1)
  })

  it('tells every reader the same fault at the same bar', async () => {
    const { open, reads } = counted()
    const ends = await Promise.all(
      [0, 1].map(async () => {
        let bars = 0
        try {
          for await (const block of (await open(faulty)).blocks()) bars += block.count
        } catch (problem) {
          return { bars, problem }
        }
        throw new Error('no fault')
      }),
    )
    expect(ends[0]!.bars).toBeGreaterThan(0)
    expect(ends[1]).toEqual(ends[0])
    expect(ends[0]!.problem).toMatchObject({ code: 'D209' })
    expect(reads).toHaveLength(1)
  })

  it('tells every reader that there is no file', async () => {
    const { open, reads } = counted()
    const gone = { path: join(at, 'gone.csv') }
    await expect(open(gone)).rejects.toMatchObject({ code: 'D201' })
    await expect(open(gone)).rejects.toMatchObject({ code: 'D201' })
    expect(reads).toHaveLength(1)
  })

  it('hands on what is no file as it is', async () => {
    const { open, reads } = counted()
    const source = { bytes: Buffer.from(HEAD + rows(5)), name: 'five' }
    await taken(await open(source))
    await taken(await open(source))
    expect(reads).toEqual(['five', 'five'])
  })
})
