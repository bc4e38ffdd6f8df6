import type { ColumnMap } from './columns.ts'
import { quote } from './faults.ts'
import type { Ledger } from './ledger.ts'
import type { DataOptions } from './options.ts'
import { type DateOrder, leadingParts, readStamp, type Stamp } from './stamps.ts'

type Rows = readonly (readonly string[])[]

/**
 * Decides between day/month and month/day on all rows that were seen: a part over twelve decides,
 * else the one reading that is monotonic with a more regular step. Both fitting is an error.
 */
export function decideDateOrder(
  columns: ColumnMap,
  first: readonly string[],
  rows: () => Rows,
  options: DataOptions,
  ledger: Ledger,
): DateOrder {
  const told = options.dateFormat
  if (told === 'YMD' || told === 'DMY' || told === 'MDY') return told
  if (told !== undefined) return 'YMD'
  const column = columns.date >= 0 ? columns.date : columns.time
  if (!leadingParts((first[column] ?? '').trim())) return 'YMD'
  const texts = rows().map((cells) => (cells[column] ?? '').trim())
  const parts = texts.map(leadingParts).filter((part) => part !== undefined)
  if (parts.length === 0) return 'YMD'
  // Dots are written between day and month, in that order, and nowhere else.
  if (parts.every(([, , mark]) => mark === '.')) return 'DMY'
  const dayFirst = parts.some(([first]) => first > 12)
  const monthFirst = parts.some(([, second]) => second > 12)
  if (dayFirst !== monthFirst) return dayFirst ? 'DMY' : 'MDY'
  const day = dayFirst ? undefined : regularity(texts, 'DMY')
  const month = dayFirst ? undefined : regularity(texts, 'MDY')
  if (day !== undefined && (month === undefined || day > month)) return 'DMY'
  if (month !== undefined && (day === undefined || month > day)) return 'MDY'
  const dates = texts.filter((text) => leadingParts(text))
  throw ledger.error(
    'D207',
    `dates can be read as day/month or month/day (${quote(dates[0]!)} .. ${quote(dates.at(-1)!)})`,
    'choose one: --date-format DMY or --date-format MDY',
  )
}

/** Share of the steps that equal the most frequent one, or undefined where time turns back. */
function regularity(texts: readonly string[], order: DateOrder): number | undefined {
  const stamp: Stamp = { localMs: 0, offsetMinutes: 0, hasClock: false, cut: false }
  const times = texts.flatMap((text) => (readStamp(text, order, stamp) ? stamp.localMs : []))
  const steps = times.slice(1).map((time, at) => time - times[at]!)
  if (steps.some((step) => step > 0) && steps.some((step) => step < 0)) return undefined
  const votes = new Map<number, number>()
  for (const step of steps) votes.set(step, (votes.get(step) ?? 0) + 1)
  return steps.length === 0 ? 0 : Math.max(...votes.values()) / steps.length
}

/**
 * Whether commas are decimal marks, on all prices seen. Grouped thousands (`1,234`) under a comma
 * delimiter are thousands; under another delimiter such a column alone has two readings.
 */
export function decideDecimal(
  { open, high, low, close }: ColumnMap,
  rows: Rows,
  delimiter: string,
  options: DataOptions,
  ledger: Ledger,
): boolean {
  if (options.decimal) return options.decimal === ','
  let grouped: string | undefined
  for (const cells of rows) {
    for (const at of [open, high, low, close]) {
      const text = cells[at] ?? ''
      if (!text.includes(',')) {
        if (/\.\d/.test(text) && !/^\D*\d{1,3}(\.\d{3})+\D*$/.test(text)) return false
        continue
      }
      const comma = text.lastIndexOf(',')
      if (text.includes('.')) return comma > text.lastIndexOf('.')
      if (!/^\D*\d{1,3}(,\d{2,3})*,\d{3}\D*$/.test(text)) return true
      // Two commas are groups: a number has one decimal mark.
      if (text.indexOf(',') !== comma || /^\D*0,/.test(text)) return text.indexOf(',') === comma
      grouped ??= text
    }
  }
  if (grouped === undefined || delimiter === ',') return false
  throw ledger.error(
    'D227',
    `${quote(grouped)} can be read with a decimal comma or a thousands comma`,
    'choose one: --decimal , or --decimal .',
  )
}
