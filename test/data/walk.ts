import type { BarFeed } from '../../src/data/index.ts'

/** All bars of a feed: times, and rows of open, high, low, close, volume. */
export async function walk(feed: BarFeed): Promise<{ time: number[]; rows: number[][] }> {
  const time: number[] = []
  const rows: number[][] = []
  for await (const block of feed.blocks()) {
    for (let i = 0; i < block.count; i++) {
      time.push(block.time[i]!)
      rows.push([block.open[i]!, block.high[i]!, block.low[i]!, block.close[i]!, block.volume[i]!])
    }
  }
  return { time, rows }
}
