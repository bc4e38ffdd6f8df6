import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../src/engine/index.ts'
import { BAR_COLUMNS, type BarBlock, createBlock } from '../../src/shared/bars.ts'
import { DEFAULT_LIMITS, type Job } from '../../src/shared/job.ts'
import { TRADE_WIDTH } from '../../src/shared/layout.ts'
import { DAY } from '../../src/shared/timeframe.ts'
import { begin, isStopped } from './play.ts'

const MINUTE = 60_000
const BARS = 3000

/** A seeded walk with calm stretches, jumps and equal prices. */
function walk(): Float64Array[] {
  let seed = 7
  const next = (): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
    return seed / 0x7fffffff
  }
  const round = (price: number): number => Math.round(price * 100) / 100
  const columns = BAR_COLUMNS.map(() => new Float64Array(BARS))
  let price = 100
  for (let i = 0; i < BARS; i++) {
    const calm = i % 500 < 200
    const open = round(price + (next() < 0.1 ? next() - 0.5 : 0))
    const close = calm ? open : round(open + (next() - 0.5) * 0.8)
    const row = [
      // Half a year of gaps: days end inside stretches and between them.
      Date.UTC(2024, 0, 1) + i * 7 * MINUTE + Math.floor(i / 700) * 3_000 * MINUTE,
      open,
      round(Math.max(open, close) + (calm ? 0 : next() * 0.3)),
      round(Math.min(open, close) - (calm ? 0 : next() * 0.3)),
      close,
      100,
    ]
    row.forEach((value, k) => {
      columns[k]![i] = value
    })
    price = close
  }
  return columns
}

const COLUMNS = walk()

const JOB: Partial<Job> = {
  symbol: { name: 'T', tick: 0.01, lot: 0.001, pointValue: 2, currency: '', timezone: 'UTC' },
  timeframe: '7',
}

function blockOf(from: number, to: number): BarBlock {
  const block = createBlock(to - from)
  block.count = to - from
  BAR_COLUMNS.forEach((name, k) => {
    block[name].set(COLUMNS[k]!.subarray(from, to))
  })
  return block
}

function play(
  source: string,
  job: Partial<Job> = {},
  frame = 700,
): { result: RunResult; trades: number[]; texts: string[] } {
  const { run, isReady, trades, texts } = begin(source, { ...JOB, ...job })
  for (let from = 0; isReady && from < BARS; from += frame) {
    const to = Math.min(BARS, from + frame)
    if (!run.bars(blockOf(from, to), to === BARS)) break
  }
  return { result: run.finish(), trades, texts }
}

/** Names the trades where they are never read: the broker and the strategy then take turns bar by bar. */
const inTurns = (source: string): string =>
  `${source}\nfunction never() { return strategy.closedtrades.profit(0) }`
/** Reads all that the account shows on each bar, and acts on it. */
const reading = (source: string): string =>
  source.replace(
    'onBar(() => {',
    `const sums = state(0)
    onBar(() => {
      const seen = [strategy.positionSize(), strategy.equity(), strategy.openprofit(), strategy.maxDrawdown(),
        strategy.maxRunup(), strategy.positionAvgPrice(), strategy.netprofit(), strategy.maxDrawdownPercent()]
      sums.set(sums() * 0.99 + seen.reduce((sum, value, i) => sum + (i + 1) * nz(value), 0))
      if (barIndex() % 97 === 0) log(seen.join(' ') + ' ' + sums() + ' ' + strategy.equity(1) + ' ' + strategy.openprofit(3))
      if (strategy.positionSize() > 0 && sums() % 50 < 1) strategy.close('L');`,
  )

/** Another rate of exchange on each day. */
const RATES = Array.from(
  { length: 400 },
  (_, i) => [Date.UTC(2023, 11, 1 + i) / DAY, 1 + i / 1000] as const,
)

