import { TRADE, TRADE_WIDTH } from '../../shared/layout.ts'
import type { RunRecord } from '../record.ts'
import { blocksOf, type TradeRows } from '../trade-blocks.ts'
import { barsOf, costOf } from '../trade-rows.ts'

export const SIDES = ['all', 'long', 'short'] as const
export type Side = (typeof SIDES)[number]

/** Sums over the trades of one column (RM-0.2). Losses are magnitudes (RM-0.3), percents 0 to 100. */
export type SideFacts = {
  trades: number
  wins: number
  losses: number
  evens: number
  openTrades: number
  /** Σ profit of closed trades, of the wins, and of the losses. */
  profit: number
  won: number
  lost: number
  /** Both fees of closed trades, and the entry fees of open lots. */
  fees: number
  openFees: number
  /** Σ per-trade percent. */
  pct: number
  wonPct: number
  lostPct: number
  bestPct: number
  worstPct: number
  maxWin: number
  maxWinPct: number
  maxLoss: number
  maxLossPct: number
  bars: number
  winBars: number
  lossBars: number
  maxBars: number
  durationMs: number
  maxDurationMs: number
  /** Σ log(1 + percent/100), and whether some trade lost everything. */
  logGrowth: number
  wipedOut: boolean
  /** Excursions (RM-1.3) in money and percent; favourable of the wins alone. */
  runUp: number
  runUpPct: number
  drawdown: number
  drawdownPct: number
  winRunUp: number
  winStreak: number
  lossStreak: number
  /** Sample standard deviation of the profits; NaN below two trades. */
  profitDeviation: number
  /** Trades far from the mean percent (RM-5.14). */
  outliers: number
  outlierProfit: number
}

function noTrades(): SideFacts {
  return {
    trades: 0,
    wins: 0,
    losses: 0,
    evens: 0,
    openTrades: 0,
    profit: 0,
    won: 0,
    lost: 0,
    fees: 0,
    openFees: 0,
    pct: 0,
    wonPct: 0,
    lostPct: 0,
    bestPct: Number.NEGATIVE_INFINITY,
    worstPct: Number.POSITIVE_INFINITY,
    maxWin: 0,
    maxWinPct: 0,
    maxLoss: 0,
    maxLossPct: 0,
    bars: 0,
    winBars: 0,
    lossBars: 0,
    maxBars: 0,
    durationMs: 0,
    maxDurationMs: 0,
    logGrowth: 0,
    wipedOut: false,
    runUp: 0,
    runUpPct: 0,
    drawdown: 0,
    drawdownPct: 0,
    winRunUp: 0,
    winStreak: 0,
    lossStreak: 0,
    profitDeviation: Number.NaN,
    outliers: 0,
    outlierProfit: 0,
  }
}

export type AllSides = Readonly<Record<Side, Readonly<SideFacts>>>

/** Goes over the trades for the sums of each column, and again for the spreads around their means. */
export function gatherSides({
  trades,
  openTrades,
  symbol,
}: Pick<RunRecord, 'trades' | 'openTrades' | 'symbol'>): AllSides {
  const [all, long, short] = [noTrades(), noTrades(), noTrades()]
  const sums = SIDES.map((side, i) => ({
    side,
    facts: [all, long, short][i]!,
    streak: { wins: 0, losses: 0 },
  }))
  for (const rows of blocksOf(trades))
    for (const sum of sums) sumTrades(sum, rows, symbol.pointValue)
  for (let at = 0; at < openTrades.length; at += TRADE_WIDTH) {
    const fee = openTrades[at + TRADE.ENTRY_FEE]!
    const side = openTrades[at + TRADE.SIDE]! > 0 ? long : short
    for (const facts of [all, side]) {
      facts.openTrades++
      facts.openFees += fee
    }
  }
  addSpreads({ all, long, short }, trades)
  return { all, long, short }
}

type Streak = { wins: number; losses: number }

/** What a column has come to after some of the trades. */
type Sum = { readonly side: Side; readonly facts: SideFacts; readonly streak: Streak }

function sumTrades({ side, facts, streak }: Sum, rows: Float64Array, pointValue: number): void {
  for (let at = 0; at < rows.length; at += TRADE_WIDTH)
    if (side === 'all' || side === (rows[at + TRADE.SIDE]! > 0 ? 'long' : 'short'))
      addTrade(facts, streak, rows, at, pointValue)
}

