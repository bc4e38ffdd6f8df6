import { tzOffset } from '@date-fns/tz/tzOffset'
import { DAY } from '../shared/timeframe.ts'
import { offsetToMinutes } from './stamps.ts'

const MINUTE = 60_000

/**
 * Turns wall-clock ms of one zone into UTC ms. NaN for a local time that the clock skipped. A time
 * that occurs twice is the one that comes next after `previousUtcMs`, or next before it where times
 * are `falling`.
 */
export type Zone = (localMs: number, previousUtcMs: number, falling: boolean) => number

/** Whether `name` is `UTC`, an offset such as `+02:00`, or an IANA zone that this runtime knows. */
export function isZone(name: string): boolean {
  return fixedOffset(name) !== undefined || !Number.isNaN(tzOffset(name, new Date(0)))
}

function fixedOffset(name: string): number | undefined {
  if (/^(UTC|GMT|Z)$/i.test(name)) return 0
  const match = /^(?:UTC|GMT)?([+-]\d{2}(?::?\d{2})?)$/i.exec(name)
  return match ? offsetToMinutes(match[1]!) * MINUTE : undefined
}

/** A converter for `name`; asks the runtime's zone data twice per calendar day and never per time. */
export function openZone(name: string): Zone {
  const fixed = fixedOffset(name)
  if (fixed !== undefined) return (localMs) => localMs - fixed

  const offsetAt = (utcMs: number): number => tzOffset(name, new Date(utcMs)) * MINUTE
  let day = Number.NaN
  let before = 0
  let after = 0
  /** UTC time from which `after` holds. */
  let change = 0

  const enter = (localDay: number): void => {
    day = localDay
    // Offsets lie within a day of UTC, so these two instants enclose the local day.
    let early = localDay * DAY - DAY
    let late = localDay * DAY + 2 * DAY
    before = offsetAt(early)
    after = offsetAt(late)
    if (before === after) return
    while (late - early > MINUTE) {
      const middle = Math.floor((early + late) / 2 / MINUTE) * MINUTE
      if (offsetAt(middle) === before) early = middle
      else late = middle
    }
    change = late
  }

  return (localMs, previousUtcMs, falling) => {
    const localDay = Math.floor(localMs / DAY)
    if (localDay !== day) enter(localDay)
    const first = localMs - before
    if (before === after) return first
    const second = localMs - after
    const firstHolds = first < change
    const secondHolds = second >= change
    if (firstHolds && secondHolds) {
      if (falling) return second < previousUtcMs ? second : first
      return first > previousUtcMs ? first : second
    }
    if (firstHolds) return first
    return secondHolds ? second : Number.NaN
  }
}
