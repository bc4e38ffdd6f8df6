import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../src/engine/index.ts'
import { BAR_COLUMNS, createBlock } from '../../src/shared/bars.ts'
import { DEFAULT_LIMITS } from '../../src/shared/job.ts'
import { TRADE_WIDTH } from '../../src/shared/layout.ts'
import { DAY } from '../../src/shared/timeframe.ts'
import { begin } from './play.ts'

type Row = readonly [time: number, open: number, high: number, low: number, close: number]
type Bar = { readonly row: Row; readonly parts: readonly Row[] }

const step = fc.record({
  /** Quarters of an hour to the next bar: days and weekends end inside stretches. */
  wait: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 300 })),
  /** How often the same step comes again: calm stretches that can be passed. */
  times: fc.integer({ min: 1, max: 12 }),
  gap: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -40, max: 40 })),
  up: fc.integer({ min: 0, max: 40 }),
  down: fc.integer({ min: 0, max: 40 }),
  close: fc.double({ min: 0, max: 1, noNaN: true }),
  /** Where the price stands between two smaller bars; none: it goes without them. */
  parts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
})

/** Ticks of 0.01 around 1000: moves of at most 0.4 or 8 percent a bar. */
const moveSize = fc.constantFrom(1, 1, 20)
const bars = fc
  .tuple(fc.array(step, { minLength: 8, maxLength: 40 }), moveSize)
  .map(([steps, scale]) => {
    const all: Bar[] = []
    let time = Date.UTC(2024, 0, 4)
    let last = 100_000
    for (const { wait, times, close, parts, ...moves } of steps) {
      const [gap, up, down] = [moves.gap, moves.up, moves.down].map((move) => move * scale) as [
        number,
        number,
        number,
      ]
      for (let i = 0; i < times; i++) {
        const open = last + gap
        last = open - down + Math.round((up + down) * close)
        const [high, low] = [open + up, open - down]
        const within = parts.map((share) => low + Math.round((high - low) * share))
        const turns = [open, ...within, last]
        all.push({
          row: price([time, open, high, low, last]),
          // The first of them goes to both extremes.
          parts: within.map((to, k) => {
            const from = turns[k]!
            const end = k === within.length - 1 ? last : to
            const top = k === 0 ? high : Math.max(from, end)
            return price([time, from, top, k === 0 ? low : Math.min(from, end), end])
          }),
        })
        time += wait * 900_000
      }
    }
    return all
  })

function price([time, ...ticks]: Row): Row {
  const [open, high, low, close] = ticks.map((tick) => tick / 100)
  return [time, open!, high!, low!, close!]
}

const id = fc.constantFrom('A', 'B', 'C')
const side = fc.constantFrom('long', 'short')
const ticks = fc.integer({ min: 1, max: 60 })
const level = fc.option(fc.integer({ min: -60, max: 60 }), { nil: undefined, freq: 2 })

/** Options as source text; the undefined ones are left out. */
function options(values: Record<string, string | number | boolean | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return `{ ${given.map(([name, value]) => `${name}: ${value}`).join(', ')} }`
}
const from = (offset: number | undefined): string | undefined =>
  offset === undefined ? undefined : `close() + ${offset / 100}`
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })

const opening = fc
  .record({
    what: fc.constantFrom('entry', 'entry', 'order'),
    id,
    side,
    qty: maybe(fc.integer({ min: 1, max: 40 })),
    stop: level,
    limit: level,
    oca: fc.constantFrom(undefined, 'cancel', 'reduce'),
    alertMessage: maybe(fc.constant("'filled'")),
  })
  .map(({ what, id, side, qty, stop, limit, oca, alertMessage }) => {
    const group = oca === undefined ? {} : { ocaName: "'g'", ocaType: `'${oca}'` }
    const more = { qty, stop: from(stop), limit: from(limit), alertMessage, ...group }
    return `strategy.${what}('${id}', '${side}', ${options(more)})`
  })
