import { describe, expect, it } from 'vitest'
import { TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'
import { type Ohlc, type Played, play } from './play.ts'

const flat: Ohlc = [100, 100, 100, 100]
/** The low is nearer: 100, 98, 105, 103. */
const bar: Ohlc = [100, 105, 98, 103]
const DECLARE = "strategy('t', { calcOnEveryHistoryTick: true, pyramiding: 99 })\n"

const openRows = ({ result }: Played, column: number): (number | null)[] =>
  result.openTrades.filter((_, i) => i % TRADE_WIDTH === column)

describe('BE-2.11 runs at every point of a finished bar', () => {
  it('see the bar as it grows, and nothing of its future', () => {
    const { said } = play(
      `${DECLARE}const up = ta.crossover(close, 99), mean = ta.sma(close, 1)
onBar(() => log(barIndex(), open(), high(), low(), close(), volume(), mean(), up(), barstate.isconfirmed()))`,
      [bar, [104, 106, 90, 95]],
    )
    expect(said).toEqual([
      '0 100 100 100 100 NaN NaN false false',
      '0 100 100 98 98 NaN NaN false false',
      '0 100 105 98 105 NaN NaN false false',
      '0 100 105 98 103 7 103 false true',
      // High first.
      '1 104 104 104 104 NaN 103 false false',
      '1 104 106 104 106 NaN 103 false false',
      '1 104 106 90 90 NaN 103 false false',
      '1 104 106 90 95 7 95 false true',
    ])
  })

  it('fill market orders where they are given; those of the close at the next open', () => {
    const run = play(
      `${DECLARE}let n = 0
onBar(() => { if (barIndex() === 1) strategy.entry('L' + n++, 'long') })`,
      [flat, bar, [104, 104, 104, 104]],
    )
    expect(openRows(run, TRADE.ENTRY_PRICE)).toEqual([100, 98, 105, 104])
    expect(openRows(run, TRADE.ENTRY_BAR)).toEqual([1, 1, 1, 2])
  })

  it('let orders with a price be reached on the legs that follow, entries not on the last (BE-2.10)', () => {
    const entry = (when: string): string =>
      `${DECLARE}onBar(() => { if (${when}) strategy.entry('L', 'long', { stop: 102 }) })`
    const first = play(entry('barIndex() === 0 && close() === 100'), [bar, flat])
    expect(openRows(first, TRADE.ENTRY_PRICE)).toEqual([102])
    // Given at 95 on the way to 103, where only the last leg is left.
    const late: Ohlc = [100, 101, 95, 103]
    const run = play(entry('barIndex() === 0 && close() === 95'), [late, [101, 102, 101, 102]])
    expect(openRows(run, TRADE.ENTRY_BAR)).toEqual([1])
  })

  it('roll a state back before each run, and keep what JavaScript holds', () => {
    const { said } = play(
      `${DECLARE}const runs = state(0)
let all = 0
onBar(() => { runs.set(runs() + 1); all++; if (barstate.isconfirmed()) log(runs(), runs(1), all) })`,
      [flat, bar, flat],
    )
    expect(said).toEqual(['1 NaN 4', '2 1 8', '3 2 12'])
  })

  it('run once at a point where an order has filled too, after onFill', () => {
    const source = (more: string): string => `strategy('t', { calcOnEveryHistoryTick: true${more} })
onFill((f) => log('fill', f.price, close()))
onBar(() => { if (barIndex() === 1) log(close(), strategy.positionSize())
  if (barIndex() === 0 && barstate.isconfirmed()) strategy.entry('L', 'long', { stop: 104 }) })`
    const want = ['100 0', '98 0', 'fill 104 105', '105 1', '103 1']
    expect(play(source(''), [flat, bar]).said).toEqual(want)
    expect(play(source(', calcOnOrderFills: true'), [flat, bar]).said).toEqual(want)
  })

  it('mark the account at the point', () => {
    const { said } = play(
      `${DECLARE}onBar(() => { if (barIndex() === 0) strategy.entry('L', 'long', { qty: 1 })
  if (barIndex() === 1) log(strategy.openprofit()) })`,
      // Pyramiding adds one at each point of bar 0: 100, 98, 105, and 103 at the open.
      [bar, [103, 103, 100, 100]],
    )
    expect(said).toEqual(['6', '6', '-6', '-6'])
  })

  it('come once for each finer bar, at its close, where there are finer bars (BE-3.6)', () => {
    const parts: Ohlc[] = [
      [100, 101, 98, 99],
      [99, 105, 99, 104],
      [104, 104, 102, 103],
    ]
    const { said } = play(
      `${DECLARE}onBar(() => log(barIndex(), open(), high(), low(), close(), volume()))`,
      [bar, flat],
      { parts: [parts, []] },
    )
    expect(said).toEqual([
      '0 100 101 98 99 NaN',
      '0 100 105 98 104 NaN',
      '0 100 105 98 103 7',
      ...['NaN', 'NaN', 'NaN', '7'].map((volume) => `1 100 100 100 100 ${volume}`),
    ])
  })

  it('tell only onFill of fills inside a finer bar', () => {
    const { said } = play(
      `${DECLARE}onFill((f) => log('fill', f.price, close()))
onBar(() => { if (barIndex() === 1) log('run', close())
  if (barIndex() === 0 && barstate.isconfirmed()) strategy.entry('L', 'long', { stop: 101 }) })`,
      [flat, bar],
      {
        parts: [
          [],
          [
            [100, 102, 98, 100],
            [100, 105, 100, 103],
          ],
        ],
      },
    )
    expect(said).toEqual(['fill 101 102', 'run 100', 'run 103'])
  })

  it('do not depend on how the bars are cut into blocks', () => {
    const bars: Ohlc[] = []
    let price = 100
    for (let i = 0; i < 300; i++) {
      const close = price + (((i * 7919) % 13) - 6) / 2
      bars.push([price, Math.max(price, close) + (i % 3), Math.min(price, close) - (i % 2), close])
      price = close
    }
    const source = `${DECLARE}const mean = ta.ema(close, 5)
onBar(() => {
  if (close() > mean()) strategy.entry('L', 'long', { qty: 1 })
  if (close() < mean()) strategy.close('L')
  strategy.exit('X', { profit: 150, loss: 100 })
})`
    const whole = play(source, bars)
    expect(whole.result.end.status).toBe('ok')
    expect(whole.exits.length).toBeGreaterThan(50)
    for (const size of [1, 7]) expect(play(source, bars, { size }).exits).toEqual(whole.exits)
  })

  it('stop at an error inside a bar, with the bar', () => {
    const { result } = play(
      `${DECLARE}onBar(() => { if (barIndex() === 1 && close() === 98) throw new Error('no') })`,
      [flat, bar, flat],
    )
    expect(result.end).toMatchObject({
      status: 'failed',
      failure: { code: 'S307', place: { bar: 1 } },
    })
  })
})

describe('a failure on the first bar', () => {
  it.each([
    {
      says: 'after a fill inside it',
      source: `strategy('t', { calcOnEveryHistoryTick: true })
onFill(() => { throw new Error('no') })
onBar(() => strategy.entry('L', 'long'))`,
    },
    {
      says: 'after a fill at its close',
      source: `strategy('t', { processOrdersOnClose: true })
onFill(() => { throw new Error('no') })
onBar(() => strategy.entry('L', 'long'))`,
    },
  ])('$says leaves an account that is whole', ({ source }) => {
    const { result } = play(source, [flat, bar])
    expect(result.end).toMatchObject({ status: 'failed', bars: 1, failure: { code: 'S307' } })
    expect(result.equity).toMatchObject({ bars: 1, lastEquity: 1_000_000 })
    expect(result.openTrades).toHaveLength(TRADE_WIDTH)
  })

  it('without a fill shows nothing', () => {
    const { result } = play("onBar(() => { throw new Error('no') })", [flat, bar])
    expect([result.end.bars, result.equity.bars, result.openTrades]).toEqual([0, 0, []])
  })
})

describe('settings that finished bars of the market itself leave without effect', () => {
  const source = (options: string): string => `strategy('t', { ${options} })
onBar(() => {
  log(barIndex(), close())
  if (barIndex() === 0) strategy.entry('L', 'long', { limit: 99 })
  strategy.exit('X', { profit: 200 })
})`

  it.each([
    ['BE-2.8', 'calcOnEveryTick: true'],
    ['BE-4.9', 'fillOrdersOnStandardOhlc: true'],
    ['BE-4.9', 'fillOrdersOnStandardOhlc: false'],
  ])('%s %s', (_rule, option) => {
    const plain = play(source(''), [flat, bar, flat])
    expect(plain.exits).toEqual([101])
    const { exits, said, result } = play(source(option), [flat, bar, flat])
    expect([exits, said, result.account]).toEqual([plain.exits, plain.said, plain.result.account])
  })
})

describe('BE-6.7 a strategy that remembers a number of orders', () => {
  /** A trade on every second bar: two orders each. */
  const source = (orders: string): string => `strategy('t', { ${orders} })
onBar(() => {
  if (barIndex() % 2 === 0) strategy.entry('L', 'long')
  else strategy.close('L')
  const { closedtrades } = strategy
  log(closedtrades(), closedtrades.firstIndex(), closedtrades.size(closedtrades() - 2), closedtrades.entryBarIndex(0))
})`
  const bars = Array.from({ length: 10 }, () => flat)

  it('reads no trade that was closed before them, and counts all', () => {
    expect(play(source('rememberedOrders: 3'), bars).said).toEqual([
      '0 0 0 NaN',
      '0 0 0 NaN',
      '1 0 0 1',
      '1 0 0 1',
      '2 0 1 1',
      // Of the last three orders, an entry, a close and an entry, one has closed a trade: the second.
      '2 1 0 NaN',
      '3 1 1 NaN',
      '3 2 0 NaN',
      '4 2 1 NaN',
      '4 3 0 NaN',
    ])
  })

  it.each(['', 'rememberedOrders: 0', 'rememberedOrders: 9000'])(
    'keeps all with { %s } and few orders',
    (orders) => {
      const { said, exits } = play(source(orders), bars)
      expect(said.at(-1)).toBe('4 0 1 1')
      expect(exits).toHaveLength(4)
    },
  )

  it('changes nothing of the list of trades (RM-0.7)', () => {
    expect(play(source('rememberedOrders: 1'), bars).exits).toHaveLength(4)
  })

  it('refuses a part of an order (S306)', () => {
    const { failure } = play(source('rememberedOrders: 1.5'), bars).result.end
    expect(failure).toMatchObject({ code: 'S306' })
  })
})
