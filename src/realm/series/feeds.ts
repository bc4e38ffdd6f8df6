import { BAR_COLUMNS, INLET_ROWS } from '../../shared/bars.ts'
import type { MarketInfo } from '../../shared/job.ts'
import { parseTimeframe, type Timeframe } from '../../shared/timeframe.ts'
import { eachRun } from '../each-run.ts'
import { allocateLater } from './graph.ts'
import { EMPTY } from './node.ts'

/** Bars beside the chart's that the host has for this run. */
export type Feed = {
  readonly symbol: string
  readonly timeframe: Timeframe
  readonly volume: boolean
}

/** Where the host puts the bars of a feed, a few at a time, before it has the nodes advance over them. */
export type Inlet = {
  readonly columns: Readonly<Record<(typeof BAR_COLUMNS)[number], Float64Array>>
  /** Of the rows at hand: how many are confirmed at each slot of the chart. */
  readonly confirmed: { ring: Float64Array }
  /** Rows at hand. */
  count: number
}

let feeds!: readonly Feed[]
/** By what was asked for: a feed, as its bars are over or as they open. */
let inlets!: { readonly feed: Feed; readonly ahead: boolean; readonly inlet: Inlet }[]

eachRun(() => {
  feeds = []
  inlets = []
})

export function setFeeds(infos: readonly MarketInfo[]): void {
  feeds = infos.map(({ symbol, timeframe, volume }) => ({
    symbol,
    timeframe: parseTimeframe(timeframe)!,
    volume,
  }))
}

/** The feeds of a symbol. */
export function feedsOf(symbol: string): readonly Feed[] {
  return feeds.filter((feed) => feed.symbol === symbol)
}

/** The feed of exactly `timeframe`, else the longest of those whose bars add up to it. */
export function feedFor(symbol: string, timeframe: Timeframe): Feed | undefined {
  const candidates = feedsOf(symbol)
  const native = candidates.find((feed) => feed.timeframe.name === timeframe.name)
  if (native !== undefined) return native
  return candidates
    .filter((feed) => addsUp(feed.timeframe, timeframe))
    .sort((a, b) => b.timeframe.ms - a.timeframe.ms)[0]
}

const DAY = 86_400_000

function addsUp(part: Timeframe, whole: Timeframe): boolean {
  if (whole.months > 0)
    return part.months > 0 ? whole.months % part.months === 0 : DAY % part.ms === 0
  return part.months === 0 && whole.ms % part.ms === 0
}

/** Asks the host for the bars of a feed: when they are over, or, with `ahead`, when they open. */
export function inletOf(feed: Feed, ahead: boolean): Inlet {
  const known = inlets.find((entry) => entry.feed === feed && entry.ahead === ahead)
  if (known !== undefined) return known.inlet
  const inlet: Inlet = {
    columns: Object.fromEntries(
      BAR_COLUMNS.map((name) => [name, new Float64Array(INLET_ROWS)]),
    ) as Inlet['columns'],
    confirmed: { ring: EMPTY },
    count: 0,
  }
  allocateLater(inlet.confirmed)
  inlets[inlets.length] = { feed, ahead, inlet }
  return inlet
}

/**
 * Numbers of the feeds that the strategy asked for, in the order in which their inlets are numbered;
 * those that it wants ahead come after all feeds.
 */
export function feedsWanted(): number[] {
  return inlets.map(({ feed, ahead }) => feeds.indexOf(feed) + (ahead ? feeds.length : 0))
}

export function inletAt(index: number): Inlet {
  return inlets[index]!.inlet
}