const leaving = fc
  .record({
    id,
    fromEntry: maybe(id),
    loss: maybe(ticks),
    profit: maybe(ticks),
    stop: level,
    trailPoints: maybe(ticks),
    trailOffset: ticks,
    qtyPercent: maybe(fc.integer({ min: 1, max: 100 })),
  })
  .map(({ id, fromEntry, stop, trailPoints, trailOffset, ...more }) => {
    const trail = trailPoints === undefined ? {} : { trailPoints, trailOffset }
    const entry = fromEntry === undefined ? undefined : `'${fromEntry}'`
    return `strategy.exit('X${id}', ${options({ fromEntry: entry, stop: from(stop), ...trail, ...more })})`
  })
const closing = fc
  .record({ id: maybe(id), immediately: fc.boolean() })
  .map(({ id, immediately }) =>
    id === undefined
      ? `strategy.closeAll(${options({ immediately })})`
      : `strategy.close('${id}', ${options({ immediately })})`,
  )
const other = fc.oneof(
  id.map((name) => `strategy.cancel('${name}')`),
  fc.constant('strategy.cancelAll()'),
  fc.constant("log('here')"),
  fc.constantFrom(
    "strategy.risk.allowEntryIn('long')",
    "strategy.risk.maxIntradayLoss(40, 'cash')",
    'strategy.risk.maxIntradayFilledOrders(3)',
    "strategy.risk.maxDrawdown(1, 'percentOfEquity')",
    'strategy.risk.maxConsLossDays(1)',
  ),
)
const command = fc.oneof(
  { weight: 6, arbitrary: opening },
  { weight: 5, arbitrary: leaving },
  { weight: 2, arbitrary: closing },
  { weight: 1, arbitrary: other },
)

const settings = fc.record({
  initialCapital: fc.constantFrom(20_000, 300_000, 1_000_000),
  defaultQtyType: fc.constantFrom("'fixed'", "'percentOfEquity'"),
  defaultQtyValue: fc.constantFrom(1, 95, 400),
  pyramiding: fc.constantFrom(0, 3),
  processOrdersOnClose: fc.boolean(),
  closeEntriesRule: fc.constantFrom("'FIFO'", "'ANY'"),
  marginLong: fc.constantFrom(0, 20, 100),
  marginShort: fc.constantFrom(0, 20, 100),
  slippage: fc.constantFrom(0, 2),
  backtestFillLimitsAssumption: fc.constantFrom(0, 1),
  commissionValue: fc.constantFrom(0, 0.1),
})

const plan = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    commands: fc.array(command, { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 3, maxLength: 14 },
)

const game = fc.record({
  bars,
  settings,
  plan,
  frame: fc.integer({ min: 1, max: 400 }),
  /** Share of the bars before the trading window, and after which the strategy fails. */
  window: maybe(fc.double({ min: 0, max: 0.5, noNaN: true })),
  failure: maybe(fc.double({ min: 0.3, max: 1, noNaN: true })),
  hasRates: fc.boolean(),
  hasParts: fc.boolean(),
  logs: fc.constantFrom(2, 1000),
  orders: fc.constantFrom(20, 100_000, 100_000),
})
type Game = Parameters<Parameters<typeof game.map>[0]>[0]

/** Sums up what the account shows on every bar, tells the sum now and then, and orders by it. */
const READS = `
const last = state(0)
const sum = (...all) => all.reduce((total, value, i) => total + (i + 1) * nz(value), 0)
onBar(() => {
  const now = sum(strategy.equity(), strategy.openprofit(), strategy.netprofit(), strategy.positionSize(),
    strategy.positionAvgPrice(), strategy.maxDrawdown(), strategy.maxRunup(), strategy.maxDrawdownPercent(),
    strategy.marginLiquidationPrice(), strategy.maxContractsHeldAll(), strategy.grossloss(), strategy.wintrades(),
    strategy.defaultEntryQty(close()))
  if (barIndex() % 9 === 0) log(last(), now, strategy.equity(1), strategy.openprofit(3), strategy.positionEntryName())
  if (strategy.openprofit() > 0 && Math.floor(now) % 23 === 0) strategy.close('A')
  last.set(last() * 0.9 + now)`