function addTrade(
  facts: SideFacts,
  streak: Streak,
  rows: Float64Array,
  at: number,
  pointValue: number,
): void {
  const profit = rows[at + TRADE.PROFIT]!
  const pct = rows[at + TRADE.PROFIT_PERCENT]!
  const bars = barsOf(rows, at)
  const durationMs = rows[at + TRADE.EXIT_TIME]! - rows[at + TRADE.ENTRY_TIME]!
  const runUp = rows[at + TRADE.MAX_RUNUP]!
  const drawdown = rows[at + TRADE.MAX_DRAWDOWN]!
  const cost = costOf(rows, at, pointValue)

  facts.trades++
  facts.profit += profit
  facts.fees += rows[at + TRADE.ENTRY_FEE]! + rows[at + TRADE.EXIT_FEE]!
  facts.pct += pct
  facts.bestPct = Math.max(facts.bestPct, pct)
  facts.worstPct = Math.min(facts.worstPct, pct)
  facts.bars += bars
  facts.maxBars = Math.max(facts.maxBars, bars)
  facts.durationMs += durationMs
  facts.maxDurationMs = Math.max(facts.maxDurationMs, durationMs)
  facts.runUp += runUp
  facts.drawdown += drawdown
  // What was entered at a price of 0 has cost nothing, and takes no part.
  if (cost !== 0) {
    facts.runUpPct += (runUp / cost) * 100
    facts.drawdownPct += (drawdown / cost) * 100
  }
  if (pct <= -100) facts.wipedOut = true
  else facts.logGrowth += Math.log1p(pct / 100)

  if (profit > 0) {
    facts.wins++
    facts.won += profit
    facts.wonPct += pct
    facts.maxWin = Math.max(facts.maxWin, profit)
    facts.maxWinPct = Math.max(facts.maxWinPct, pct)
    facts.winBars += bars
    facts.winRunUp += runUp
    streak.wins++
    streak.losses = 0
    facts.winStreak = Math.max(facts.winStreak, streak.wins)
  } else if (profit < 0) {
    facts.losses++
    facts.lost -= profit
    facts.lostPct -= pct
    facts.maxLoss = Math.max(facts.maxLoss, -profit)
    facts.maxLossPct = Math.max(facts.maxLossPct, -pct)
    facts.lossBars += bars
    streak.losses++
    streak.wins = 0
    facts.lossStreak = Math.max(facts.lossStreak, streak.losses)
  } else {
    facts.evens++
    streak.wins = 0
    streak.losses = 0
  }
}

function addSpreads({ all, long, short }: Record<Side, SideFacts>, trades: TradeRows): void {
  let allSquares = 0
  let longSquares = 0
  let shortSquares = 0
  const mean = all.profit / all.trades
  const longMean = long.profit / long.trades
  const shortMean = short.profit / short.trades
  const meanPct = all.pct / all.trades
  let pctSquares = 0
  for (const rows of blocksOf(trades)) {
    for (let at = 0; at < rows.length; at += TRADE_WIDTH) {
      const profit = rows[at + TRADE.PROFIT]!
      allSquares += square(profit - mean)
      if (rows[at + TRADE.SIDE]! > 0) longSquares += square(profit - longMean)
      else shortSquares += square(profit - shortMean)
      pctSquares += square(rows[at + TRADE.PROFIT_PERCENT]! - meanPct)
    }
  }
  setDeviation(all, allSquares)
  setDeviation(long, longSquares)
  setDeviation(short, shortSquares)
  // One trade has no spread, and nothing lies outside of it.
  const reach = all.trades > 1 ? 2 * Math.sqrt(pctSquares / (all.trades - 1)) : 0
  if (reach === 0) return
  for (const rows of blocksOf(trades)) {
    for (let at = 0; at < rows.length; at += TRADE_WIDTH) {
      if (Math.abs(rows[at + TRADE.PROFIT_PERCENT]! - meanPct) <= reach) continue
      for (const facts of [all, rows[at + TRADE.SIDE]! > 0 ? long : short]) {
        facts.outliers++
        facts.outlierProfit += rows[at + TRADE.PROFIT]!
      }
    }
  }
}

function setDeviation(facts: SideFacts, squares: number): void {
  const { trades, profit } = facts
  if (trades < 2) return
  const deviation = Math.sqrt(squares / (trades - 1))
  // Equal profits leave rounding dust around their mean, and dust is no spread.
  const isDust = deviation <= 1e-13 * Math.abs(profit / trades)
  facts.profitDeviation = isDust ? 0 : deviation
}

function square(x: number): number {
  return x * x
}
