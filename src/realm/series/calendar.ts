import { civilFromMs, parseTimeframe, periodStart, type Timeframe } from '../../shared/timeframe.ts'
import { eachRun } from '../each-run.ts'
import { fail, quote } from '../fail.ts'
import { freezeRecord } from '../record.ts'
import { chart, type Market } from './bars.ts'
import { CHART, declareNode, type Node, register, type Series, seriesOf } from './node.ts'
import { requireSetup } from './setup.ts'
import { localTime, type Zone, zoneOf } from './zone.ts'

let exchangeZone!: Zone
eachRun(() => {
  exchangeZone = zoneOf('UTC')
})

export function setExchangeZone(name: string): void {
  exchangeZone = zoneOf(name)
}

/** The zone named by `tz`, the exchange's when left out. */
export function readZone(what: string, tz: unknown): Zone {
  if (tz === undefined) return exchangeZone
  if (typeof tz !== 'string' || !/^[A-Za-z][A-Za-z0-9+\-_/]{0,63}$/.test(tz))
    fail(
      'S306',
      `${what}: time zone was ${quote(tz)}`,
      'give an IANA name such as America/New_York',
    )
  return zoneOf(tz)
}

/**
 * True on the first bar of each period of `timeframe`. `first` says what the very first bar is where
 * it opens a period: there is no bar before it to differ from.
 */
function periodChange(market: Market, timeframe: Timeframe, zone: Zone, first: boolean): Node {
  const local = localTime(zone)
  let last = Number.NaN
  let seen = 0
  const node: Node = declareNode({
    boolean: true,
    domain: market.domain,
    blockwise: true,
    advance: (from, to) => {
      const time = market.columns.time.ring
      const { done } = market.domain
      const mask = time.length - 1
      const count = done === undefined ? to - from : done.count - seen
      for (let k = 0; k < count; k++) {
        const i = done === undefined ? from + k : (seen + k) & mask
        const now = local(time[i]!)
        const start = periodStart(timeframe, now)
        node.ring[i] = (Number.isNaN(last) ? first && now === start : start !== last) ? 1 : 0
        last = start
      }
      seen += count
    },
  })
  return node
}

/** The default anchor of session-based indicators: the first bar of each exchange day. */
export function newDayNode(market: Market): Node {
  return periodChange(market, { name: '1D', ms: 86_400_000, months: 0 }, exchangeZone, true)
}

export function readTimeframe(what: string, value: unknown): Timeframe {
  const timeframe = typeof value === 'string' ? parseTimeframe(value) : undefined
  return (
    timeframe ??
    fail(
      'S306',
      `${what}: timeframe was ${quote(value)}`,
      'write 15, 60, 240, D, W, M or 15m, 4h, 1d, 1w, 1M',
    )
  )
}

/**
 * `timeframe.change(tf)`: a boolean series, true on the first chart bar of a new period. Never on the
 * very first bar: TradingView's trades with an anchored VWAP show that it does not count as a change.
 */
export function timeframeChange(timeframe: unknown): Series {
  requireSetup('timeframe.change')
  return seriesOf(
    'timeframe.change',
    periodChange(chart, readTimeframe('timeframe.change', timeframe), exchangeZone, false),
  )
}

const DAY_MS = 86_400_000

/** The fields of a wall clock, from local milliseconds. */
const CLOCK_FIELDS = {
  hour: (local: number) => Math.floor(local / 3_600_000) % 24,
  minute: (local: number) => Math.floor(local / 60_000) % 60,
  second: (local: number) => Math.floor(local / 1000) % 60,
  dayofweek: (local: number) => civilFromMs(local).weekday,
  dayofmonth: (local: number) => civilFromMs(local).day,
  month: (local: number) => civilFromMs(local).month,
  year: (local: number) => civilFromMs(local).year,
  weekofyear: isoWeek,
} as const

/** ISO 8601 week number: week 1 holds the year's first Thursday. */
function isoWeek(local: number): number {
  const day = Math.floor(local / DAY_MS)
  const thursday = day - ((day + 3) % 7) + 3
  const { year } = civilFromMs(thursday * DAY_MS)
  let first = thursday
  while (civilFromMs((first - 7) * DAY_MS).year === year) first -= 7
  return (thursday - first) / 7 + 1
}

