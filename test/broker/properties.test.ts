import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StrategySettings } from '../../src/shared/settings.ts'
import { createHost, type Host, type Ohlc } from './host.ts'
import { createSlowBroker } from './slow-walk.ts'

/** Bars of whole ticks around 100, with gaps between them. */
const bars = fc
  .array(
    fc.record({
      gap: fc.integer({ min: -30, max: 30 }),
      up: fc.integer({ min: 0, max: 60 }),
      down: fc.integer({ min: 0, max: 60 }),
      close: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 5, maxLength: 40 },
  )
  .map((steps) => {
    let last = 10_000
    return steps.map(({ gap, up, down, close }): Ohlc => {
      const open = last + gap
      last = open - down + Math.round((up + down) * close)
      return [open / 100, (open + up) / 100, (open - down) / 100, last / 100]
    })
  })

const id = fc.constantFrom('A', 'B', 'C')
const side = fc.constantFrom('long', 'short')
const offset = fc.option(fc.integer({ min: -80, max: 80 }), { nil: undefined })
const qty = fc.option(fc.integer({ min: 1, max: 50_000 }), { nil: undefined })
const ticks = fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined })

const command = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('entry'),
      id,
      side,
      qty,
      stop: offset,
      limit: offset,
      oca: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('order'),
      id,
      side,
      qty,
      stop: offset,
      limit: offset,
      oca: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('exit'),
      id,
      from: fc.constantFrom('', 'A', 'B'),
      qty,
      profit: ticks,
      loss: ticks,
      trail: ticks,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('close'), id, qty, immediately: fc.boolean() }),
  },
  fc.record({ what: fc.constant('closeAll'), immediately: fc.boolean() }),
  fc.record({ what: fc.constant('cancel'), id }),
  fc.record({ what: fc.constant('cancelAll') }),
)
type Command = {
  what: string
  id?: string
  side?: 'long' | 'short'
  qty?: number | undefined
  stop?: number | undefined
  limit?: number | undefined
  oca?: boolean
  from?: string
  profit?: number | undefined
  loss?: number | undefined
  trail?: number | undefined
  immediately?: boolean
}

const settings = fc.record({
  pyramiding: fc.integer({ min: 0, max: 4 }),
  initialCapital: fc.constantFrom(500, 10_000, 1_000_000),
  slippage: fc.constantFrom(0, 0, 3),
  closeEntriesRule: fc.constantFrom('FIFO', 'ANY'),
  processOrdersOnClose: fc.boolean(),
  commissionType: fc.constantFrom('percent', 'cashPerContract', 'cashPerOrder'),
  commissionValue: fc.constantFrom(0, 0.5),
  marginLong: fc.constantFrom(100, 25, 0),
  marginShort: fc.constantFrom(100, 25),
  backtestFillLimitsAssumption: fc.constantFrom(0, 0, 4),
  defaultQtyType: fc.constantFrom('fixed', 'percentOfEquity'),
  defaultQtyValue: fc.constantFrom(1, 3),
}) as fc.Arbitrary<Partial<StrategySettings>>

const run = fc.record({
  settings,
  bars,
  commands: fc.array(fc.array(command, { maxLength: 4 }), { minLength: 5, maxLength: 40 }),
})

function give(host: Host, c: Command, close: number): void {
  const price = (offset: number | undefined): { [k: string]: number } =>
    offset === undefined ? {} : { p: close + offset / 100 }
  const quantity = c.qty === undefined ? {} : { qty: c.qty / 10_000 }
  const levels = {
    ...quantity,
    ...(c.stop === undefined ? {} : { stop: price(c.stop).p! }),
    ...(c.limit === undefined ? {} : { limit: price(c.limit).p! }),
    ...(c.oca ? ({ ocaName: 'G', ocaType: 'REDUCE' } as const) : {}),
  }
  if (c.what === 'entry') host.entry(c.id!, c.side!, levels)
  else if (c.what === 'order') host.order(c.id!, c.side!, levels)
  else if (c.what === 'exit')
    host.exit(`X${c.id}`, {
      from: c.from!,
      ...quantity,
      ...(c.profit === undefined ? {} : { profit: c.profit }),
      ...(c.loss === undefined ? {} : { loss: c.loss }),
      ...(c.trail === undefined ? {} : { trailPoints: c.trail, trailOffset: 5 }),
    })
  else if (c.what === 'close') host.close(c.id!, { ...quantity, immediately: c.immediately! })
  else if (c.what === 'closeAll') host.closeAll({ immediately: c.immediately! })
  else if (c.what === 'cancel') host.cancel(c.id!)
  else host.cancelAll()
}

