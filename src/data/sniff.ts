import { type Records, splitCells, squeezeSpaces } from './cells.ts'
import { countFields, detectDelimiter, MIN_FIELDS } from './delimiter.ts'
import { describeTable } from './describe.ts'
import { quote } from './faults.ts'
import { formatOf } from './formats.ts'
import { readHeader } from './header.ts'
import type { Layout } from './layout.ts'
import { type Ledger, malformed, noBars } from './ledger.ts'
import type { DataOptions } from './options.ts'

/** Lines that are looked at to tell the delimiter and the columns. */
const SAMPLE = 200
const DELIMITER_LINES = 50

/**
 * Tells how a table is to be read from its beginning (data-formats sections 2 to 5). `text` holds
 * whole lines. What fits two readings is an error that names the flag which decides.
 */
export function sniff(
  text: string,
  options: DataOptions,
  ledger: Ledger,
  symbolHint: string,
): Layout {
  const lineEnd = text.includes('\n') ? 10 : 13
  const lines = text.split(lineEnd === 13 ? '\r' : text.includes('\r') ? /\r?\n/ : '\n')
  const start = skipPreamble(lines, options, ledger)
  const body = lines.slice(start)
  if (!body.some((line) => line.trim() !== '')) throw noBars(ledger)
  const delimiter = options.delimiter ?? detectDelimiter(body.slice(0, DELIMITER_LINES))
  if (delimiter === undefined) throw noColumns(ledger, body.find((line) => line.trim() !== '')!)

  // A line that is no header and too short to be a row, such as the address on top of a download.
  let skip = 0
  while (skip < body.length && countFields(body[skip]!, delimiter) < MIN_FIELDS) skip++
  if (skip === body.length) throw noColumns(ledger, body[0]!)
  const table = body.slice(skip)
  const firstLine = start + skip + 1
  const { records, fault } = cellsOf(table.slice(0, SAMPLE), delimiter)
  if (fault && records.length === 0) throw malformed(ledger, fault.says, firstLine)

  const head = readHeader(records, ledger, options)
  // The sample may lie within one day: the order of dates is decided on everything at hand.
  const everything = (): Records['records'] => cellsOf(table, delimiter).records.slice(head.rows)
  const described = describeTable(head.names, records.slice(head.rows), everything, {
    options,
    ledger,
    delimiter,
    symbolHint,
  })
  return {
    ...described,
    format: head.rows === 3 ? formatOf('yfinance-multi') : described.format,
    lineEnd,
    headerRow: head.names ? firstLine : 0,
    firstRow: firstLine + head.lines,
    skipped: lines.slice(0, start + skip).filter((line) => line.trim() !== ''),
    quoted: text.includes('"'),
  }
}

function cellsOf(table: readonly string[], delimiter: string): Records {
  const text = table.join('\n')
  return splitCells(delimiter === ' ' ? squeezeSpaces(text) : text, delimiter)
}

/** Lines to skip: those the options name, else blank lines, comments and `sep=;`. */
function skipPreamble(lines: readonly string[], options: DataOptions, ledger: Ledger): number {
  if (options.skipRows !== undefined) {
    if (options.skipRows >= lines.length) throw noBars(ledger)
    return options.skipRows
  }
  let start = 0
  while (start < lines.length && /^\s*(#.*|\/\/.*|sep=.)?\s*$/i.test(lines[start]!)) start++
  return start
}

function noColumns(ledger: Ledger, line: string): Error {
  return ledger.error(
    'D206',
    `no delimiter gives five or more cells: ${quote(line)}`,
    'a row needs a time, open, high, low and close; name another delimiter with --delimiter',
  )
}
