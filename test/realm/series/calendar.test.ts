import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zoneTable } from '../../../src/backtest/zones.ts'
import {
  formatTimeframe,
  parseTimeframe,
  periodEnd,
  periodStart,
  timeframeOfMs,
} from '../../../src/shared/timeframe.ts'
import { runRealm } from '../harness.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NEW_YORK = 'America/New_York'

type Facts = NonNullable<Parameters<typeof runRealm>[1]>

/** What `expression` reads on each bar. */
function read(setup: string, expression: string, facts: Facts = {}): string[] {
  const told = runRealm(`${setup}\nonBar(() => log(${expression}))`, facts)
  expect(told.failure).toBeUndefined()
  return told.logs.map((line) => line.replace(/^\d+: /, ''))
}

/** Bars that open at the given times. */
const at = (times: readonly number[], more: Facts = {}): Facts => ({
  times,
  closes: times.map((_, i) => i + 1),
  ...more,
})

const every = (step: number, from: number, to: number): number[] =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step)

/** The wall clock of a zone by the engine's own calendar, which the realm does not have. */
function wallClock(zone: string) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
  return (timeMs: number) => {
    const parts = Object.fromEntries(
      format.formatToParts(timeMs).map(({ type, value }) => [type, value]),
    )
    return {
      hour: Number(parts.hour),
      minute: Number(parts.minute),
      dayofweek: days.indexOf(parts.weekday!) + 1,
      dayofmonth: Number(parts.day),
      month: Number(parts.month),
      year: Number(parts.year),
    }
  }
}

/** Both weekends on which New York changed its clocks in 2024, with a day on either side. */
const CHANGES = [
  ...every(15 * MINUTE, Date.UTC(2024, 2, 9), Date.UTC(2024, 2, 12)),
  ...every(15 * MINUTE, Date.UTC(2024, 10, 2), Date.UTC(2024, 10, 5)),
]
const inNewYork = { zones: [tableOf(NEW_YORK)], timeframe: '15' }

function tableOf(zone: string) {
  const { name, starts, offsets } = zoneTable(zone, Date.UTC(2024, 0, 1), 'x.js')
  return { name, starts: [...starts], offsets: [...offsets] }
}

