import { TickMarkType } from 'lightweight-charts'
import { civilFromMs } from '../../../shared/timeframe.ts'

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** `2024-03-05 14:00` of UTC seconds; the date alone where bars are days. */
export function formatSeconds(seconds: number, barMs: number): string {
  const { year, month, day } = civilFromMs(seconds * 1000)
  const date = `${pad(year, 4)}-${pad(month)}-${pad(day)}`
  if (barMs === 0 || barMs >= 86_400_000) return date
  return `${date} ${clockOf(seconds)}${seconds % 60 === 0 ? '' : `:${pad(seconds % 60)}`}`
}

export function formatTick(seconds: number, kind: TickMarkType): string {
  const { year, month, day } = civilFromMs(seconds * 1000)
  switch (kind) {
    case TickMarkType.Year:
      return String(year)
    case TickMarkType.Month:
      return MONTHS[month - 1]!
    case TickMarkType.DayOfMonth:
      return String(day)
    case TickMarkType.Time:
    case TickMarkType.TimeWithSeconds:
      return clockOf(seconds)
  }
}

function clockOf(seconds: number): string {
  const ofDay = ((seconds % 86_400) + 86_400) % 86_400
  return `${pad(Math.floor(ofDay / 3600))}:${pad(Math.floor(ofDay / 60) % 60)}`
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0')
}
