import type { ColumnMap } from './columns.ts'
import { quote } from './faults.ts'
import { type Format, type FormatId, formatOf } from './formats.ts'
import type { Ledger } from './ledger.ts'
import { parseNumber } from './numbers.ts'
import type { DataOptions } from './options.ts'
import { isStamp } from './stamps.ts'

type Rows = readonly (readonly string[])[]

const NO_COLUMNS: ColumnMap = {
  time: -1,
  date: -1,
  clock: -1,
  open: -1,
  high: -1,
  low: -1,
  close: -1,
  volume: -1,
  adjClose: -1,
  symbol: -1,
}

/** Columns where no header names them: by the named format, or by the shape of the first row (section 5). */
export function guessShape(
  rows: Rows,
  options: DataOptions,
  ledger: Ledger,
  hint: FormatId | undefined,
): { readonly format: Format; readonly columns: ColumnMap; readonly volumes: readonly number[] } {
  const first = rows[0]!
  const format = options.format || hint ? formatOf((options.format ?? hint)!) : shapeOf(first)
  const order = format?.order
  if (!format || !order) {
    if (options.columns) return { format: formatOf('csv'), columns: NO_COLUMNS, volumes: [] }
    throw ledger.error(
      'D206',
      `no header, and rows of ${first.length} cells are not a known layout: ${quote(first.join(' '))}`,
      'number the columns, for example --columns time=1,open=2,high=3,low=4,close=5,volume=6',
    )
  }
  const columns = columnsOf(order, first.length)
  if (!options.format && !options.columns) requireOrder(rows, columns, ledger)
  return { format, columns, volumes: columns.volume < 0 ? [] : [columns.volume] }
}

/** Column numbers for fields in order, as far as the row reaches. */
function columnsOf(order: NonNullable<Format['order']>, cells: number): ColumnMap {
  const entries = order.flatMap((field, at) => (field && at < cells ? [[field, at] as const] : []))
  return { ...NO_COLUMNS, ...Object.fromEntries(entries) }
}

function shapeOf(first: readonly string[]): Format | undefined {
  const [head = '', second = ''] = first
  const epoch = /^\d{9,19}$/.test(head)
  if (first.length === 12 && /^(\d{13}|\d{16})$/.test(head)) {
    return Number(first[6]) > Number(head) ? formatOf('binance') : undefined
  }
  if (first.length === 7 && /^\d{9,10}$/.test(head)) return formatOf('kraken')
  if (first.length === 7 && /^\d{4}\.\d{2}\.\d{2}$/.test(head) && /^\d{1,2}:\d{2}/.test(second)) {
    return formatOf('metatrader4')
  }
  if (first.length === 6 && /^\d{8} \d{6}$/.test(head)) return formatOf('histdata')
  if (first.length === 6 || first.length === 5) {
    if (epoch || isStamp(head)) return formatOf('csv')
  }
  return undefined
}

/** Other orders in use; on quiet bars several of them pass, so none is ever taken by itself. */
const OTHER_ORDERS: readonly (readonly [string, NonNullable<Format['order']>])[] = [
  ['bitfinex', ['time', 'open', 'close', 'high', 'low', 'volume']],
  ['coinbase', ['time', 'low', 'high', 'open', 'close', 'volume']],
]

/** Stops where the highs and lows of the sample contradict the order that the layout declares. */
function requireOrder(rows: Rows, columns: ColumnMap, ledger: Ledger): void {
  if (fits(rows, columns)) return
  const others = OTHER_ORDERS.filter(([, order]) => fits(rows, columnsOf(order, rows[0]!.length)))
  const [name] = others.length === 1 ? others[0]! : []
  throw ledger.error(
    'D221',
    `no header, and read as time, open, high, low, close the highs and lows make no sense: ${quote(rows[0]!.join(' '))}`,
    name
      ? `the order of ${name} fits: --format ${name}`
      : 'number the columns, for example --columns time=1,open=2,high=3,low=4,close=5',
  )
}

/** Whether at least 99 % of the rows have the high on top and the low at the bottom. */
function fits(rows: Rows, { open, high, low, close }: ColumnMap): boolean {
  let good = 0
  let all = 0
  for (const cells of rows) {
    const [o, h, l, c] = [open, high, low, close].map((at) => parseNumber(cells[at] ?? ''))
    if (o === undefined || h === undefined || l === undefined || c === undefined) continue
    all++
    if (l <= Math.min(o, c) && h >= Math.max(o, c)) good++
  }
  return good >= all * 0.99
}
