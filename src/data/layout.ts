import type { ColumnMap } from './columns.ts'
import type { Format } from './formats.ts'
import type { DateOrder } from './stamps.ts'

/** How the rows of one file are to be read: everything that was told or inferred before the first bar. */
export type Layout = {
  readonly format: Format
  /** Why this format: by header, by shape, or because it was named. */
  readonly confidence: 'exact header' | 'column names' | 'shape' | 'named'
  /** One character; a space stands for a run of spaces. */
  readonly delimiter: string
  readonly lineEnd: number
  /** Header cells as they stand in the file; undefined without a header. */
  readonly header: readonly string[] | undefined
  /** Line of the header, 1-based; 0 without one. */
  readonly headerRow: number
  /** Line of the first row of data, 1-based. */
  readonly firstRow: number
  /** Lines before the header that were skipped. */
  readonly skipped: readonly string[]
  /** Cells per row. */
  readonly fields: number
  readonly columns: ColumnMap
  /** Names of the columns that are not used. */
  readonly extras: readonly string[]
  readonly decimalComma: boolean
  readonly dateOrder: DateOrder
  /** Zone of times without an offset. */
  readonly zone: string
  /** Whether nobody said so. */
  readonly zoneAssumed: boolean
  /** Prices are divided by this. */
  readonly priceDivisor: number
  /** Whether the sample holds a quote. */
  readonly quoted: boolean
  /** Time of the first row as it stands there. */
  readonly example: string
  /** The symbol whose rows are kept, where the file has a column for it. */
  readonly wanted: string | undefined
}

/** The name of a column in messages: the header's, or the number of the cell. */
export function columnName(layout: Layout, column: number): string {
  return layout.header?.[column]?.trim() || `column ${column + 1}`
}
