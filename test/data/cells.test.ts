import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countFields } from '../../src/data/delimiter.ts'
import { readEpoch } from '../../src/data/epochs.ts'
import { guessFromName } from '../../src/data/names.ts'
import {
  decimalsOf,
  isBarOf,
  parseNumber,
  powerOf,
  significantDigits,
  widenByBar,
  widenDecimals,
} from '../../src/data/numbers.ts'
import { compilePattern } from '../../src/data/pattern.ts'
import { type DateOrder, readStamp, type Stamp } from '../../src/data/stamps.ts'
import { isZone, openZone } from '../../src/data/zones.ts'

describe('countFields', () => {
  it.each<[string, string, number]>([
    ['', ',', 1],
    ['a', ',', 1],
    ['a,b,,', ',', 4],
    ['"a,b",c', ',', 2],
    ['a b   c', ' ', 3],
    ['  a b  ', ' ', 2],
    ['', ' ', 1],
    ['"a b"  c', ' ', 2],
    ['a\tb', '\t', 2],
  ])('counts in %j at %j %d', (line, delimiter, count) => {
    expect(countFields(line, delimiter)).toBe(count)
  })
})

describe('parseNumber (data-formats section 6)', () => {
  it.each<[string, number | undefined, boolean?]>([
    ['101.50', 101.5],
    ['-3', -3],
    ['+3', 3],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['$1,234.50', 1234.5],
    ['€ 7', 7],
    ['₹1,23,456.5', 123456.5],
    ['1,234', 1234],
    ['1 234 567', 1234567],
    ['1\u00a0234', 1234],
    ["1'234.5", 1234.5],
    ['(3.20)', -3.2],
    ['12.5K', 12500],
    ['0.015K', 15],
    ['1.1M', 1100000],
    ['2B', 2e9],
    ['2T', 2e12],
    ['', Number.NaN],
    ['-', Number.NaN],
    ['—', Number.NaN],
    ['N/A', Number.NaN],
    ['null', Number.NaN],
    ['None', Number.NaN],
    ['nan', Number.NaN],
    ['.', Number.NaN],
    ['1,23', undefined],
    ['1,2345', undefined],
    ['abc', undefined],
    ['1.2.3', undefined],
    ['12%', undefined],
    ['Infinity', undefined],
    ['1e999', undefined],
    ['0x10', undefined],
    ['1,5', 1.5, true],
    ['1.234,50', 1234.5, true],
    ['1.234', 1234, true],
    ['102,750', 102.75, true],
  ])('%j is %d', (text, value, comma = false) => {
    expect(parseNumber(text, comma)).toBe(value)
  })

  it('turns -0 into 0', () => {
    expect(Object.is(parseNumber('-0.0'), 0)).toBe(true)
  })

  it('gives the bits of Number for every plain decimal', () => {
    const plain = fc.property(fc.nat(), fc.stringMatching(/^\d{0,20}$/), (whole, part) => {
      const text = `${whole}.${part}`
      expect(parseNumber(text)).toBe(Number(text))
    })
    fc.assert(plain)
  })

  it.each([
    ['00.0123000', 3],
    ['123456789012345.6', 16],
    ['-1e5', 1],
  ])('%j has %d significant digits', (text, digits) => {
    expect(significantDigits(text)).toBe(digits)
  })
})

