import { civilFromMs, DAY, msFromCivil, type Timeframe } from '../../shared/timeframe.ts'
import type { EquitySummary } from '../../trades/index.ts'

/** The base series of §9: returns from day to day, of the equity and of holding the symbol. */
export type DailySeries = {
  /** x of RM-9.0, fractions. Ends with the day on which the equity fell to 0 or below. */
  readonly returns: Float64Array
  /** The same, ascending. */
  readonly sorted: Float64Array
  /** Close-to-close returns of the symbol on the same days, first base the first open; empty where a price is not above 0. */
  readonly held: Float64Array
  /** Whether the equity stayed above 0. */
  readonly solvent: boolean
  /** N of RM-9.0: how many of these returns make a year. */
  readonly perYear: number
  /** Π(1 + x) − 1. */
  readonly total: number
}

export function buildDailySeries(
  equity: Pick<EquitySummary, 'days' | 'bars' | 'weekendBars' | 'firstOpen'>,
  initialCapital: number,
  timeframe: Timeframe,
): DailySeries {
  const { days } = equity
  const wipeOut = days.equity.findIndex((value) => value <= 0)
  const count = initialCapital <= 0 ? 0 : wipeOut < 0 ? days.day.length : wipeOut + 1
  const returns = changes(days.equity, initialCapital, count)
  const prices = [equity.firstOpen ?? 0, ...days.close]
  const held = prices.every((price) => price > 0)
    ? changes(days.close, prices[0]!, count)
    : new Float64Array(0)
  return {
    returns,
    sorted: returns.slice().sort(),
    held,
    solvent: wipeOut < 0 && initialCapital > 0,
    perYear: daysPerYear(equity, timeframe),
    total: count === 0 ? 0 : days.equity[count - 1]! / initialCapital - 1,
  }
}

function changes(values: readonly number[], first: number, count: number): Float64Array {
  const out = new Float64Array(count)
  let before = first
  for (let i = 0; i < count; i++) {
    const after = values[i]!
    out[i] = after === before ? 0 : after / before - 1
    before = after
  }
  return out
}

/**
 * 365 if more than 17 % of the bars lie on weekends, else 252. Bars longer than a day cannot tell,
 * and their returns are not daily: there it is the number of bars in a year.
 */
function daysPerYear(
  { bars, weekendBars }: Pick<EquitySummary, 'bars' | 'weekendBars'>,
  { ms, months }: Timeframe,
): number {
  if (months > 0) return 12 / months
  if (ms > DAY) return (365 * DAY) / ms
  return weekendBars / bars > 0.17 ? 365 : 252
}

/** The return of one calendar period, in percent. */
export type PeriodReturn = { readonly period: string; readonly returnPct: number }

export type CalendarUnit = 'day' | 'week' | 'month' | 'year'

/** Returns by UTC calendar period (RM-9.47); weeks begin on Monday and are named by that day. */
export function returnsByPeriod(
  days: { readonly day: readonly number[]; readonly equity: readonly number[] },
  initialCapital: number,
  unit: CalendarUnit,
): readonly PeriodReturn[] {
  const periods: { period: string; returnPct: number }[] = []
  let base = initialCapital
  let before = initialCapital
  let row: { period: string; returnPct: number } | undefined
  let ends = Number.NEGATIVE_INFINITY
  for (let i = 0; i < days.day.length; i++) {
    const equity = days.equity[i]!
    if (before <= 0) break
    if (row === undefined || days.day[i]! >= ends) {
      base = before
      row = { period: nameOfPeriod(days.day[i]!, unit), returnPct: 0 }
      ends = endOfPeriod(days.day[i]!, unit)
      periods.push(row)
    }
    row.returnPct = equity === base ? 0 : (equity / base - 1) * 100
    before = equity
  }
  return periods
}

/** The first day of the next period. */
function endOfPeriod(day: number, unit: CalendarUnit): number {
  if (unit === 'day') return day + 1
  if (unit === 'week') return mondayOf(day) + 7
  const { year, month } = civilFromMs(day * DAY)
  return (unit === 'month' ? msFromCivil(year, month + 1, 1) : msFromCivil(year + 1, 1, 1)) / DAY
}

/** 1970-01-05, day 4, was the first Monday. */
function mondayOf(day: number): number {
  return day - ((((day - 4) % 7) + 7) % 7)
}

function nameOfPeriod(day: number, unit: CalendarUnit): string {
  const first = unit === 'week' ? mondayOf(day) : day
  const { year, month, day: dayOfMonth } = civilFromMs(first * DAY)
  const pad = (value: number, width: number): string => String(value).padStart(width, '0')
  const parts = [pad(year, 4), pad(month, 2), pad(dayOfMonth, 2)]
  return parts.slice(0, { year: 1, month: 2, week: 3, day: 3 }[unit]).join('-')
}
