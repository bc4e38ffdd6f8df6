import type { ListedTrade, TradeLists } from './listed.ts'
import { type Fault, moneyFits, type Pair, pairTrades, type Tolerance } from './pair.ts'

/** One difference between two lists; the first in time says most. */
export type Difference = {
  /** Entry of the trade, the earlier one where both have one. */
  readonly timeMs: number
  readonly kind: 'differs' | 'moved' | 'missing' | 'extra'
  readonly faults: readonly Fault[]
  readonly ours: ListedTrade | null
  readonly theirs: ListedTrade | null
}

/** Two trade lists side by side. */
export type TradeComparison = {
  /** Closed trades in the window. */
  readonly ours: number
  readonly theirs: number
  /** Closed trades outside of it, which were not compared. */
  readonly outside: { readonly ours: number; readonly theirs: number }
  readonly open: { readonly ours: number; readonly theirs: number }
  readonly matched: number
  readonly counts: Readonly<Record<Fault | 'moved' | 'missing' | 'extra', number>>
  /** Matched trades, of all that either list has, 0 to 100. */
  readonly percent: number
  readonly isEqual: boolean
  /** Largest difference of a price and of a profit among paired trades. */
  readonly largest: { readonly price: number; readonly profit: number }
  /** Run-ups and drawdowns of matched trades that the other list tells, and how many are the same. */
  readonly excursions: {
    readonly compared: number
    readonly same: number
    readonly largest: number
  }
  /** Matched trades with other words for entry or exit. */
  readonly otherSignals: number
  /** In order of time. */
  readonly differences: readonly Difference[]
}

/** Compares only trades that begin and end within it, both ends included. */
export type Span = { readonly fromMs: number; readonly toMs: number }

/** Compares two lists trade for trade. `barMs` is the length of a bar, or 0 where it is not known. */
export function compareTrades(
  ours: TradeLists,
  theirs: TradeLists,
  tolerance: Tolerance,
  span: Span,
  barMs: number,
): TradeComparison {
  const isInside = ({ entryMs, exitMs }: ListedTrade): boolean =>
    entryMs >= span.fromMs && exitMs <= span.toMs
  const left = ours.closed.filter(isInside)
  const right = theirs.closed.filter(isInside)
  const { pairs, moved, missing, extra } = pairTrades(left, right, tolerance, barMs)
  const differing = pairs.filter(({ faults }) => faults.length > 0)
  const differences: Difference[] = [
    ...differing.map((pair) => ({
      timeMs: pair.theirs.entryMs,
      kind: 'differs' as const,
      ...pair,
    })),
    ...moved.map((pair) => ({
      timeMs: Math.min(pair.ours.entryMs, pair.theirs.entryMs),
      kind: 'moved' as const,
      faults: [],
      ...pair,
    })),
    ...missing.map((trade) => alone('missing', trade)),
    ...extra.map((trade) => alone('extra', trade)),
  ].sort((a, b) => a.timeMs - b.timeMs)
  const count = (fault: Fault): number =>
    differing.filter(({ faults }) => faults.includes(fault)).length
  const matched = pairs.length - differing.length
  const total = matched + differences.length
  return {
    ours: left.length,
    theirs: right.length,
    outside: {
      ours: ours.closed.length - left.length,
      theirs: theirs.closed.length - right.length,
    },
    open: { ours: ours.open, theirs: theirs.open },
    matched,
    counts: {
      'entry price': count('entry price'),
      'exit bar': count('exit bar'),
      'exit price': count('exit price'),
      quantity: count('quantity'),
      profit: count('profit'),
      moved: moved.length,
      missing: missing.length,
      extra: extra.length,
    },
    percent: total === 0 ? 100 : (100 * matched) / total,
    isEqual: differences.length === 0,
    largest: largestOf(pairs),
    excursions: excursionsOf(pairs),
    otherSignals: pairs.filter(hasOtherSignals).length,
    differences,
  }
}

function alone(kind: 'missing' | 'extra', trade: ListedTrade): Difference {
  const isOurs = kind === 'extra'
  return {
    timeMs: trade.entryMs,
    kind,
    faults: [],
    ours: isOurs ? trade : null,
    theirs: isOurs ? null : trade,
  }
}

function largestOf(pairs: readonly Pair[]): TradeComparison['largest'] {
  let price = 0
  let profit = 0
  for (const { ours, theirs } of pairs) {
    price = Math.max(
      price,
      Math.abs(ours.entryPrice - theirs.entryPrice),
      Math.abs(ours.exitPrice - theirs.exitPrice),
    )
    profit = Math.max(profit, Math.abs(ours.profit - theirs.profit))
  }
  return { price, profit }
}

function excursionsOf(pairs: readonly Pair[]): TradeComparison['excursions'] {
  let compared = 0
  let same = 0
  let largest = 0
  for (const { ours, theirs, faults } of pairs) {
    if (faults.length > 0) continue
    for (const side of ['runUp', 'drawdown'] as const) {
      const own = ours[side]
      const other = theirs[side]
      if (own === null || other === null) continue
      compared++
      if (moneyFits(own, other)) same++
      largest = Math.max(largest, Math.abs(own - other))
    }
  }
  return { compared, same, largest }
}

function hasOtherSignals({ ours, theirs, faults }: Pair): boolean {
  return (
    faults.length === 0 &&
    (ours.entrySignal !== theirs.entrySignal || ours.exitSignal !== theirs.exitSignal)
  )
}
