import type { BarFeed } from '../data/index.ts'
import { BAR_COLUMNS, type BarBlock, BLOCK_BARS } from '../shared/bars.ts'

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
  /** The columns in order, each of `count` doubles at the beginning of its memory. */
  readonly columns: readonly Uint8Array[]
  readonly isLast: boolean
}

/** The way of the bars from a feed into a run. */
export type Conveyor = {
  /**
   * Hands frames to `take`, one after the other, until it declines, the feed ends or the conveyor is
   * stopped. While a frame is taken the next one is read.
   */
  run(take: (frame: BarFrame) => Promise<boolean> | boolean): Promise<void>
  /** Nobody wants more: `run` ends, even while the source keeps silent. */
  stop(): void
  /** Closes the source if `run` was never called. */
  close(): Promise<void>
}

type ConveyorOptions = {
  readonly frameBars?: number | undefined
  /** Whether frames stay with their receiver; otherwise their memory is used again once they are taken. */
  readonly isKept?: boolean
}

export function createConveyor(
  feed: BarFeed,
  { frameBars = FRAME_BARS, isKept = false }: ConveyorOptions = {},
): Conveyor {
  const walk = frames(feed, frameBars, isKept)
  let isStarted = false
  let isStopped = false
  let wake: (() => void) | undefined
  /** What `work` comes to, or undefined as soon as `taking` comes to nothing or the conveyor is stopped. */
  function unlessStopped<T>(
    work: Promise<T>,
    taking: Promise<boolean> | undefined,
  ): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      wake = () => resolve(undefined)
      taking?.then((wantsMore) => {
        if (!wantsMore) resolve(undefined)
      }, reject)
      work.then(resolve, reject)
    })
  }
  return {
    async run(take) {
      isStarted = true
      let isWaiting = false
      let taking: Promise<boolean> | undefined
      try {
        while (!isStopped) {
          isWaiting = true
          const next = await unlessStopped(walk.next(), taking)
          if (next === undefined) return
          isWaiting = false
          // What is taken along with the bars may be late for ever, too.
          if (taking !== undefined && (await unlessStopped(taking, undefined)) !== true) return
          if (next.done === true) return
          taking = Promise.resolve(take(next.value))
          // Whoever waits for it is told.
          taking.catch(() => {})
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

/** Sets of columns that are used by turns: one that is filled, one that waits, one that is taken. */
const SETS = 3

/** Joins the blocks of a feed into frames and tells which one is the last. */
async function* frames(
  feed: BarFeed,
  frameBars: number,
  isKept: boolean,
): AsyncGenerator<BarFrame> {
  const sets: Float64Array[][] = []
  let made = 0
  const next = (): Float64Array[] => {
    const at = isKept ? 0 : made++ % SETS
    if (isKept || sets[at] === undefined)
      sets[at] = BAR_COLUMNS.map(() => new Float64Array(frameBars))
    return sets[at]
  }
  let filled = 0
  let target = next()
  let held: Omit<BarFrame, 'isLast'> | undefined
  for await (const block of feed.blocks()) {
    for (let done = 0; done < block.count; ) {
      const count = Math.min(block.count - done, frameBars - filled)
      copyBars(block, done, count, target, filled)
      done += count
      filled += count
      if (filled === frameBars) {
        if (held !== undefined) yield { ...held, isLast: false }
        held = pack(target, filled)
        target = next()
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

function copyBars(
  block: BarBlock,
  from: number,
  count: number,
  target: readonly Float64Array[],
  to: number,
): void {
  for (let k = 0; k < BAR_COLUMNS.length; k++)
    target[k]!.set(block[BAR_COLUMNS[k]!].subarray(from, from + count), to)
}

function pack(columns: readonly Float64Array[], count: number): Omit<BarFrame, 'isLast'> {
  return {
    count,
    columns: columns.map((column) => new Uint8Array(column.buffer, 0, count * 8)),
  }
}