const ORDERS = `
onBar(() => {
  const p = close(), r = () => random() * 0.8
  if (random() < 0.02) strategy.entry('L', 'long', { stop: p + r(), comment: 'up', alertMessage: 'a' })
  if (random() < 0.02) strategy.entry('S', 'short', { limit: p + r() })
  if (random() < 0.01) strategy.entry('M', random() < 0.5 ? 'long' : 'short')
  if (random() < 0.01) strategy.exit('XL', { fromEntry: 'L', loss: 60 + 60 * random(), profit: 60 })
  if (random() < 0.01) strategy.exit('XS', { fromEntry: 'S', trailPoints: 20, trailOffset: 10 })
  if (random() < 0.004) strategy.closeAll({ immediately: random() < 0.5 })
  if (random() < 0.004) strategy.cancelAll()
  if (random() < 0.01) log('bar ' + barIndex())
})`

/**
 * Market entries, one on every `wait` bars: most are alone and turn the position round; others add to it, come in
 * pairs, with an exit, in a group, or are followed by a close.
 */
const turns = (wait: number): string => `
let given = 0
onBar(() => {
  if (barIndex() === given + 1 && random() < 0.5) strategy.cancel('XS')
  const r = ${wait} * random()
  if (r > 1.2) return
  if (r < 0.3) strategy.entry('L', 'long', { comment: 'up' })
  else if (r < 0.6) strategy.entry('S', 'short', { alertMessage: 'a' })
  else if (r < 0.7) strategy.entry('S', 'short', { qty: 1 + 3 * random() })
  else if (r < 0.8) strategy.closeAll()
  else if (r < 0.9) strategy.entry('L', 'short')
  else if (r < 1) strategy.exit('X', { loss: 40, profit: 40 })
  else strategy.entry('M', 'long', { ocaName: 'g', ocaType: 'cancel' })
  if (r > 0.5 && r < 0.6) {
    strategy.exit('XS', { fromEntry: 'S', loss: 30 * random(), profit: 20 })
    given = barIndex()
  }
  if (r < 0.1) strategy.exit('XL', { fromEntry: 'L', qtyPercent: 50, stop: close() + 0.3 })
  if (r > 1.1) strategy.entry('S', 'short', { limit: close() + 0.5, ocaName: 'g', ocaType: 'cancel' })
})`

const CASES: readonly { says: string; source: string; job?: Partial<Job> }[] = [
  { says: 'without orders', source: `strategy('t')\nonBar(() => {})` },
  { says: 'orders of every kind', source: `strategy('t')${ORDERS}` },
  {
    says: 'orders at the close',
    source: `strategy('t', { processOrdersOnClose: true, pyramiding: 2 })${ORDERS}`,
  },
  {
    says: 'margin calls, commission and slippage',
    source: `strategy('t', { initialCapital: 2_000, defaultQtyType: 'percentOfEquity', defaultQtyValue: 480,
      marginLong: 20, marginShort: 20, commissionType: 'percent', commissionValue: 0.1, slippage: 2 })${ORDERS}`,
  },
  {
    says: 'rates of exchange',
    source: `strategy('t')${ORDERS}`,
    job: { fx: RATES },
  },
  { says: 'market entries', source: `strategy('t')${turns(16)}` },
  {
    says: 'market entries for all of the equity',
    source: `strategy('t', { initialCapital: 2_000, defaultQtyType: 'percentOfEquity', defaultQtyValue: 500,
      marginLong: 20, marginShort: 20, slippage: 1 })${turns(8)}`,
  },
  {
    says: 'market entries with margin calls, commission and slippage',
    source: `strategy('t', { initialCapital: 2_000, defaultQtyType: 'percentOfEquity', defaultQtyValue: 400, pyramiding: 2,
      marginLong: 20, marginShort: 24, commissionType: 'percent', commissionValue: 0.1, slippage: 2 })${turns(16)}`,
  },
  {
    says: 'market entries at rates of exchange',
    source: `strategy('t', { closeEntriesRule: 'ANY', commissionType: 'cashPerOrder', commissionValue: 1 })${turns(2)}`,
    job: { fx: RATES },
  },
  {
    says: 'risk rules',
    source: `strategy('t')\nstrategy.risk.maxIntradayLoss(500, 'cash')\nstrategy.risk.maxPositionSize(1)${ORDERS}`,
  },
  {
    says: 'plots of both kinds of series',
    source: `strategy('t')\nconst m = ta.sma(close, 5), twice = series(() => 2 * m())
      plot('m', m)\nplot('twice', twice)${ORDERS}`,
  },
  {
    says: 'a window that begins later',
    source: `strategy('t')${ORDERS}`,
    job: { tradeFromMs: COLUMNS[0]![1234]! },
  },
  {
    says: 'a strategy that fails',
    source: `strategy('t')${ORDERS.replace('onBar(() => {', "onBar(() => { if (barIndex() === 2345) { strategy.entry('Z', 'long'); null.x }")}`,
  },
  {
    says: 'an indicator that fails',
    source: `strategy('t')\nconst bad = series(() => { if (barIndex() === 999) null.x; return 1 })${ORDERS}`,
  },
  {
    says: 'too many orders',
    source: `strategy('t')${ORDERS}`,
    job: { limits: { ...DEFAULT_LIMITS, orders: 50 } },
  },
  {
    says: 'more logs than are kept',
    source: `strategy('t')${ORDERS}`,
    job: { limits: { ...DEFAULT_LIMITS, logs: 5 } },
  },
]

