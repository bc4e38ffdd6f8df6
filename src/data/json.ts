import { quote } from './faults.ts'
import type { FormatId } from './formats.ts'
import { type Ledger, noBars } from './ledger.ts'

/** A table found in JSON: cells as text, null as an empty cell. */
export type JsonTable = {
  /** Keys of objects; undefined for rows that are arrays. */
  readonly header: readonly string[] | undefined
  readonly records: readonly (readonly string[])[]
  /** A key that names what the bars are of, where one does. */
  readonly symbol: string | undefined
  readonly format: FormatId | undefined
}

/** Largest JSON text: it has to be held and parsed whole. */
const MAX_JSON = 256 * 1024 * 1024

/** Whether text begins like JSON. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text)
}

/** Finds the bars in JSON text: arrays of arrays, of objects, columns by key, or one value per line. */
export async function readJson(
  chunks: AsyncIterable<Uint8Array>,
  ledger: Ledger,
): Promise<JsonTable> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > MAX_JSON) {
      throw ledger.error(
        'D226',
        `JSON of more than ${MAX_JSON / 1024 / 1024} MiB is not read`,
        'JSON has to be held in memory whole: write the bars as CSV',
      )
    }
    parts.push(chunk.slice())
  }
  const text = Buffer.concat(parts).toString()
  const found = findBars(parse(text, ledger), undefined, 0)
  if (!found) {
    throw ledger.error(
      'D206',
      `no bars in the JSON: ${quote(text.slice(0, 64))}`,
      'give an array of [time, open, high, low, close, volume] or of objects with these keys',
    )
  }
  if (found.records.length === 0) throw noBars(ledger)
  return found
}

/** One value, or one value per line (NDJSON) as an array. */
function parse(text: string, ledger: Ledger): unknown {
  try {
    return JSON.parse(text)
  } catch (whole) {
    const lines = text.split('\n')
    const values: unknown[] = []
    for (const [at, line] of lines.entries()) {
      if (line.trim() === '') continue
      try {
        values.push(JSON.parse(line))
      } catch (error) {
        const cause = values.length > 0 ? error : whole
        const says = cause instanceof Error ? cause.message : ''
        throw ledger.error(
          'D222',
          `the JSON is malformed${values.length > 0 ? ` in line ${at + 1}` : ''}: ${quote(says)}`,
          'give one JSON value, or one object per line',
          values.length > 0 ? at + 1 : undefined,
        )
      }
    }
    return values
  }
}

type Table = { readonly [key: string]: unknown }

const isObject = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Keys that wrap bars in answers of exchanges and data services, the likely ones first. */
const WRAPPERS = [
  'data',
  'candles',
  'ohlcv',
  'results',
  'bars',
  'values',
  'result',
  'list',
  'chart',
]
const DEEPEST = 5

function findBars(value: unknown, key: string | undefined, depth: number): JsonTable | undefined {
  if (depth > DEEPEST) return undefined
  if (Array.isArray(value)) return tableOf(value, key) ?? findBars(value[0], key, depth + 1)
  if (!isObject(value)) return undefined
  const columns = columnsOf(value)
  if (columns) return columns
  const symbol = typeof value.symbol === 'string' ? value.symbol : undefined
  const keys = [...WRAPPERS, ...Object.keys(value).filter((name) => !WRAPPERS.includes(name))]
  for (const name of keys) {
    const inner = value[name]
    if (typeof inner !== 'object' || inner === null) continue
    const wrapper = WRAPPERS.includes(name)
    const found = findBars(inner, wrapper ? key : name, depth + 1)
    if (found) return { ...found, symbol: found.symbol ?? symbol }
  }
  return undefined
}

/** Rows that are arrays, or objects with the keys of the first. */
function tableOf(rows: readonly unknown[], key: string | undefined): JsonTable | undefined {
  const [first] = rows
  if (Array.isArray(first)) {
    if (first.length < 5 || first.some((cell) => typeof cell === 'object' && cell !== null)) return
    const records = rows.map((row) => (Array.isArray(row) ? row.map(cellOf) : [cellOf(row)]))
    return { header: undefined, records, symbol: key, format: formatOfRow(first) }
  }
  if (!isObject(first)) return undefined
  const header = Object.keys(first)
  const scalar = header.filter((name) => typeof first[name] !== 'object')
  if (scalar.length < 5) return undefined
  const records = rows.map((row) => header.map((name) => cellOf(isObject(row) ? row[name] : '')))
  return { header, records, symbol: undefined, format: undefined }
}

/** Formats of arrays that JSON alone has: Kraken's eight cells, Bybit's seven, OKX's nine. */
function formatOfRow(first: readonly unknown[]): FormatId | undefined {
  const digits = String(first[0]).length
  if (first.length === 8 && digits === 10) return 'kraken-rest'
  if (first.length === 7 && digits === 13) return 'bybit'
  if (first.length === 9 && digits === 13) return 'okx'
  return first.length === 6 || first.length === 5 ? 'ccxt' : undefined
}

/** One array per column, by key; Yahoo nests the prices one level below the times. */
function columnsOf(value: Table): JsonTable | undefined {
  const quotes = isObject(value.indicators) ? value.indicators.quote : undefined
  const nested = Array.isArray(quotes) && isObject(quotes[0]) ? quotes[0] : {}
  const entries = Object.entries({ ...value, ...nested }).filter(
    (entry): entry is [string, unknown[]] =>
      Array.isArray(entry[1]) &&
      entry[1].every((cell) => typeof cell !== 'object' || cell === null),
  )
  const length = entries[0]?.[1].length ?? 0
  const header = entries.filter(([, column]) => column.length === length).map(([name]) => name)
  if (header.length < 5) return undefined
  const columns = entries.filter(([name]) => header.includes(name)).map(([, column]) => column)
  const records = Array.from({ length }, (_, at) => columns.map((column) => cellOf(column[at])))
  const meta =
    isObject(value.meta) && typeof value.meta.symbol === 'string' ? value.meta.symbol : undefined
  return { header, records, symbol: meta, format: undefined }
}

function cellOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value)
}