describe('decimals', () => {
  it('are those of the written price', () => {
    const written = fc.property(
      fc.nat({ max: 1e7 }),
      fc.stringMatching(/^\d{0,8}$/),
      (whole, part) => {
        const wanted = part.replace(/0+$/, '').length
        expect(decimalsOf(Number(`${whole}.${part}`))).toBe(wanted)
      },
    )
    fc.assert(written)
  })

  it('of a column are the most that any value needs', () => {
    const values = fc.array(fc.tuple(fc.nat({ max: 1e6 }), fc.stringMatching(/^\d{0,8}$/)))
    const columns = fc.property(values, (pairs) => {
      const column = Float64Array.from(pairs, ([whole, part]) => Number(`${whole}.${part}`))
      const most = pairs.map(([, part]) => part.replace(/0+$/, '').length)
      expect(widenDecimals(0, column, column.length)).toBe(Math.max(0, ...most))
    })
    fc.assert(columns)
  })

  const noisy = fc
    .tuple(fc.nat({ max: 2e9 }), fc.nat({ max: 8 }), fc.integer({ min: -3, max: 3 }))
    .map(([whole, places, noise]) => (whole / 10 ** places) * (1 + noise * Number.EPSILON))
  const sum = fc.tuple(noisy, noisy).map(([a, b]) => a + b - a)
  const anything = fc.oneof(noisy, sum, fc.double(), fc.double({ min: -1e7, max: 1e7 }))

  it('of a column are what its values need one by one, whatever they are', () => {
    const columns = fc.property(fc.array(anything), fc.nat({ max: 8 }), (list, given) => {
      const column = Float64Array.from(list)
      expect(widenDecimals(given, column, column.length)).toBe(list.reduce(widenOne, given))
    })
    fc.assert(columns, { numRuns: 2000 })
  })

  it('of bars are what their prices need one by one', () => {
    const price = fc.oneof(noisy, sum, fc.double({ min: -1e7, max: 1e7, noNaN: true }))
    const rows = fc.array(fc.tuple(price, price, price, price))
    const blocks = fc.property(rows, fc.nat({ max: 8 }), (list, given) => {
      const bars = list.map(([a, b, c, d]) => [a, Math.max(a, b, c, d), Math.min(a, b, c, d), b])
      let most = given
      for (const [o, h, l, c] of bars as [number, number, number, number][]) {
        const wider = widenByBar(most, o, h, l, c)
        if (isBarOf(powerOf(most), o, h, l, c)) expect(wider).toBe(most)
        most = wider
      }
      expect(most).toBe(bars.flat().reduce(widenOne, given))
    })
    fc.assert(blocks, { numRuns: 2000 })
  })

  /** The rule as it is written down, without a way around the division. */
  function widenOne(most: number, value: number): number {
    const power = 10 ** most
    if (Math.floor(value * power + 0.5) / power === value) return most
    const scaled = Math.floor(value * 1e8 + 0.5)
    if (scaled <= Number.MAX_SAFE_INTEGER && scaled % 10 ** (8 - most) === 0) return most
    return Math.max(most, decimalsOf(value))
  }
})

describe('readStamp (data-formats section 4.2)', () => {
  const stamp: Stamp = { localMs: 0, offsetMinutes: 0, hasClock: false, cut: false }
  const utc = (text: string): number => Date.parse(`${text}Z`)

  it.each<[string, string, DateOrder?]>([
    ['2024-01-02T10:00:00Z', '2024-01-02T10:00'],
    ['2024-01-02 10:00', '2024-01-02T10:00'],
    ['2024-01-02T10:00:30.5', '2024-01-02T10:00:30.500'],
    ['2024-01-02', '2024-01-02T00:00'],
    ['2024.01.02 10:00', '2024-01-02T10:00'],
    ['2024/1/2 10:00:00', '2024-01-02T10:00'],
    ['02.01.2024 10:00:00.000', '2024-01-02T10:00', 'DMY'],
    ['02/01/2024', '2024-01-02T00:00', 'DMY'],
    ['01/02/2024', '2024-01-02T00:00', 'MDY'],
    ['Jan 2, 2024', '2024-01-02T00:00'],
    ['January 2 2024', '2024-01-02T00:00'],
    ['02-Jan-2024', '2024-01-02T00:00'],
    ['2 Jan 2024 10:00', '2024-01-02T10:00'],
    ['20240102 100000', '2024-01-02T10:00'],
    ['20240102  10:00:00', '2024-01-02T10:00'],
    ['20240102T', '2024-01-02T00:00'],
    ['2024-01-02 12-PM', '2024-01-02T12:00'],
    ['2024-01-02 12-AM', '2024-01-02T00:00'],
    ['1/2/2024 3:05:09 PM', '2024-01-02T15:05:09', 'MDY'],
    ['2024-02-29', '2024-02-29T00:00'],
  ])('reads %j', (text, wanted, order = 'YMD') => {
    expect(readStamp(text, order, stamp)).toBe(true)
    expect(stamp.localMs).toBe(utc(wanted))
  })

  it.each([
    ['2024-01-02T10:00:00+01:00', 60],
    ['2024-01-02 05:00:00-05:00', -300],
    ['02.01.2024 11:00:00.000 GMT+0100', 60],
    ['2024-01-02T10:00Z', 0],
  ])('reads the offset of %j', (text, minutes) => {
    expect(readStamp(text, 'DMY', stamp)).toBe(true)
    expect(stamp.offsetMinutes).toBe(minutes)
  })

  it.each([
    '2023-02-29',
    '2024-13-01',
    '2024-01-32',
    '2024-01-02T24:00',
    '2024-01-02T10:60',
    '2024-01-02 13-PM',
    '2024-01-02 10',
    '2024-01/02',
    'Foo 2, 2024',
    'yesterday',
    '',
    '1704189600',
  ])('refuses %j', (text) => {
    expect(readStamp(text, 'YMD', stamp)).toBe(false)
  })

  it('agrees with Date on every ISO time of four centuries', () => {
    const min = new Date('1800-01-01')
    const max = new Date('2199-12-31')
    fc.assert(
      fc.property(fc.date({ min, max, noInvalidDate: true }), (date) => {
        expect(readStamp(date.toISOString(), 'YMD', stamp)).toBe(true)
        expect(stamp.localMs).toBe(date.getTime())
      }),
    )
  })
})

