import { type Clock, openClock } from './clock.ts'
import type { ColumnMap } from './columns.ts'
import type { DataHead } from './feed.ts'
import { columnName, type Layout } from './layout.ts'
import { type Ledger, openLedger } from './ledger.ts'
import type { DataOptions } from './options.ts'
import type { ReadHash } from './read-hash.ts'
import type { RowBlock } from './rows.ts'

/** The part of the head that a source of rows knows before its first row. */
export type RowFacts = Omit<
  DataHead,
  'timeframe' | 'decimals' | 'hasVolume' | 'firstTimeMs' | 'order' | keyof TimeFacts
>

/** The part of the head that is known once rows were read. */
export type TimeFacts = Pick<DataHead, 'timeUnit' | 'timeExample' | 'timeExampleMs'>

/** What a source itself says of its bars. */
export type Claims = Pick<DataHead, 'timeframe' | 'decimals' | 'hasVolume'>

/** Rows of a source in its own order, and what is known about them. */
export type RowSource = {
  readonly facts: RowFacts
  /** What the source itself says of its bars and need not be inferred. */
  readonly claims?: Claims
  readonly rows: AsyncGenerator<RowBlock>
  /** The hash of a reader that hashes what it reads. */
  readonly hash?: ReadHash | undefined
  readonly times: () => TimeFacts
}

/** How the text of a source was stored. */
export type Storage = Pick<DataHead, 'compression' | 'encoding'>

/** What a layout says about its source. */
export function factsOf(
  layout: Layout,
  storage: Storage,
  reader: DataHead['reader'],
  symbolHint: string,
  options: DataOptions,
  ledger: Ledger,
): RowFacts {
  return {
    ...storage,
    name: ledger.name,
    format: layout.format.id,
    formatTitle: layout.format.title,
    confidence: layout.confidence,
    delimiter: layout.delimiter,
    headerRow: layout.headerRow,
    skipped: layout.skipped,
    columns: namesOf(layout),
    extras: layout.extras,
    zone: layout.zone,
    zoneAssumed: layout.zoneAssumed,
    stamp: options.stamp ?? 'open',
    symbol: options.symbol ?? layout.wanted ?? symbolHint,
    reader,
  }
}

/** Unit of the times of a source, and an example of them for people. */
export function timesOf(
  layout: Layout,
  { unit = 'text' }: Clock,
  options: DataOptions,
  ledger: Ledger,
): TimeFacts {
  // A clock and a ledger of its own: the example is read a second time and must not count twice.
  const clock = openClock(layout, options, openLedger(ledger.name, false))
  const timeExampleMs = clock.read(layout.example, layout.firstRow)
  return { timeUnit: unit, timeExample: layout.example, timeExampleMs }
}

function namesOf(layout: Layout): Record<string, string> {
  const names: Record<string, string> = {}
  for (const field of Object.keys(layout.columns) as (keyof ColumnMap)[]) {
    const column = layout.columns[field]
    if (column >= 0) names[field] = columnName(layout, column)
  }
  return names
}
