import { tzOffset } from '@date-fns/tz/tzOffset'
import { openZone } from '../data/index.ts'
import { QrunError } from '../errors/index.ts'
import type { ListedTrade } from './listed.ts'
import type { WallList, WallTrade } from './tradingview.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/** The zone in which a list is read, and how well it fits: shares of its trades, 0 to 1. */
export type ZoneChoice = {
  readonly name: string
  /** Trades that then begin where one of ours does. */
  readonly share: number
  /** The same for the next best zone that reads the list differently; null where the zone was given. */
  readonly nextShare: number | null
}

/** Zones of charts that change their clocks; an offset stands for all others. */
const CHANGING = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Anchorage',
  'America/Halifax',
  'America/St_Johns',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/Mexico_City',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Athens',
  'Europe/Istanbul',
  'Europe/Moscow',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Jerusalem',
  'Asia/Beirut',
  'Asia/Tehran',
  'Australia/Sydney',
  'Australia/Adelaide',
  'Pacific/Auckland',
  'Pacific/Chatham',
] as const

/**
 * Gives the times of a TradingView list their UTC values. Without a zone the one is taken under which
 * most trades begin with one of ours, first by side and time, then by price as well: offsets by the
 * quarter hour, and zones that change their clocks.
 *
 * @throws `D229` when no zone fits, or several fit equally and read the list differently.
 */
export function readTimes(
  list: WallList,
  ours: readonly ListedTrade[],
  { zone, exchangeZone, tick, name }: ZoneOptions,
): { readonly trades: ListedTrade[]; readonly zone: ZoneChoice } {
  if (list.isDaily) return readDates(list.closed, ours, exchangeZone)
  const starts = startsOf(ours, tick)
  const share = (score: number): number =>
    list.closed.length === 0 ? 0 : score / list.closed.length
  if (zone !== undefined) {
    const trades = inZone(list.closed, zone)
    const { begun } = scoreOf(trades, starts, tick)
    return { trades, zone: { name: zone, share: share(begun), nextShare: null } }
  }
  const candidates = candidateZones().map((candidate) => {
    const trades = inZone(list.closed, candidate)
    return { name: candidate, trades, ...scoreOf(trades, starts, tick) }
  })
  candidates.sort((a, b) => b.priced - a.priced || b.begun - a.begun)
  const [best] = candidates as [(typeof candidates)[number]]
  const next = candidates.find((other) => differs(other.trades, best.trades))
  const isTied = next !== undefined && next.priced === best.priced && next.begun === best.begun
  if (list.closed.length > 0 && (best.begun === 0 || isTied))
    throw new QrunError({
      code: 'D229',
      message: isTied
        ? `trade list "${name}" fits the zones "${best.name}" and "${next.name}" equally well`
        : `no time zone makes a trade of list "${name}" begin with one of ours`,
      hint: 'name the zone of its chart, e.g. --tv-tz America/New_York',
      place: { file: name },
    })
  return {
    trades: best.trades,
    zone: { name: best.name, share: share(best.begun), nextShare: share(next?.begun ?? 0) },
  }
}

export type ZoneOptions = {
  /** Zone of the list's times: `UTC`, an offset or an IANA name; found by matching when absent. */
  readonly zone?: string | undefined
  /** Whose dates the bars of a day and longer bear. */
  readonly exchangeZone: string
  readonly tick: number
  /** Of the list, for messages. */
  readonly name: string
}

/** UTC first, then offsets by their distance from it, then zones that change. */
function candidateZones(): string[] {
  const offsets: number[] = []
  for (let minutes = -12 * 60; minutes <= 14 * 60; minutes += 15) offsets.push(minutes)
  offsets.sort((a, b) => Math.abs(a) - Math.abs(b) || b - a)
  return [...offsets.map(offsetName), ...CHANGING]
}

function offsetName(minutes: number): string {
  if (minutes === 0) return 'UTC'
  const two = (value: number): string => String(value).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

function inZone(trades: readonly WallTrade[], name: string): ListedTrade[] {
  const zone = openZone(name)
  let previous = Number.NEGATIVE_INFINITY
  return trades.map(({ entryWall, exitWall, ...trade }) => {
    const entryMs = zone(entryWall, previous, false)
    if (!Number.isNaN(entryMs)) previous = entryMs
    return { ...trade, entryMs, exitMs: zone(exitWall, entryMs, false) }
  })
}

/** Entry prices in ticks of our trades, by side and time. */
function startsOf(ours: readonly ListedTrade[], tick: number): Map<string, Set<number>> {
  const starts = new Map<string, Set<number>>()
  for (const { side, entryMs, entryPrice } of ours) {
    const key = `${side} ${entryMs}`
    const prices = starts.get(key) ?? new Set()
    starts.set(key, prices.add(Math.round(entryPrice / tick)))
  }
  return starts
}

function scoreOf(
  trades: readonly ListedTrade[],
  starts: ReadonlyMap<string, ReadonlySet<number>>,
  tick: number,
): { begun: number; priced: number } {
  let begun = 0
  let priced = 0
  for (const { side, entryMs, entryPrice } of trades) {
    const prices = starts.get(`${side} ${entryMs}`)
    if (prices === undefined) continue
    begun++
    if (prices.has(Math.round(entryPrice / tick))) priced++
  }
  return { begun, priced }
}

function differs(a: readonly ListedTrade[], b: readonly ListedTrade[]): boolean {
  return a.some(({ entryMs, exitMs }, i) => entryMs !== b[i]!.entryMs || exitMs !== b[i]!.exitMs)
}

/** Dates alone: a date is the bar of ours that bears it in the zone of the exchange. */
function readDates(
  list: readonly WallTrade[],
  ours: readonly ListedTrade[],
  exchangeZone: string,
): { readonly trades: ListedTrade[]; readonly zone: ZoneChoice } {
  const dates = new Map<number, number>()
  for (const { entryMs, exitMs } of ours)
    for (const ms of [entryMs, exitMs]) {
      const local = ms + tzOffset(exchangeZone, new Date(ms)) * MINUTE
      dates.set(local - (((local % DAY) + DAY) % DAY), ms)
    }
  const trades = list.map(({ entryWall, exitWall, ...trade }) => ({
    ...trade,
    entryMs: dates.get(entryWall) ?? entryWall,
    exitMs: dates.get(exitWall) ?? exitWall,
  }))
  const begun = trades.filter(({ entryMs }) => ours.some((own) => own.entryMs === entryMs)).length
  return {
    trades,
    zone: {
      name: exchangeZone,
      share: trades.length === 0 ? 0 : begun / trades.length,
      nextShare: null,
    },
  }
}
