import { describe, expect, it } from 'vitest'
import { HELD } from '../../src/trades/index.ts'
import { createHost, type Host } from './host.ts'
import { at, play } from './tell.ts'

describe('BE-15 what scripts can read', () => {
  it('BE-15.1 BE-2.7 nothing that the run itself has ordered is visible before the next one', () => {
    const host = createHost()
    host.bar(at(100), () => host.entry('L', 'long'))
    expect(host.see('POSITION_SIZE')).toBe(0)
    host.bar(at(100), () => host.closeAll({ immediately: true }))
    expect([host.see('POSITION_SIZE'), host.broker.position]).toEqual([1, 0])
    host.bar(at(100))
    expect([host.see('POSITION_SIZE'), host.see('CLOSEDTRADES')]).toEqual([0, 1])
  })

  it('BE-15.2 position, average price and the oldest entry’s id', () => {
    const host = createHost({ pyramiding: 2 })
    expect(host.account('POSITION_AVG_PRICE')).toBeNaN()
    host.bar(at(100), () => host.entry('A', 'short', { qty: 1 }))
    host.bar(at(100), () => host.entry('B', 'short', { qty: 3 }))
    host.bar(at(102))
    expect(host.see('POSITION_SIZE')).toBe(-4)
    expect(host.see('POSITION_AVG_PRICE')).toBe(101.5)
    expect(host.texts[host.see('POSITION_ENTRY_NAME')]).toBe('A')
    expect(host.see('OPENTRADES')).toBe(2)
    expect(host.see('CAPITAL_HELD')).toBe(406)
  })

  it('BE-15.3 profits, counts and means, in money and percent', () => {
    const host = createHost({ initialCapital: 1000 })
    const round = (entry: number, exit: number): void => {
      host.bar(at(entry), () => host.entry('L', 'long'))
      host.bar(at(entry), () => host.close('L'))
      host.bar(at(exit))
    }
    round(100, 110)
    round(100, 130)
    round(100, 95)
    round(100, 100)
    const want = {
      NETPROFIT: 35,
      OPENPROFIT: 0,
      EQUITY: 1035,
      GROSSPROFIT: 40,
      GROSSLOSS: 5,
      CLOSEDTRADES: 4,
      WINTRADES: 2,
      LOSSTRADES: 1,
      EVENTRADES: 1,
      AVG_TRADE: 8.75,
      AVG_WINNING_TRADE: 20,
      AVG_LOSING_TRADE: 5,
      AVG_TRADE_PERCENT: 8.75,
      AVG_WINNING_TRADE_PERCENT: 20,
      AVG_LOSING_TRADE_PERCENT: 5,
      MAX_CONTRACTS_HELD_ALL: 1,
      MAX_CONTRACTS_HELD_LONG: 1,
      MAX_CONTRACTS_HELD_SHORT: 0,
    } as const
    const got = Object.fromEntries(
      Object.keys(want).map((name) => [name, host.see(name as keyof typeof want)]),
    )
    expect(got).toEqual(want)
  })

  it('gives na for means of nothing and for the price of no position', () => {
    const host = createHost()
    for (const name of ['AVG_TRADE', 'AVG_WINNING_TRADE', 'AVG_LOSING_TRADE_PERCENT'] as const)
      expect(host.account(name)).toBeNaN()
    expect(host.account('MARGIN_LIQUIDATION_PRICE')).toBeNaN()
    expect(host.account('CAPITAL_HELD')).toBe(0)
  })

  it('BE-12.36 capital held is na without any margin', () => {
    expect(createHost({ marginLong: 0, marginShort: 0 }).account('CAPITAL_HELD')).toBeNaN()
  })

  it('tells the exposure of a bar that opens and closes a position', () => {
    const host = createHost()
    const held: number[] = []
    const note = (): void => {
      held.push(host.broker.held)
    }
    host.bar(at(100), () => {
      host.entry('L', 'long')
      host.exit('X', { from: 'L', limit: 101 })
    })
    note()
    host.bar([100, 102, 100, 102])
    note()
    host.bar(at(102))
    note()
    expect(held).toEqual([HELD.NOTHING, HELD.GONE, HELD.NOTHING])
  })

  it('BE-2.6 a position opened at the close has no path on that bar', () => {
    const host = createHost({ processOrdersOnClose: true })
    host.bar([100, 150, 50, 100], () => host.entry('L', 'long'))
    host.bar([100, 101, 99, 100], () => host.close('L'))
    expect(host.trades).toMatchObject([{ runup: 1, drawdown: 1 }])
  })

  it('BE-4.7 an immediate close shows the raw close and pays the slipped one', () => {
    const host = createHost({ slippage: 10 })
    host.bar(at(100), () => host.entry('L', 'long'))
    host.bar(at(100), () => host.closeAll({ immediately: true }))
    expect(host.trades).toMatchObject([{ entry: 100.1, exit: 100, profit: -0.2 }])
  })

  it('version changes with lots and only then', () => {
    const host = createHost()
    const seen: number[] = []
    host.bar(at(100), () => host.entry('L', 'long'))
    seen.push(host.broker.version)
    host.bar(at(100))
    seen.push(host.broker.version)
    host.bar(at(100), () => host.close('L'))
    seen.push(host.broker.version)
    host.bar(at(100))
    seen.push(host.broker.version)
    expect(new Set(seen).size).toBe(3)
    expect(seen[1]).toBe(seen[2])
  })
})

