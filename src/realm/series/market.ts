import { BAR_COLUMNS } from '../../shared/bars.ts'
import { periodEnd, periodStart, type Timeframe } from '../../shared/timeframe.ts'
import { fail, quote } from '../fail.ts'
import { chart, createMarket, type Market } from './bars.ts'
import { readTimeframe } from './calendar.ts'
import * as cursor from './cursor.ts'
import { allocateCounter, allocateLater } from './graph.ts'
import { CHART, type Domain, declareNode, EMPTY, type Node, register, type Series } from './node.ts'
import { requireSetup } from './setup.ts'
import { localTime, type Zone } from './zone.ts'

/** Pine's bound on unique requests (IN-9.8). */
const MAX_REQUESTS = 40

/** What `request.security` returned, and the domains behind it. */
const markets = new WeakMap<object, Market>()
const requested = new Map<string, Readonly<Record<string, Series>>>()

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
 * `request.security(symbol, timeframe, { gaps })`: the bars of a longer timeframe as series. They
 * move only when a bar of that timeframe is confirmed, which is on the last chart bar of its period
 * (IN-9.2), or on the next chart bar where the last one is missing (IN-9.7). Offsets count bars of
 * that timeframe; `isnew` is true on the chart bar that brought a new one. With `gaps` every other
 * chart bar reads na.
 *
 * @throws `S317` for another symbol or a shorter timeframe.
 */
export function requestSecurity(
  facts: ChartFacts,
  symbol: unknown,
  timeframe: unknown,
  options?: unknown,
): Readonly<Record<string, Series>> {
  requireSetup('request.security')
  if (typeof symbol !== 'string' || (symbol !== '' && symbol !== facts.symbol))
    fail(
      'S317',
      `request.security: symbol ${quote(symbol)} is not the chart's`,
      `this run has bars of "${facts.symbol}" only; write syminfo.tickerid`,
    )
  const wanted = readTimeframe('request.security', timeframe)
  const gaps = readGaps(options)
  if (isShorter(wanted, facts.timeframe))
    fail(
      'S317',
      `request.security: timeframe ${quote(timeframe)} is shorter than the chart's "${facts.timeframe.name}"`,
      'ask for the chart timeframe or a longer one',
    )
  const key = `${wanted.name} ${gaps}`
  const known = requested.get(key)
  if (known !== undefined) return known
  if (requested.size >= MAX_REQUESTS)
    fail(
      'S317',
      `request.security was called for more than ${MAX_REQUESTS} timeframes`,
      'share results',
    )
  const result =
    wanted.name === facts.timeframe.name
      ? publish(chart, alwaysNew())
      : aggregate(facts, wanted, gaps)
  requested.set(key, result)
  return result
}

function readGaps(options: unknown): boolean {
  if (options === undefined) return false
  if (typeof options !== 'object' || options === null)
    fail('S306', `request.security: options were ${quote(options)}`, 'write { gaps: true }')
  for (const key of Object.keys(options))
    if (key !== 'gaps') fail('S306', `request.security has no option ${quote(key)}`, 'it has: gaps')
  const { gaps = false } = options as { gaps?: unknown }
  if (typeof gaps !== 'boolean')
    fail('S306', `request.security: gaps was ${quote(gaps)}`, 'give true or false')
  return gaps
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
  const done = { ring: EMPTY }
  const domain: Domain = { done, label: `the ${timeframe.name} bars`, gaps }
  const market = createMarket(domain, `${timeframe.name}.`)
  allocateCounter(done)
  for (const name of BAR_COLUMNS) allocateLater(market.columns[name])
  declareNode({
    ring: EMPTY,
    boolean: false,
    domain: CHART,
    blockwise: true,
    advance: aggregator(facts, timeframe, market, done),
  })
  markets.set(domain, market)
  return publish(market, newBarSeries(timeframe, done))
}

/** Builds the bars of `timeframe` out of the chart's and counts the complete ones at each chart slot. */
function aggregator(
  { timeframe: chartFrame, zone }: ChartFacts,
  timeframe: Timeframe,
  market: Market,
  done: { ring: Float64Array },
): (from: number, to: number) => void {
  const openLocal = localTime(zone)
  const closeLocal = localTime(zone)
  let count = 0
  let running = false
  let end = 0
  const bar = { time: 0, open: 0, high: 0, low: 0, close: 0, volume: Number.NaN }
  const confirm = (): void => {
    const slot = count & (done.ring.length - 1)
    for (let k = 0; k < BAR_COLUMNS.length; k++) {
      const name = BAR_COLUMNS[k]!
      market.columns[name].ring[slot] = bar[name]
    }
    count++
    running = false
  }
  return (from, to) => {
    const { time, open, high, low, close, volume } = chart.columns
    for (let i = from; i < to; i++) {
      const opened = time.ring[i]!
      const local = openLocal(opened)
      if (running && local >= end) confirm()
      if (running) {
        if (high.ring[i]! > bar.high) bar.high = high.ring[i]!
        if (low.ring[i]! < bar.low) bar.low = low.ring[i]!
      } else {
        const start = periodStart(timeframe, local)
        end = periodEnd(timeframe, start)
        running = true
        bar.time = opened - (local - start)
        bar.open = open.ring[i]!
        bar.high = high.ring[i]!
        bar.low = low.ring[i]!
        bar.volume = Number.NaN
      }
      bar.close = close.ring[i]!
      const traded = volume.ring[i]!
      if (!Number.isNaN(traded))
        bar.volume = Number.isNaN(bar.volume) ? traded : bar.volume + traded
      const closed = chartFrame.months > 0 ? periodEnd(chartFrame, opened) : opened + chartFrame.ms
      if (closeLocal(closed) >= end) confirm()
      done.ring[i] = count
    }
  }
}

function newBarSeries(timeframe: Timeframe, done: { ring: Float64Array }): Series {
  const isNew = (slot: number): boolean => {
    const before = done.ring[(slot - 1) & (done.ring.length - 1)]!
    return done.ring[slot]! > (Number.isNaN(before) ? 0 : before)
  }
  return register(
    (offset) => {
      const back = offset === undefined ? 0 : offset
      return cursor.reaches('isnew', back, cursor.bar) && isNew((cursor.slot - back) & cursor.mask)
    },
    `${timeframe.name}.isnew`,
    () => {
      const node: Node = {
        ring: EMPTY,
        boolean: true,
        domain: CHART,
        blockwise: true,
        advance: (from, to) => {
          for (let i = from; i < to; i++) node.ring[i] = isNew(i) ? 1 : 0
        },
      }
      return declareNode(node)
    },
  )
}

function alwaysNew(): Series {
  return register(
    () => cursor.bar >= 0,
    'isnew',
    () => {
      const node: Node = {
        ring: EMPTY,
        boolean: true,
        domain: CHART,
        blockwise: true,
        advance: (from, to) => {
          node.ring.fill(1, from, to)
        },
      }
      return declareNode(node)
    },
  )
}

function publish(market: Market, isnew: Series): Readonly<Record<string, Series>> {
  const result: Record<string, Series> = Object.assign(Object.create(null), market.series)
  result.isnew = isnew
  markets.set(result, market)
  return Object.freeze(result)
}
