import { parse } from 'csv-parse/sync'
import type { ListedTrade } from '../compare/index.ts'
import { type BacktestResult, type Trade, writeCsv } from '../report/index.ts'

/**
 * The columns of a baseline's trades. Neither the number of a trade nor that of a bar is among them, so
 * that one more trade or one more bar in front is one line more, and not a change of every line.
 */
export const COLUMNS = [
  'side',
  'entry_time',
  'entry_price',
  'exit_time',
  'exit_price',
  'qty',
  'profit',
  'entry_signal',
  'exit_signal',
  'exit_reason',
  'entry_fee',
  'exit_fee',
  'run_up',
  'drawdown',
  'ambiguous',
] as const satisfies readonly (keyof Trade)[]

export type Column = (typeof COLUMNS)[number]

/** A trade as the file has it; empty is not known, as of the exit of an open one. */
export type Row = Readonly<Record<Column, string>>

/** The trades of a result as the text of a file: one line each. */
export function writeRows({ trades }: Pick<BacktestResult, 'trades'>): string {
  let text = ''
  function* rows(): Generator<(string | number | boolean | null)[]> {
    for (const trade of trades) yield COLUMNS.map((column) => trade[column])
  }
  writeCsv(COLUMNS, rows(), (piece) => {
    text += piece
  })
  return text
}

/** Reads what `writeRows` wrote; undefined for anything else. */
export function readRows(text: string): readonly Row[] | undefined {
  let records: string[][]
  try {
    records = parse(text, { relax_column_count: false })
  } catch {
    return undefined
  }
  const [header = [], ...lines] = records
  if (header.join(',') !== COLUMNS.join(',')) return undefined
  const rows = lines.map(
    (cells) => Object.fromEntries(COLUMNS.map((name, i) => [name, cells[i]!])) as Row,
  )
  return rows.every(isSound) ? rows : undefined
}

function isSound(row: Row): boolean {
  return (
    (row.side === 'long' || row.side === 'short') &&
    isTime(row.entry_time) &&
    (row.exit_time === '' || isTime(row.exit_time)) &&
    [row.entry_price, row.qty].every((text) => text !== '' && Number.isFinite(Number(text))) &&
    [row.exit_price, row.profit].every((text) => Number.isFinite(Number(text)))
  )
}

function isTime(text: string): boolean {
  return !Number.isNaN(Date.parse(text))
}

/** The closed ones of the rows as trades that can be compared, each under its number in the file. */
export function listRows(rows: readonly Row[]): { closed: ListedTrade[]; open: number } {
  const closed: ListedTrade[] = []
  rows.forEach((row, i) => {
    if (row.exit_time === '') return
    closed.push({
      trade: String(i + 1),
      side: row.side as 'long' | 'short',
      entryMs: Date.parse(row.entry_time),
      exitMs: Date.parse(row.exit_time),
      entryPrice: Number(row.entry_price),
      exitPrice: Number(row.exit_price),
      qty: Number(row.qty),
      profit: row.profit === '' ? Number.NaN : Number(row.profit),
      entrySignal: row.entry_signal,
      exitSignal: row.exit_signal,
      runUp: null,
      drawdown: null,
    })
  })
  return { closed, open: rows.length - closed.length }
}
