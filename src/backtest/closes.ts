import { DAY, periodEnd, periodStart, type Timeframe } from '../shared/timeframe.ts'
import { zoneOffset } from './zones.ts'

/** When a bar that opens at a time is over, in milliseconds since 1970 UTC. */
export type Closing = (openMs: number) => number

/**
 * Bars of a day and longer that open at a midnight of the exchange's zone end at one, so that a day may
 * have 23 or 25 hours. Others, stamped with the opening of a session or a date of UTC, end somewhere
 * about there: `sooner` and `later` choose the end that lets nothing be seen early, of a bar of the
 * chart and of one that it looks at.
 */
export function closingOf(timeframe: Timeframe, zone: string, choice: 'sooner' | 'later'): Closing {
  const { ms, months } = timeframe
  if (months === 0 && ms < DAY) return (openMs) => openMs + ms
  const pick = choice === 'later' ? Math.max : Math.min
  const local = (timeMs: number): number => timeMs + zoneOffset(zone, timeMs)
  if (months === 0)
    return (openMs) => {
      const start = local(openMs)
      const end = utcOf(zone, start + ms)
      return start % DAY === 0 ? end : pick(end, openMs + ms)
    }
  return (openMs) => {
    const start = local(openMs)
    const end = utcOf(zone, periodEnd(timeframe, periodStart(timeframe, start)))
    if (start % DAY === 0) return end
    const ends = [openMs, openMs + DAY / 2, start + DAY / 2].map((at) =>
      periodEnd(timeframe, periodStart(timeframe, at)),
    )
    return pick(end, ...ends)
  }
}

/** The time at which clocks of a zone show `localMs`. */
function utcOf(zone: string, localMs: number): number {
  const about = localMs - zoneOffset(zone, localMs)
  return localMs - zoneOffset(zone, about)
}
