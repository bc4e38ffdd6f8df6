import { TZDate } from '@date-fns/tz'
import { describe, expect, it } from 'vitest'
import { readTradingView } from '../../src/compare/tradingview.ts'
import { readTimes } from '../../src/compare/zone.ts'
import { csv, trade } from './lists.ts'

const HOUR = 3_600_000

/** Trades at uneven hours from January to December, as ours and as a chart of `zone` would list them. */
function lists(zone: string) {
  const first = Date.UTC(2025, 0, 6, 13)
  const ours = Array.from({ length: 60 }, (_, i) => {
    const entryMs = first + Math.floor(i * 5.7 * 24 + (i % 7)) * HOUR
    return trade(0, 0, {
      side: i % 3 === 0 ? 'short' : 'long',
      entryMs,
      exitMs: entryMs + 2 * HOUR,
      entryPrice: 100 + (i % 11),
    })
  })
  const wall = (ms: number): string => {
    const at = new TZDate(ms, zone)
    const two = (value: number): string => String(value).padStart(2, '0')
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
  }
  const text = csv(
    ours.map(({ side, entryMs, exitMs, entryPrice }) => [
      side,
      wall(entryMs),
      entryPrice,
      wall(exitMs),
      101,
    ]),
  )
  return { ours, list: readTradingView(text, 'list.csv') }
}

const OPTIONS = { exchangeZone: 'UTC', tick: 0.01, name: 'list.csv' }

describe('the time zone of a list', () => {
  it.each([
    { zone: 'UTC', name: 'UTC' },
    { zone: '+08:00', name: '+08:00' },
    { zone: '-03:30', name: '-03:30' },
    { zone: 'Asia/Kathmandu', name: '+05:45' },
    { zone: 'Asia/Tokyo', name: '+09:00' },
    { zone: 'America/New_York', name: 'America/New_York' },
    { zone: 'Europe/Paris', name: 'Europe/Berlin' },
    { zone: 'Australia/Sydney', name: 'Australia/Sydney' },
  ])('is found for $zone', ({ zone, name }) => {
    const { ours, list } = lists(zone)
    const found = readTimes(list, ours, OPTIONS)
    expect(found.zone).toMatchObject({ name, share: 1 })
    expect(found.trades.map(({ entryMs }) => entryMs)).toEqual(ours.map(({ entryMs }) => entryMs))
  })

  it('is taken as given', () => {
    const { ours, list } = lists('Asia/Tokyo')
    const { zone, trades } = readTimes(list, ours, { ...OPTIONS, zone: 'UTC' })
    expect(zone).toMatchObject({ name: 'UTC', nextShare: null })
    expect(trades[0]!.entryMs).toBe(ours[0]!.entryMs + 9 * HOUR)
  })

  it('cannot be told when nothing fits (D229)', () => {
    const { list } = lists('UTC')
    expect(() => readTimes(list, [], OPTIONS)).toThrow(expect.objectContaining({ code: 'D229' }))
  })

  it('cannot be told when two zones fit alike (D229)', () => {
    const hourly = Array.from({ length: 40 }, (_, i) =>
      trade(i * 60, i * 60 + 30, { entryPrice: 100 }),
    )
    const list = readTradingView(
      csv([['long', '2025-03-03 20:00', 100, '2025-03-03 20:30', 101]]),
      'l',
    )
    expect(() => readTimes(list, hourly, OPTIONS)).toThrow(
      expect.objectContaining({ code: 'D229' }),
    )
  })

  it('does not matter for dates alone, which are days of the exchange', () => {
    const entryMs = Date.UTC(2025, 2, 3, 14, 30)
    const ours = [trade(0, 0, { entryMs, exitMs: entryMs + 24 * HOUR })]
    const list = readTradingView(csv([['long', '2025-03-03', 100, '2025-03-04', 101]]), 'l')
    const { trades } = readTimes(list, ours, { ...OPTIONS, exchangeZone: 'America/New_York' })
    expect(trades[0]).toMatchObject({ entryMs, exitMs: entryMs + 24 * HOUR })
  })
})
