import { BAR_COLUMNS } from '../../shared/bars.ts'
import { formatTimeframe, periodEnd, type Timeframe } from '../../shared/timeframe.ts'
import { eachRun } from '../each-run.ts'
import { fail, quote } from '../fail.ts'
import { freezeRecord } from '../record.ts'
import { chart, createMarket, type Market } from './bars.ts'
import { createBuilder, writeBar } from './builder.ts'
import { readTimeframe } from './calendar.ts'
import * as cursor from './cursor.ts'
import { type Feed, feedFor, feedsOf, inletOf } from './feeds.ts'
import { allocateCounter, allocateLater } from './graph.ts'
import {
  CHART,
  type Domain,
  type Done,
  declareNode,
  EMPTY,
  type Node,
  register,
  type Series,
} from './node.ts'
import { requireSetup } from './setup.ts'
import type { Zone } from './zone.ts'

/** Pine's bound on unique requests (IN-9.8). */
const MAX_REQUESTS = 40

/** What `request.security` returned, and the domains behind it. */
const markets = new WeakMap<object, Market>()
let requested!: Map<string, Readonly<Record<string, Series>>>
let requests!: number

eachRun(() => {
  requested = new Map()
  requests = 0
})

/** The market of a `request.security` result or of a domain. */
export function marketOf(value: unknown): Market | undefined {
  return typeof value === 'object' && value !== null ? markets.get(value) : undefined
}

export type ChartFacts = {
  readonly symbol: string
  readonly timeframe: Timeframe
  readonly zone: Zone
}

/**
 * `request.security(symbol, timeframe, { gaps })`: the bars of another timeframe or symbol as series.
 * They move only when a bar is confirmed, which is on the chart bar that closes with it or after it
 * (IN-9.2, IN-9.7): for a longer timeframe of the chart the last bar of its period. Bars of exactly
 * that timeframe are used where the run has them; otherwise they are built of shorter ones. Offsets
 * count bars of that market; `isnew` is true on the chart bar that brought a new one. With `gaps`
 * every other chart bar reads na. With `lookahead` a bar shows, whole, from the chart bar in which it
 * opens (IN-9.4), which the report notes. Of a timeframe below the chart's the last bar is seen (IN-9.5).
 *
 * @throws `S317` for what the run has no bars of.
 */
export function requestSecurity(
  facts: ChartFacts,
  symbol: unknown,
  timeframe: unknown,
  options?: unknown,
): Readonly<Record<string, Series>> {
  requireSetup('request.security')
  const name = readSymbol('request.security', facts, symbol)
  const wanted = readTimeframe('request.security', timeframe)
  const { gaps, lookahead } = readOptions(options)
  const key = `${wanted.name} ${gaps} ${lookahead} ${name}`
  const known = requested.get(key)
  if (known !== undefined) return known
  countRequest('request.security')
  const result = openMarket('request.security', facts, name, wanted, gaps, lookahead)
  requested.set(key, result)
  return result
}

/**
 * `request.securityLowerTf(symbol, timeframe)`: the shorter bars that open inside the current bar and
 * are over when it is, ascending, as frozen arrays by column (IN-9.9). Inside a bar, after a fill, there
 * are none yet. At most `maxBarsBack` per bar.
 *
 * @throws `S317` for what the run has no bars of and for a longer timeframe; `S303` on a bar that holds
 *   too many.
 */
export function requestLowerTf(
  facts: ChartFacts,
  symbol: unknown,
  timeframe: unknown,
): Readonly<Record<string, () => readonly number[]>> {
  const what = 'request.securityLowerTf'
  requireSetup(what)
  const name = readSymbol(what, facts, symbol)
  const wanted = readTimeframe(what, timeframe)
  if (!isShorter(wanted, facts.timeframe))
    fail(
      'S317',
      `${what}: timeframe ${quote(timeframe)} is not shorter than the chart's "${facts.timeframe.name}"`,
      'use request.security for longer ones',
    )
  const key = `${wanted.name} false false ${name}`
  let bars = requested.get(key)
  if (bars === undefined) {
    countRequest(what)
    bars = openMarket(what, facts, name, wanted, false, false)
    requested.set(key, bars)
  }
  const market = marketOf(bars)!
  const result: Record<string, () => readonly number[]> = {}
  for (const column of BAR_COLUMNS)
    result[column] = Object.freeze(() => barsInside(facts, market, column))
  return freezeRecord(result)
}

