import { tzOffset } from '@date-fns/tz/tzOffset'
import { QrunError } from '../errors/index.ts'
import type { ZoneTable } from '../shared/job.ts'

const DAY = 86_400_000
/** How far ahead of the first bar a table reaches. Zone rules beyond that are nobody's knowledge. */
const YEARS = 60

/** Whether the name is that of a time zone. */
export function isZone(name: string): boolean {
  return !Number.isNaN(tzOffset(fixedOffset(name), new Date(0)))
}

/** Pine's `GMT+3`, `UTC-0530` as `+03:00`, `-05:30`; any other name as it is (IN-8.6). */
function fixedOffset(name: string): string {
  const [, sign, hours, minutes = '00'] = /^(?:GMT|UTC)([+-])(\d{1,2})(\d\d)?$/.exec(name) ?? []
  return hours === undefined ? name : `${sign}${hours.padStart(2, '0')}:${minutes}`
}

/** Milliseconds by which the clocks of a zone are ahead of UTC. */
export function zoneOffset(name: string, timeMs: number): number {
  return name === 'UTC' ? 0 : Math.round(tzOffset(fixedOffset(name), new Date(timeMs)) * 60_000)
}

/**
 * The offsets of a zone from a time on, found by bisection to the second. The sandbox has no zone
 * data of its own, so it is handed these numbers.
 */
export function zoneTable(name: string, fromMs: number, file: string): ZoneTable {
  const zone = fixedOffset(name)
  const offset = (timeMs: number): number => {
    const minutes = tzOffset(zone, new Date(timeMs))
    if (Number.isNaN(minutes))
      throw new QrunError({
        code: 'S306',
        message: `time zone was "${name}"`,
        hint: 'give an IANA name such as America/New_York',
        place: { file },
      })
    return Math.round(minutes * 60_000)
  }
  const starts: number[] = []
  const offsets = [offset(fromMs)]
  const end = fromMs + YEARS * 366 * DAY
  // No zone keeps an offset for less than a few weeks; probing every ten days misses none.
  for (let at = fromMs; at < end; at += 10 * DAY) {
    const before = offset(at)
    if (offset(at + 10 * DAY) === before) continue
    let low = at
    let high = at + 10 * DAY
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000
      if (offset(middle) === before) low = middle
      else high = middle
    }
    starts.push(high)
    offsets.push(offset(high))
  }
  return { name, starts, offsets }
}