describe('IN-8.2: timeframes', () => {
  it.each([
    ['1S', 1000],
    ['5S', 5000],
    ['10S', 10_000],
    ['15S', 15_000],
    ['30S', 30_000],
    ['45S', 45_000],
    ['1', MINUTE],
    ['15', 15 * MINUTE],
    ['60', HOUR],
    ['1440', DAY],
    ['D', DAY],
    ['1D', DAY],
    ['365D', 365 * DAY],
    ['W', 7 * DAY],
    ['52W', 364 * DAY],
    // Our own forms beside Pine's.
    ['15m', 15 * MINUTE],
    ['4h', 4 * HOUR],
    ['1d', DAY],
    ['1w', 7 * DAY],
  ])('"%s" is %d ms', (text, ms) => {
    expect(parseTimeframe(text)?.ms).toBe(ms)
  })

  it.each(['1H', '1441', '366D', '53W', '13M', '0', '-5', '1.5', 'H', 'S', '', '5X', ' 5'])(
    '"%s" is none',
    (text) => {
      expect(parseTimeframe(text)).toBeUndefined()
    },
  )

  it('months are counted by the calendar', () => {
    expect(parseTimeframe('3M')).toEqual({ name: '3M', ms: 0, months: 3 })
  })

  it.each([
    { timeframe: '30S', want: 'true false true false false false 30' },
    { timeframe: '15', want: 'false true true false false false 15' },
    { timeframe: '1440', want: 'false false false true false false 1' },
    { timeframe: '3D', want: 'false false false true false false 3' },
    { timeframe: '2W', want: 'false false false false true false 2' },
    { timeframe: '3M', want: 'false false false false false true 3' },
  ])('tell what the chart’s is: $timeframe', ({ timeframe, want }) => {
    const names = ['isseconds', 'isminutes', 'isintraday', 'isdaily', 'isweekly', 'ismonthly']
    const flags = [...names, 'multiplier'].map((name) => `timeframe.${name}`).join(', ')
    expect(read('', flags, { closes: [1], timeframe })).toEqual([want])
    expect(
      read('', 'timeframe.isdwm === !timeframe.isintraday, timeframe.mainPeriod', {
        closes: [1],
        timeframe,
      }),
    ).toEqual([`true ${parseTimeframe(timeframe)!.name}`])
  })

  it.each([
    ['', 3600],
    ['30S', 30],
    ['D', 86_400],
    ['W', 604_800],
    ['M', 2_628_003],
    ['12M', 12 * 2_628_003],
  ])('inSeconds("%s") is %d', (text, seconds) => {
    expect(read('', `timeframe.inSeconds('${text}')`, { closes: [1] })).toEqual([`${seconds}`])
  })

  it.each([
    // The remarks of Pine's reference.
    [0.5, '1S'],
    [1, '1S'],
    [2, '5S'],
    [5, '5S'],
    [16, '30S'],
    [46, '1'],
    [61, '2'],
    [3600, '60'],
    [86_400, '1D'],
    [86_401, '2D'],
    [604_799, '1W'],
    [604_800, '1W'],
    [604_801, '8D'],
    [31_536_000, '365D'],
    [31_536_001, '12M'],
    [40_000_000, '12M'],
  ])('fromSeconds(%d) is %s: the next longer one', (seconds, want) => {
    expect(read('', `timeframe.fromSeconds(${seconds})`, { closes: [1] })).toEqual([want])
  })

  it('are written as they are read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 525_600 }), (minutes) => {
        const frame = timeframeOfMs(minutes * MINUTE)
        if (frame === undefined) return
        expect(parseTimeframe(frame.name)).toEqual(frame)
        expect(parseTimeframe(formatTimeframe(frame))).toEqual(frame)
      }),
    )
  })
})

describe('IN-9.7: periods are those of the calendar', () => {
  it.each([
    ['60', '2024-02-29T10:59Z', '2024-02-29T10:00Z', '2024-02-29T11:00Z'],
    ['420', '2024-02-29T23:00Z', '2024-02-29T21:00Z', '2024-03-01T00:00Z'],
    ['1D', '2024-02-29T23:59Z', '2024-02-29T00:00Z', '2024-03-01T00:00Z'],
    ['1W', '2024-03-03T23:00Z', '2024-02-26T00:00Z', '2024-03-04T00:00Z'],
    ['1W', '2024-03-04T00:00Z', '2024-03-04T00:00Z', '2024-03-11T00:00Z'],
    ['1M', '2024-02-29T12:00Z', '2024-02-01T00:00Z', '2024-03-01T00:00Z'],
    ['3M', '2024-12-31T12:00Z', '2024-10-01T00:00Z', '2025-01-01T00:00Z'],
    ['12M', '2023-12-31T12:00Z', '2023-01-01T00:00Z', '2024-01-01T00:00Z'],
  ])('%s that holds %s: %s to %s', (name, time, start, end) => {
    const frame = parseTimeframe(name)!
    expect(periodStart(frame, Date.parse(time))).toBe(Date.parse(start))
    expect(periodEnd(frame, Date.parse(start))).toBe(Date.parse(end))
  })

  it('a day is the exchange’s, through both changes of its clocks', () => {
    const clock = wallClock(NEW_YORK)
    const day = (timeMs: number) => clock(timeMs).dayofmonth
    const facts = at(CHANGES, { ...inNewYork, timezone: NEW_YORK })
    const setup =
      "const d = request.security('', 'D')\nconst fresh = timeframe.change('D')\nconst sum = ta.vwap(close)"
    const lines = read(setup, 'd.isnew(), d.open(), fresh(), sum() === close()', facts)
    lines.forEach((line, i) => {
      const begins = i > 0 && day(CHANGES[i]!) !== day(CHANGES[i - 1]!)
      const ends = day(CHANGES[i]! + 15 * MINUTE) !== day(CHANGES[i]!)
      const [isnew, , fresh, alone] = line.split(' ')
      expect([i, isnew, fresh]).toEqual([i, String(ends || isJump(i)), String(begins)])
      // The anchor of the VWAP is the first bar of the exchange's day (IN-7.3).
      if (begins) expect([i, alone]).toEqual([i, 'true'])
    })
    // 23 hours in March, 25 in November.
    const starts = CHANGES.filter((time, i) => i > 0 && day(time) !== day(CHANGES[i - 1]!))
    const hours = starts.slice(1).map((time, i) => (time - starts[i]!) / HOUR)
    expect(hours).toEqual(expect.arrayContaining([23, 25]))
  })
})

