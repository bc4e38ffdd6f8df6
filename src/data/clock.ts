import { DAY, msFromCivil } from '../shared/timeframe.ts'
import type { ColumnMap } from './columns.ts'
import { type EpochDetail, LAST_MS, readEpoch } from './epochs.ts'
import { quote } from './faults.ts'
import type { Layout } from './layout.ts'
import type { Ledger } from './ledger.ts'
import { stemOf } from './names.ts'
import { parseNumber } from './numbers.ts'
import type { DataOptions, TimeUnit } from './options.ts'
import { compilePattern } from './pattern.ts'
import { readStamp, type Stamp } from './stamps.ts'
import { openZone } from './zones.ts'

/** Reads the time of a row. Keeps the last time, by which an hour that occurs twice is told apart. */
export type Clock = {
  /** UTC ms, or NaN when `text` is no time; `skipped` then says whether it is a local time that does not exist. */
  read(text: string, row: number): number
  skipped: boolean
  /** Unit of the last epoch number; `date` for a date in digits, `text` for a written one. */
  unit: TimeUnit | 'date' | 'text' | undefined
}

export function openClock(layout: Layout, options: DataOptions, ledger: Ledger): Clock {
  const zone = openZone(layout.zone)
  const stamp: Stamp = { localMs: 0, offsetMinutes: 0, hasClock: false, cut: false }
  const detail: EpochDetail = { cut: false, unit: 's' }
  const { dateFormat, timeUnit } = options
  const pattern = patternOf(dateFormat, ledger)
  const midnight = layout.format.id === 'lean' ? dateOfName(ledger) : Number.NaN
  let previous = Number.NEGATIVE_INFINITY
  let falling = false

  const local = (localMs: number): number => {
    const ms = zone(localMs, previous, falling)
    clock.skipped = Number.isNaN(ms)
    return ms
  }

  const readText = (text: string): number => {
    if (!readStamp(text, layout.dateOrder, stamp)) return Number.NaN
    if (stamp.cut) ledger.count('N319')
    if (!Number.isNaN(stamp.offsetMinutes)) return stamp.localMs - stamp.offsetMinutes * 60_000
    // A date alone stays that date: sessions are not shifted.
    return stamp.hasClock ? local(stamp.localMs) : stamp.localMs
  }

  const readNumber = (text: string, row: number): number => {
    const ms = readEpoch(text, timeUnit, detail)
    if (Number.isNaN(ms)) return ms
    if (detail.cut) ledger.count('N319')
    if (clock.unit !== undefined && clock.unit !== detail.unit && ledger.countOf('N325') === 0) {
      ledger.count('N325')
      ledger.note(
        'N325',
        `the unit of time changes from ${clock.unit} to ${detail.unit} in row ${row}`,
      )
    }
    clock.unit = detail.unit
    // Fourteen digits are a wall clock.
    return detail.unit === 'date' && ms % DAY !== 0 ? local(ms) : ms
  }

  const readAny = (text: string, row: number): number => {
    clock.skipped = false
    if (pattern) return local(pattern(text))
    if (dateFormat === 'excel') return readSerial(text, local)
    if (!Number.isNaN(midnight)) {
      const sinceMidnight = parseNumber(text)
      if (sinceMidnight === undefined || sinceMidnight >= DAY) return Number.NaN
      return local(midnight + sinceMidnight)
    }
    if (/^\d+(\.\d+)?$/.test(text) && !(text.includes('.') && text.length < 9))
      return readNumber(text, row)
    clock.unit = 'text'
    return readText(text)
  }

  const clock: Clock = {
    skipped: false,
    unit: undefined,
    read(text, row) {
      const ms = readAny(text, row)
      if (Number.isNaN(ms)) return ms
      falling = ms < previous
      previous = ms
      return ms < LAST_MS ? ms : Number.NaN
    },
  }
  return clock
}

function patternOf(
  dateFormat: string | undefined,
  ledger: Ledger,
): ReturnType<typeof compilePattern> {
  if (dateFormat === undefined || /^(YMD|DMY|MDY|excel)$/.test(dateFormat)) return undefined
  const pattern = compilePattern(dateFormat)
  if (pattern) return pattern
  throw ledger.error(
    'D223',
    `${quote(dateFormat)} is not a date format`,
    'give YMD, DMY, MDY, excel, or a pattern of yyyy, MM, dd, HH, mm, ss such as "dd/MM/yyyy HH:mm"',
  )
}

/** Days since 1899-12-30 with the time as a fraction, as spreadsheets store dates. */
function readSerial(text: string, local: (localMs: number) => number): number {
  const serial = parseNumber(text)
  if (serial === undefined || !(serial >= 1)) return Number.NaN
  const ms = Math.round(serial * DAY) + msFromCivil(1899, 12, 30)
  return Number.isInteger(serial) ? ms : local(ms)
}

/** LEAN puts the date of a minute file into its name. */
function dateOfName(ledger: Ledger): number {
  const match = /^(\d{4})(\d{2})(\d{2})/.exec(stemOf(ledger.name))
  if (match) return msFromCivil(Number(match[1]), Number(match[2]), Number(match[3]))
  throw ledger.error(
    'D210',
    'files of the format lean have their date in the name, such as 20240102_trade.csv',
    'keep the original file name',
  )
}

/** One text of a date cell and a clock cell; digits of a clock lose leading zeros in spreadsheets. */
function joinClock(date: string, clock: string): string {
  const digits = /^\d{1,6}$/.test(clock)
  if (!digits) return `${date} ${clock}`
  return `${date} ${clock.padStart(clock.length <= 4 && clock !== '0' ? 4 : 6, '0')}`
}

/** The text of a row's time, one cell or two; empty where a short row has none. */
export function timeText(cells: readonly string[], columns: ColumnMap): string {
  const at = (column: number): string => (cells[column] ?? '').trim()
  return columns.date < 0 ? at(columns.time) : joinClock(at(columns.date), at(columns.clock))
}
