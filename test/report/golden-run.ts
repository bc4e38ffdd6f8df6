import { EXIT_REASON } from '../../src/shared/layout.ts'
import {
  accountRow,
  type BarFacts,
  equityOf,
  HOUR,
  openRow,
  type PlainRecord,
  recordOf,
  rows,
  START,
  type TradeFacts,
  tradeRow,
} from './fixture.ts'

const CAPITAL = 10_000
const BARS = 24 * 200
const FEE_RATE = 0.001

/** A price path of whole cents without any randomness: a slow wave, a fast one and a drift. */
function priceAt(bar: number): number {
  const wave = 900 * Math.sin(bar / 260) + 240 * Math.sin(bar / 31) + bar * 0.35
  return Math.round((20_000 + wave) * 100) / 100
}

const ESCAPE = '\u001b'

/** A run of 200 days of hourly bars with 48 closed trades, one open lot, notes, logs and a hostile title. */
export function goldenRun(): PlainRecord {
  const texts = ['', 'L', 'S', '=cmd|calc', 'stop, "hard"', `evil${ESCAPE}[31mred`]
  const closed: Float64Array[] = []
  const marks = new Map<number, number>()
  let realized = CAPITAL
  let turnover = 0
  for (let n = 0; n < 48; n++) {
    const entryBar = 40 + n * 97
    const exitBar = entryBar + 20 + ((n * 37) % 60)
    const side = n % 3 === 2 ? -1 : 1
    const entryPrice = priceAt(entryBar)
    const exitPrice = priceAt(exitBar)
    const qty = 0.25
    const entryFee = entryPrice * qty * FEE_RATE
    const exitFee = exitPrice * qty * FEE_RATE
    let best = 0
    let worst = 0
    for (let bar = entryBar; bar <= exitBar; bar++) {
      const move = side * (priceAt(bar) - entryPrice) * qty
      best = Math.max(best, move)
      worst = Math.min(worst, move)
      marks.set(bar, realized - entryFee + move)
    }
    const facts: TradeFacts = {
      side,
      qty,
      entryBar,
      exitBar,
      entryPrice,
      exitPrice,
      entryFee,
      exitFee,
      runUp: Math.max(0, best - entryFee),
      drawdown: entryFee - worst,
      entryId: side > 0 ? 1 : 2,
      exitId: n % 5 === 0 ? 3 : side > 0 ? 1 : 2,
      exitComment: n % 7 === 0 ? 4 : n % 11 === 0 ? 5 : 0,
      reason: [EXIT_REASON.CLOSE, EXIT_REASON.STOP, EXIT_REASON.REVERSAL][n % 3]!,
    }
    const row = tradeRow(facts)
    closed.push(row)
    realized += side * (exitPrice - entryPrice) * qty - entryFee - exitFee
    turnover += (entryPrice + exitPrice) * qty
    for (let bar = exitBar; bar < entryBar + 97; bar++) marks.set(bar, realized)
  }
  const openBar = BARS - 30
  const openPrice = priceAt(openBar)
  const lastPrice = priceAt(BARS - 1)
  const openFee = openPrice * 0.25 * FEE_RATE
  const open = openRow({
    entryBar: openBar,
    entryPrice: openPrice,
    exitPrice: lastPrice,
    qty: 0.25,
    entryFee: openFee,
    profit: (lastPrice - openPrice) * 0.25 - openFee,
    exitId: 0,
    runUp: 40,
    drawdown: 12,
  })
  let equity = CAPITAL
  const bars: BarFacts[] = []
  for (let bar = 0; bar < BARS; bar++) {
    const close = priceAt(bar)
    const isOpen = bar >= openBar
    equity = isOpen ? realized - openFee + (close - openPrice) * 0.25 : (marks.get(bar) ?? equity)
    const held = closed.find((row) => row[2]! <= bar && bar < row[8]!)
    bars.push({
      timeMs: START + bar * HOUR,
      open: priceAt(Math.max(0, bar - 1)),
      close,
      equity,
      position: isOpen ? 0.25 : held ? held[0]! * 0.25 : 0,
      exposed: isOpen || closed.some((row) => row[2]! <= bar && bar <= row[8]!),
      margin: isOpen || held ? close * 0.25 : 0,
    })
  }
  const summary = equityOf(CAPITAL, bars)
  return recordOf({
    capital: CAPITAL,
    settings: {
      title: `SMA cross\u202e, ATR stop${ESCAPE}]0;owned\u0007`,
      commissionValue: 0.1,
      defaultQtyType: 'fixed',
      defaultQtyValue: 0.25,
      slippage: 1,
    },
    inputs: [
      { name: 'fast', type: 'int', initial: 10, value: 12, min: 2, max: 200, overridden: true },
      { name: 'slow', type: 'int', initial: 30, value: 30, min: 3, max: 400, overridden: false },
      { name: 'mult', type: 'float', initial: 2, value: 2, overridden: false },
    ],
    data: [
      {
        name: 'btc.csv',
        symbol: 'BTCUSDT',
        timeframe: '1h',
        bars: BARS,
        fromMs: START,
        toMs: START + (BARS - 1) * HOUR,
        hash: '9c1e0b7d'.padEnd(64, '0'),
        inferred: { format: 'tradingview', timeUnit: 's' },
        quality: { gaps: 2, missingBars: 5, bad: 0, duplicate: 0 },
      },
    ],
    warmup: { bars: 30, by: 'slow' },
    texts,
    trades: rows(...closed),
    openTrades: rows(open),
    account: accountRow({
      OPENPROFIT: (lastPrice - openPrice) * 0.25,
      MAX_CONTRACTS_HELD_ALL: 0.25,
      MAX_CONTRACTS_HELD_LONG: 0.25,
      MAX_CONTRACTS_HELD_SHORT: 0.25,
      FX: 1,
    }),
    statistics: {
      orders: 112,
      fills: 97,
      turnover,
      marginCalls: { long: 0, short: 0 },
      liquidatedVolume: { long: 0, short: 0 },
      largestLiquidation: { long: 0, short: 0 },
      maxMarginUsed: 5600.5,
      maxDrawdown: 1234.56,
      maxDrawdownPct: 11.9,
      maxRunup: 2345.67,
      maxRunupPct: 24.8,
    },
    equity: summary,
    declined: {
      groups: [{ code: 'N101', count: 7, text: 'orders declined: not enough margin' }],
      first: [
        {
          code: 'N101',
          bar: 1204,
          timeMs: START + 1204 * HOUR,
          id: 'L',
          command: 'entry',
          qty: 1.5,
          price: null,
          mark: 14 * 4096 + 12,
        },
      ],
    },
    logs: {
      lines: [{ kind: 'log', bar: 3, timeMs: START + 3 * HOUR, text: `hello${ESCAPE}[2J\nworld` }],
      dropped: 2,
    },
    levels: {
      kind: [0, 1, 2],
      side: [1, 1, -1],
      entryBar: [10, 10, null],
      from: [10, 10, 20],
      to: [15, 17, 21],
      price: [19_900.5, 21_000, 20_100],
      dropped: 0,
    },
    plots: [
      {
        declaration: { name: 'fast', kind: 'line', color: 'orange' },
        samples: {
          every: 2,
          bar: [0, 2],
          time: [START, START + 2 * HOUR],
          value: [null, 20_000.5],
        },
      },
      {
        declaration: { name: 'fast', kind: 'hline', price: 3 },
        samples: { every: 1, bar: [], time: [], value: [] },
      },
    ],
  })
}
