import type { RunSink } from '../engine/index.ts'
import { FRAME } from '../sandbox/index.ts'
import { TRADE_WIDTH } from '../shared/layout.ts'
import { bytesOf } from './columns.ts'
import type { Pipe } from './pipe.ts'

/** What a run delivers, held back until the watchdog sleeps: a stop in the middle of a message would leave half of it in the pipe. */
export type Posts = {
  readonly sink: RunSink
  /** Writes what has gathered. */
  readonly flush: () => void
}

/** Trades in one message: a part of the largest that the parent takes. */
const MOST_ROWS = 65_536

export function createPosts(pipe: Pipe): Posts {
  let rows = new Float64Array(1024 * TRADE_WIDTH)
  let filled = 0
  const texts: string[] = []
  return {
    sink: {
      trades(more, count) {
        const length = count * TRADE_WIDTH
        if (filled + length > rows.length) {
          const larger = new Float64Array(2 * (filled + length))
          larger.set(rows.subarray(0, filled))
          rows = larger
        }
        rows.set(more.subarray(0, length), filled)
        filled += length
      },
      texts(more) {
        for (const text of more) texts.push(text)
      },
    },
    flush() {
      if (texts.length > 0) pipe.writeText(FRAME.TEXTS, JSON.stringify(texts))
      texts.length = 0
      for (let at = 0; at < filled; at += MOST_ROWS * TRADE_WIDTH)
        pipe.writeBytes(
          FRAME.TRADES,
          bytesOf(rows.subarray(at, Math.min(filled, at + MOST_ROWS * TRADE_WIDTH))),
        )
      filled = 0
    },
  }
}
