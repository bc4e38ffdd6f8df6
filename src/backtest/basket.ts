import { type MarketParts, packMarkets } from '../sandbox/index.ts'
import { BAR_COLUMNS, type BarBlock } from '../shared/bars.ts'

/** Rows of all markets together that travel at once, so that memory stays flat. */
const MOST_ROWS = 32_768

/** Rows on their way, by market. */
export function createBasket(marketCount: number) {
  const room = Math.max(1, Math.floor(MOST_ROWS / Math.max(1, marketCount)))
  const feeds = Array.from({ length: marketCount }, () => ({
    columns: BAR_COLUMNS.map(() => new Float64Array(room)),
    filled: 0,
    /** Rows of the chart bars that are over, and how many each of those has. */
    told: 0,
    counts: [] as number[],
  }))
  let isFull = false
  const take = (bars: number, whole: boolean): Float64Array => {
    const parts: MarketParts = {
      bars,
      feeds: feeds.map(({ columns, filled, told, counts }) => ({
        counts: Float64Array.from(counts),
        columns: columns.map((column) => column.subarray(0, whole ? filled : told)),
      })),
    }
    const packed = packMarkets(parts)
    for (const feed of feeds) {
      const gone = whole ? feed.filled : feed.told
      for (const column of feed.columns) column.copyWithin(0, gone, feed.filled)
      feed.filled -= gone
      feed.told = 0
      feed.counts = []
    }
    isFull = feeds.some(({ filled }) => filled === room)
    return packed
  }
  return {
    get isFull() {
      return isFull
    },
    add(index: number, block: BarBlock, row: number): void {
      const feed = feeds[index]!
      for (let k = 0; k < BAR_COLUMNS.length; k++)
        feed.columns[k]![feed.filled] = block[BAR_COLUMNS[k]!][row]!
      feed.filled++
      if (feed.filled === room) isFull = true
    },
    /** All rows so far belong to the chart bars so far. */
    endBar(): void {
      for (const feed of feeds) {
        feed.counts.push(feed.filled - feed.told)
        feed.told = feed.filled
      }
    },
    /** What belongs to `bars` chart bars that are over. */
    pack: (bars: number) => take(bars, false),
    /** Everything, for the chart bar to come. */
    packAll: () => take(0, true),
  }
}
