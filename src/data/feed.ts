import type { BarBlock } from '../shared/bars.ts'
import type { Note } from '../shared/outcome.ts'
import type { Timeframe } from '../shared/timeframe.ts'
import type { FormatId } from './formats.ts'
import type { TimeUnit } from './options.ts'
import type { Totals } from './tally.ts'

/** What was told or inferred from the first part of a source (at least its first 8,192 rows). */
export type DataHead = {
  /** File name without directories, or the given name. */
  readonly name: string
  readonly format: FormatId
  readonly formatTitle: string
  readonly confidence: 'exact header' | 'column names' | 'shape' | 'named' | 'in memory'
  /** What was unpacked: none, gzip, zip or zstd. */
  readonly compression: string
  /** utf-8, utf-8 with BOM, utf-16le, utf-16be; empty where there is no text. */
  readonly encoding: string
  /** One character, a space for runs of spaces; empty where there is no table. */
  readonly delimiter: string
  /** Line of the header, 1-based; 0 without one. */
  readonly headerRow: number
  /** Lines before the header that were skipped. */
  readonly skipped: readonly string[]
  /** Field → name of its column. */
  readonly columns: Readonly<Record<string, string>>
  readonly extras: readonly string[]
  /** `date` for dates in digits, `text` for written times. */
  readonly timeUnit: TimeUnit | 'date' | 'text'
  /** The first time as it stands in the source. */
  readonly timeExample: string
  /** What it was read as. */
  readonly timeExampleMs: number
  readonly zone: string
  /** Whether `zone` is a default that nothing confirmed. */
  readonly zoneAssumed: boolean
  readonly stamp: 'open' | 'close'
  readonly order: 'ascending' | 'descending' | 'mixed'
  readonly timeframe: Timeframe
  readonly symbol: string
  /** Decimals of the prices in the head, trailing zeros trimmed, at most 8. */
  readonly decimals: number
  readonly hasVolume: boolean
  /** Opening time of the first bar of the source, whatever the window. */
  readonly firstTimeMs: number
  readonly reader: 'fast' | 'general' | 'memory' | 'bar file'
}

/** What is known once all bars went by. Counts cover the kept bars. */
export type DataSummary = Totals & {
  /** SHA-256 of the bars, symbol and timeframe; the same for every form of the same bars. */
  readonly hash: string
  /** Rows that were no bars, by reason. */
  readonly dropped: {
    readonly empty: number
    readonly identical: number
    readonly repeated: number
    readonly bad: number
    readonly others: number
  }
  /** N3xx, in order of their codes. */
  readonly notes: readonly Note[]
}

/** Checked bars, oldest first, that can be walked once. */
export type BarFeed = {
  readonly head: DataHead
  /** Blocks of at most `BLOCK_BARS` bars; arrays are reused for the next block. */
  blocks(): AsyncGenerator<BarBlock>
  /** Gives up a feed whose blocks are not walked: closes the file behind it. */
  close(): Promise<void>
  /** Only after the last block. */
  summary(): DataSummary
}
