import { parse } from 'csv-parse/sync'
import { QrunError } from '../errors/index.ts'

/** A row pair of TradingView's list of trades. Times are wall-clock ms of a zone that the list does not name. */
export type WallTrade = {
  readonly trade: string
  readonly side: 'long' | 'short'
  readonly entryWall: number
  readonly exitWall: number
  readonly entryPrice: number
  readonly exitPrice: number
  readonly qty: number
  readonly profit: number
  readonly entrySignal: string
  readonly exitSignal: string
  readonly runUp: number | null
  readonly drawdown: number | null
}

export type WallList = {
  readonly closed: readonly WallTrade[]
  readonly open: number
  /** Whether times are dates alone, as on daily and longer bars. */
  readonly isDaily: boolean
}

/**
 * Headers that every version of the export has used, without currency suffixes and letter case. Columns
 * of percents, values, cumulated money, commission and duration are not needed.
 */
const COLUMNS = {
  trade: /^trade (#|number)$/,
  type: /^type$/,
  time: /^date(\/| and )time$/,
  signal: /^signal$/,
  price: /^price( [a-z]{2,10})?$/,
  qty: /^(contracts|quantity|qty|(position )?size \(qty\))$/,
  profit: /^(profit|net p&l|net pnl)( [^%]+)?$/,
  runUp: /^(run-up|favorable excursion)( [^%]+)?$/,
  drawdown: /^(drawdown|adverse excursion)( [^%]+)?$/,
} as const

type Column = keyof typeof COLUMNS

const OPTIONAL: readonly Column[] = ['signal', 'runUp', 'drawdown']

type Row = {
  readonly line: number
  readonly cell: (column: Column) => string
}

/** Half of a trade: its entry row or its exit row. */
type Half = {
  readonly wall: number
  readonly price: number
  readonly signal: string
  readonly isDate: boolean
}

type Pair = {
  readonly side: 'long' | 'short'
  qty: number
  profit: number
  runUp: number | null
  drawdown: number | null
  entry?: Half
  exit?: Half
}

/**
 * Reads TradingView's "List of trades": two rows per trade, in any order, with the headers of any
 * version. A trade without an exit, or whose exit says `Open`, is a position still open at the end.
 *
 * @throws `D228` for anything that is not such a list, with the row and the value.
 */
export function readTradingView(text: string, name: string): WallList {
  const pairs = new Map<string, Pair>()
  for (const row of rowsOf(text, name)) {
    const trade = row.cell('trade').trim()
    const [, kind, side] = /^(entry|exit) (long|short)$/i.exec(row.cell('type').trim()) ?? []
    if (kind === undefined || side === undefined)
      throw unreadable(name, row.line, `has the type "${row.cell('type')}"`, TYPE_HINT)
    const pair = pairOf(pairs, trade, side.toLowerCase() as Pair['side'])
    const half = kind.toLowerCase() as 'entry' | 'exit'
    if (pair[half] !== undefined)
      throw unreadable(name, row.line, `is a second ${half} of trade "${trade}"`, TYPE_HINT)
    pair[half] = readHalf(row, name)
    // Both rows repeat the figures; older versions leave them out of the entry's.
    pair.qty = numberOf(row, 'qty', name) ?? pair.qty
    pair.profit = numberOf(row, 'profit', name) ?? pair.profit
    pair.runUp = numberOf(row, 'runUp', name) ?? pair.runUp
    pair.drawdown = numberOf(row, 'drawdown', name) ?? pair.drawdown
  }
  return listOf(pairs, name)
}

const TYPE_HINT = 'export the list of trades again, in English'

function pairOf(pairs: Map<string, Pair>, trade: string, side: Pair['side']): Pair {
  const known = pairs.get(trade)
  if (known !== undefined) return known
  const pair = { side, qty: Number.NaN, profit: Number.NaN, runUp: null, drawdown: null }
  pairs.set(trade, pair)
  return pair
}

function listOf(pairs: ReadonlyMap<string, Pair>, name: string): WallList {
  const closed: WallTrade[] = []
  let open = 0
  let isDaily = pairs.size > 0
  for (const [trade, { entry, exit, side, qty, profit, runUp, drawdown }] of pairs) {
    if (entry === undefined)
      throw unreadable(name, undefined, `has no entry of trade "${trade}"`, TYPE_HINT)
    isDaily &&= entry.isDate
    if (exit === undefined || /^open$/i.test(exit.signal.trim())) {
      open++
      continue
    }
    if (Number.isNaN(qty) || Number.isNaN(profit))
      throw unreadable(name, undefined, `has no size or profit of trade "${trade}"`, TYPE_HINT)
    closed.push({
      trade,
      side,
      entryWall: entry.wall,
      exitWall: exit.wall,
      entryPrice: entry.price,
      exitPrice: exit.price,
      qty: Math.abs(qty),
      profit,
      entrySignal: entry.signal,
      exitSignal: exit.signal,
      runUp: runUp === null ? null : Math.abs(runUp),
      drawdown: drawdown === null ? null : Math.abs(drawdown),
    })
  }
  return { closed, open, isDaily }
}

function readHalf(row: Row, name: string): Half {
  const text = row.cell('time').trim()
  const [, year, month, day, hour, minute = '0', second = '0'] =
    /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text) ?? []
  if (year === undefined)
    throw unreadable(
      name,
      row.line,
      `has the time "${text}"`,
      'give the file as it was exported: spreadsheets rewrite times',
    )
  const price = numberOf(row, 'price', name)
  if (price === null) throw unreadable(name, row.line, 'has no price', TYPE_HINT)
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour ?? 0),
    Number(minute),
    Number(second),
  )
  return { wall, price, signal: row.cell('signal'), isDate: hour === undefined }
}

