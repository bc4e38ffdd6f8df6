import type { BarFeed } from '../data/index.ts'
import { QrunError } from '../errors/index.ts'
import { BAR_COLUMNS } from '../shared/bars.ts'
import type { Limits } from '../shared/job.ts'
import { createConveyor } from './frames.ts'

/** All bars of a feed, in frames of columns. */
export type KeptBars = {
  readonly count: number
  readonly firstTimeMs: number
  readonly frames: readonly (readonly Uint8Array[])[]
}

const MIB = 1024 * 1024
const BYTES_PER_BAR = 8 * BAR_COLUMNS.length

/**
 * Reads a feed to its end.
 *
 * @throws `L402` where the bars alone would take more than half of what the sandbox may have.
 */
export async function keepBars(
  feed: BarFeed,
  { memoryMb }: Limits,
  signal: AbortSignal | undefined,
): Promise<KeptBars> {
  const most = Math.floor((memoryMb * MIB) / 2 / BYTES_PER_BAR)
  const frames: (readonly Uint8Array[])[] = []
  let count = 0
  const conveyor = createConveyor(feed, { isKept: true })
  signal?.addEventListener('abort', conveyor.stop, { once: true })
  try {
    await conveyor.run((frame) => {
      count += frame.count
      frames.push(frame.columns)
      return count <= most
    })
  } finally {
    signal?.removeEventListener('abort', conveyor.stop)
  }
  if (count > most)
    throw new QrunError({
      code: 'L402',
      message: `a sweep holds its bars in memory, and more than "${most}" do not fit into half of the "${memoryMb}" MB of the sandbox`,
      hint: 'raise the memory limit, choose a shorter window, or a longer timeframe',
    })
  return { count, firstTimeMs: feed.head.firstTimeMs, frames }
}
