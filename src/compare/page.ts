import {
  type BacktestResult,
  type Comparison,
  type ComparisonSection,
  type Curve,
  type DiffRow,
  formatCount,
  formatExact,
  formatMinute,
  formatMoney,
  type TradeDiff,
} from '../report/index.ts'
import { formatTime } from '../shared/timeframe.ts'
import type { ListedTrade } from './listed.ts'
import type { ResultComparison } from './results.ts'
import type { Difference, TradeComparison } from './trades.ts'

/** Two results and how they compare as a page: `writeComparisonHtml` makes a document of it. */
export function comparisonPage(
  a: BacktestResult,
  b: BacktestResult,
  comparison: ResultComparison,
  names: readonly [string, string],
): Comparison {
  const { isEqual, identity, metrics, trades } = comparison
  return {
    title: `${names[0]} and ${names[1]}`,
    summary: isEqual ? 'the results are the same' : 'the results differ',
    version: b.run.qrun,
    sections: [
      {
        name: b.strategy.title || b.strategy.file,
        verdict: { word: isEqual ? 'equal' : 'differs', isGood: isEqual },
        says:
          identity.length === 0
            ? 'The same strategy, data and settings.'
            : `The runs differ in ${identity.join(', ')}.`,
        lines: sidesOf(a, b, names),
        names,
        curves: { what: 'Equity', before: equityOf(a), now: equityOf(b) },
        figures: metrics.map(({ name, a: before, b: now }) => ({ name, before, now })),
        trades: diffOf(trades),
      },
    ],
    remarks: [],
  }
}

function sidesOf(
  a: BacktestResult,
  b: BacktestResult,
  names: readonly [string, string],
): ComparisonSection['lines'] {
  return [a, b].map(({ strategy, data, equity, trades }, i) => {
    const [main] = data
    return `${names[i]}: ${strategy.file} on ${main?.name ?? 'no data'}, ${formatCount(equity.bars)} bars, ${formatCount(trades.length)} trades`
  })
}

function equityOf({ equity }: BacktestResult): Curve {
  return { timeMs: equity.time.map((time) => Date.parse(time)), value: equity.value }
}

/** Columns of a trade, and what stands in them. */
const COLUMNS: readonly {
  readonly name: string
  readonly isNumber: boolean
  readonly isLabel?: boolean
  readonly text: (trade: ListedTrade) => string
}[] = [
  { name: 'Trade', isNumber: true, isLabel: true, text: ({ trade }) => trade },
  { name: 'Side', isNumber: false, text: ({ side }) => side },
  { name: 'Entry', isNumber: false, text: ({ entryMs }) => minuteOf(entryMs) },
  { name: 'Price in', isNumber: true, text: ({ entryPrice }) => formatExact(entryPrice) },
  { name: 'Exit', isNumber: false, text: ({ exitMs }) => minuteOf(exitMs) },
  { name: 'Price out', isNumber: true, text: ({ exitPrice }) => formatExact(exitPrice) },
  { name: 'By', isNumber: false, text: ({ exitReason = '' }) => exitReason.replace('_', ' ') },
  { name: 'Quantity', isNumber: true, text: ({ qty }) => formatExact(qty) },
  { name: 'Profit', isNumber: true, text: ({ profit }) => formatMoney(profit) },
  { name: 'Signal in', isNumber: false, text: ({ entrySignal }) => entrySignal },
  { name: 'Signal out', isNumber: false, text: ({ exitSignal }) => exitSignal },
]

function minuteOf(timeMs: number): string {
  return formatMinute(formatTime(timeMs)).replace(' UTC', '')
}

/** The trades that differ: `ours` before `theirs`. */
function diffOf({ matched, ours, theirs, differences }: TradeComparison): TradeDiff {
  const most = Math.max(ours, theirs)
  return {
    columns: COLUMNS,
    says: `${formatCount(matched)} of ${formatCount(most)} closed trades are equal`,
    rows: differences.map(rowOf),
    firstMs: differences[0]?.timeMs ?? null,
  }
}

const KINDS: Readonly<Record<Difference['kind'], DiffRow['kind']>> = {
  differs: 'changed',
  moved: 'moved',
  // The second list has it and the first has not.
  missing: 'new',
  extra: 'missing',
}

function rowOf({ kind, ours, theirs }: Difference): DiffRow {
  const cells = (trade: ListedTrade | null): readonly string[] | null =>
    trade === null ? null : COLUMNS.map(({ text }) => text(trade))
  return { kind: KINDS[kind], before: cells(ours), now: cells(theirs) }
}