/** Whether the day of the bar before is confirmed late, over the months left out. */
function isJump(i: number): boolean {
  return i > 0 && CHANGES[i]! - CHANGES[i - 1]! > DAY
}

describe('IN-8.3: timeframe.change', () => {
  it('is true on the first bar of a new period, never on the first bar of the chart', () => {
    // TradingView's trades with an anchored VWAP bear that out; the rule itself is inferred.
    const times = every(HOUR, Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 3, 2))
    const days = read("const c = timeframe.change('D')", 'c()', at(times))
    expect(days.flatMap((x, i) => (x === 'true' ? [i] : []))).toEqual([24, 48])
  })

  it('looks at the period of the bar before, whatever is missing between', () => {
    const times = [0, 1, 49, 50, 74].map((hours) => Date.UTC(2024, 0, 1) + hours * HOUR)
    expect(read("const c = timeframe.change('1D')", 'c()', at(times))).toEqual([
      'false',
      'false',
      'true',
      'false',
      'true',
    ])
  })
})

describe('IN-8.4: time and timeClose', () => {
  it('are the opening and the end of the bar in ms, UTC', () => {
    const times = [Date.UTC(2024, 0, 31), Date.UTC(2024, 1, 29)]
    const expression = 'time(), timeClose(), timeClose(1)'
    expect(read('', expression, at(times, { timeframe: 'D' }))).toEqual([
      `${times[0]} ${times[0]! + DAY} NaN`,
      `${times[1]} ${times[1]! + DAY} ${times[0]! + DAY}`,
    ])
  })

  it('a month ends with the month', () => {
    const times = [Date.UTC(2024, 0, 1), Date.UTC(2024, 1, 1)]
    expect(read('', 'timeClose()', at(times, { timeframe: 'M' }))).toEqual([
      `${Date.UTC(2024, 1, 1)}`,
      `${Date.UTC(2024, 2, 1)}`,
    ])
  })

  it('of another timeframe come with its market: the opening of its last confirmed bar', () => {
    const times = every(15 * MINUTE, 0, 2 * HOUR)
    const hours = read(
      "const h = request.security('', '60')",
      'h.time()',
      at(times, { timeframe: '15' }),
    )
    expect(hours).toEqual(['NaN', 'NaN', 'NaN', '0', '0', '0', '0', `${HOUR}`])
  })
})

