import type { ColumnField } from './options.ts'

/** Accepted names by field, best first (data-formats section 3), normalised. */
const NAMES: Readonly<Record<Exclude<ColumnField, 'date' | 'clock'>, readonly string[]>> = {
  time: (
    'time,timestamp,date,datetime,date time,date and time,gmt time,local time,utc,unix,' +
    'unix timestamp,epoch,t,ts,open time,opentime,start at,start time,start,window start,ts event,' +
    'time period start,bar time,candle begin time,data,datum,fecha'
  ).split(','),
  open: ['open', 'o', 'opn', 'price open', 'bar open', 'first', 'otwarcie'],
  high: ['high', 'h', 'max', 'price high', 'bar high', 'najwyzszy'],
  low: ['low', 'l', 'min', 'price low', 'bar low', 'najnizszy'],
  close: ['close', 'c', 'price close', 'bar close', 'last', 'close/last', 'zamkniecie'],
  volume: [
    'volume',
    'v',
    'vol',
    'base volume',
    'volume traded',
    'wolumen',
    'tickvol',
    'tick volume',
  ],
  adjClose: ['adj close'],
  symbol: ['symbol', 'ticker'],
}

const CLOCK_NAMES = ['time', 'czas']
const DATE_NAMES = ['date', 'data']

/** Lower case, one space for runs of blanks, underscores, dots and dashes; a unit in brackets dropped. */
export function normaliseName(name: string): string {
  return name
    .trim()
    .replace(/^["'<\ufeff]+|["'>]+$/g, '')
    .toLowerCase()
    .replace(/[\s_.-]+/g, ' ')
    .replace(/\s*[([][^)\]]*[)\]]$/, '')
    .trim()
}

/** Column numbers by field, -1 where there is none. */
export type ColumnMap = Readonly<Record<ColumnField, number>>

/** What was mapped, and which choices were made among several columns. */
export type Mapping = {
  readonly columns: ColumnMap
  /** Every column that could be the volume, the chosen one first. */
  readonly volumes: readonly number[]
}

/** Maps a header by exact names, never by parts of names. */
export function mapColumns(header: readonly string[], asset: string): Mapping {
  const names = header.map(normaliseName)
  const find = (accepted: readonly string[]): number => {
    for (const name of accepted) {
      const at = names.indexOf(name)
      if (at >= 0) return at
    }
    return -1
  }
  const clock = find(CLOCK_NAMES)
  const date = find(DATE_NAMES)
  const paired = clock >= 0 && date >= 0 && clock !== date
  // The first of several times in the file's own order: providers put the one that counts first.
  const time = paired ? -1 : names.findIndex((name) => NAMES.time.includes(name))
  const open = find(NAMES.open)
  const high = find(NAMES.high)
  const low = find(NAMES.low)
  let close = find(NAMES.close)
  if (close < 0) close = findTitled(names, 'close ')
  if (close < 0 && open >= 0 && high >= 0 && low >= 0) close = names.indexOf('price')
  const volumes = findVolumes(header, names, asset)
  return {
    columns: {
      time,
      date: paired ? date : -1,
      clock: paired ? clock : -1,
      open,
      high,
      low,
      close,
      volume: volumes[0] ?? -1,
      adjClose: Math.max(find(NAMES.adjClose), findTitled(names, 'adj close ')),
      symbol: find(NAMES.symbol),
    },
    volumes,
  }
}

/** A scraped title such as `Close Close price adjusted for splits.` */
function findTitled(names: readonly string[], start: string): number {
  return names.findIndex((name) => name.startsWith(start) && name.includes(' price '))
}

/** Base volume first, the rest in file order; `volume btc` counts, quote volumes and turnover do not. */
function findVolumes(header: readonly string[], names: readonly string[], asset: string): number[] {
  const plain = NAMES.volume.filter((name) => !name.startsWith('tick'))
  const found: number[] = []
  for (const [at, name] of names.entries()) {
    const unit = /^(?:volume|vol) ([a-z0-9]+)$/.exec(name)?.[1]
    if (plain.includes(name) || (unit && unit !== 'traded')) found.push(at)
  }
  const ticks = names.flatMap((name, at) =>
    NAMES.volume.includes(name) && name.startsWith('tick') ? [at] : [],
  )
  const base = asset.toLowerCase()
  const matches = (at: number): boolean => {
    const unit = /[\s_([]([A-Za-z0-9]+)[)\]]?\s*$/.exec(header[at]!.trim())?.[1]?.toLowerCase()
    return unit !== undefined && base !== '' && base.startsWith(unit)
  }
  const best = found.find(matches) ?? found[0]
  if (best === undefined) return ticks
  return [best, ...found.filter((at) => at !== best), ...ticks]
}
