import { stat } from 'node:fs/promises'
import type { DataHead, DataSummary } from './feed.ts'
import { openBars } from './open.ts'
import type { DataOptions, DataSource } from './options.ts'

/** Everything there is to say about a data set: what was inferred, and what its bars are like. */
export type Inspection = {
  readonly head: DataHead
  readonly summary: DataSummary
  /** Size as stored; undefined for streams and bars in memory. */
  readonly bytes: number | undefined
}

/** Reads a data set to its end for its head and summary. */
export async function inspect(source: DataSource, options: DataOptions = {}): Promise<Inspection> {
  const feed = await openBars(source, options)
  const blocks = feed.blocks()
  while (!(await blocks.next()).done);
  return { head: feed.head, summary: feed.summary(), bytes: await sizeOf(source) }
}

async function sizeOf(source: DataSource): Promise<number | undefined> {
  if ('path' in source) return (await stat(source.path)).size
  return 'bytes' in source ? source.bytes.length : undefined
}
