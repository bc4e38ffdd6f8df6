import { formatTime } from '../shared/timeframe.ts'
import type { BarFeed } from './feed.ts'

/**
 * The bars of a feed as canonical CSV (F00), in pieces of a block each: ISO times in UTC, shortest
 * numbers, an empty cell for a missing volume. Reading it back gives the same bars.
 */
export async function* encodeBars(feed: BarFeed): AsyncGenerator<string> {
  yield 'time,open,high,low,close,volume\n'
  for await (const { count, time, open, high, low, close, volume } of feed.blocks()) {
    let text = ''
    for (let i = 0; i < count; i++) {
      const amount = Number.isNaN(volume[i]!) ? '' : volume[i]!
      text += `${formatTime(time[i]!)},${open[i]},${high[i]},${low[i]},${close[i]},${amount}\n`
    }
    yield text
  }
}
