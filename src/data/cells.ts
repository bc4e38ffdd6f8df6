import { type CsvError, parse } from 'csv-parse/sync'
import { MAX_LINE } from './pieces.ts'

/** What a piece of text splits into, and where it stops being a table. */
export type Records = {
  readonly records: readonly (readonly string[])[]
  /** Lines before the fault and what is wrong; absent for sound text. */
  readonly fault?: { readonly line: number; readonly says: string }
}

const REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  INVALID_OPENING_QUOTE: 'a quote stands in the middle of a cell',
  CSV_INVALID_CLOSING_QUOTE: 'a closing quote is followed by more text',
  CSV_MAX_RECORD_SIZE: 'the row is too long',
}

/** Splits whole lines into cells by the rules of CSV. Blank lines give one empty cell. */
export function splitCells(text: string | Uint8Array, delimiter: string): Records {
  const plain = splitPlain(typeof text === 'string' ? text : textOf(text), delimiter)
  return plain === undefined ? parseCells(text, delimiter) : { records: plain }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
}

/**
 * The cells of text without quotes, where splitting is all there is to do: at the beginning of every file
 * the parser would cost more than all else. Undefined for other text, and for lines that are too long.
 */
export function splitPlain(text: string, delimiter: string): string[][] | undefined {
  if (text.includes('"')) return undefined
  const lines = text.split(/\r\n|\n|\r/)
  const isTrimmed = delimiter !== '\t' && delimiter !== ' '
  const last = lines.at(-1)!
  if ((isTrimmed ? last.trim() : last) === '') lines.pop()
  if (lines.some((line) => line.length > MAX_PLAIN)) return undefined
  return lines.map((line) => {
    const cells = line.split(delimiter)
    return isTrimmed ? cells.map((cell) => cell.trim()) : cells
  })
}

/** Far below what a row may have, in characters of any size. */
const MAX_PLAIN = MAX_LINE / 4

function parseCells(text: string | Uint8Array, delimiter: string): Records {
  const options = {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: MAX_LINE,
    // Blanks around cells are part of the delimiter where that is not a blank itself.
    ltrim: delimiter !== '\t' && delimiter !== ' ',
    rtrim: delimiter !== '\t' && delimiter !== ' ',
  }
  const input =
    typeof text === 'string' ? text : Buffer.from(text.buffer, text.byteOffset, text.length)
  try {
    return { records: parse(input, options) }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    const { code, records: sound } = error as CsvError & { records: number }
    const says = REASONS[String(code)] ?? String(code)
    // The rows before the fault count: an earlier offence must be reported first.
    const records = sound > 0 ? parse(input, { ...options, to: sound }) : []
    const line = records.reduce((sum, record) => sum + linesOf(record), 1)
    return { records, fault: { line, says } }
  }
}

/** Lines that a record takes up. */
export function linesOf(record: readonly string[]): number {
  let lines = 1
  for (const cell of record) if (cell.includes('\n')) lines += cell.split('\n').length - 1
  return lines
}

/** Runs of spaces as one, none at the ends of lines: such text splits at single spaces. */
export function squeezeSpaces(text: string): string {
  return text.replace(/ +/g, ' ').replace(/^ | $/gm, '')
}
