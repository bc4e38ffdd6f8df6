import { availableParallelism } from 'node:os'

/** Runs at a time where nothing was said: one core is left to the rest of the machine. */
export function defaultJobs(): number {
  return Math.max(1, availableParallelism() - 1)
}

/**
 * Does `work` for each item, at most `jobs` at a time, begun in the order of the items. What `work` throws
 * ends it all, once what was begun is over.
 *
 * @returns What `work` came to, in the order of the items.
 */
export async function inParallel<Item, Outcome>(
  items: readonly Item[],
  jobs: number,
  work: (item: Item, index: number) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let next = 0
  async function lane(): Promise<void> {
    while (next < items.length) {
      const index = next++
      try {
        outcomes[index] = await work(items[index]!, index)
      } catch (problem) {
        next = items.length
        throw problem
      }
    }
  }
  const lanes = Array.from({ length: Math.max(1, Math.min(jobs, items.length)) }, lane)
  const ends = await Promise.allSettled(lanes)
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return outcomes
}