describe('IN-8.5: sessions', () => {
  /** Whether the bar opens in the session, by the rule and the engine's own calendar. */
  function isInside(spec: string, zone: string): (timeMs: number) => boolean {
    const clock = wallClock(zone)
    if (spec === '24x7') return () => true
    const [spans, days = '1234567'] = spec.split(':') as [string, string?]
    const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(2))
    return (timeMs) => {
      const now = clock(timeMs)
      const minute = now.hour * 60 + now.minute
      const today = days.includes(String(now.dayofweek))
      const yesterday = days.includes(String(((now.dayofweek + 5) % 7) + 1))
      return spans.split(',').some((span) => {
        const [start, end] = span.split('-').map(minutes) as [number, number]
        if (span === '0000-0000') return today
        if (start < end) return today && start <= minute && minute < end
        return (today && minute >= start) || (yesterday && minute < end)
      })
    }
  }

  it.each([
    '24x7',
    '0930-1600',
    '0930-1600:23456',
    '0000-0000',
    '0000-0000:1',
    '0000-2400:7',
    '1800-1700',
    '1800-1700:12345',
    '2200-0200:7',
    '0100-0330',
    '0145-0215,0230-0300',
    '0900-0900:2',
    '0930-1200,1300-1600:2',
  ])('%s in New York, through both changes of the clocks', (spec) => {
    const inside = isInside(spec, NEW_YORK)
    const lines = read(
      `const s = session.isin('${spec}', '${NEW_YORK}')`,
      's()',
      at(CHANGES, inNewYork),
    )
    expect(lines).toEqual(CHANGES.map((time) => String(inside(time))))
    // The case can tell: unless it is always open, there are bars on both sides.
    if (spec !== '24x7' && spec !== '0000-0000') expect(new Set(lines).size).toBe(2)
  })

  it('takes the exchange’s zone when none is named', () => {
    const facts = at(CHANGES, { ...inNewYork, timezone: NEW_YORK })
    const inside = isInside('0930-1600', NEW_YORK)
    expect(read("const s = session.isin('0930-1600')", 's()', facts)).toEqual(
      CHANGES.map((time) => String(inside(time))),
    )
  })

  it.each([
    '',
    '0930',
    '0930-1660',
    '2500-2600',
    '930-1600',
    '0930-1600:8',
    '0930-1600:0',
    '0930-1600;',
  ])('refuses "%s" (S306)', (spec) => {
    expect(runRealm(`session.isin('${spec}')`).failure?.code).toBe('S306')
  })
})

describe('IN-8.6: the wall clock', () => {
  it.each([NEW_YORK, 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC', 'GMT+3', 'UTC-2'])(
    'of %s is that of the engine’s calendar, through the changes of New York',
    (zone) => {
      // The names of fixed offsets in the zone data carry the sign of POSIX: behind is plus.
      const named = { 'GMT+3': 'Etc/GMT-3', 'UTC-2': 'Etc/GMT+2' }[zone] ?? zone
      const clock = wallClock(named)
      const facts = zone === 'UTC' ? {} : { zones: [tableOf(zone)] }
      const fields = ['hour', 'minute', 'dayofweek', 'dayofmonth', 'month', 'year'] as const
      const expression = fields.map((field) => `c.${field}()`).join(', ')
      const lines = read(
        `const c = clock('${zone}')`,
        expression,
        at(CHANGES, { ...facts, timeframe: '15' }),
      )
      expect(lines).toEqual(
        CHANGES.map((time) => fields.map((field) => clock(time)[field]).join(' ')),
      )
    },
  )

  it('is the exchange’s when no zone is named, and Sunday is 1', () => {
    const sunday = Date.UTC(2024, 2, 10, 4, 30)
    const facts = { ...inNewYork, timezone: NEW_YORK }
    expect(read('const c = clock()', 'c.dayofweek(), c.hour()', at([sunday], facts))).toEqual([
      '7 23',
    ])
    expect(read('const c = clock()', 'c.dayofweek(), c.hour()', at([sunday]))).toEqual(['1 4'])
  })

  it('session.isfirstbar is the first bar of the exchange’s day, the first of the chart only if it opens one', () => {
    const from = (hour: number) => every(HOUR, Date.UTC(2024, 0, 1, hour), Date.UTC(2024, 0, 2, 2))
    const first = (times: number[]) =>
      read('const f = session.isfirstbar()', 'f()', at(times)).flatMap((x, i) =>
        x === 'true' ? [i] : [],
      )
    expect(first(from(0))).toEqual([0, 24])
    expect(first(from(5))).toEqual([19])
  })
})

describe('IN-8.7: barstate of a finished run', () => {
  it('every bar is new, confirmed and historical, none is live', () => {
    const names = ['isfirst', 'islast', 'isnew', 'isconfirmed', 'ishistory', 'isrealtime']
    const expression = names.map((name) => `barstate.${name}()`).join(', ')
    const middle = 'false false true true true false'
    expect(read('', expression)).toEqual([
      'true false true true true false',
      middle,
      middle,
      middle,
      'false true true true true false',
    ])
  })
})
