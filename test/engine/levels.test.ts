import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { createRun } from '../../src/engine/index.ts'
import { createLevelTrack } from '../../src/engine/levels.ts'
import { createRealm, readScripts } from '../../src/sandbox/index.ts'
import { createBlock } from '../../src/shared/bars.ts'
import { DEFAULT_LIMITS } from '../../src/shared/job.ts'
import { LEVEL, LEVEL_KINDS, MAX_LEVELS } from '../../src/shared/outcome.ts'

type Ohlc = readonly [open: number, high: number, low: number, close: number]

/** Rows as `kind side entry-bar from-to price`. */
function levelsOf(source: string, prices: readonly Ohlc[]): string[] {
  const block = createBlock(prices.length)
  block.count = prices.length
  prices.forEach(([open, high, low, close], i) => {
    block.time[i] = i * 3_600_000
    block.open[i] = open
    block.high[i] = high
    block.low[i] = low
    block.close[i] = close
    block.volume[i] = 1
  })
  const run = createRun(
    createRealm(vm, readScripts()),
    {
      source: `strategy('t', { pyramiding: 9 })\nonBar(() => {\nconst bar = barIndex()\n${source}\n})`,
      file: 'test.js',
      inputs: {},
      properties: {},
      symbol: { name: 'T', tick: 0.01, lot: 1, pointValue: 1, currency: 'USD', timezone: 'UTC' },
      timeframe: '60',
      volume: true,
      seed: 1,
      limits: DEFAULT_LIMITS,
      tradeFromMs: null,
      fx: [],
    },
    { trades: () => {}, texts: () => {} },
  )
  if ('zones' in run.declare()) {
    run.start([])
    run.bars(block, true)
  }
  const { end, levels } = run.finish()
  expect(end.failure).toBeUndefined()
  const { kind, side, entryBar, from, to, price } = levels
  return from.map(
    (start, i) =>
      `${LEVEL_KINDS[kind[i]!]} ${side[i]! > 0 ? 'long' : 'short'} ${entryBar[i]} ${start}-${to[i]} ${price[i]}`,
  )
}

const flat: Ohlc = [100, 101, 99, 100]

describe('the levels of a run', () => {
  it.each([
    {
      says: 'stand from the entry to the fill that ends them',
      source: `if (bar === 0) { strategy.entry('L', 'long'); strategy.exit('X', { fromEntry: 'L', stop: 95, limit: 110 }) }`,
      bars: [flat, flat, flat, [100, 111, 99, 110], flat] as const,
      want: ['stop long 1 1-3 95', 'target long 1 1-3 110'],
    },
    {
      says: 'begin anew where the strategy moves them, from the bar that says so',
      source: `if (bar === 0) strategy.entry('S', 'short')
        if (bar >= 1 && bar <= 3) strategy.exit('X', { fromEntry: 'S', stop: bar < 3 ? 105 : 103 })`,
      bars: [flat, flat, flat, flat, flat, [100, 104, 99, 104], flat] as const,
      want: ['stop short 1 1-3 105', 'stop short 1 3-5 103'],
    },
    {
      says: 'follow a trailing stop that is at work',
      source: `if (bar === 0) strategy.entry('L', 'long')
        if (bar === 1) strategy.exit('X', { fromEntry: 'L', trailPoints: 200, trailOffset: 300 })`,
      bars: [
        flat,
        flat,
        [100, 103, 100, 103],
        [103, 105, 103, 105],
        [105, 105, 101, 101],
        flat,
      ] as const,
      want: ['trail long 1 2-3 100', 'trail long 1 3-4 102'],
    },
    {
      says: 'are told of a trade that is over within its bar',
      source: `if (bar === 0) { strategy.entry('L', 'long'); strategy.exit('X', { fromEntry: 'L', stop: 98, limit: 120 }) }`,
      bars: [flat, [100, 101, 97, 97], flat] as const,
      want: ['stop long 1 1-1 98', 'target long 1 1-1 120'],
    },
    {
      says: 'are told of it once, though quiet bars and another order follow',
      source: `if (bar === 0) { strategy.entry('L', 'long'); strategy.exit('X', { fromEntry: 'L', stop: 98, limit: 120 }) }
        if (bar === 4) strategy.entry('M', 'long', { limit: 50 })`,
      bars: [flat, [100, 101, 97, 97], flat, flat, flat, flat] as const,
      want: ['stop long 1 1-1 98', 'target long 1 1-1 120'],
    },
    {
      says: 'reach to the last bar of an open trade, and end where they are withdrawn',
      source: `if (bar === 0) strategy.entry('L', 'long')
        if (bar === 1) { strategy.exit('A', { fromEntry: 'L', qty: 0.5, stop: 90 }); strategy.exit('X', { fromEntry: 'L', limit: 150 }) }
        if (bar === 2) strategy.cancel('X')`,
      bars: [flat, flat, flat, flat] as const,
      want: ['target long 1 1-2 150'],
    },
    {
      says: 'are those of resting orders of the other side too',
      source: `if (bar === 0) strategy.entry('L', 'long')
        if (bar === 1) strategy.order('out', 'short', { stop: 95 })`,
      bars: [flat, flat, flat, [100, 100, 94, 94], flat] as const,
      want: ['stop long null 1-3 95'],
    },
    {
      says: 'are none without a position',
      source: `if (bar === 0) strategy.entry('L', 'long', { stop: 200 })`,
      bars: [flat, flat, flat] as const,
      want: [],
    },
  ])('$says', ({ source, bars, want }) => {
    expect(levelsOf(source, bars)).toEqual(want)
  })

  it('are none where the price is beyond all prices', () => {
    const source = `strategy.entry('L', 'long'); strategy.exit('X', { stop: -1e308, limit: 1e308 })`
    expect(levelsOf(source, [flat, flat, flat])).toEqual([])
  })

  it('are told for each entry of its own', () => {
    const source = `if (bar < 2) { strategy.entry('L' + bar, 'long', { qty: 1 }); strategy.exit('X' + bar, { fromEntry: 'L' + bar, loss: 500 }) }`
    const bars: Ohlc[] = [flat, flat, [102, 103, 101, 102], [102, 103, 90, 90], flat]
    expect(levelsOf(source, bars)).toEqual(['stop long 1 1-3 95', 'stop long 2 2-3 97'])
  })

  it('are bounded: of a long run the first and the last', () => {
    const track = createLevelTrack()
    const total = MAX_LEVELS + 500
    for (let bar = 0; bar < total; bar++)
      track.bar(bar, {
        levelChanges: bar + 1,
        levels: (visit) => visit(7, LEVEL.STOP, 1, bar, 0, false),
      })
    const { from, price, dropped } = track.finish(total - 1)
    expect(dropped).toBe(500)
    expect(from).toHaveLength(MAX_LEVELS)
    expect([from[0], from.at(-1), price.at(-1)]).toEqual([0, total - 1, total - 1])
    const half = MAX_LEVELS / 2
    expect([from[half - 1], from[half]]).toEqual([half - 1, half + 500])
  })
})
