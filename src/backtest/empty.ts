import type { BrokerStatistics } from '../broker/index.ts'
import type { RunResult } from '../engine/index.ts'
import type { Failure } from '../shared/failure.ts'
import { ACCOUNT_WIDTH } from '../shared/layout.ts'
import type { Declaration } from '../shared/outcome.ts'
import type { EquitySummary } from '../trades/index.ts'

/** The result of a run whose sandbox was lost together with everything it had computed. */
export function emptyResult(failure: Failure, declaration: Declaration | null = null): RunResult {
  return {
    end: { status: failure.code.startsWith('L') ? 'stopped' : 'failed', failure, bars: 0 },
    declaration,
    equity: NO_EQUITY,
    statistics: null,
    account: new Array<null>(ACCOUNT_WIDTH).fill(null),
    openTrades: [],
    declined: [],
    logs: [],
    droppedLines: 0,
    plots: [],
    levels: { kind: [], side: [], entryBar: [], from: [], to: [], price: [], dropped: 0 },
    commands: 0,
    earlyCommands: 0,
  }
}

/** What a track of the equity and a broker say that saw no bar. Written out: neither is loaded for a run in a jail. */
export const NO_EQUITY: EquitySummary = {
  bars: 0,
  firstTimeMs: null,
  lastTimeMs: null,
  firstOpen: null,
  lastClose: null,
  lastEquity: 1,
  peakEquity: 1,
  lowEquity: 1,
  meanEquity: null,
  days: { day: [], equity: [], close: [] },
  weekendBars: 0,
  exposedBars: 0,
  longBars: 0,
  shortBars: 0,
  drawdowns: {
    episodes: 0,
    maxPct: 0,
    maxMoney: 0,
    avgPct: null,
    maxBars: null,
    maxMs: null,
    avgBars: null,
    avgMs: null,
    barsUnderWater: 0,
    meanPct: null,
    current: null,
    deepest: null,
  },
  logFit: { rSquared: null, kRatio: null },
  avgMarginUsed: null,
  maxMarginUsedAtClose: 0,
  samples: { every: 1, bar: [], time: [], value: [] },
  sampleCloses: [],
  fingerprint: '243f6a8813198a2e',
}

const NONE = { long: 0, short: 0 } as const

export const NO_STATISTICS: BrokerStatistics = {
  orders: 0,
  fills: 0,
  turnover: 0,
  commission: NONE,
  marginCalls: NONE,
  liquidatedVolume: NONE,
  largestLiquidation: NONE,
  maxMarginUsed: 0,
  maxDrawdown: 0,
  maxDrawdownPct: 0,
  maxRunup: 0,
  maxRunupPct: 0,
  maxContractsHeld: NONE,
  ambiguousTrades: 0,
  intradayCapCloses: 0,
  riskCloses: 0,
}
