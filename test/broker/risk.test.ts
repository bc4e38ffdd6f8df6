import { describe, expect, it } from 'vitest'
import { createHost, type Host, type Ohlc } from './host.ts'
import { at, tell } from './tell.ts'

const DAY = 86_400_000

type Day = readonly [timeMs: number, bar: Ohlc, script?: (host: Host) => void]

function playDays(
  steps: readonly Day[],
  settings = {},
  tradingDayOf?: (ms: number) => number,
): Host {
  const host = createHost(settings, {}, tradingDayOf === undefined ? {} : { tradingDayOf })
  for (const [timeMs, bar, script] of steps) host.bar(bar, () => script?.(host), timeMs)
  return host
}

describe('BE-13.2 the cap on filled orders per day', () => {
  it('closes at the same price after a fill at the open, drops the rest, waits for the next day', () => {
    const host = playDays([
      [
        0,
        at(100),
        (h) => {
          h.risk.maxFills(2)
          h.entry('L', 'long')
        },
      ],
      [
        1,
        at(101),
        (h) => {
          h.entry('S', 'short')
          h.order('REST', 'long', { limit: 50 })
        },
      ],
      [2, [102, 103, 101, 102], (h) => h.entry('LATER', 'long')],
      [DAY, at(104), (h) => h.entry('NEXT', 'long')],
      [DAY + 1, at(105)],
    ])
    expect(host.trades.map(tell)).toEqual(['long 1 101@1 > 102@2 S', 'short 1 102@2 > 102@2 RISK'])
    expect(host.declines.map(({ code, id }) => `${code} ${id}`)).toEqual([
      'N114 REST',
      'N106 LATER',
    ])
    expect(host.broker.position).toBe(1)
    expect(host.broker.statistics().intradayCapCloses).toBe(1)
  })

  it('closes at the end of the leg after a stop entry inside the bar (F9)', () => {
    const host = playDays([
      [
        0,
        at(100),
        (h) => {
          h.risk.maxFills(1)
          h.entry('L', 'long', { stop: 101 })
        },
      ],
      [1, [100, 105, 99.5, 102]],
    ])
    expect(host.trades.map(tell)).toEqual(['long 1 101@1 > 105@1 RISK'])
  })

  it('counts a reversal once and the cap’s own close not at all', () => {
    const host = playDays([
      [
        0,
        at(100),
        (h) => {
          h.risk.maxFills(3)
          h.entry('L', 'long')
        },
      ],
      [1, at(100), (h) => h.entry('S', 'short')],
      [2, at(100)],
      [3, at(100)],
    ])
    expect(host.broker.position).toBe(-1)
  })

  it('BE-13.1 follows the exchange’s trading day', () => {
    const noon = (ms: number): number => Math.floor((ms + DAY / 2) / DAY)
    const host = playDays(
      [
        [
          0,
          at(100),
          (h) => {
            h.risk.maxFills(1)
            h.entry('A', 'long')
          },
        ],
        [1, at(100), (h) => h.entry('B', 'long')],
        [DAY / 2, at(100), (h) => h.entry('C', 'long')],
        [DAY / 2 + 1, at(100)],
      ],
      {},
      noon,
    )
    expect(host.trades.map((t) => t.entryId)).toEqual(['A', 'C'])
  })
})

describe('BE-13.3 the maximum position size', () => {
  it('makes an entry smaller so that the position fits, and drops it when nothing is left', () => {
    const host = playDays(
      [
        [
          0,
          at(100),
          (h) => {
            h.risk.maxPosition(3)
            h.entry('A', 'long', { qty: 2 })
          },
        ],
        [1, at(100), (h) => h.entry('B', 'long', { qty: 2 })],
        [2, at(100), (h) => h.entry('C', 'long', { qty: 2 })],
        [3, at(100)],
      ],
      { pyramiding: 9 },
    )
    expect(host.fills.map((fill) => fill.qty)).toEqual([2, 1])
    expect(host.declines).toMatchObject([{ code: 'N107', id: 'C' }])
  })

  it('holds for priced entries when they fill', () => {
    const host = playDays([
      [
        0,
        at(100),
        (h) => {
          h.risk.maxPosition(1)
          h.entry('A', 'long', { stop: 101 })
          h.entry('B', 'long', { stop: 102 })
        },
      ],
      [1, [100, 103, 99, 103]],
    ])
    expect(host.broker.position).toBe(1)
    expect(host.declines).toMatchObject([{ code: 'N107', id: 'B' }])
  })
})

