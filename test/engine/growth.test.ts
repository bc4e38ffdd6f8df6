import { describe, expect, it } from 'vitest'
import { type Ohlc, type Played, play } from './play.ts'

/** 1 and 1000 in turn: what is staked on the low ones grows a thousandfold within two bars. */
const SAW: readonly Ohlc[] = Array.from({ length: 300 }, (_, i): Ohlc => {
  const [open, close] = i % 2 === 0 ? [1, 1000] : [1000, 1]
  return [open, 1000, 1, close]
})
/** One bar that leaves the range of a double with any position. */
const JUMP: readonly Ohlc[] = SAW.map((bar, i) =>
  i < 20 ? [5, 5, 5, 5] : i < 21 ? bar : [1e300, 1e300, 1e300, 1e300],
)
const DOUBLING: readonly Ohlc[] = Array.from({ length: 900 }, (_, i): Ohlc => {
  const [open, close] = [2 ** i, 2 ** (i + 1)]
  return [open, close, open, close]
})

const SETTINGS = "strategy('t', { defaultQtyType: 'percentOfEquity', defaultQtyValue: 100 })\n"
const TRADES = 'if (close() < 10) strategy.entry("L", "long"); else strategy.close("L")'
const HOLDS = 'if (barIndex() === 0) strategy.entry("L", "long")'
const deaf = (body: string): string => `${SETTINGS}onBar(() => { ${body} })`
const heard = (body: string): string =>
  `${SETTINGS}onBar(() => { if (strategy.equity() === 0.5) log('never'); ${body} })`

/** All of an outcome that has to be the same however the run was cut. */
const facts = ({ result, entries, exits }: Played): unknown => ({
  end: result.end,
  equity: result.equity,
  entries: entries.length,
  exits: exits.length,
})

describe('an account that outgrows its numbers', () => {
  it.each([
    { says: 'trade by trade', body: TRADES, prices: SAW, bar: 98 },
    { says: 'in one jump', body: HOLDS, prices: JUMP, bar: 21 },
    { says: 'with a position that is held', body: HOLDS, prices: DOUBLING, bar: 479 },
  ])('ends the run with the bar before, $says', ({ body, prices, bar }) => {
    const played = play(deaf(body), prices)
    expect(played.result.end).toMatchObject({
      status: 'stopped',
      bars: bar,
      failure: { code: 'L409', place: { file: 'test.js', bar, timeMs: bar * 3_600_000 } },
    })
    const { lastEquity, peakEquity, samples } = played.result.equity
    for (const money of [lastEquity, peakEquity, ...samples.value])
      expect(Math.abs(money ?? Number.NaN)).toBeLessThanOrEqual(1e150)
    for (const size of [1, 7, 64])
      expect(facts(play(deaf(body), prices, { size }))).toEqual(facts(played))
    expect(facts(play(heard(body), prices))).toEqual(facts(played))
  })

  it('lets an account grow up to there', () => {
    const played = play(deaf(TRADES), SAW.slice(0, 98))
    expect(played.result.end).toEqual({ status: 'ok', bars: 98 })
    expect(played.result.equity.lastEquity).toBeGreaterThan(1e149)
  })
})
