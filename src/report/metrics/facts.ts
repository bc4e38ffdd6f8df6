import { ACCOUNT, TRADE, TRADE_WIDTH } from '../../shared/layout.ts'
import { DAY, periodEnd } from '../../shared/timeframe.ts'
import type { EquitySummary } from '../../trades/index.ts'
import type { BrokerStatistics } from '../broker-statistics.ts'
import type { RunRecord } from '../record.ts'
import { blocksOf, rowCount, type TradeRows } from '../trade-blocks.ts'
import { buildDailySeries, type DailySeries, type PeriodReturn, returnsByPeriod } from './daily.ts'
import { type PeriodReturns, realizedReturns } from './periods.ts'
import { findPhases, type Phases } from './phases.ts'
import { type AllSides, gatherSides } from './sides.ts'

/** Everything that the formulas of the metrics read, gathered once per run. */
export type Facts = {
  /** K. */
  readonly capital: number
  /** Percent per year. */
  readonly riskFreeRate: number
  readonly sides: AllSides
  /** Marked profit of open lots, entry fees not deducted (RM 2.2). */
  readonly openProfit: number
  /** Largest absolute position per column. */
  readonly contracts: { readonly all: number; readonly long: number; readonly short: number }
  readonly statistics: BrokerStatistics
  readonly equity: EquitySummary
  /** Days from the first to the last bar's opening (RM 7.1). */
  readonly testedDays: number
  /** From the first bar's opening to the last bar's close (§9): in days, and in years of 365.25. */
  readonly days: number
  readonly years: number
  /** Entry price of the first trade, and the last close rounded to the tick (RM-3.1). */
  readonly firstEntryPrice: number | undefined
  readonly lastPrice: number | undefined
  readonly lot: number
  /** Money in account currency per price unit and contract. */
  readonly moneyPerPoint: number
  readonly phases: Phases
  readonly realized: PeriodReturns | undefined
  readonly daily: DailySeries
  readonly months: readonly PeriodReturn[]
  readonly yearly: readonly PeriodReturn[]
}

export function gatherFacts(record: RunRecord): Facts {
  const { strategy, account, symbol, timeframe, trades, openTrades } = record
  const capital = strategy.settings.initialCapital
  const equity = record.equity.bars > 0 ? record.equity : untouched(record.equity, capital)
  const firstMs = equity.firstTimeMs ?? 0
  const lastMs = equity.lastTimeMs ?? 0
  const days = equity.bars === 0 ? 0 : (periodEnd(timeframe, lastMs) - firstMs) / DAY
  return {
    capital,
    riskFreeRate: strategy.settings.riskFreeRate,
    sides: gatherSides(record),
    // A run that never began has no account page; nothing was held in it.
    openProfit: account[ACCOUNT.OPENPROFIT] || 0,
    contracts: {
      all: account[ACCOUNT.MAX_CONTRACTS_HELD_ALL] || 0,
      long: account[ACCOUNT.MAX_CONTRACTS_HELD_LONG] || 0,
      short: account[ACCOUNT.MAX_CONTRACTS_HELD_SHORT] || 0,
    },
    statistics: record.statistics,
    equity,
    testedDays: (lastMs - firstMs) / DAY,
    days,
    years: days / 365.25,
    firstEntryPrice: firstEntryPrice(trades, openTrades),
    lastPrice: equity.lastClose === null ? undefined : roundTo(symbol.tick, equity.lastClose),
    lot: symbol.lot,
    moneyPerPoint: symbol.pointValue * rateOf(account),
    phases: phasesOf(trades, capital),
    realized: realizedReturns(
      { trades, openTrades, initialCapital: capital },
      { lastTimeMs: lastMs, equity: equity.lastEquity },
    ),
    daily: buildDailySeries(equity, capital, timeframe),
    months: returnsByPeriod(equity.days, capital, 'month'),
    yearly: returnsByPeriod(equity.days, capital, 'year'),
  }
}

/** Without bars the equity is the capital, whatever the summary was started with. */
function untouched(equity: EquitySummary, capital: number): EquitySummary {
  return { ...equity, lastEquity: capital, peakEquity: capital, lowEquity: capital }
}

/** Account currency per unit of quote currency; 1 where no bar has set it. */
function rateOf(account: ArrayLike<number>): number {
  const rate = account[ACCOUNT.FX]!
  return rate > 0 ? rate : 1
}

function roundTo(tick: number, price: number): number {
  return tick > 0 ? Math.round(price / tick) * tick : price
}

/** Price of the earliest entry; the first listed of several on one bar. */
function firstEntryPrice(...lists: readonly TradeRows[]): number | undefined {
  let price: number | undefined
  let bar = Number.POSITIVE_INFINITY
  for (const list of lists) {
    for (const rows of blocksOf(list)) {
      for (let at = 0; at < rows.length; at += TRADE_WIDTH) {
        if (rows[at + TRADE.ENTRY_BAR]! >= bar) continue
        bar = rows[at + TRADE.ENTRY_BAR]!
        price = rows[at + TRADE.ENTRY_PRICE]!
      }
    }
  }
  return price
}

function phasesOf(trades: TradeRows, capital: number): Phases {
  const cumulative = new Float64Array(rowCount(trades))
  const times = new Float64Array(cumulative.length)
  let total = 0
  let i = 0
  for (const rows of blocksOf(trades)) {
    for (let at = 0; at < rows.length; at += TRADE_WIDTH) {
      total += rows[at + TRADE.PROFIT]!
      cumulative[i] = total
      times[i] = rows[at + TRADE.EXIT_TIME]!
      i++
    }
  }
  return findPhases(cumulative, times, capital)
}