describe('readEpoch (data-formats section 4.1)', () => {
  const detail = { cut: false, unit: 's' as const }

  it.each([
    ['20240102', '2024-01-02T00:00:00Z', 'date'],
    ['20240102100000', '2024-01-02T10:00:00Z', 'date'],
    ['1704189600', '2024-01-02T10:00:00Z', 's'],
    ['1704189600.25', '2024-01-02T10:00:00.250Z', 's'],
    ['999999999', '2001-09-09T01:46:39Z', 's'],
    ['1704189600000', '2024-01-02T10:00:00Z', 'ms'],
    ['1704189600000000', '2024-01-02T10:00:00Z', 'us'],
    ['1704189600000000000', '2024-01-02T10:00:00Z', 'ns'],
  ])('reads %s by its digits', (text, wanted, unit) => {
    expect(readEpoch(text, undefined, detail)).toBe(Date.parse(wanted))
    expect(detail.unit).toBe(unit)
  })

  it.each(['12345', '20241302', '9999999999', '17041896000', '-1704189600', '1e9', ''])(
    'refuses %j',
    (text) => {
      expect(readEpoch(text, undefined, detail)).toBeNaN()
    },
  )

  it.each<[string, 's' | 'ms' | 'us' | 'ns', number]>([
    ['86400', 's', 86_400_000],
    ['86400', 'ms', 86_400],
    ['86400', 'us', 86],
    ['20240102', 's', 20_240_102_000],
  ])('reads %s in %s when told', (text, unit, ms) => {
    expect(readEpoch(text, unit, detail)).toBe(ms)
  })

  it('says whether digits below a millisecond were lost', () => {
    readEpoch('1704189600000001', undefined, detail)
    expect(detail.cut).toBe(true)
    readEpoch('1704189600000000000', undefined, detail)
    expect(detail.cut).toBe(false)
  })
})

