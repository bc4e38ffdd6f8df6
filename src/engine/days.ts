import type { ZoneTable } from '../shared/job.ts'
import { DAY } from '../shared/timeframe.ts'

/** Days of the exchange's calendar where its zone is not UTC (BE-13.1). */
export function tradingDays(
  timezone: string,
  zones: readonly ZoneTable[],
): { tradingDayOf?: (timeMs: number) => number } {
  const zone = zones.find(({ name }) => name === timezone)
  if (zone === undefined) return {}
  let at = 0
  return {
    tradingDayOf: (timeMs) => {
      while (at < zone.starts.length && timeMs >= zone.starts[at]!) at++
      return Math.floor((timeMs + zone.offsets[at]!) / DAY)
    },
  }
}
