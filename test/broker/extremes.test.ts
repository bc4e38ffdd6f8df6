import { describe, expect, it } from 'vitest'
import { createHost } from './host.ts'
import { at } from './tell.ts'

const DAY = 86_400_000

describe('RM-0.1: money in the account currency', () => {
  it('the profit converts at the rate of the exit, each fee at the rate of its fill', () => {
    const rates = [1, 2, 4]
    const host = createHost(
      { commissionType: 'percent', commissionValue: 1 },
      {},
      { fxAt: (timeMs) => rates[timeMs / DAY]! },
    )
    host.bar(at(100), () => host.entry('L', 'long', { qty: 1 }), 0)
    host.bar(at(100), () => host.close('L'), DAY)
    host.bar(at(110), undefined, 2 * DAY)
    // 10 points at 4; fees 1 at 2 and 1.1 at 4.
    const [trade] = host.trades
    expect(trade).toMatchObject({ entryFee: 2, exitFee: 4.4 })
    expect(trade!.profit).toBeCloseTo(40 - 2 - 4.4, 9)
  })
})

describe('RM-6: extremes with several lots and with open ones', () => {
  const pyramid = () => {
    const host = createHost({ initialCapital: 10_000, pyramiding: 2 })
    host.bar(at(100), () => host.entry('A', 'long', { qty: 1 }))
    host.bar(at(100), () => host.entry('B', 'long', { qty: 2 }))
    host.bar(at(104))
    return host
  }

  it('RM-6.10: sums the open profit of all lots at the adverse extreme', () => {
    const host = pyramid()
    host.bar([104, 104, 95, 100])
    // 5 on one contract from 100, 9 on each of two from 104.
    expect(host.see('MAX_DRAWDOWN')).toBe(5 + 2 * 9)
    host.bar([100, 120, 100, 110])
    expect(host.see('MAX_RUNUP')).toBe(20 + 2 * 16)
  })

  it('RM-6.10: of shorts at the high', () => {
    const host = createHost({ initialCapital: 10_000, pyramiding: 2 })
    host.bar(at(100), () => host.entry('A', 'short', { qty: 1 }))
    host.bar(at(100), () => host.entry('B', 'short', { qty: 3 }))
    host.bar(at(90))
    host.bar([90, 106, 90, 100])
    expect(host.see('MAX_DRAWDOWN')).toBe(6 + 3 * 16)
  })

  it('RM-6.11: a lot that is still open takes part, in the figures of the report too', () => {
    const host = pyramid()
    host.bar([104, 104, 95, 100])
    expect(host.trades).toEqual([])
    expect(host.broker.statistics()).toMatchObject({ maxDrawdown: 23, maxRunup: 4 })
  })

  it('RM-6.12: percent of the peak, or of the low, that was in effect', () => {
    const host = createHost({ initialCapital: 1000 })
    host.bar(at(100), () => host.entry('L', 'long', { qty: 2 }))
    host.bar(at(100), () => host.closeAll())
    // 1100 is the peak now.
    host.bar(at(150), () => host.entry('L', 'long', { qty: 2 }))
    host.bar([150, 150, 122.5, 150])
    const { maxDrawdown, maxDrawdownPct, maxRunup, maxRunupPct } = host.broker.statistics()
    expect(maxDrawdown).toBe(55)
    expect(maxDrawdownPct).toBeCloseTo((55 / 1100) * 100, 12)
    expect([maxRunup, maxRunupPct]).toEqual([100, 10])
  })

  it('RM-6.14: a script reads them up to its bar', () => {
    const host = pyramid()
    const seen: number[] = []
    for (const low of [103, 90, 95, 80]) {
      host.bar([104, 104, low, 104])
      seen.push(host.see('MAX_DRAWDOWN'))
    }
    // At 103 the first lot is 3 ahead, the two others 1 behind.
    expect(seen).toEqual([0, 10 + 2 * 14, 10 + 2 * 14, 20 + 2 * 24])
  })
})