/** Null for an empty cell or a dash. */
function numberOf(row: Row, column: Column, name: string): number | null {
  const text = row.cell(column).replace(/[\s\u00a0\u202f']/g, '')
  const bare = text.replace(/[\u2212\u2013\u2014]/g, '-').replace(/^\((.*)\)$/, '-$1')
  if (bare === '' || bare === '-') return null
  // A comma alone before exactly three digits may be a decimal sign or not; nothing is guessed.
  const plain = /^-?\d{1,3}(,\d{3})+\.\d+$/.test(bare)
    ? bare.replaceAll(',', '')
    : /^-?\d+,(\d{1,2}|\d{4,})$/.test(bare)
      ? bare.replace(',', '.')
      : bare
  const value = Number(plain)
  if (!Number.isFinite(value))
    throw unreadable(
      name,
      row.line,
      `has "${row.cell(column)}" where a number is expected`,
      'give the file as it was exported',
    )
  return value
}

function* rowsOf(text: string, name: string): Generator<Row> {
  let records: string[][]
  try {
    records = parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true })
  } catch {
    throw unreadable(name, undefined, 'is not CSV', HEADER_HINT)
  }
  const [header = [], ...rows] = records
  const places = new Map<Column, number>()
  header.forEach((title, index) => {
    const stem = title.trim().toLowerCase()
    for (const column of Object.keys(COLUMNS) as Column[])
      if (COLUMNS[column].test(stem) && !places.has(column)) places.set(column, index)
  })
  for (const column of Object.keys(COLUMNS) as Column[])
    if (!places.has(column) && !OPTIONAL.includes(column))
      throw unreadable(name, 1, `has no column for the ${column} of a trade`, HEADER_HINT)
  for (let i = 0; i < rows.length; i++) {
    const cells = rows[i]!
    if (cells.length !== header.length)
      throw unreadable(
        name,
        i + 2,
        `has "${cells.length}" cells where the header has "${header.length}"`,
        'give the file as it was exported',
      )
    yield { line: i + 2, cell: (column) => cells[places.get(column) ?? -1] ?? '' }
  }
}

const HEADER_HINT = 'give the CSV of the list of trades, exported in English'

function unreadable(name: string, line: number | undefined, what: string, hint: string): QrunError {
  return new QrunError({
    code: 'D228',
    message: `trade list "${name}" ${what}`,
    hint,
    place: { file: name, ...(line === undefined ? {} : { row: line }) },
  })
}
