import type { BarFeed, DataSummary } from '../data/index.ts'
import { BAR_COLUMNS, type BarBlock } from '../shared/bars.ts'

/** One reading of a file that several runs share, each at its own pace; the foremost of them reads on. */
export type Recording = {
  /** Bars that are kept. */
  readonly bars: number
  readonly isIdle: boolean
  /** The same head, blocks, summary and errors as a reading of one's own; blocks must not be changed. */
  open(): Promise<BarFeed>
  /** Lets go of the bars and of the file. Whoever is on the way reads on by a reading of its own. */
  forget(): void
}

/**
 * @param reopen Reads the file from its beginning.
 * @param mayKeep Asked before bars are kept; the recording forgets itself when they may not be.
 */
export function createRecording(
  reopen: () => Promise<BarFeed>,
  mayKeep: (bars: number) => boolean,
): Recording {
  const opened = reopen()
  // Every reader is told; this one has no reader behind it.
  opened.catch(() => {})
  let blocks: BarBlock[] | undefined = []
  let bars = 0
  let users = 0
  let walk: AsyncGenerator<BarBlock> | undefined
  let end: { readonly summary: DataSummary } | { readonly problem: unknown } | undefined
  let pulling: Promise<void> | undefined

  async function pull(): Promise<void> {
    try {
      const feed = await opened
      walk ??= feed.blocks()
      const { value, done } = await walk.next()
      if (done === true) end = { summary: feed.summary() }
      else if (!mayKeep(value.count)) forget()
      else {
        blocks?.push(copyBlock(value))
        bars += value.count
      }
    } catch (problem) {
      end = { problem }
    }
  }

  function forget(): void {
    blocks = undefined
    bars = 0
    opened
      .then(async (feed) => {
        if (walk === undefined) await feed.close()
        else await walk.return(undefined)
      })
      .catch(() => {})
  }

  function readerOf(head: BarFeed['head']): BarFeed {
    let own: BarFeed | undefined
    let isGone = false
    const leave = (): void => {
      if (!isGone) users--
      isGone = true
    }
    users++
    return {
      head,
      async *blocks() {
        try {
          let at = 0
          for (;;) {
            if (blocks === undefined) break
            const block = blocks[at]
            if (block !== undefined) {
              at++
              yield block
            } else if (end === undefined) {
              pulling ??= pull().finally(() => {
                pulling = undefined
              })
              await pulling
            } else if ('problem' in end) throw end.problem
            else return
          }
          own = await reopen()
          for await (const block of own.blocks()) if (at-- <= 0) yield block
        } finally {
          leave()
        }
      },
      async close() {
        leave()
      },
      summary() {
        if (own !== undefined) return own.summary()
        if (end === undefined || 'problem' in end) throw new RangeError('summary before the end')
        return end.summary
      },
    }
  }

  return {
    get bars() {
      return bars
    },
    get isIdle() {
      return users === 0 && pulling === undefined
    },
    async open() {
      if (blocks === undefined) return reopen()
      return readerOf((await opened).head)
    },
    forget,
  }
}

function copyBlock(block: BarBlock): BarBlock {
  const copy: Record<string, number | Float64Array> = { count: block.count }
  for (const name of BAR_COLUMNS) copy[name] = block[name].slice(0, block.count)
  return copy as BarBlock
}
