import type { BarFeed } from '../data/index.ts'
import type { CandleCollector } from '../report/index.ts'

/** The same bars, with `candles` looking on. */
export function watchBars(feed: BarFeed, candles: CandleCollector | undefined): BarFeed {
  if (candles === undefined) return feed
  candles.clear()
  return {
    head: feed.head,
    async *blocks() {
      for await (const block of feed.blocks()) {
        candles.add(block)
        yield block
      }
    },
    summary: () => feed.summary(),
    close: () => feed.close(),
  }
}