describe('RM-6 extremes of equity inside bars', () => {
  const settings = { initialCapital: 10_000, marginShort: 0 }
  const drawdowns = (host: Host): number => Math.round(host.see('MAX_DRAWDOWN') * 100) / 100
  const runups = (host: Host): number => Math.round(host.see('MAX_RUNUP') * 100) / 100

  it('RM-6.7 the drawdown of the manual’s example', () => {
    const host = createHost(settings)
    host.bar(at(34.08), () => host.entry('L', 'long', { qty: 44 }))
    host.bar([34.08, 34.08, 33.55, 33.6])
    expect(drawdowns(host)).toBe(23.32)
    host.bar([33.6, 33.6, 30.67, 31.81], () => host.entry('S', 'short', { qty: 45 }))
    expect(drawdowns(host)).toBe(150.04)
    host.bar([31.81, 34.29, 31.81, 34])
    expect(host.trades).toMatchObject([{ profit: -99.88 }])
    expect(drawdowns(host)).toBe(211.48)
    host.bar([34, 35.34, 34, 35])
    expect(drawdowns(host)).toBe(258.73)
    expect(host.broker.statistics().maxDrawdownPct).toBeCloseTo(2.5873, 10)
  })

  it('RM-6.8 the run-up of the manual’s example', () => {
    const host = createHost(settings)
    host.bar(at(47.11), () => host.entry('L', 'long', { qty: 32 }))
    host.bar([47.11, 52.15, 47.11, 52])
    expect(runups(host)).toBe(161.28)
    host.bar([52, 64.05, 35.44, 35.44], () => host.entry('S', 'short', { qty: 41 }))
    expect(runups(host)).toBe(542.08)
    host.bar([35.44, 35.44, 29.71, 30])
    expect(host.trades[0]!.profit).toBeCloseTo(-373.44, 9)
    expect(runups(host)).toBe(542.08)
    host.bar([30, 30, 19.9, 20])
    expect(runups(host)).toBe(637.14)
  })

  it('RM-6.9 the peak is the settled equity before the next entry fee', () => {
    const host = createHost({
      initialCapital: 1000,
      commissionType: 'cashPerOrder',
      commissionValue: 10,
    })
    host.bar(at(100), () => host.entry('L', 'long'))
    host.bar(at(100), () => host.closeAll())
    host.bar(at(210), () => host.entry('L', 'long'))
    host.bar([210, 210, 180, 200])
    // 1090 settled; 10 of fee and 30 of loss.
    expect(host.see('MAX_DRAWDOWN')).toBe(40)
  })

  it('RM-6.9 on the entry and exit bars only the walked part of the path counts', () => {
    const host = play({
      steps: [
        [at(100), (h) => h.entry('L', 'long', { stop: 105 })],
        // 100 → 90 → 110 → 108
        [[100, 110, 90, 108], (h) => h.closeAll()],
        [[109, 200, 1, 100]],
      ],
    })
    expect(host.see('MAX_DRAWDOWN')).toBe(0)
    expect(host.see('MAX_RUNUP')).toBe(5)
  })

  it('RM-7.7 the highest margin used, fills inside bars included', () => {
    const host = play({
      settings: { marginLong: 50 },
      steps: [
        [
          at(100),
          (h) => {
            h.entry('L', 'long', { qty: 2, stop: 105 })
            h.exit('X', { from: 'L', stop: 104 })
          },
        ],
        [[100, 106, 99, 100]],
      ],
    })
    expect(host.broker.statistics().maxMarginUsed).toBe(105)
    expect(host.broker.marginUsed).toBe(0)
  })
})