describe('a strategy that runs ahead of the broker', () => {
  it.each(CASES)('ends as in turns: $says', ({ source, job }) => {
    const ahead = play(source, job)
    const turns = play(inTurns(source), job)
    expect(ahead.trades).toEqual(turns.trades)
    expect(ahead.texts).toEqual(turns.texts)
    expect(ahead.result).toEqual(turns.result)
  })

  it.each(CASES)('reads the account as in turns: $says', ({ source, job }) => {
    const ahead = play(reading(source), job)
    const turns = play(inTurns(reading(source)), job)
    expect(ahead.result.logs).toEqual(turns.result.logs)
    expect(ahead.trades).toEqual(turns.trades)
    expect(ahead.result).toEqual(turns.result)
  })

  it.each(CASES)('ends alike whatever the frames: $says', ({ source, job }) => {
    const wanted = play(source, job)
    for (const frame of [1, 13, 1024, BARS]) expect(play(source, job, frame)).toEqual(wanted)
  })

  it('has come to all of its bars, or to the failure that is meant', () => {
    const ends = CASES.map(({ source, job }) => {
      const { end } = play(reading(source), job).result
      return end.failure?.code ?? end.bars
    })
    expect(ends.filter((end) => end !== BARS)).toEqual(['S307', 'S307', 'L403'])
  })

  it('has traded, and has been called for margin', () => {
    expect(play(CASES[1]!.source).trades.length / TRADE_WIDTH).toBeGreaterThan(20)
    for (const { source } of CASES.filter(({ says }) => says.includes('margin calls'))) {
      const { marginCalls } = play(source).result.statistics!
      expect(marginCalls.long + marginCalls.short).toBeGreaterThan(0)
    }
  })

  it('is caught up with when it is stopped at a bar', () => {
    const hangs = (bar: number): string =>
      `strategy('t')${ORDERS.replace('onBar(() => {', `onBar(() => { if (barIndex() === ${bar}) for (;;);`)}`
    for (const bar of [0, 1, 1024, 2999]) {
      const stopped = stopIn(hangs(bar))
      const turns = stopIn(inTurns(hangs(bar)))
      expect(stopped.trades).toEqual(turns.trades)
      expect({ ...stopped.result, declaration: null }).toEqual({
        ...turns.result,
        declaration: null,
      })
      expect(stopped.result.end.bars).toBe(bar === 0 ? 0 : bar + 1)
      const reads = stopIn(reading(hangs(bar)))
      const inTurn = stopIn(inTurns(reading(hangs(bar))))
      expect(reads.trades).toEqual(inTurn.trades)
      expect({ ...reads.result, declaration: null }).toEqual({
        ...inTurn.result,
        declaration: null,
      })
    }
  })
})

/** Runs until the strategy hangs, stops it from outside, and ends the run. */
function stopIn(source: string): { result: RunResult; trades: number[] } {
  const { run, trades } = begin(source, JOB)
  expect(isStopped(() => run.bars(blockOf(0, BARS), true), 1000)).toBe(true)
  const result = run.finish({ code: 'L401', message: 'stopped', hint: 'none' })
  return { result, trades }
}