function sourceOf({ bars, settings, plan, failure }: Game, reads: boolean): string {
  const at = (share: number): number => Math.floor(share * (bars.length - 1))
  const lines = plan.map(
    ({ at: share, commands }) => `  if (barIndex() === ${at(share)}) { ${commands.join('; ')} }`,
  )
  const fails = failure === undefined ? '' : `  if (barIndex() === ${at(failure)}) null.x\n`
  return `strategy('t', ${options(settings)})
const mean = ta.sma(close, 3)
plot('mean', mean)${reads ? READS : '\nonBar(() => {'}
${lines.join('\n')}
${fails}})`
}

/** Names its trades where they are never read: the broker and the strategy then take turns bar by bar. */
const inTurns = (source: string): string =>
  `${source}\nconst never = () => strategy.closedtrades.profit(0)`

function play(
  game: Game,
  source: string,
): { result: RunResult; trades: number[]; texts: string[] } {
  const { bars, frame, window, hasRates, hasParts, logs, orders } = game
  const day = Math.floor(bars[0]!.row[0] / DAY)
  const { run, isReady, trades, texts } = begin(source, {
    symbol: { name: 'T', tick: 0.01, lot: 0.01, pointValue: 2, currency: '', timezone: 'UTC' },
    timeframe: '15',
    limits: { ...DEFAULT_LIMITS, logs, orders },
    tradeFromMs: window === undefined ? null : bars[Math.floor(window * bars.length)]!.row[0],
    fx: hasRates
      ? Array.from({ length: 1000 }, (_, i) => [day - 1 + i, 1 + ((i * 7) % 13) / 40] as const)
      : [],
  })
  if (!isReady) throw new Error(run.finish().end.failure!.message)
  for (let from = 0; from < bars.length; from += frame) {
    const rows = bars.slice(from, from + frame)
    const block = createBlock(rows.length)
    block.count = rows.length
    rows.forEach(({ row }, i) => {
      for (let k = 0; k < 5; k++) block[BAR_COLUMNS[k]!][i] = row[k]!
      block.volume[i] = 1
    })
    if (hasParts)
      run.detail(
        Float64Array.from(rows, ({ parts }) => parts.length),
        [1, 2, 3, 4].map((k) =>
          Float64Array.from(
            rows.flatMap(({ parts }) => parts),
            (part) => part[k]!,
          ),
        ),
      )
    if (!run.bars(block, from + frame >= bars.length)) break
  }
  return { result: run.finish(), trades, texts }
}

describe('whatever a strategy orders', () => {
  it.each([
    { says: 'hears nothing of the broker', reads: false },
    { says: 'reads its account', reads: true },
  ])(
    'it ends as it does in turns, to the last bit, where it $says',
    ({ reads }) => {
      const seen = { trades: 0, failures: 0, calls: 0 }
      fc.assert(
        fc.property(game, (given) => {
          const source = sourceOf(given, reads)
          const ahead = play(given, source)
          expect(ahead).toEqual(play(given, inTurns(source)))
          seen.trades += ahead.trades.length / TRADE_WIDTH
          if (ahead.result.end.status !== 'ok') seen.failures++
          const { long, short } = ahead.result.statistics!.marginCalls
          seen.calls += long + short
        }),
        { numRuns: 60 },
      )
      // Else the property would say nothing.
      expect(seen.trades).toBeGreaterThan(40)
      expect(seen.failures).toBeGreaterThan(5)
      expect(seen.calls).toBeGreaterThan(3)
    },
    60_000,
  )
})