function barsInside(
  { timeframe }: ChartFacts,
  { domain, columns }: Market,
  column: (typeof BAR_COLUMNS)[number],
): readonly number[] {
  const values: number[] = []
  if (cursor.bar >= 0) {
    const { ring } = columns.time
    const mask = ring.length - 1
    const opened = chart.columns.time.ring[cursor.slot]!
    const closed = closeOf(timeframe, opened)
    const count = domain.done!.ring[cursor.slot]!
    let first = count
    while (first > 0 && ring[(first - 1) & mask]! >= opened) {
      first--
      if (count - first > cursor.maxBarsBack)
        fail(
          'S303',
          `a bar holds more than maxBarsBack "${cursor.maxBarsBack}" of ${domain.label}`,
          "raise it in the declaration: strategy('…', { maxBarsBack: … }), or ask for longer bars",
        )
    }
    for (let i = first; i < count && ring[i & mask]! < closed; i++)
      values[values.length] = columns[column].ring[i & mask]!
  }
  return Object.freeze(values)
}

function countRequest(what: string): void {
  if (++requests > MAX_REQUESTS)
    fail('S317', `${what} was called for more than ${MAX_REQUESTS} timeframes`, 'share results')
}

function readSymbol(what: string, facts: ChartFacts, symbol: unknown): string {
  if (symbol === '') return facts.symbol
  if (typeof symbol === 'string' && (symbol === facts.symbol || feedsOf(symbol).length > 0))
    return symbol
  return fail(
    'S317',
    `${what}: there are no bars of symbol ${quote(symbol)}`,
    typeof symbol === 'string' && /^[^\s@=]+$/.test(symbol)
      ? `give them to the run: --data ${symbol}=FILE; syminfo.tickerid is the chart's own, "${facts.symbol}"`
      : `write syminfo.tickerid for the chart's own symbol, "${facts.symbol}"`,
  )
}

function openMarket(
  what: string,
  facts: ChartFacts,
  symbol: string,
  timeframe: Timeframe,
  gaps: boolean,
  lookahead: boolean,
): Readonly<Record<string, Series>> {
  const isOwn = symbol === facts.symbol
  if (isOwn && timeframe.name === facts.timeframe.name) return publish(chart, alwaysNew())
  const feed = feedFor(symbol, timeframe)
  const isNative = feed?.timeframe.name === timeframe.name
  if (lookahead && !isNative)
    fail(
      'S317',
      `${what}: lookahead needs bars of ${quote(timeframe.name)} themselves`,
      `give them to the run: ${flagFor(symbol, timeframe)}`,
    )
  if (isOwn && !isNative && !isShorter(timeframe, facts.timeframe))
    return aggregate(facts, timeframe, gaps)
  if (feed === undefined) return refuse(what, facts, symbol, timeframe)
  const label = isOwn ? timeframe.name : `${symbol} ${timeframe.name}`
  const { done, market } = declareMarket(label, gaps, feed.volume)
  declareNode({
    boolean: false,
    domain: CHART,
    blockwise: true,
    advance: intake(facts, feed, timeframe, market, done, lookahead),
  })
  return publish(market, newBarSeries(label, done))
}

function refuse(what: string, facts: ChartFacts, symbol: string, timeframe: Timeframe): never {
  const file = flagFor(symbol, timeframe)
  if (symbol === facts.symbol)
    fail(
      'S317',
      `${what}: timeframe ${quote(timeframe.name)} is shorter than the chart's "${facts.timeframe.name}"`,
      `ask for the chart timeframe or a longer one, or give the bars: ${file}`,
    )
  const there = feedsOf(symbol).map((feed) => `"${feed.timeframe.name}"`)
  return fail(
    'S317',
    `${what}: no bars of ${quote(symbol)} add up to timeframe ${quote(timeframe.name)}; there are those of ${there.join(', ')}`,
    `give shorter bars, or those themselves: ${file}`,
  )
}

function flagFor(symbol: string, timeframe: Timeframe): string {
  return `--data ${symbol}@${formatTimeframe(timeframe)}=FILE`
}

/** Columns and counter of a market that moves beside the chart. */
function declareMarket(
  label: string,
  gaps: boolean,
  volume: boolean | undefined,
): { readonly done: Done; readonly market: Market } {
  const done: Done = { ring: EMPTY, count: 0 }
  const domain: Domain = {
    done,
    label: `the ${label} bars`,
    gaps,
    ...(volume === undefined ? {} : { volume }),
  }
  const market = createMarket(domain, `${label}.`)
  allocateCounter(done)
  for (const name of BAR_COLUMNS) allocateLater(market.columns[name])
  markets.set(domain, market)
  return { done, market }
}

