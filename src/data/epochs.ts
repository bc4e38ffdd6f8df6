import type { TimeUnit } from './options.ts'
import { dateToMs } from './stamps.ts'

/** 1970 to 2100: outside it a number is not taken for a time. */
export const LAST_MS = 4_133_980_800_000

const DIGITS = /^(\d+)(?:\.(\d+))?$/

/** Digits after which a whole number of each unit still counts milliseconds. */
const DROPPED: Readonly<Record<TimeUnit, number>> = { s: -3, ms: 0, us: 3, ns: 6 }

/** The unit of an epoch number by the count of its digits (data-formats 4.1), or undefined. */
export function unitOf(digits: number): TimeUnit | undefined {
  switch (digits) {
    case 9:
    case 10:
      return 's'
    case 12:
    case 13:
      return 'ms'
    case 14:
    case 15:
    case 16:
      return 'us'
    case 18:
    case 19:
      return 'ns'
  }
  return undefined
}

/** Result of the last `readEpoch`: whether digits below a millisecond were lost. */
export type EpochDetail = { cut: boolean; unit: TimeUnit | 'date' }

/**
 * Reads a number as a time in ms: seconds to nanoseconds by its magnitude, or in `unit`; eight and
 * fourteen digits that form a date are a date. NaN for anything else.
 */
export function readEpoch(text: string, unit: TimeUnit | undefined, detail: EpochDetail): number {
  const match = DIGITS.exec(text)
  if (!match) return Number.NaN
  const [, whole = '', fraction = ''] = match
  detail.cut = false
  if (unit === undefined && fraction === '') {
    const dateMs = readDateDigits(whole)
    if (!Number.isNaN(dateMs)) {
      detail.unit = 'date'
      return dateMs
    }
  }
  const chosen = unit ?? unitOf(whole.length)
  if (chosen === undefined) return Number.NaN
  detail.unit = chosen
  const dropped = DROPPED[chosen]
  // Digits are moved as text, so that nanoseconds, which no double holds, lose nothing.
  const digits =
    dropped < 0
      ? whole + fraction.slice(0, -dropped).padEnd(-dropped, '0')
      : whole.slice(0, whole.length - dropped) || '0'
  const lost =
    dropped < 0 ? fraction.slice(-dropped) : whole.slice(-dropped || whole.length) + fraction
  detail.cut = /[1-9]/.test(lost)
  const ms = Number(digits)
  return ms < LAST_MS ? ms : Number.NaN
}

/** `YYYYMMDD` and `YYYYMMDDHHMMSS`, else NaN. */
function readDateDigits(digits: string): number {
  if (digits.length !== 8 && digits.length !== 14) return Number.NaN
  const year = Number(digits.slice(0, 4))
  if (year < 1900 || year > 2100) return Number.NaN
  const dateMs = dateToMs(year, Number(digits.slice(4, 6)), Number(digits.slice(6, 8)))
  if (digits.length === 8) return dateMs
  const hour = Number(digits.slice(8, 10))
  const minute = Number(digits.slice(10, 12))
  const second = Number(digits.slice(12))
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN
  return dateMs + ((hour * 60 + minute) * 60 + second) * 1000
}
