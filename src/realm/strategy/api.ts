import type { SymbolInfo } from '../../shared/bars.ts'
import type { Definition } from '../../shared/kernel.ts'
import {
  formatTimeframe,
  parseTimeframe,
  type Timeframe,
  timeframeOfSeconds,
} from '../../shared/timeframe.ts'
import { eachRun } from '../each-run.ts'
import { fail, quote } from '../fail.ts'
import { MATH } from '../math/index.ts'
import { barIndex, chart, countingSeries, timeCloseSeries } from '../series/bars.ts'
import { bind } from '../series/binder.ts'
import {
  clock,
  newDayNode,
  readTimeframe,
  sessionIsIn,
  timeframeChange,
} from '../series/calendar.ts'
import * as cursor from '../series/cursor.ts'
import { series, state } from '../series/derived.ts'
import { type ChartFacts, requestLowerTf, requestSecurity } from '../series/market.ts'
import { register, type Series, seriesOf } from '../series/node.ts'
import { requireSetup } from '../series/setup.ts'
import { zoneOf } from '../series/zone.ts'
import { TA } from '../ta/index.ts'
import { accountSeries, defaultEntryQty, initialCapital, positionEntryName } from './account.ts'
import { declareStrategy } from './declare.ts'
import { onFill } from './fills.ts'
import { input } from './inputs.ts'
import { cancel, cancelAll, close, closeAll, entry, exit, order, risk } from './orders.ts'
import { random } from './random.ts'
import { alert, bgcolor, console, hline, label, log, plot, plotshape } from './records.ts'
import { closedtrades, opentrades } from './trades.ts'

/** What the strategy calls once per bar. */
export let onBarCallback: (() => unknown) | undefined
eachRun(() => {
  onBarCallback = undefined
})

const GENERATOR_FUNCTION: unknown = Object.getPrototypeOf(function* () {})

/** `onBar(fn)`: the callback of the bar phase; exactly one. */
function onBar(callback: unknown): void {
  requireSetup('onBar')
  if (typeof callback !== 'function')
    fail('S312', `onBar was given ${quote(callback)}`, 'write onBar(() => { … })')
  if (Object.getPrototypeOf(callback) === GENERATOR_FUNCTION)
    fail('S312', 'onBar was given a generator function, which would never run', 'remove the *')
  if (onBarCallback !== undefined)
    fail('S312', 'onBar was called twice', 'put everything into one callback')
  onBarCallback = callback as () => unknown
}

/** `na(x)`: whether a value is missing. A series is not a value. */
function na(value: unknown): boolean {
  if (typeof value === 'function')
    fail('S301', 'na was given a series, not a value', 'call the series: na(atr())')
  return value === undefined || value === null || Number.isNaN(value)
}

/** `nz(x, y = 0)`: `x`, or `y` where `x` is na. */
function nz(value: unknown, replacement: unknown = 0): unknown {
  return na(value) ? replacement : value
}

export type RunFacts = {
  readonly symbol: SymbolInfo
  readonly timeframe: Timeframe
}

/** The frozen objects behind the globals, by name: all that a strategy can reach beside the intrinsics. */
export function createApi(
  { symbol, timeframe }: RunFacts,
  ti: Readonly<Record<string, Definition>>,
): Map<string, unknown> {
  /** The zone is asked for in each run, which has its own. */
  const chartFacts = (): ChartFacts => ({
    symbol: symbol.name,
    timeframe,
    zone: zoneOf(symbol.timezone),
  })
  const api = new Map<string, unknown>(Object.entries(chart.series))
  const add = (name: string, value: unknown): void => {
    api.set(name, typeof value === 'function' ? Object.freeze(value) : value)
  }
  add('timeClose', timeCloseSeries(timeframe))
  add('barIndex', barIndex)
  add('barstate', barstate())
  add('ta', namespace('ta', TA))
  add('ti', namespace('ti', ti))
  add(
    'math',
    Object.freeze({ ...namespace('math', MATH), roundToMintick: roundToMintick(symbol.tick) }),
  )
  add('series', series)
  add('state', state)
  add('input', input)
  add('strategy', strategyObject(symbol))
  add(
    'request',
    Object.freeze({
      security: Object.freeze((wanted: unknown, frame: unknown, options?: unknown) =>
        requestSecurity(chartFacts(), wanted, frame, options),
      ),
      securityLowerTf: Object.freeze((wanted: unknown, frame: unknown) =>
        requestLowerTf(chartFacts(), wanted, frame),
      ),
    }),
  )
  add('session', sessionObject())
  add('timeframe', timeframeObject(timeframe))
  add('syminfo', syminfo(symbol))
  add('clock', clock)
  add('onBar', onBar)
  add('onFill', onFill)
  add('na', na)
  add('nz', nz)
  add('plot', plot)
  add('hline', hline)
  add('plotshape', plotshape)
  add('bgcolor', bgcolor)
  add('label', label)
  add('log', log)
  add('console', console)
  add('alert', alert)
  add('random', random)
  return api
}

function namespace(
  prefix: string,
  definitions: Readonly<Record<string, Definition>>,
): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = {}
  for (const [name, definition] of Object.entries(definitions))
    result[name] = bind(`${prefix}.${name}`, definition)
  return Object.freeze(result)
}

