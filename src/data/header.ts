import { linesOf } from './cells.ts'
import { quote } from './faults.ts'
import type { Ledger } from './ledger.ts'
import { isMissing, parseNumber } from './numbers.ts'
import type { DataOptions } from './options.ts'
import { isStamp } from './stamps.ts'

/** Header of a table: names, and how many records and lines it takes up. */
export type Header = {
  readonly names: readonly string[] | undefined
  readonly rows: number
  readonly lines: number
}

/** Whether a cell can stand in a row of bars: a number, a time or a missing value. */
function isDatum(cell: string): boolean {
  const text = cell.trim()
  return (
    isMissing(text) ||
    parseNumber(text) !== undefined ||
    parseNumber(text, true) !== undefined ||
    /^\d{1,2}:\d{2}(:\d{2})?$/.test(text) ||
    isStamp(text)
  )
}

/** The header is there if the first record has a cell that is no number, time or missing value. */
export function readHeader(
  records: readonly (readonly string[])[],
  ledger: Ledger,
  options: DataOptions,
): Header {
  const first = records[0]!
  if (first.every(isDatum)) return { names: undefined, rows: 0, lines: 0 }
  const second = records[1]
  const third = records[2]
  const stacked =
    /^(price|attributes)$/i.test(first[0]!.trim()) &&
    second?.[0]?.trim().toLowerCase() === 'ticker' &&
    third !== undefined &&
    /^(date|datetime)$/i.test(third[0]!.trim())
  if (stacked) return stackedHeader(first, second, third, ledger, options)
  // A symbol in the first column of a table without a header is not a name of a column.
  return { names: first, rows: 1, lines: linesOf(first) }
}

/** yfinance writes names, tickers and the name of the index in three rows (F07). */
function stackedHeader(
  names: readonly string[],
  tickers: readonly string[],
  index: readonly string[],
  ledger: Ledger,
  options: DataOptions,
): Header {
  const found = [...new Set(tickers.slice(1))]
  const wanted = found.length === 1 ? found[0] : options.symbol
  if (wanted === undefined || !found.includes(wanted)) {
    throw ledger.error(
      'D220',
      `the file holds several symbols: ${found.slice(0, 5).map(quote).join(', ')}`,
      'choose one with --symbol',
    )
  }
  const chosen = names.map((name, at) =>
    at === 0 ? index[0]! : tickers[at] === wanted ? name : `${name} of ${tickers[at]}`,
  )
  return { names: chosen, rows: 3, lines: 3 }
}