describe('openZone (data-formats section 4.3)', () => {
  const local = (text: string): number => Date.parse(`${text}Z`)
  const never = Number.NEGATIVE_INFINITY

  it.each([
    ['UTC', '2024-01-02T10:00', '2024-01-02T10:00Z'],
    ['+05:30', '2024-01-02T10:00', '2024-01-02T04:30Z'],
    ['-0500', '2024-07-02T10:00', '2024-07-02T15:00Z'],
    ['America/New_York', '2024-01-02T10:00', '2024-01-02T15:00Z'],
    ['America/New_York', '2024-07-02T10:00', '2024-07-02T14:00Z'],
    ['Europe/Berlin', '2024-03-31T01:59', '2024-03-31T00:59Z'],
    ['Europe/Berlin', '2024-03-31T03:00', '2024-03-31T01:00Z'],
    ['Asia/Kolkata', '2024-01-02T00:00', '2024-01-01T18:30Z'],
    ['Australia/Lord_Howe', '2024-04-07T03:00', '2024-04-06T16:30Z'],
  ])('%s %s is %s', (zone, text, wanted) => {
    expect(openZone(zone)(local(text), never, false)).toBe(Date.parse(wanted))
  })

  it('has no time for a local time that is skipped', () => {
    expect(openZone('Europe/Berlin')(local('2024-03-31T02:30'), never, false)).toBeNaN()
  })

  it('tells the two times of a repeated hour by their order', () => {
    const zone = openZone('Europe/Berlin')
    const [early, late] = [Date.parse('2024-10-27T00:30Z'), Date.parse('2024-10-27T01:30Z')]
    const repeated = local('2024-10-27T02:30')
    expect(zone(repeated, early - 1, false)).toBe(early)
    expect(zone(repeated, early, false)).toBe(late)
    expect(zone(repeated, late + 1, true)).toBe(late)
    expect(zone(repeated, late, true)).toBe(early)
  })

  it('agrees with Intl for every hour of two years', () => {
    const zone = openZone('America/New_York')
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'America/New_York',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    let previous = never
    for (let utc = Date.UTC(2023, 0, 1); utc < Date.UTC(2025, 0, 1); utc += 3_600_000) {
      const wall = Date.parse(`${format.format(utc).replace(' ', 'T')}Z`)
      expect(zone(wall, previous, false)).toBe(utc)
      previous = utc
    }
  })

  it('knows which zones there are', () => {
    expect(['UTC', 'Europe/Berlin', '+02:00', 'UTC-5', 'Nowhere/City'].map(isZone)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

describe('compilePattern', () => {
  it.each([
    ['dd/MM/yyyy HH:mm', '02/01/2024 10:00', '2024-01-02T10:00:00Z'],
    ['M/d/yy h:mm a', '1/2/24 3:05 PM', '2024-01-02T15:05:00Z'],
    ['dd MMM yyyy', '02 Jan 2024', '2024-01-02T00:00:00Z'],
    ['yyyyMMddHHmmssSSS', '20240102100000250', '2024-01-02T10:00:00.250Z'],
  ])('%j reads %j', (pattern, text, wanted) => {
    expect(compilePattern(pattern)!(text)).toBe(Date.parse(wanted))
  })

  it.each(['HH:mm', 'yyyy-MM', 'dd/dd/yyyy MM', 'week yyyy'])('refuses %j', (pattern) => {
    expect(compilePattern(pattern)).toBeUndefined()
  })

  it('gives NaN for a text that does not fit', () => {
    expect(compilePattern('dd/MM/yyyy')!('31/02/2024')).toBeNaN()
    expect(compilePattern('dd/MM/yyyy')!('2024-01-02')).toBeNaN()
  })
})

describe('guessFromName (data-formats section 10)', () => {
  it.each([
    ['BTCUSDT-1h-2024-01.zip', 'BTCUSDT', '60'],
    ['BINANCE_BTCUSDT, 60.csv', 'BTCUSDT', '60'],
    ['NASDAQ_AAPL, 1D.csv', 'AAPL', '1D'],
    ['XBTUSD_60.csv', 'XBTUSD', '60'],
    ['Binance_BTCUSDT_1h.csv', 'BTCUSDT', '60'],
    ['Bitstamp_BTCUSD_d.csv', 'BTCUSD', '1D'],
    ['EURUSD_M15_202401020000_202402010000.csv', 'EURUSD', '15'],
    ['EURUSD60.csv', 'EURUSD', '60'],
    ['ccxt_BYBIT_BTC_USDT_USDT_1D.csv', 'BTC_USDT_USDT', '1D'],
    ['DAT_ASCII_EURUSD_M1_2024.csv', 'EURUSD', '1'],
    ['abc_us_d.csv', 'ABC.US', '1D'],
    ['simulated-btc-1h.csv.gz', 'simulated-btc', '60'],
    ['btc.csv', 'btc', undefined],
    ['-', '-', undefined],
  ])('%j is %s, %s', (name, symbol, timeframe) => {
    const guess = guessFromName(name)
    expect([guess.symbol, guess.timeframe?.name]).toEqual([symbol, timeframe])
  })
})
