import { DAY, msFromCivil } from '../shared/timeframe.ts'

/** The order of the parts of a numeric date. */
export type DateOrder = 'YMD' | 'DMY' | 'MDY'

/** What a written time says, before any zone is applied. */
export type Stamp = {
  /** Wall clock in ms, as if it were UTC. */
  localMs: number
  /** Minutes east of UTC where the text carries an offset, else NaN. */
  offsetMinutes: number
  /** Whether a clock time was written, not a date alone. */
  hasClock: boolean
  /** Whether digits below a millisecond that are not zero were dropped. */
  cut: boolean
}

const CLOCK =
  '(?:[T ,]+(\\d{1,2})(?::(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?)?(?:[ -]?([AaPp])\\.?[Mm]\\.?)?' +
  '\\s*(Z|UTC|GMT)?\\s*([+-]\\d{2}:?\\d{2}|[+-]\\d{2})?)?T?$'
const YEAR_FIRST = new RegExp(`^(\\d{4})([-./])(\\d{1,2})\\2(\\d{1,2})${CLOCK}`)
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-./])(\\d{1,2})\\2(\\d{4})${CLOCK}`)
const MONTH_DAY = new RegExp(`^([A-Za-z]{3,9})\\.? (\\d{1,2}),? (\\d{4})${CLOCK}`)
const DAY_MONTH = new RegExp(`^(\\d{1,2})[- ]([A-Za-z]{3,9})\\.?[- ](\\d{4})${CLOCK}`)
const COMPACT =
  /^(\d{4})(\d{2})(\d{2})(?:[T ,]*(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]?(\d{3,9}))?)?(Z)?)?T?$/
const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec'

/** The first two parts and the mark between them of a numeric date that ends with the year. */
export function leadingParts(text: string): readonly [number, number, string] | undefined {
  const match = YEAR_LAST.exec(text)
  return match ? [Number(match[1]), Number(match[3]), match[2]!] : undefined
}

/**
 * Reads a written date or time into `stamp`: ISO 8601 with `T` or a space, `YYYY.MM.DD`,
 * `DD.MM.YYYY` or `MM/DD/YYYY` by `order`, month names, `YYYYMMDD HHMMSS`, 12-hour clocks.
 * Returns false, leaving `stamp` undefined in content, for anything else or a date that is not one.
 */
export function readStamp(text: string, order: DateOrder, stamp: Stamp): boolean {
  let match = YEAR_FIRST.exec(text)
  if (match) return fill(stamp, match[1]!, match[3]!, match[4]!, match, 5)
  match = YEAR_LAST.exec(text)
  if (match) {
    if (order === 'YMD') return false
    const [day, month] = order === 'DMY' ? [match[1]!, match[3]!] : [match[3]!, match[1]!]
    return fill(stamp, match[4]!, month, day, match, 5)
  }
  match = MONTH_DAY.exec(text)
  if (match) return fill(stamp, match[3]!, monthOf(match[1]!), match[2]!, match, 4)
  match = DAY_MONTH.exec(text)
  if (match) return fill(stamp, match[3]!, monthOf(match[2]!), match[1]!, match, 4)
  match = COMPACT.exec(text)
  if (!match) return false
  const [, year, month, day, hour, minute, second, fraction, zulu] = match
  const rest = ['', hour, minute, second, fraction, undefined, zulu, undefined]
  return fill(stamp, year!, month!, day!, rest, 1)
}

/** Whether `text` is a date or time in any order of its parts. */
export function isStamp(text: string): boolean {
  const stamp: Stamp = { localMs: 0, offsetMinutes: 0, hasClock: false, cut: false }
  return readStamp(text, 'DMY', stamp) || readStamp(text, 'MDY', stamp)
}

function monthOf(name: string): string {
  const index = MONTHS.indexOf(name.slice(0, 3).toLowerCase())
  return index >= 0 && index % 3 === 0 ? String(index / 3 + 1) : '0'
}

type Parts = readonly (string | undefined)[]

/** `parts[at...]` are hour, minute, second, fraction, A or P, Z, offset. */
function fill(
  stamp: Stamp,
  year: string,
  month: string,
  day: string,
  parts: Parts,
  at: number,
): boolean {
  const dateMs = dateToMs(Number(year), Number(month), Number(day))
  if (Number.isNaN(dateMs)) return false
  const [hour, minute, second, fraction, half, zulu, offset] = parts.slice(at, at + 7)
  const clockMs = clockToMs(hour, minute, second, fraction, half)
  if (Number.isNaN(clockMs)) return false
  stamp.localMs = dateMs + clockMs
  stamp.hasClock = hour !== undefined
  stamp.cut = fraction !== undefined && /[1-9]/.test(fraction.slice(3))
  stamp.offsetMinutes = offset ? offsetToMinutes(offset) : zulu ? 0 : Number.NaN
  return true
}

/** Midnight of a date that exists, else NaN. */
export function dateToMs(year: number, month: number, day: number): number {
  const valid = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
  return valid ? msFromCivil(year, month, day) : Number.NaN
}

function daysIn(year: number, month: number): number {
  const [nextYear, nextMonth] = month === 12 ? [year + 1, 1] : [year, month + 1]
  return (msFromCivil(nextYear, nextMonth, 1) - msFromCivil(year, month, 1)) / DAY
}

function clockToMs(
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
  half: string | undefined,
): number {
  if (hour === undefined) return 0
  // A bare hour is a clock only with AM or PM behind it.
  if (minute === undefined && half === undefined) return Number.NaN
  let hours = Number(hour)
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return Number.NaN
    hours = (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  }
  const minutes = Number(minute ?? 0)
  const seconds = Number(second ?? 0)
  if (hours > 23 || minutes > 59 || seconds > 59) return Number.NaN
  const ms = fraction ? Number(fraction.slice(0, 3).padEnd(3, '0')) : 0
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
}

/** `+01:00`, `+0100` or `+01` in minutes. */
export function offsetToMinutes(text: string): number {
  const digits = text.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0)
  return text[0] === '-' ? -minutes : minutes
}
