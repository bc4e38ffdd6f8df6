import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parse } from 'csv-parse/sync'
import { QrunError } from '../errors/index.ts'

const DAY = 86_400_000

/**
 * Reads a table of exchange rates: a header with `date` and `rate`, one row per UTC day, the rate
 * being account currency per unit of quote currency.
 *
 * @throws `U116` when the file cannot be read as such a table.
 */
export async function readRates(path: string): Promise<(readonly [day: number, rate: number])[]> {
  const wrong = (message: string, row?: number): QrunError =>
    new QrunError({
      code: 'U116',
      message: `${basename(path)}: ${message}`,
      hint: 'give a CSV with the columns date (YYYY-MM-DD) and rate',
      ...(row === undefined ? {} : { place: { row } }),
    })
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    throw wrong('the file cannot be read')
  }
  let rows: string[][]
  try {
    rows = parse(text, { bom: true, skip_empty_lines: true, trim: true })
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message : 'the file is no CSV')
  }
  const [header = [], ...body] = rows
  const date = header.indexOf('date')
  const rate = header.indexOf('rate')
  if (date < 0 || rate < 0) throw wrong(`the header was "${header.join(',')}"`)
  let previous = Number.NEGATIVE_INFINITY
  return body.map((cells, index) => {
    const row = index + 2
    const ms = /^\d{4}-\d\d-\d\d$/.test(cells[date] ?? '') ? Date.parse(cells[date]!) : Number.NaN
    const value = Number(cells[rate])
    if (Number.isNaN(ms)) throw wrong(`row ${row}: date was "${cells[date]}"`, row)
    if (!(value > 0) || cells[rate] === '')
      throw wrong(`row ${row}: rate was "${cells[rate]}"`, row)
    const day = ms / DAY
    if (day <= previous)
      throw wrong(`row ${row}: date "${cells[date]}" is not after the one before`, row)
    previous = day
    return [day, value] as const
  })
}
