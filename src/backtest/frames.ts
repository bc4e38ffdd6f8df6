import type { BarFeed } from '../data/index.ts'
import { BAR_COLUMNS, BLOCK_BARS } from '../shared/bars.ts'

/** Bars per frame: enough to keep system calls rare, little enough to keep memory flat. */
const FRAME_BARS = 8 * BLOCK_BARS

/** What a read on its way is given to end in. */
const PATIENCE_MS = 250

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

export type BarFrame = {
  readonly count: number
  /** The columns in order, each of `count` doubles, owned by the receiver. */
  readonly columns: readonly Uint8Array[]
  readonly isLast: boolean
}

/** The way of the bars from a feed into a run. */
export type Conveyor = {
  /** Hands frames to `take` until it declines, the feed ends or the conveyor is stopped. */
  run(take: (frame: BarFrame) => Promise<boolean> | boolean): Promise<void>
  /** Nobody wants more: `run` ends, even while the source keeps silent. */
  stop(): void
  /** Closes the source if `run` was never called. */
  close(): Promise<void>
}

export function createConveyor(feed: BarFeed, frameBars = FRAME_BARS): Conveyor {
  const walk = frames(feed, frameBars)
  let isStarted = false
  let isStopped = false
  let wake: (() => void) | undefined
  return {
    async run(take) {
      isStarted = true
      let isWaiting = false
      try {
        while (!isStopped) {
          isWaiting = true
          const next = await new Promise<IteratorResult<BarFrame> | undefined>(
            (resolve, reject) => {
              wake = () => resolve(undefined)
              walk.next().then(resolve, reject)
            },
          )
          if (next === undefined) return
          isWaiting = false
          if (next.done === true) return
          const more = await new Promise<boolean>((resolve, reject) => {
            // What is taken along with the bars may be late for ever, too.
            wake = () => resolve(false)
            Promise.resolve(take(next.value)).then(resolve, reject)
          })
          if (!more) return
        }
      } finally {
        const closed = walk.return(undefined)
        // A file answers at once and is closed with the run; a source that never answers is not waited for.
        if (isWaiting) await Promise.race([closed.catch(() => {}), pause(PATIENCE_MS)])
        else await closed
      }
    },
    stop() {
      isStopped = true
      wake?.()
    },
    async close() {
      if (!isStarted) await feed.close()
    },
  }
}

/** Joins the blocks of a feed into frames and tells which one is the last. */
async function* frames(feed: BarFeed, frameBars: number): AsyncGenerator<BarFrame> {
  const fresh = (): Float64Array[] => BAR_COLUMNS.map(() => new Float64Array(frameBars))
  let filled = 0
  let target = fresh()
  let held: Omit<BarFrame, 'isLast'> | undefined
  for await (const block of feed.blocks()) {
    for (let done = 0; done < block.count; ) {
      const count = Math.min(block.count - done, frameBars - filled)
      for (let k = 0; k < BAR_COLUMNS.length; k++)
        target[k]!.set(block[BAR_COLUMNS[k]!].subarray(done, done + count), filled)
      done += count
      filled += count
      if (filled === frameBars) {
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

function pack(columns: readonly Float64Array[], count: number): Omit<BarFrame, 'isLast'> {
  return {
    count,
    columns: columns.map((column) => new Uint8Array(column.buffer, 0, count * 8)),
  }
}
