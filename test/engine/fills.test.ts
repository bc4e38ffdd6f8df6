import { describe, expect, it } from 'vitest'
import { TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'
import { type Ohlc, play } from './play.ts'

const flat: Ohlc = [100, 100, 100, 100]
/** The low is nearer: 100, 98, 105, 103. */
const bar: Ohlc = [100, 105, 98, 103]
const DECLARE = "strategy('t', { calcOnOrderFills: true, pyramiding: 9 })\n"
const fill =
  'onFill((f) => log(f.kind, f.reason, f.side, f.qty, f.price, f.position, f.bar, close()))\n'

describe('runs after fills', () => {
  it('BE-2.9 fill at the open, the open again, and both extremes for a script that enters on each run', () => {
    const { result } = play(
      `${DECLARE}onBar(() => { if (barIndex() < 2) strategy.entry('L' + strategy.opentrades(), 'long') })`,
      [flat, bar],
    )
    const prices = result.openTrades.filter((_, i) => i % TRADE_WIDTH === TRADE.ENTRY_PRICE)
    expect(prices).toEqual([100, 100, 98, 105])
  })

  it('BE-2.9 show the bar so far and nothing of its future', () => {
    const { said } = play(
      `${DECLARE}const mean = ta.sma(close, 1), up = ta.crossover(close, 99)
const rise = series(() => close() - open())
onBar(() => {
  log(barIndex(), open(), high(), low(), close(), volume(), mean(), rise(), up(), barstate.isconfirmed())
  if (barIndex() < 2) strategy.entry('L' + strategy.opentrades(), 'long')
})`,
      [flat, bar, flat],
    )
    expect(said).toEqual([
      '0 100 100 100 100 7 100 0 false true',
      '1 100 100 100 100 NaN 100 0 false false',
      '1 100 100 98 98 NaN 100 0 false false',
      '1 100 105 98 105 NaN 100 0 false false',
      '1 100 105 98 103 7 103 3 false true',
      '2 100 100 100 100 NaN 103 3 false false',
      '2 100 100 100 100 7 100 0 false true',
    ])
  })

  it('BE-2.9 roll a state back, and keep what onFill sets and what JavaScript holds', () => {
    const { said } = play(
      `${DECLARE}const runs = state(0), fills = state(0)
let all = 0
onFill(() => fills.set(fills() + 1))
onBar(() => {
  runs.set(runs() + 1); all++
  if (barIndex() === 0) strategy.entry('L', 'long')
  if (barstate.isconfirmed()) log(runs(), runs(1), fills(), all)
})`,
      [flat, bar, flat],
    )
    expect(said).toEqual(['1 NaN 0 1', '2 1 1 3', '3 2 1 4'])
  })

  it('BE-2.9 mark the account where the path turns', () => {
    const { said } = play(
      `${DECLARE}onBar(() => {
  if (barIndex() === 0) strategy.entry('L', 'long', { stop: 99.5 })
  if (barIndex() === 1) log(close(), strategy.openprofit())
})`,
      // Filled at 99.5 on the way from 98 to 105.
      [flat, [99, 105, 98, 103]],
    )
    expect(said).toEqual(['105 5.5', '103 3.5'])
    const { said: gapped } = play(
      `${DECLARE}onBar(() => {
  if (barIndex() === 0) strategy.entry('L', 'long', { limit: 99 })
  if (barIndex() === 1) log(close(), strategy.openprofit())
})`,
      [flat, bar],
    )
    expect(gapped).toEqual(['98 -1', '103 4'])
  })

  it('tell onFill of entries, exits and reversals as frozen data without a prototype', () => {
    const { said } = play(
      `strategy('t', {})\n${fill}onBar(() => {
  if (barIndex() === 0) strategy.entry('L', 'long', { qty: 2, comment: 'in' })
  if (barIndex() === 1) strategy.entry('S', 'short', { qty: 1 })
  if (barIndex() === 2) strategy.exit('X', { fromEntry: 'S', limit: 99 })
})`,
      [flat, flat, flat, [100, 101, 98, 98]],
    )
    expect(said).toEqual([
      'entry  long 2 100 2 1 100',
      'reversal reversal short 3 100 -1 2 100',
      'exit limit long 1 99 0 3 98',
    ])
    const { said: facts } = play(
      `onFill((f) => log(Object.isFrozen(f), Object.getPrototypeOf(f) === null, Object.keys(f).join()))
onBar(() => { if (barIndex() === 0) strategy.entry('L', 'long') })`,
      [flat, flat],
    )
    expect(facts).toEqual([
      'true true id,comment,kind,reason,side,qty,closed,opened,price,fee,position,bar,time',
    ])
  })

  it('let onFill protect an entry at once: its exit is live on the rest of the bar (BE-2.10)', () => {
    const source = (stop: number): string => `
onFill((f) => { if (f.kind === 'entry') strategy.exit('X', { fromEntry: f.id, stop: ${stop} }) })
onBar(() => { if (barIndex() === 0) strategy.entry('L', 'long') })`
    expect(play(source(99), [flat, bar, flat]).exits).toEqual([99])
    // Satisfied when it is given: it waits for the next bar's open.
    expect(play(source(101), [flat, bar, [100.5, 100.5, 100, 100]]).exits).toEqual([100.5])
  })

  it('do not fill an entry that was given inside the bar on its last leg (BE-2.10)', () => {
    const { result } = play(
      `onFill((f) => { if (f.id === 'L') strategy.order('M', 'long', { stop: 104 }) })
onBar(() => { if (barIndex() === 0) strategy.entry('L', 'long') })`,
      [flat, [100, 103, 99, 102], [103, 103.5, 103, 103.5], [103, 104.5, 103, 104]],
    )
    const rows = result.openTrades.filter((_, i) => i % TRADE_WIDTH === TRADE.ENTRY_BAR)
    expect(rows).toEqual([1, 3])
    const { result: late } = play(
      `onFill((f) => { if (f.id === 'L') strategy.order('M', 'long', { stop: 101 }) })
onBar(() => { if (barIndex() === 0) strategy.entry('L', 'long', { limit: 97 }) })`,
      // 100, 101.5, 96, 103: L fills on the way down, and M would be reached on the last leg.
      [flat, [100, 101.5, 96, 103], [103, 103, 103, 103]],
    )
    const bars = late.openTrades.filter((_, i) => i % TRADE_WIDTH === TRADE.ENTRY_BAR)
    expect(bars).toEqual([1, 2])
  })

  it('tell onFill of fills at the close after the run that gave them', () => {
    const { said } = play(
      `strategy('t', { processOrdersOnClose: true })\n${fill}onBar(() => {
  log('bar', barIndex())
  if (barIndex() === 0) strategy.entry('L', 'long')
})`,
      [flat, bar],
    )
    expect(said).toEqual(['bar 0', 'entry  long 1 100 1 0 100', 'bar 1'])
  })

  it('report an error inside a bar as the strategy’s own, with the bar', () => {
    const { result } = play(
      `onFill(() => { throw new Error('no') })
onBar(() => { if (barIndex() === 0) strategy.entry('L', 'long') })`,
      [flat, bar, flat],
    )
    expect(result.end).toMatchObject({
      status: 'failed',
      bars: 2,
      failure: { code: 'S307', place: { bar: 1 } },
    })
  })

  it.each([
    ['onFill(1)', 'onFill was given'],
    ['onFill(function* () {})', 'generator'],
    ['onFill(() => {}); onFill(() => {})', 'onFill was called twice'],
  ])('refuse %s (S312)', (source, words) => {
    const { result } = play(source, [flat])
    expect(result.end.failure).toMatchObject({ code: 'S312' })
    expect(result.end.failure?.message).toContain(words)
  })

  it('do not depend on how the bars are cut into blocks', () => {
    const bars: Ohlc[] = []
    let price = 100
    for (let i = 0; i < 400; i++) {
      const close = price + (((i * 7919) % 13) - 6) / 2
      bars.push([price, Math.max(price, close) + (i % 3), Math.min(price, close) - (i % 2), close])
      price = close
    }
    const source = `${DECLARE}const mean = ta.ema(close, 5), up = ta.crossover(close, mean)
const four = request.security('', '240'), slow = ta.sma(four.close, 2), own = series(() => close() - mean())
const held = state(0)
onFill((f) => { held.set(held() + f.qty); log(f.bar, f.price, mean(), four.close(), slow(), own(), four.isnew()) })
onBar(() => {
  if (up() || barIndex() % 9 === 0) strategy.entry('L' + barIndex(), 'long', { stop: close() + 0.5 })
  strategy.exit('X', { profit: 150, loss: 100 })
  held.set(held() + 1)
})`
    const whole = play(source, bars)
    expect(whole.result.end.status).toBe('ok')
    expect(whole.exits.length).toBeGreaterThan(50)
    for (const size of [1, 7, 100]) {
      const cut = play(source, bars, { size })
      expect({ ...cut, result: cut.result.account }).toEqual({
        ...whole,
        result: whole.result.account,
      })
    }
  })

  it('show another timeframe as of its last complete bar', () => {
    const { said } = play(
      `${DECLARE}const two = request.security('', '120')
onBar(() => {
  log(barIndex(), two.close(), two.isnew())
  if (barIndex() === 2) strategy.entry('L', 'long')
})`,
      [flat, [100, 101, 100, 101], flat, [100, 103, 99, 102]],
    )
    expect(said).toEqual(['0 NaN false', '1 101 true', '2 101 false', '3 101 false', '3 102 true'])
  })

  it('see no fills of closes in a strategy without either', () => {
    const { exits } = play(
      "onBar(() => { if (barIndex() === 0) strategy.entry('L', 'long'); else strategy.close('L') })",
      [flat, bar, flat],
    )
    expect(exits).toEqual([100])
  })
})
