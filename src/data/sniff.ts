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
/** Lines that are split off at first: they nearly always reach, and all lines of a beginning are thousands of objects. */
const FIRST_LINES = 1000

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
  const end = lineEnd === 13 ? '\r' : text.includes('\r') ? /\r?\n/ : '\n'
  let lines = text.split(end, FIRST_LINES)
  let top = topOf(lines, options)
  if (lines.length === FIRST_LINES && !reaches(top)) {
    lines = text.split(end)
    top = topOf(lines, options)
  }
  const { start, delimiter, skip } = top
  const body = lines.slice(start)
  if (!body.some((line) => line.trim() !== '')) throw noBars(ledger)
  if (delimiter === undefined) throw noColumns(ledger, body.find((line) => line.trim() !== '')!)
  if (skip === body.length) throw noColumns(ledger, body[0]!)
  const firstLine = start + skip + 1
  const { records, fault } = cellsOf(body.slice(skip, skip + SAMPLE), delimiter)
  if (fault && records.length === 0) throw malformed(ledger, fault.says, firstLine)

  const head = readHeader(records, ledger, options)
  // The sample may lie within one day: the order of dates is decided on everything at hand.
  const everything = (): Records['records'] =>
    cellsOf(text.split(end).slice(start + skip), delimiter).records.slice(head.rows)
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

/** What stands above a table. */
type Top = {
  /** Lines that the options name, else blank lines, comments and `sep=;`. */
  readonly start: number
  /** Undefined where none gives a table. */
  readonly delimiter: string | undefined
  /** Then lines that are no header and too short to be a row, such as the address on top of a download. */
  readonly skip: number
}

function topOf(lines: readonly string[], options: DataOptions): Top {
  let start = options.skipRows ?? 0
  if (options.skipRows === undefined)
    while (start < lines.length && /^\s*(#.*|\/\/.*|sep=.)?\s*$/i.test(lines[start]!)) start++
  const delimiter =
    options.delimiter ?? detectDelimiter(lines.slice(start, start + DELIMITER_LINES))
  let skip = 0
  if (delimiter !== undefined)
    while (start + skip < lines.length && countFields(lines[start + skip]!, delimiter) < MIN_FIELDS)
      skip++
  return { start, delimiter, skip }
}

/** Whether the first lines hold all that is looked at. */
function reaches({ start, delimiter, skip }: Top): boolean {
  return delimiter !== undefined && start + skip + SAMPLE <= FIRST_LINES
}

function noColumns(ledger: Ledger, line: string): Error {
  return ledger.error(
    'D206',
    `no delimiter gives five or more cells: ${quote(line)}`,
    'a row needs a time, open, high, low and close; name another delimiter with --delimiter',
  )
}