/**
 * `clock(tz)`: the wall clock at the opening of the bar in a zone, the exchange's by default, as
 * series: hour, minute, second, dayofweek (1 Sunday to 7 Saturday), dayofmonth, month, year, weekofyear.
 */
export function clock(tz?: unknown): Readonly<Record<string, Series>> {
  requireSetup('clock')
  const zone = readZone('clock', tz)
  const result: Record<string, Series> = {}
  for (const [name, field] of Object.entries(CLOCK_FIELDS)) {
    const local = localTime(zone)
    result[name] = timeSeries(`clock().${name}`, false, (timeMs) => field(local(timeMs)))
  }
  return freezeRecord(result)
}

/** A series that follows from the opening time alone: formed on reading, a node only as an input. */
function timeSeries(name: string, boolean: boolean, of: (timeMs: number) => number): Series {
  const { time } = chart.series
  const { columns } = chart
  return register(
    (offset) => {
      const timeMs = time(offset) as number
      const value = Number.isNaN(timeMs) ? timeMs : of(timeMs)
      return boolean ? value === 1 : value
    },
    name,
    () => {
      const node: Node = declareNode({
        boolean,
        domain: CHART,
        blockwise: true,
        advance: (from, to) => {
          for (let i = from; i < to; i++) node.ring[i] = of(columns.time.ring[i]!)
        },
      })
      return node
    },
  )
}

type Span = { readonly start: number; readonly end: number; readonly days: string }

/**
 * Reads a session text (IN-8.5): `HHMM-HHMM[,HHMM-HHMM…][:days]`, days 1 Sunday to 7 Saturday;
 * `24x7` is always. Times are local minutes of the day; start inclusive, end exclusive.
 */
function readSession(what: string, text: unknown): readonly Span[] {
  const wrong = (): never =>
    fail(
      'S306',
      `${what}: session was ${quote(text)}`,
      'write HHMM-HHMM, such as 0930-1600 or 0930-1600:23456',
    )
  if (typeof text !== 'string') return wrong()
  if (text === '24x7') return [{ start: 0, end: 1440, days: '1234567' }]
  const [, times = '', days = '1234567'] = /^([\d\-,]+)(?::([1-7]{1,7}))?$/.exec(text) ?? wrong()
  return times.split(',').map((part) => {
    const [, h1, m1, h2, m2] = /^(\d\d)(\d\d)-(\d\d)(\d\d)$/.exec(part) ?? wrong()
    const start = Number(h1) * 60 + Number(m1)
    const end = Number(h2) * 60 + Number(m2)
    if (Number(h1) > 24 || Number(h2) > 24 || Number(m1) > 59 || Number(m2) > 59) wrong()
    return { start, end: end === 0 && start === 0 ? 1440 : end, days }
  })
}

function isInside(spans: readonly Span[], local: number): boolean {
  const minute = Math.floor(local / 60_000) % 1440
  const { weekday } = civilFromMs(local)
  const yesterday = weekday === 1 ? 7 : weekday - 1
  return spans.some(({ start, end, days }) => {
    const isDay = days.includes(String(weekday))
    if (start < end) return isDay && minute >= start && minute < end
    // Overnight: the day is that of the start.
    return (isDay && minute >= start) || (days.includes(String(yesterday)) && minute < end)
  })
}

/** `session.isin(spec, tz)`: whether the bar opens inside the session, in the exchange's zone by default. */
export function sessionIsIn(spec: unknown, tz?: unknown): Series {
  requireSetup('session.isin')
  const spans = readSession('session.isin', spec)
  const local = localTime(readZone('session.isin', tz))
  return timeSeries('session.isin()', true, (timeMs) => (isInside(spans, local(timeMs)) ? 1 : 0))
}

/** Whether a session text can be read; for `input.session`. */
export function checkSession(what: string, text: unknown): void {
  readSession(what, text)
}
