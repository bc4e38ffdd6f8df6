import type { InputOfRun, RunRecord } from '../../src/report/record.ts'
import { ACCOUNT, ACCOUNT_WIDTH, EXIT_REASON, TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'
import { DEFAULT_SETTINGS, type StrategySettings } from '../../src/shared/settings.ts'
import { timeframeOfMs } from '../../src/shared/timeframe.ts'
import { createEquityTrack, HELD } from '../../src/trades/index.ts'

export const HOUR = 3_600_000
export const DAY_MS = 24 * HOUR
/** 2024-01-01, a Monday. */
export const START = Date.UTC(2024, 0, 1)

export type TradeFacts = {
  readonly side?: 1 | -1
  readonly qty?: number
  readonly entryBar?: number
  readonly exitBar?: number
  readonly entryTime?: number
  readonly exitTime?: number
  readonly entryPrice?: number
  readonly exitPrice?: number
  readonly entryFee?: number
  readonly exitFee?: number
  readonly profit?: number
  readonly pct?: number
  readonly runUp?: number
  readonly drawdown?: number
  readonly entryId?: number
  readonly exitId?: number
  readonly entryComment?: number
  readonly exitComment?: number
  readonly reason?: number
}

/** A trade row; what is not given follows from the rest. */
export function tradeRow(facts: TradeFacts = {}): Float64Array {
  const row = new Float64Array(TRADE_WIDTH)
  const side = facts.side ?? 1
  const qty = facts.qty ?? 1
  const entryPrice = facts.entryPrice ?? 100
  const fees = (facts.entryFee ?? 0) + (facts.exitFee ?? 0)
  const profit = facts.profit ?? side * ((facts.exitPrice ?? entryPrice) - entryPrice) * qty - fees
  const entryBar = facts.entryBar ?? 0
  const exitBar = facts.exitBar ?? entryBar
  row[TRADE.SIDE] = side
  row[TRADE.QTY] = qty
  row[TRADE.ENTRY_BAR] = entryBar
  row[TRADE.ENTRY_TIME] = facts.entryTime ?? START + entryBar * HOUR
  row[TRADE.ENTRY_PRICE] = entryPrice
  row[TRADE.ENTRY_ID] = facts.entryId ?? 1
  row[TRADE.ENTRY_COMMENT] = facts.entryComment ?? 0
  row[TRADE.ENTRY_FEE] = facts.entryFee ?? 0
  row[TRADE.EXIT_BAR] = exitBar
  row[TRADE.EXIT_TIME] = facts.exitTime ?? START + exitBar * HOUR
  row[TRADE.EXIT_PRICE] = facts.exitPrice ?? entryPrice + (side * (profit + fees)) / qty
  row[TRADE.EXIT_ID] = facts.exitId ?? 2
  row[TRADE.EXIT_COMMENT] = facts.exitComment ?? 0
  row[TRADE.EXIT_FEE] = facts.exitFee ?? 0
  row[TRADE.PROFIT] = profit
  row[TRADE.PROFIT_PERCENT] = facts.pct ?? (profit / (entryPrice * qty)) * 100
  row[TRADE.MAX_RUNUP] = facts.runUp ?? Math.max(0, profit)
  row[TRADE.MAX_DRAWDOWN] = facts.drawdown ?? Math.max(0, -profit)
  row[TRADE.EXIT_REASON] = facts.reason ?? EXIT_REASON.ORDER
  return row
}

/** A row of a lot that is still open, valued at `exitPrice`. */
export function openRow(facts: TradeFacts): Float64Array {
  const row = tradeRow(facts)
  row[TRADE.EXIT_BAR] = Number.NaN
  row[TRADE.EXIT_TIME] = Number.NaN
  row[TRADE.EXIT_FEE] = Number.NaN
  row[TRADE.EXIT_REASON] = EXIT_REASON.OPEN
  return row
}

export function rows(...all: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(all.length * TRADE_WIDTH)
  all.forEach((row, i) => {
    joined.set(row, i * TRADE_WIDTH)
  })
  return joined
}

export type BarFacts = {
  readonly timeMs?: number
  readonly open?: number
  readonly close?: number
  readonly equity: number
  readonly position?: number
  readonly exposed?: boolean
  readonly margin?: number
}

/** Runs bars through an equity track; hourly from START unless a bar says otherwise. */
export function equityOf(initialCapital: number, bars: readonly BarFacts[]) {
  const track = createEquityTrack({ initialCapital })
  bars.forEach((bar, i) => {
    const { position = 0, exposed = false } = bar
    const columns = {
      first: 0,
      time: Float64Array.of(bar.timeMs ?? START + i * HOUR),
      open: Float64Array.of(bar.open ?? 100),
      close: Float64Array.of(bar.close ?? 100),
      equity: Float64Array.of(bar.equity),
      margin: Float64Array.of(bar.margin ?? 0),
      held: Int8Array.of(exposed ? Math.sign(position) || HELD.GONE : HELD.NOTHING),
    }
    track.bars(i, columns, 0, 1)
  })
  return track.finish()
}

/** A record whose trades are in one array. */
export type PlainRecord = Omit<RunRecord, 'trades'> & { readonly trades: Float64Array }

export type RecordFacts = Partial<Omit<PlainRecord, 'strategy'>> & {
  readonly capital?: number
  readonly settings?: Partial<StrategySettings>
  readonly inputs?: readonly InputOfRun[]
  readonly account?: ArrayLike<number>
}

/** A run in which nothing happened, changed as told. */
export function recordOf({
  capital = 10_000,
  settings,
  inputs,
  ...rest
}: RecordFacts): PlainRecord {
  return {
    qrun: '0.1.0',
    command: 'backtest',
    engine: { fills: 1, metrics: 1, indicators: 1 },
    strategy: {
      file: 'sma-cross.js',
      hash: '51aa03'.padEnd(64, '0'),
      settings: { ...DEFAULT_SETTINGS, title: 'SMA cross', initialCapital: capital, ...settings },
      inputs: inputs ?? [],
    },
    data: [
      {
        name: 'btc.csv',
        symbol: 'BTCUSDT',
        timeframe: '1h',
        bars: rest.equity?.bars ?? 1,
        fromMs: rest.equity?.firstTimeMs ?? START,
        toMs: rest.equity?.lastTimeMs ?? START,
        hash: '9c1e0b7d'.padEnd(64, '0'),
        inferred: {},
        quality: {},
      },
    ],
    symbol: {
      name: 'BTCUSDT',
      tick: 0.01,
      lot: 0.001,
      pointValue: 1,
      currency: 'USDT',
      timezone: 'UTC',
    },
    timeframe: timeframeOfMs(HOUR)!,
    window: { fromMs: null, toMs: null },
    seed: 1,
    status: 'ok',
    trades: new Float64Array(0),
    openTrades: new Float64Array(0),
    texts: ['', 'L', 'X'],
    account: accountRow(),
    statistics: {
      orders: 0,
      fills: 0,
      turnover: 0,
      marginCalls: { long: 0, short: 0 },
      liquidatedVolume: { long: 0, short: 0 },
      largestLiquidation: { long: 0, short: 0 },
      maxMarginUsed: 0,
      maxDrawdown: 0,
      maxDrawdownPct: 0,
      maxRunup: 0,
      maxRunupPct: 0,
    },
    equity: rest.equity ?? equityOf(capital, [{ equity: capital }]),
    declined: { groups: [], first: [] },
    notes: [],
    logs: { lines: [], dropped: 0 },
    plots: [],
    levels: { kind: [], side: [], entryBar: [], from: [], to: [], price: [], dropped: 0 },
    ...rest,
  }
}

export function accountRow(values: Partial<Record<keyof typeof ACCOUNT, number>> = {}) {
  const row = new Float64Array(ACCOUNT_WIDTH)
  for (const [name, value] of Object.entries(values)) {
    row[ACCOUNT[name as keyof typeof ACCOUNT]] = value
  }
  return row
}
