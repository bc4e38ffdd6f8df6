import { describe, expect, it } from 'vitest'
import { EXIT_REASON, TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'
import {
  type Closing,
  closeLots,
  createLedger,
  createScale,
  followPrice,
  type Ledger,
  moneyOf,
  openLot,
  takeLot,
  writeOpenLots,
} from '../../src/trades/index.ts'

const scale = createScale(0.01, 0.1, 5)

function open(ledger: Ledger, lots: number, price: number, id: number, fee = 0): void {
  const entry = ledger.version
  const lot = { lots, price, bar: 1, timeMs: 10, id, comment: 0, entry, fee }
  openLot(ledger, 1, price, 1, Object.assign(takeLot(ledger), lot))
}

function close(ledger: Ledger, closing: Partial<Closing>): number[][] {
  const rows: number[][] = []
  closeLots(
    ledger,
    {
      lots: 0,
      price: 0,
      shownPrice: closing.price ?? 0,
      fee: 0,
      bar: 2,
      timeMs: 20,
      id: 9,
      comment: 8,
      reason: EXIT_REASON.ORDER,
      ambiguous: false,
      fx: 1,
      onlyId: -1,
      onlyEntry: -1,
      ...closing,
    },
    (row) => rows.push([...row]),
  )
  return rows
}

describe('the ledger', () => {
  it('counts money of ticks × lots × point value', () => {
    expect(moneyOf(scale, 1377 * 10)).toBe(68.85)
  })

  it('BE-11.2 writes one row for each lot that a fill closes, oldest first', () => {
    const ledger = createLedger(scale)
    open(ledger, 10, 10_000, 1, 2)
    open(ledger, 30, 10_200, 2, 6)
    const rows = close(ledger, { lots: 25, price: 10_100, fee: 5 })
    const columns = [TRADE.QTY, TRADE.ENTRY_PRICE, TRADE.ENTRY_FEE, TRADE.EXIT_FEE, TRADE.PROFIT]
    expect(rows.map((row) => columns.map((column) => row[column]))).toEqual([
      [1, 100, 2, 2, 1],
      [1.5, 102, 3, 3, -13.5],
    ])
    expect(ledger).toMatchObject({ side: 1, size: 15, cost: 15 * 10_200, openFees: 3 })
    expect(ledger).toMatchObject({ closedProfit: -12.5, wins: 1, losses: 1, longFees: 13 })
  })

  it('leaves no dust when the last lot goes', () => {
    const ledger = createLedger(scale)
    for (let i = 0; i < 10; i++) open(ledger, 3, 10_000 + i, 1, 0.1)
    close(ledger, { lots: 30, price: 10_000 })
    expect(ledger).toMatchObject({ side: 0, size: 0, cost: 0, openFees: 0, lots: [] })
  })

  it('BE-11.1 closes lots of one id or of one entry alone when told so', () => {
    const ledger = createLedger(scale)
    open(ledger, 1, 10_000, 1)
    open(ledger, 1, 10_001, 2)
    open(ledger, 1, 10_002, 1)
    expect(
      close(ledger, { lots: 2, price: 10_000, onlyId: 1 }).map((r) => r[TRADE.ENTRY_PRICE]),
    ).toEqual([100, 100.02])
    expect(ledger.lots.map(({ id }) => id)).toEqual([2])
    expect(close(ledger, { lots: 1, price: 10_000, onlyEntry: 77 })).toEqual([])
    expect(ledger.size).toBe(1)
  })

  it('RM-1.2 the profit in percent is net, of the entry value', () => {
    const ledger = createLedger(scale)
    open(ledger, 10, 10_000, 1, 2)
    const [row] = close(ledger, { lots: 10, price: 10_100, fee: 1, fx: 2 })
    // 1 × 5 × 2 − 3 of 100 × 5 × 2.
    expect(row![TRADE.PROFIT]).toBe(7)
    expect(row![TRADE.PROFIT_PERCENT]).toBeCloseTo(0.7, 12)
  })

  it('takes no percentage of an entry at a price of 0', () => {
    const ledger = createLedger(scale)
    open(ledger, 10, 0, 1)
    const rows = new Float64Array(TRADE_WIDTH)
    writeOpenLots(ledger, rows, 100, 1)
    expect([rows[TRADE.PROFIT], rows[TRADE.PROFIT_PERCENT]]).toEqual([5, 0])
    const [row] = close(ledger, { lots: 10, price: 200 })
    expect([row![TRADE.PROFIT], row![TRADE.PROFIT_PERCENT]]).toEqual([10, 0])
    expect(ledger.winPercent).toBe(0)
  })

  it('BE-11.5 an excursion is money at the rate of the day on which it was reached', () => {
    const ledger = createLedger(scale)
    open(ledger, 10, 10_000, 1)
    followPrice(ledger.lots[0]!, 10_500, 2)
    followPrice(ledger.lots[0]!, 9900, 3)
    followPrice(ledger.lots[0]!, 10_500, 4)
    const [row] = close(ledger, { lots: 10, price: 10_100, fx: 5 })
    const perUnit = 5
    expect(row![TRADE.MAX_RUNUP]).toBe(5 * perUnit * 2)
    expect(row![TRADE.MAX_DRAWDOWN]).toBe(1 * perUnit * 3)
    expect(row![TRADE.PROFIT]).toBe(1 * perUnit * 5)
  })

  it('writes open lots with the excursions of each since it was opened', () => {
    const ledger = createLedger(scale)
    open(ledger, 10, 10_000, 1, 1)
    followPrice(ledger.lots[0]!, 10_500, 1)
    open(ledger, 10, 10_300, 2)
    followPrice(ledger.lots[1]!, 9900, 1)
    const rows = new Float64Array(2 * TRADE_WIDTH)
    expect(writeOpenLots(ledger, rows, 10_100, 1)).toBe(2)
    const read = (at: number): number[] =>
      [TRADE.PROFIT, TRADE.MAX_RUNUP, TRADE.MAX_DRAWDOWN, TRADE.EXIT_PRICE, TRADE.EXIT_BAR].map(
        (column) => rows[at + column]!,
      )
    expect(read(0)).toEqual([5, 24, 6, 101, Number.NaN])
    expect(read(TRADE_WIDTH)).toEqual([-10, 0, 20, 101, Number.NaN])
  })
})
