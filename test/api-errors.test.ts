import { describe, expect, it } from 'vitest'
import { apiReference } from './api-reference.ts'
import { type Facts, runRealm } from './realm/harness.ts'

const inBar = (call: string): string => `onBar(() => { ${call} })`
const FEEDS: Facts = { markets: [{ symbol: 'TEST', timeframe: '5', volume: true }] }

/** A wrong use for each code that the text of a name promises. */
const WRONG: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Series.': {
    S302: inBar('close(-1)'),
    S303: inBar('close(5001)'),
    S318: 'const a = series(() => b()); const b = series(() => 1)',
  },
  'BooleanSeries.': {
    S302: `const up = ta.rising(close, 1); ${inBar('up(0.5)')}`,
    S303: `const up = ta.rising(close, 1); ${inBar('up(9999)')}`,
    S318: 'const a = series(() => b()); const b = series(() => true)',
  },
  '.series': {
    S304: inBar('series(() => 1)'),
    S306: 'series(1)',
    S318: 'const a = series(() => b()); const b = series(() => 1)',
  },
  '.state': { S304: inBar('state(0)'), S306: "state('x')" },
  '.clock': { S304: inBar('clock()'), S306: 'clock(5)' },
  '.onBar': { S312: 'onBar(1)', S304: inBar('onBar(() => {})') },
  '.onFill': { S312: 'onFill(1)', S304: inBar('onFill(() => {})') },
  '.na': { S301: inBar('na(close)') },
  '.nz': { S301: inBar('nz(close)') },
  '.plot': { S304: inBar("plot('a', close)"), S306: "plot('a', close, { colour: 'red' })" },
  '.hline': { S304: inBar("hline('a', 1)"), S306: "hline('a', 1); hline('a', 2)" },
  '.plotshape': { S304: inBar("plotshape('a', close)"), S306: "plotshape('', close)" },
  '.bgcolor': {
    S304: inBar("bgcolor('a', close)"),
    S306: "for (let i = 0; i < 65; i++) bgcolor('n' + i, close)",
  },
  '.label': { S305: "label('a')", S306: inBar('label(1)') },
  '.alert': { S305: "alert('a')", S306: inBar('alert(1)') },
  'Session.isin': { S304: inBar("session.isin('24x7')"), S306: "session.isin('9-16')" },
  'Session.isfirstbar': { S304: inBar('session.isfirstbar()') },
  'TimeframeFacts.change': { S304: inBar("timeframe.change('D')"), S306: "timeframe.change('x')" },
  'TimeframeFacts.inSeconds': { S306: "timeframe.inSeconds('x')" },
  'TimeframeFacts.fromSeconds': { S306: 'timeframe.fromSeconds(0)' },
  'Request.security': {
    S304: inBar("request.security('', 'D')"),
    S306: "request.security('', 'x')",
    S317: "request.security('NONE', 'D')",
  },
  'Request.securityLowerTf': { S317: "request.securityLowerTf('', 'D')" },
  'type.Input': {
    S304: inBar("input.int('a', 1)"),
    S306: "input.int('a', 1, { mini: 0 })",
    S314: "input.int('a', 1); input.int('a', 1)",
    U111: "input.int('given', 1, { max: 5 })",
  },
  'type.TradeFields': { S306: inBar('strategy.closedtrades.profit(0.5)') },
  'Risk.allowEntryIn': { S306: "strategy.risk.allowEntryIn('up')" },
  'Risk.maxConsLossDays': { S306: 'strategy.risk.maxConsLossDays(1.5)' },
  'Risk.maxDrawdown': { S306: "strategy.risk.maxDrawdown(0, 'cash')" },
  'Risk.maxIntradayFilledOrders': { S306: 'strategy.risk.maxIntradayFilledOrders(0)' },
  'Risk.maxIntradayLoss': { S306: "strategy.risk.maxIntradayLoss(5, 'money')" },
  'Risk.maxPositionSize': { S306: 'strategy.risk.maxPositionSize(-1)' },
  'Strategy.': {
    S313: "strategy('a'); strategy('b')",
    S306: "strategy('a', { pyramiding: 0.5 })",
  },
  'Strategy.entry': {
    S305: "strategy.entry('L', 'long')",
    S306: inBar("strategy.entry('', 'long')"),
  },
  'Strategy.order': {
    S305: "strategy.order('L', 'long')",
    S306: inBar("strategy.order('L', 'up')"),
  },
  'Strategy.exit': {
    S305: "strategy.exit('X', { loss: 1 })",
    S306: inBar("strategy.exit('X', { los: 1 })"),
  },
  'Strategy.close': { S305: "strategy.close('L')", S306: inBar('strategy.close(1)') },
  'Strategy.closeAll': {
    S305: 'strategy.closeAll()',
    S306: inBar('strategy.closeAll({ immediately: 1 })'),
  },
  'Strategy.cancel': { S305: "strategy.cancel('L')", S306: inBar('strategy.cancel()') },
  'Strategy.cancelAll': { S305: 'strategy.cancelAll()' },
  'Strategy.defaultEntryQty': { S306: inBar('strategy.defaultEntryQty(close)') },
  'PineMath.roundToMintick': { S306: 'math.roundToMintick(close)' },
  'type.Ta': {
    S304: inBar('ta.sma(close, 5)'),
    S306: 'ta.sma(close, 0)',
    S303: 'ta.sma(close, 6000)',
  },
}

/** Told of, and not to be provoked without data or a command line. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  // A bar of thousands of shorter ones; test/realm/market tests it.
  'Request.securityLowerTf': ['S303'],
  // Data without volume: docs/errors/S316.md has the example that fails.
  'type.Ta': ['S316'],
  // Names are compared by the host.
  'type.Input': ['U110'],
}

const told = apiReference().members.flatMap((member) => {
  const codes = [...new Set(member.doc.throws.match(/\b[SU]\d{3}\b/g) ?? [])]
  return codes.map((code) => ({ path: `${member.owner}.${member.name}`, code }))
})

describe('the errors that the declarations tell of', () => {
  const provoked = told.filter(({ path, code }) => !ELSEWHERE[path]?.includes(code))

  it.each(provoked)('$path: $code', ({ path, code }) => {
    const source = WRONG[path]?.[code]
    expect(source).toBeDefined()
    expect(runRealm(source!, { ...FEEDS, inputs: { given: 9 } }).failure?.code).toBe(code)
  })

  it('are all that are provoked here', () => {
    const known = new Set(told.map(({ path, code }) => `${path} ${code}`))
    const untold = Object.entries(WRONG)
      .flatMap(([path, codes]) => Object.keys(codes).map((code) => `${path} ${code}`))
      .filter((name) => !known.has(name))
    expect(untold).toEqual([])
  })
})
