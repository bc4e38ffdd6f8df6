import { sanitize } from './sanitize.ts'

/** A number whose digits are part of the format. */
export type Digits = { readonly digits: string }

export type Cell = number | string | boolean | null | Digits

/** Takes the text of a file in pieces, in order. */
export type Write = (text: string) => void

const CHUNK_LENGTH = 65_536

/** What a spreadsheet takes for the start of a formula, its wide forms and spaces in front included. */
const FORMULA = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/

/**
 * One cell. Numbers stand in their shortest exact form; null is empty. Text is one visible line; one
 * that a spreadsheet would run as a formula gets a leading quote.
 */
export function formatCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'object') return cell.digits
  if (typeof cell !== 'string') return String(cell)
  const text = sanitize(cell)
  // Judged before cleaning too: a tab in front is a space by now.
  const safe = FORMULA.test(cell) || FORMULA.test(text) ? `'${text}` : text
  return /[",]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Writes a header and rows, about 64 kB at a time. */
export function writeCsv(
  header: readonly string[],
  rows: Iterable<readonly Cell[]>,
  write: Write,
): void {
  let buffer = `${header.join(',')}\n`
  for (const row of rows) {
    buffer += `${row.map(formatCell).join(',')}\n`
    if (buffer.length < CHUNK_LENGTH) continue
    write(buffer)
    buffer = ''
  }
  write(buffer)
}
