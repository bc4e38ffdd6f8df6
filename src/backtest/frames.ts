import type { BarFeed } from '../data/index.ts'
import { BAR_COLUMNS, BLOCK_BARS } from '../shared/bars.ts'

/** Bars per frame: enough to keep system calls rare, little enough to keep memory flat. */
const FRAME_BARS = 8 * BLOCK_BARS

export type BarFrame = {
  readonly count: number
  /** The columns in order, each of `count` doubles, owned by the receiver. */
  readonly columns: readonly Uint8Array[]
  readonly isLast: boolean
}

/** Joins the blocks of a feed into frames and tells which one is the last. */
export async function* frames(feed: BarFeed): AsyncGenerator<BarFrame> {
  let filled = 0
  let target = fresh()
  let held: Omit<BarFrame, 'isLast'> | undefined
  for await (const block of feed.blocks()) {
    for (let done = 0; done < block.count; ) {
      const count = Math.min(block.count - done, FRAME_BARS - filled)
      for (let k = 0; k < BAR_COLUMNS.length; k++)
        target[k]!.set(block[BAR_COLUMNS[k]!].subarray(done, done + count), filled)
      done += count
      filled += count
      if (filled === FRAME_BARS) {
        if (held !== undefined) yield { ...held, isLast: false }
        held = pack(target, filled)
        target = fresh()
        filled = 0
      }
    }
  }
  if (filled > 0) {
    if (held !== undefined) yield { ...held, isLast: false }
    held = pack(target, filled)
  }
  if (held !== undefined) yield { ...held, isLast: true }
}

function fresh(): Float64Array[] {
  return BAR_COLUMNS.map(() => new Float64Array(FRAME_BARS))
}

function pack(columns: readonly Float64Array[], count: number): Omit<BarFrame, 'isLast'> {
  return {
    count,
    columns: columns.map((column) => new Uint8Array(column.buffer, 0, count * 8)),
  }
}
