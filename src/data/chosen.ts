import { type ColumnMap, normaliseName } from './columns.ts'
import { quote } from './faults.ts'
import type { Ledger } from './ledger.ts'
import type { ColumnField, DataOptions } from './options.ts'

/** Puts the columns that the options name over those that were inferred. */
export function applyChosenColumns(
  inferred: ColumnMap,
  header: readonly string[] | undefined,
  fields: number,
  options: DataOptions,
  ledger: Ledger,
): ColumnMap {
  if (!options.columns) return inferred
  const columns: Record<ColumnField, number> = { ...inferred }
  for (const [field, name] of Object.entries(options.columns)) {
    if (!Object.hasOwn(columns, field)) {
      throw ledger.error(
        'D223',
        `unknown field ${quote(field)} in the option columns`,
        `fields are: ${Object.keys(columns).join(', ')}`,
      )
    }
    columns[field as ColumnField] = find(name, header, fields, ledger)
  }
  if (options.columns.time !== undefined) {
    columns.date = -1
    columns.clock = -1
  } else if (options.columns.date !== undefined) columns.time = -1
  return columns
}

function find(
  name: string,
  header: readonly string[] | undefined,
  fields: number,
  ledger: Ledger,
): number {
  const names = header ?? []
  const exact = names.findIndex((cell) => cell.trim() === name)
  if (exact >= 0) return exact
  const normal = names.findIndex((cell) => normaliseName(cell) === normaliseName(name))
  if (normal >= 0) return normal
  const number = /^\d+$/.test(name) ? Number(name) : 0
  if (number >= 1 && number <= fields) return number - 1
  throw ledger.error(
    'D223',
    `no column ${quote(name)} in the file`,
    header
      ? `columns are: ${header.map((cell) => cell.trim()).join(', ')}`
      : `the file has no header: give a number from 1 to ${fields}`,
  )
}

/** Stops where a time or a price has no column. */
export function requirePrices(
  columns: ColumnMap,
  header: readonly string[] | undefined,
  ledger: Ledger,
): void {
  const missing = (['open', 'high', 'low', 'close'] as const).filter((field) => columns[field] < 0)
  const timed = columns.time >= 0 || columns.date >= 0
  const lacking = [...(timed ? [] : ['time']), ...missing]
  if (lacking.length === 0) return
  const seen = header
    ? `columns are: ${header.map((cell) => quote(cell.trim())).join(', ')}`
    : 'no header'
  throw ledger.error(
    'D206',
    `no column for ${lacking.join(', ')}; ${seen}`,
    `name the columns: --columns ${lacking.map((field) => `${field}=NAME`).join(',')}`,
  )
}
