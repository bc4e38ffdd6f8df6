/** A bar length: either a fixed number of milliseconds or a number of calendar months, never both. */
export type Timeframe = {
  /** As Pine writes it: minutes without a unit, else `30S`, `1D`, `1W`, `1M`. */
  readonly name: string
  /** Milliseconds; 0 for months. */
  readonly ms: number
  /** Calendar months; 0 for every shorter length. */
  readonly months: number
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
const WEEK = 7 * DAY
/** 1970-01-01 was a Thursday; weeks begin on Monday. */
const FIRST_MONDAY = 4 * DAY

const UNIT_MS: Readonly<Record<string, number>> = {
  S: SECOND,
  s: SECOND,
  m: MINUTE,
  '': MINUTE,
  h: HOUR,
  d: DAY,
  D: DAY,
  w: WEEK,
  W: WEEK,
}

/**
 * Reads Pine's form (`15`, `240`, `30S`, `D`, `2W`, `M`) and the command line's (`15m`, `4h`, `1d`,
 * `1w`, `1M`). Pine's bounds hold (IN-8.2): at most 1440 minutes, 365 days, 52 weeks, 12 months.
 * Returns undefined for anything else.
 */
export function parseTimeframe(text: string): Timeframe | undefined {
  const match = /^(\d{0,4})([SsmhdDwWM]?)$/.exec(text)
  if (!match || text === '') return undefined
  const [, digits = '', unit = ''] = match
  if (digits === '' && unit !== '' && !'DWMdw'.includes(unit)) return undefined
  const count = digits === '' ? 1 : Number(digits)
  if (count < 1) return undefined
  if (unit === 'M') return count <= 12 ? { name: `${count}M`, ms: 0, months: count } : undefined
  return timeframeOfMs(count * UNIT_MS[unit]!)
}

/** The timeframe of a fixed length, or undefined where Pine has no such length. */
export function timeframeOfMs(ms: number): Timeframe | undefined {
  const name = nameOf(ms)
  return name === undefined ? undefined : { name, ms, months: 0 }
}

/** Pine's lengths below a minute, in seconds. */
const SECONDS = [1, 5, 10, 15, 30, 45]

/**
 * The shortest timeframe of Pine that is not shorter than `seconds`, above 0: whole minutes up to a day,
 * whole days up to 365, and 12 months for anything beyond (IN-8.2).
 */
export function timeframeOfSeconds(seconds: number): Timeframe {
  const few = SECONDS.find((count) => count >= seconds)
  if (few !== undefined) return timeframeOfMs(few * SECOND)!
  const minutes = Math.ceil(seconds / 60)
  if (minutes <= 1440) return timeframeOfMs(minutes * MINUTE)!
  const days = Math.ceil(seconds / 86_400)
  return days <= 365 ? timeframeOfMs(days * DAY)! : { name: '12M', ms: 0, months: 12 }
}

function nameOf(ms: number): string | undefined {
  if (!Number.isInteger(ms) || ms < SECOND || ms % SECOND !== 0) return undefined
  if (ms % WEEK === 0 && ms / WEEK <= 52) return `${ms / WEEK}W`
  if (ms % DAY === 0) return ms / DAY <= 365 ? `${ms / DAY}D` : undefined
  if (ms % MINUTE === 0) return ms / MINUTE <= 1440 ? `${ms / MINUTE}` : undefined
  return ms < MINUTE ? `${ms / SECOND}S` : undefined
}

/** The command line's form: `30s`, `15m`, `4h`, `1d`, `1w`, `1M`. */
export function formatTimeframe({ name, ms, months }: Timeframe): string {
  if (months > 0) return name
  if (ms % WEEK === 0) return `${ms / WEEK}w`
  if (ms % DAY === 0) return `${ms / DAY}d`
  if (ms % HOUR === 0) return `${ms / HOUR}h`
  return ms % MINUTE === 0 ? `${ms / MINUTE}m` : `${ms / SECOND}s`
}

/**
 * Start of the period that holds `timeMs`, aligned as charts align it: to midnight for everything up
 * to a day, to Monday for weeks, to the first of the month for months. Give wall-clock milliseconds
 * (UTC plus the zone's offset) to align to another zone's calendar.
 */
export function periodStart({ ms, months }: Timeframe, timeMs: number): number {
  if (months > 0) {
    const { year, month } = civilFromMs(timeMs)
    const index = year * 12 + (month - 1)
    const first = index - (index % months)
    return msFromCivil(Math.floor(first / 12), (first % 12) + 1, 1)
  }
  if (ms % WEEK === 0) return Math.floor((timeMs - FIRST_MONDAY) / ms) * ms + FIRST_MONDAY
  if (ms >= DAY) return Math.floor(timeMs / ms) * ms
  const midnight = Math.floor(timeMs / DAY) * DAY
  return midnight + Math.floor((timeMs - midnight) / ms) * ms
}

/** End (exclusive) of the period that begins at `startMs`; intraday periods end at midnight at the latest. */
export function periodEnd({ ms, months }: Timeframe, startMs: number): number {
  if (months > 0) {
    const { year, month } = civilFromMs(startMs)
    const next = year * 12 + (month - 1) + months
    return msFromCivil(Math.floor(next / 12), (next % 12) + 1, 1)
  }
  if (ms >= DAY) return startMs + ms
  const midnight = Math.floor(startMs / DAY) * DAY + DAY
  return Math.min(startMs + ms, midnight)
}

/** Calendar date of a time, proleptic Gregorian, UTC. `weekday` is Pine's: 1 Sunday to 7 Saturday. */
export function civilFromMs(timeMs: number): {
  year: number
  month: number
  day: number
  weekday: number
} {
  const days = Math.floor(timeMs / DAY)
  // Years are counted from March so that the leap day ends them: the month lengths then form a line.
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
    weekday: ((((days + 4) % 7) + 7) % 7) + 1,
  }
}

/** Midnight UTC of a calendar date. */
export function msFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return (era * 146_097 + dayOfEra - 719_468) * DAY
}

/** ISO 8601 in UTC: `2024-01-02T10:00:00Z`, with milliseconds only where they are not zero. */
export function formatTime(timeMs: number): string {
  const number = Math.floor(timeMs / DAY)
  if (number !== dayNumber) {
    const { year, month, day } = civilFromMs(timeMs)
    dayNumber = number
    dayText = `${String(year).padStart(4, '0')}-${TWO[month]}-${TWO[day]}T`
  }
  const rest = timeMs - number * DAY
  const millis = rest % SECOND
  return (
    `${dayText}${TWO[Math.floor(rest / HOUR)]}:${TWO[Math.floor(rest / MINUTE) % 60]}:` +
    `${TWO[Math.floor(rest / SECOND) % 60]}${millis === 0 ? '' : `.${String(millis).padStart(3, '0')}`}Z`
  )
}

/** Curves have many times of one day in a row. */
let dayNumber = Number.NaN
let dayText = ''
const TWO = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'))