function readOptions(options: unknown): { readonly gaps: boolean; readonly lookahead: boolean } {
  const read = { gaps: false, lookahead: false }
  if (options === undefined) return read
  if (typeof options !== 'object' || options === null)
    fail('S306', `request.security: options were ${quote(options)}`, 'write { gaps: true }')
  for (const key of Object.keys(options)) {
    if (key !== 'gaps' && key !== 'lookahead')
      fail('S306', `request.security has no option ${quote(key)}`, 'it has: gaps, lookahead')
    const value: unknown = (options as Record<string, unknown>)[key]
    if (value === undefined) continue
    if (typeof value !== 'boolean')
      fail('S306', `request.security: ${key} was ${quote(value)}`, 'give true or false')
    read[key] = value
  }
  return read
}

function isShorter(a: Timeframe, b: Timeframe): boolean {
  if (a.months > 0 || b.months > 0) return a.months < b.months
  return a.ms < b.ms
}

function aggregate(
  facts: ChartFacts,
  timeframe: Timeframe,
  gaps: boolean,
): Readonly<Record<string, Series>> {
  const { done, market } = declareMarket(timeframe.name, gaps, undefined)
  declareNode({
    boolean: false,
    domain: CHART,
    blockwise: true,
    advance: aggregator(facts, timeframe, market, done),
  })
  return publish(market, newBarSeries(timeframe.name, done))
}

/** Builds the bars of `timeframe` out of the chart's and counts the complete ones at each chart slot. */
function aggregator(
  { timeframe: chartFrame, zone }: ChartFacts,
  timeframe: Timeframe,
  market: Market,
  done: Done,
): (from: number, to: number) => void {
  const { add, reach } = createBuilder(timeframe, zone, market, done)
  return (from, to) => {
    const { time, open, high, low, close, volume } = chart.columns
    for (let i = from; i < to; i++) {
      const opened = time.ring[i]!
      add(opened, open.ring[i]!, high.ring[i]!, low.ring[i]!, close.ring[i]!, volume.ring[i]!)
      reach(closeOf(chartFrame, opened))
      done.ring[i] = done.count
    }
  }
}

function closeOf(timeframe: Timeframe, opened: number): number {
  return timeframe.months > 0 ? periodEnd(timeframe, opened) : opened + timeframe.ms
}

/** Takes the bars of a feed as the host lays them in, each at the chart slot that confirms it. */
function intake(
  { timeframe: chartFrame, zone }: ChartFacts,
  feed: Feed,
  timeframe: Timeframe,
  market: Market,
  done: Done,
  lookahead: boolean,
): (from: number, to: number) => void {
  const inlet = inletOf(feed, lookahead)
  const { columns, confirmed } = inlet
  const { time, open, high, low, close, volume } = columns
  const builder =
    feed.timeframe.name === timeframe.name
      ? undefined
      : createBuilder(timeframe, zone, market, done)
  const bar = { time: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 }
  const take = (row: number): void => {
    if (builder !== undefined) {
      builder.add(time[row]!, open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!)
      return
    }
    for (let k = 0; k < BAR_COLUMNS.length; k++) {
      const name = BAR_COLUMNS[k]!
      bar[name] = columns[name][row]!
    }
    writeBar(market, done, bar)
  }
  return (from, to) => {
    let row = 0
    for (let i = from; i < to; i++) {
      for (const end = confirmed.ring[i]!; row < end; row++) take(row)
      // The day is over for a market that did not trade in its last hours, too.
      builder?.reach(closeOf(chartFrame, chart.columns.time.ring[i]!))
      done.ring[i] = done.count
    }
    // More than fit at once before the next chart bar.
    for (; row < inlet.count; row++) take(row)
  }
}

function newBarSeries(label: string, done: Done): Series {
  const isNew = (slot: number): boolean => {
    const before = done.ring[(slot - 1) & (done.ring.length - 1)]!
    return done.ring[slot]! > (Number.isNaN(before) ? 0 : before)
  }
  return register(
    (offset) => {
      const back = offset === undefined ? 0 : offset
      return cursor.reaches('isnew', back, cursor.bar) && isNew((cursor.slot - back) & cursor.mask)
    },
    `${label}.isnew`,
    () => {
      const node: Node = declareNode({
        boolean: true,
        domain: CHART,
        blockwise: true,
        advance: (from, to) => {
          for (let i = from; i < to; i++) node.ring[i] = isNew(i) ? 1 : 0
        },
      })
      return node
    },
  )
}

function alwaysNew(): Series {
  return register(
    () => cursor.bar >= 0,
    'isnew',
    () => {
      const node: Node = declareNode({
        boolean: true,
        domain: CHART,
        blockwise: true,
        advance: (from, to) => {
          node.ring.fill(1, from, to)
        },
      })
      return node
    },
  )
}

function publish(market: Market, isnew: Series): Readonly<Record<string, Series>> {
  const result: Readonly<Record<string, Series>> = { ...market.series, isnew }
  markets.set(result, market)
  return freezeRecord(result)
}