/** Strategy is called as a declaration and holds everything about orders and the account. */
function strategyObject(symbol: SymbolInfo): unknown {
  const strategy = (title?: unknown, options?: unknown): void => declareStrategy(title, options)
  const members: Readonly<Record<string, unknown>> = {
    entry,
    order,
    exit,
    close,
    closeAll,
    cancel,
    cancelAll,
    risk,
    ...accountSeries,
    closedtrades,
    opentrades,
    positionEntryName,
    defaultEntryQty: defaultEntryQty(symbol),
    initialCapital,
    // Pine's constants, as the words they stand for.
    long: 'long',
    short: 'short',
    fixed: 'fixed',
    cash: 'cash',
    percentOfEquity: 'percentOfEquity',
    commission: Object.freeze({
      percent: 'percent',
      cashPerContract: 'cashPerContract',
      cashPerOrder: 'cashPerOrder',
    }),
    oca: Object.freeze({ none: 'none', cancel: 'cancel', reduce: 'reduce' }),
    direction: Object.freeze({ all: 'all', long: 'long', short: 'short' }),
  }
  for (const [name, value] of Object.entries(members))
    Object.defineProperty(strategy, name, {
      value: typeof value === 'function' ? Object.freeze(value) : value,
      enumerable: true,
    })
  return Object.freeze(strategy)
}

/** Whether the current bar is the last of the data; the host says so when it runs it. */
let lastBar!: number
eachRun(() => {
  lastBar = -1
})
export function setLastBar(bar: number): void {
  lastBar = bar
}

function flagSeries(name: string, of: (bar: number) => boolean): Series {
  const count = countingSeries(name, (bar) => (of(bar) ? 1 : 0))
  return register(
    (offset) => count(offset) === 1,
    name,
    () => {
      throw fail(
        'S306',
        `${name} cannot be an input of an indicator`,
        `write series(() => ${name}())`,
      )
    },
  )
}

function barstate(): Readonly<Record<string, Series>> {
  return Object.freeze({
    isfirst: flagSeries('barstate.isfirst', (bar) => bar === 0),
    islast: flagSeries('barstate.islast', (bar) => bar === lastBar),
    isconfirmed: flagSeries('barstate.isconfirmed', (bar) => !cursor.isInside || bar < cursor.bar),
    isnew: flagSeries('barstate.isnew', () => true),
    ishistory: flagSeries('barstate.ishistory', () => true),
    isrealtime: flagSeries('barstate.isrealtime', () => false),
  })
}

function sessionObject(): Readonly<Record<string, unknown>> {
  return Object.freeze({
    isin: Object.freeze(sessionIsIn),
    /** A series that is true on the first bar of each exchange day. */
    isfirstbar: Object.freeze((): Series => {
      requireSetup('session.isfirstbar')
      return seriesOf('session.isfirstbar', newDayNode(chart))
    }),
  })
}

function timeframeObject(timeframe: Timeframe): Readonly<Record<string, unknown>> {
  const { name, ms, months } = timeframe
  const isDwm = months > 0 || ms >= 86_400_000
  const [, digits = '1'] = /^(\d+)/.exec(name) ?? []
  return Object.freeze({
    period: name,
    mainPeriod: name,
    multiplier: Number(digits),
    isseconds: name.endsWith('S'),
    isminutes: !isDwm && !name.endsWith('S'),
    isintraday: !isDwm,
    isdaily: name.endsWith('D'),
    isweekly: name.endsWith('W'),
    ismonthly: months > 0,
    isdwm: isDwm,
    change: Object.freeze(timeframeChange),
    inSeconds: Object.freeze((text: unknown = name): number => {
      const frame = readTimeframe('timeframe.inSeconds', text === '' ? name : text)
      return frame.months > 0 ? frame.months * 2_628_003 : frame.ms / 1000
    }),
    fromSeconds: Object.freeze((seconds: unknown): string => {
      if (typeof seconds !== 'number' || !(seconds > 0))
        fail('S306', `timeframe.fromSeconds(${quote(seconds)})`, 'give seconds above 0')
      return timeframeOfSeconds(seconds).name
    }),
    format: Object.freeze((text: unknown = name): string =>
      formatTimeframe(typeof text === 'string' ? (parseTimeframe(text) ?? timeframe) : timeframe),
    ),
  })
}

function syminfo(symbol: SymbolInfo): Readonly<Record<string, unknown>> {
  return Object.freeze({
    ticker: symbol.name,
    tickerid: symbol.name,
    mintick: symbol.tick,
    pointvalue: symbol.pointValue,
    minQty: symbol.lot,
    mincontract: symbol.lot,
    currency: symbol.currency,
    timezone: symbol.timezone,
  })
}

/** `math.roundToMintick(x)`: the nearest tick, halves up (IN-1.3). */
function roundToMintick(tick: number): unknown {
  const perUnit = Math.round(1 / tick)
  const isExact = Math.abs(perUnit * tick - 1) < 1e-12
  return Object.freeze((price: unknown): number => {
    if (typeof price !== 'number')
      fail('S306', `math.roundToMintick(${quote(price)})`, 'give a number')
    return isExact
      ? Math.floor(price * perUnit + 0.5) / perUnit
      : Math.floor(price / tick + 0.5) * tick
  })
}

/** Runs the callback of the bar phase, if there is one. */
export function runBar(): void {
  if (onBarCallback === undefined) return
  const result = onBarCallback()
  if (result !== undefined) refuseThenable(result)
}

function refuseThenable(value: unknown): void {
  // Only the strategy's own objects get here; asking them runs nothing outside the realm.
  if (typeof value === 'object' && value !== null && cursor.phase === 'bars' && 'then' in value)
    fail('S312', 'onBar returned a promise', 'strategies are synchronous; remove async')
}