type Run = {
  settings: Partial<StrategySettings>
  bars: readonly Ohlc[]
  commands: readonly (readonly Command[])[]
}

function play({ settings, bars, commands }: Run, eachBar?: (host: Host, bar: Ohlc) => void): Host {
  const host = createHost(settings)
  bars.forEach((bar, i) => {
    host.bar(bar, () => {
      for (const c of commands[i] ?? []) give(host, c as Command, bar[3])
    })
    eachBar?.(host, bar)
  })
  return host
}

const near = (a: number, b: number, scale: number): void =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(scale)))

describe('whatever the strategy orders', () => {
  it('RM-2.12 capital + net profit + open profit is the equity, on every bar', () => {
    fc.assert(
      fc.property(run, (r) => {
        play(r as Run, (host) => {
          const capital = r.settings.initialCapital!
          near(
            capital + host.account('NETPROFIT') + host.account('OPENPROFIT'),
            host.broker.equity,
            capital,
          )
          near(
            host.account('GROSSPROFIT') - host.account('GROSSLOSS'),
            host.account('NETPROFIT'),
            capital,
          )
        })
      }),
      { numRuns: 300 },
    )
  })

  it('no level that would close something moves while the count of their changes stands still', () => {
    fc.assert(
      fc.property(run, (r) => {
        let changes = -1
        let before: string[] = []
        play(r as Run, ({ broker }) => {
          const now: string[] = []
          broker.levels((...level) => {
            const isOver = level.pop()
            if (isOver === false) now.push(level.join())
          })
          if (broker.levelChanges === changes) expect(now).toEqual(before)
          changes = broker.levelChanges
          before = now
        })
      }),
      { numRuns: 300 },
    )
  })

  it('the trades and open lots account for every lot bought and sold, and none is negative', () => {
    fc.assert(
      fc.property(run, (r) => {
        const host = play(r as Run)
        const lots = (qty: number): number => Math.round(qty * 10_000)
        const filled = host.fills.reduce((sum, fill) => sum + lots(fill.qty), 0)
        const closed = host.trades.reduce((sum, trade) => sum + lots(trade.qty), 0)
        const open = host.openTrades().reduce((sum, trade) => sum + lots(trade.qty), 0)
        expect(2 * closed + open).toBe(filled)
        const net = host.fills.reduce((sum, fill) => sum + fill.side * lots(fill.qty), 0)
        expect(lots(host.broker.position)).toBe(net)
        expect(open).toBe(Math.abs(net))
        for (const { qty } of [...host.trades, ...host.openTrades(), ...host.fills])
          expect(qty).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
  })

  it('net profit is the sum of the trades less the fees of open lots, and fees add up by side', () => {
    fc.assert(
      fc.property(run, (r) => {
        const host = play(r as Run)
        const open = host.openTrades()
        const scale = r.settings.initialCapital!
        const fees = (rows: readonly { entryFee: number }[]): number =>
          rows.reduce((sum, { entryFee }) => sum + entryFee, 0)
        near(
          host.trades.reduce((sum, { profit }) => sum + profit, 0) - fees(open),
          host.account('NETPROFIT'),
          scale,
        )
        const { commission } = host.broker.statistics()
        near(
          fees(host.trades) + fees(open) + host.trades.reduce((sum, t) => sum + t.exitFee, 0),
          commission.long + commission.short,
          scale,
        )
        near(
          host.fills.reduce((sum, { fee }) => sum + fee, 0),
          commission.long + commission.short,
          scale,
        )
      }),
      { numRuns: 200 },
    )
  })

  it('without slippage every fill lies inside its bar', () => {
    fc.assert(
      fc.property(run, (r) => {
        const host = play({ ...(r as Run), settings: { ...r.settings, slippage: 0 } })
        for (const { bar, price } of host.fills) {
          const [, high, low] = r.bars[bar]!
          expect(price).toBeLessThanOrEqual(high)
          expect(price).toBeGreaterThanOrEqual(low)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('a trade’s profit lies between its excursions', () => {
    fc.assert(
      fc.property(run, (r) => {
        const host = play({ ...(r as Run), settings: { ...r.settings, slippage: 0 } })
        for (const { profit, runup, drawdown, exitFee } of host.trades) {
          expect(profit).toBeLessThanOrEqual(runup + 1e-9)
          expect(profit).toBeGreaterThanOrEqual(-drawdown - exitFee - 1e-9)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('pyramiding holds for market entries, and the same run gives the same trades', () => {
    fc.assert(
      fc.property(run, (r) => {
        const market = (r as Run).commands.map((list) =>
          list
            .filter((c) => c.what === 'entry' || c.what.startsWith('close'))
            .map((c) => ({ ...c, stop: undefined, limit: undefined })),
        )
        const limit = Math.max(1, r.settings.pyramiding!)
        // First in, first out, a row can be cut in two without a slot being freed (BE-7.6).
        const settings = { ...(r as Run).settings, closeEntriesRule: 'ANY' } as const
        const any: Run = { ...(r as Run), settings, commands: market }
        const host = play(any, (h) => expect(h.broker.openTradeCount).toBeLessThanOrEqual(limit))
        expect(play(any).trades).toEqual(host.trades)
      }),
      { numRuns: 200 },
    )
  })

  it('the drawdown and run-up never shrink and hold what the closes show', () => {
    fc.assert(
      fc.property(run, (r) => {
        let [fall, rise] = [0, 0]
        const capital = r.settings.initialCapital!
        play(r as Run, (host) => {
          const [nextFall, nextRise] = [host.account('MAX_DRAWDOWN'), host.account('MAX_RUNUP')]
          expect(nextFall).toBeGreaterThanOrEqual(fall)
          expect(nextRise).toBeGreaterThanOrEqual(rise)
          if (host.broker.position !== 0) {
            expect(nextFall).toBeGreaterThanOrEqual(capital - host.broker.equity - 1e-6)
            expect(nextRise).toBeGreaterThanOrEqual(host.broker.equity - capital - 1e-6)
          }
          fall = nextFall
          rise = nextRise
        })
      }),
      { numRuns: 200 },
    )
  })
})

describe('the walk against a slow and obvious one', () => {
  const priced = fc.record({
    side,
    offset: fc.integer({ min: -80, max: 80 }),
    isStop: fc.boolean(),
  })

  it('agrees on which raw orders fill, in which order and at which prices', () => {
    fc.assert(
      fc.property(
        bars,
        fc.array(fc.tuple(fc.nat(20), priced), { maxLength: 12 }),
        (bars, orders) => {
          const host = createHost({ marginLong: 0, marginShort: 0 })
          const slow = createSlowBroker()
          bars.forEach((bar, i) => {
            host.bar(bar, () => {
              orders.forEach(([at, { side, offset, isStop }], n) => {
                if (at !== i) return
                const price = Math.round(bar[3] * 100 + offset) / 100
                host.order(`${n}`, side, isStop ? { stop: price } : { limit: price })
              })
            })
            slow.bar(i, bar)
            orders.forEach(([at, { side, offset, isStop }], n) => {
              if (at === i) slow.place(`${n}`, side, isStop, Math.round(bar[3] * 100 + offset))
            })
          })
          expect(host.fills.map((f) => [f.bar, host.texts[f.id], f.price])).toEqual(slow.fills)
        },
      ),
      { numRuns: 500 },
    )
  })
})