describe('BE-13.5 the limit on drawdown', () => {
  const floating: readonly Day[] = [
    [
      0,
      at(100),
      (h) => {
        h.risk.maxDrawdown(20, 'CASH')
        h.entry('L', 'long', { qty: 2 })
      },
    ],
    [1, at(100)],
    [2, at(80)],
  ]

  it('is not triggered by a floating loss alone', () => {
    expect(playDays(floating).broker.position).toBe(2)
  })

  it('closes what is left at the close of a bar that books a trade, and for good', () => {
    const host = playDays([
      ...floating,
      [3, at(85), (h) => h.close('L', { qty: 1 })],
      [4, [86, 88, 84, 87], (h) => h.entry('L', 'long')],
      [400 * DAY, at(90), (h) => h.entry('L', 'long')],
      [401 * DAY, at(90)],
    ])
    expect(host.trades.map(tell)).toEqual(['long 1 100@1 > 86@4 L', 'long 1 100@1 > 87@4 HALT'])
    expect(host.declines.map(({ code }) => code)).toEqual(['N106', 'N106'])
    expect(host.broker.statistics().riskCloses).toBe(1)
  })

  it('counts percent from the highest realized equity', () => {
    const lose = (by: number): number =>
      playDays(
        [
          [
            0,
            at(100),
            (h) => {
              h.risk.maxDrawdown(10, 'PERCENT_OF_EQUITY')
              h.entry('L', 'long', { qty: 5 })
            },
          ],
          [1, at(100), (h) => h.close('L')],
          // Realized peak 1500, a tenth of it is 150.
          [2, at(200), (h) => h.entry('M', 'long', { qty: 2 })],
          [3, at(200), (h) => h.close('M', { qty: 1 })],
          [4, at(200 - by)],
        ],
        { initialCapital: 1000 },
      ).broker.position
    expect(lose(74)).toBe(1)
    expect(lose(75)).toBe(0)
  })
})

it('BE-13.8 without equity left a percentage limit ends trading in any case', () => {
  const host = playDays(
    [
      [
        0,
        at(100),
        (h) => {
          h.risk.maxDrawdown(200, 'PERCENT_OF_EQUITY')
          h.entry('L', 'long', { qty: 30 })
        },
      ],
      [1, at(100), (h) => h.close('L', { qty: 1 })],
      [2, at(60)],
    ],
    { initialCapital: 1000, marginLong: 0 },
  )
  expect(host.broker.equity).toBe(-200)
  expect(host.trades).toMatchObject([{ qty: 1 }, { qty: 29, reason: 'HALT' }])
})

describe('BE-13.6 the limit on the loss within a day', () => {
  it('closes where the path turns, and trading resumes on the next day', () => {
    const host = playDays([
      [
        0,
        at(100),
        (h) => {
          h.risk.maxDayLoss(10, 'CASH')
          h.entry('L', 'long')
        },
      ],
      [1, [100, 101, 89, 95], (h) => h.entry('L', 'long')],
      [DAY, at(95), (h) => h.entry('L', 'long')],
      [DAY + 1, at(95)],
    ])
    expect(host.trades.map(tell)).toEqual(['long 1 100@1 > 89@1 HALT'])
    expect(host.declines).toMatchObject([{ code: 'N106' }])
    expect(host.broker.position).toBe(1)
  })
})

describe('BE-13.7 losing days in a row', () => {
  it('ends trading at the open after the last of them', () => {
    const host = playDays([
      [
        0,
        at(100),
        (h) => {
          h.risk.maxLossDays(2)
          h.entry('L', 'long')
        },
      ],
      [1, at(100)],
      [2, at(99)],
      [DAY, at(98)],
      [2 * DAY, [97, 99, 96, 98], (h) => h.entry('L', 'long')],
      [9 * DAY, at(98)],
    ])
    expect(host.trades.map(tell)).toEqual(['long 1 100@1 > 97@4 HALT'])
    expect(host.declines).toMatchObject([{ code: 'N106' }])
  })

  it('a day without a loss starts the count anew', () => {
    const host = playDays([
      [
        0,
        at(100),
        (h) => {
          h.risk.maxLossDays(2)
          h.entry('L', 'long')
        },
      ],
      [1, at(100)],
      [2, at(99)],
      [DAY, at(99)],
      [2 * DAY, at(98)],
      [3 * DAY, at(98)],
    ])
    expect(host.broker.position).toBe(1)
  })
})
