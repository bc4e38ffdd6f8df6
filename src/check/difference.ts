import { compareTrades, type Difference } from '../compare/index.ts'
import { type Recorded, rowsOf } from './baseline.ts'
import type { Check } from './plan.ts'
import { COLUMNS, type Column, listRows, type Row } from './rows.ts'

export type FigureMoved = {
  readonly name: string
  readonly before: number | null
  readonly now: number | null
}

/** The first trade that is another: both forms of it, or the one there is, each with its number. */
export type FirstTrade = {
  readonly before: { readonly trade: number; readonly row: Row } | null
  readonly now: { readonly trade: number; readonly row: Row } | null
  /** The columns that differ where both are there. */
  readonly columns: readonly Column[]
}

export type TradesMoved = {
  readonly before: number
  readonly now: number
  readonly equal: number
  /** The same entry, with another exit, price, quantity or profit. */
  readonly changed: number
  /** Entered on another bar near by. */
  readonly moved: number
  readonly missing: number
  readonly added: number
  readonly first: FirstTrade | null
}

/** How a run differs from its baseline. */
export type CheckDifference = {
  readonly metrics: readonly FigureMoved[]
  readonly notes: readonly FigureMoved[]
  /** Null where they are equal, or are not compared. */
  readonly trades: TradesMoved | null
  readonly declined: boolean
  readonly equity: boolean
}

/** Of figures, relative, where a check says nothing. */
const TOLERANCE = 1e-9
/** Below this a figure is nothing but the rounding of binary fractions. */
const DUST = 1e-12

/** What differs of all that the check compares; null when it is nothing. */
export function differenceOf(
  before: Recorded,
  now: Recorded,
  { compare, tolerance }: Pick<Check, 'compare' | 'tolerance'>,
  barMs = 0,
): CheckDifference | null {
  const [a, b] = [before.baseline, now.baseline]
  const isOfTrades = compare !== 'metrics'
  const isOfFigures = compare !== 'trades'
  const difference: CheckDifference = {
    metrics: isOfFigures ? movedFigures(a.metrics, b.metrics, tolerance) : [],
    notes: isOfFigures ? movedNotes(a.notes, b.notes) : [],
    trades: isOfTrades && a.tradesHash !== b.tradesHash ? movedTrades(before, now, barMs) : null,
    declined: isOfTrades && a.declinedHash !== b.declinedHash,
    equity: compare === 'full' && a.equityHash !== b.equityHash,
  }
  const { metrics, notes, trades, declined, equity } = difference
  const isEqual = metrics.length + notes.length === 0 && trades === null && !declined && !equity
  return isEqual ? null : difference
}

type Figures = Readonly<Record<string, number | null>>

/** A figure that the baseline does not know yet is no difference; one that is gone is. */
function movedFigures(
  before: Figures,
  now: Figures,
  tolerance: Check['tolerance'],
): readonly FigureMoved[] {
  return Object.keys(before)
    .sort()
    .map((name) => ({ name, before: before[name] ?? null, now: now[name] ?? null }))
    .filter(({ name, before: was, now: is }) => {
      if (was === null || is === null) return was !== is
      const share = tolerance[name] ?? tolerance.metrics ?? TOLERANCE
      const gap = Math.abs(was - is)
      return gap > DUST && gap > share * Math.max(Math.abs(was), Math.abs(is))
    })
}

function movedNotes(before: Figures, now: Figures): readonly FigureMoved[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .sort()
    .map((name) => ({ name, before: before[name] ?? 0, now: now[name] ?? 0 }))
    .filter((note) => note.before !== note.now)
}

const EXACT = { tick: 0, lot: 0, isExact: true }
const ALWAYS = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }

function movedTrades(before: Recorded, now: Recorded, barMs: number): TradesMoved {
  const was = rowsOf(before)
  const is = rowsOf(now)
  const comparison = compareTrades(listRows(is), listRows(was), EXACT, ALWAYS, barMs)
  const { matched, counts, differences } = comparison
  const [difference] = differences
  return {
    before: was.length,
    now: is.length,
    equal: matched,
    changed: differences.filter(({ kind }) => kind === 'differs').length,
    moved: counts.moved,
    missing: counts.missing,
    added: counts.extra,
    first: difference === undefined ? firstRow(was, is) : firstOf(difference, was, is),
  }
}

function firstOf(
  { ours, theirs }: Difference,
  was: readonly Row[],
  is: readonly Row[],
): FirstTrade {
  const rowAt = (rows: readonly Row[], trade: string | undefined): FirstTrade['now'] =>
    trade === undefined ? null : { trade: Number(trade), row: rows[Number(trade) - 1]! }
  return pairOf(rowAt(was, theirs?.trade), rowAt(is, ours?.trade))
}

/** Closed trades agree in what makes a trade: the first line that is another, of whatever column. */
function firstRow(was: readonly Row[], is: readonly Row[]): FirstTrade | null {
  const length = Math.max(was.length, is.length)
  for (let i = 0; i < length; i++) {
    const before = was[i] === undefined ? null : { trade: i + 1, row: was[i]! }
    const now = is[i] === undefined ? null : { trade: i + 1, row: is[i]! }
    const first = pairOf(before, now)
    if (before === null || now === null || first.columns.length > 0) return first
  }
  return null
}

function pairOf(before: FirstTrade['before'], now: FirstTrade['now']): FirstTrade {
  return {
    before,
    now,
    columns:
      before === null || now === null
        ? []
        : COLUMNS.filter((column) => before.row[column] !== now.row[column]),
  }
}
