import { type Clock, timeText } from './clock.ts'
import { quote } from './faults.ts'
import { columnName, type Layout } from './layout.ts'
import type { Ledger } from './ledger.ts'
import { parseNumber, significantDigits } from './numbers.ts'
import type { DataOptions } from './options.ts'
import type { RowBlock } from './rows.ts'

/** Puts one row of cells into `into`, or accounts for it in the ledger. `into` must have room. */
export type Interpreter = (cells: readonly string[], row: number, into: RowBlock) => void

/** The rules for a row of text, for every format and whichever reader found the row. */
export function openInterpreter(
  layout: Layout,
  options: DataOptions,
  clock: Clock,
  ledger: Ledger,
): Interpreter {
  const { columns, fields, header, decimalComma, priceDivisor, wanted } = layout
  const priceColumns = [columns.open, columns.high, columns.low, columns.close]
  const adjusts = options.adjust === 'close'
  announce()
  const title = header?.map((cell) => cell.trim()).join('\u0000')
  const prices = new Float64Array(4)

  return (cells, row, into) => {
    if (cells.length === 1 && cells[0]!.trim() === '') return
    if (!hasShape(cells, row) || !isWanted(cells, row)) return
    const text = timeText(cells, columns)
    const time = clock.read(text, row)
    let missing = 0
    for (let i = 0; i < 4; i++) {
      const price = readNumber(cells, priceColumns[i]!, row)
      if (price === undefined) return
      if (Number.isNaN(price)) missing++
      prices[i] = price / priceDivisor
    }
    if (missing === 4) ledger.count('N303')
    else if (Number.isNaN(time)) refuseTime(text, row)
    else if (missing > 0) refuseMissing(cells, priceColumns, row, time)
    else if (!adjusts || adjust(cells, row, time)) push(cells, row, time, into)
  }

  function push(cells: readonly string[], row: number, time: number, into: RowBlock): void {
    const volume = columns.volume < 0 ? Number.NaN : readNumber(cells, columns.volume, row)
    if (volume === undefined) return
    const at = into.count++
    into.time[at] = time
    into.open[at] = prices[0]!
    into.high[at] = prices[1]!
    into.low[at] = prices[2]!
    into.close[at] = prices[3]!
    into.volume[at] = volume
    into.row[at] = row
  }

  function announce(): void {
    if (priceDivisor !== 1) ledger.note('N322', `prices were divided by ${priceDivisor}`)
    if (!adjusts) return
    if (columns.adjClose < 0) {
      throw ledger.error(
        'D223',
        'no column of adjusted closes for --adjust close',
        'leave --adjust out, or name the column with --columns adjClose=NAME',
      )
    }
    ledger.note('N326', 'prices were multiplied by adjusted close / close; volume was not changed')
  }

  /** Whether the row has the cells of a bar; a repeated header, dividends and splits are counted. */
  function hasShape(cells: readonly string[], row: number): boolean {
    const again = title !== undefined && cells.map((cell) => cell.trim()).join('\u0000') === title
    if (again || (cells.length === 2 && /[A-Za-z]{3}/.test(cells[1]!))) {
      ledger.count('N317')
      return false
    }
    if (cells.length === fields) return true
    if (cells.length > fields && cells.slice(fields).every((cell) => cell.trim() === ''))
      return true
    const line = quote(cells.join(layout.delimiter))
    ledger.offend('D222', { row, says: `${cells.length} cells where ${fields} are due: ${line}` })
    return false
  }

  function isWanted(cells: readonly string[], row: number): boolean {
    if (wanted === undefined) return true
    const symbol = cells[columns.symbol]!.trim()
    if (symbol === wanted) return true
    if (options.symbol === wanted) {
      ledger.count('N316')
      return false
    }
    throw ledger.error(
      'D220',
      `the file holds several symbols: ${quote(wanted)}, and ${quote(symbol)} in row ${row}`,
      'choose one with --symbol',
      row,
    )
  }

  /** The number in a cell; NaN when missing, undefined and an offence when it is none. */
  function readNumber(cells: readonly string[], at: number, row: number): number | undefined {
    const text = cells[at]!
    const value = parseNumber(text, decimalComma)
    if (value === undefined) {
      const says = `column ${quote(columnName(layout, at))}: ${quote(text)} is not a number`
      ledger.offend('D209', { row, says })
    } else if (text.length > 15 && significantDigits(text) > 15) ledger.count('N318')
    return value
  }

  function refuseTime(text: string, row: number): void {
    const column = columnName(layout, Math.max(columns.time, columns.date))
    const says = `column ${quote(column)}: ${quote(text)}`
    if (clock.skipped) {
      ledger.offend('D219', { row, says: `${says} does not exist in ${layout.zone}` })
    } else ledger.offend('D210', { row, says: `${says} is not a time` })
  }

  function refuseMissing(
    cells: readonly string[],
    among: readonly number[],
    row: number,
    timeMs: number,
  ): void {
    const empty = among.filter((at) => Number.isNaN(parseNumber(cells[at]!, decimalComma)))
    const names = empty.map((at) => quote(columnName(layout, at))).join(', ')
    ledger.offend('D211', { row, says: `no value for ${names}`, timeMs })
  }

  /** Multiplies the prices by adjusted close / close. */
  function adjust(cells: readonly string[], row: number, time: number): boolean {
    const adjusted = readNumber(cells, columns.adjClose, row)
    if (adjusted === undefined) return false
    if (Number.isNaN(adjusted)) {
      refuseMissing(cells, [columns.adjClose], row, time)
      return false
    }
    const factor = adjusted / (prices[3]! * priceDivisor)
    for (let i = 0; i < 4; i++) prices[i] = prices[i]! * factor
    return true
  }
}
