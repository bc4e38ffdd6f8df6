import { compareTrades } from '../../compare/index.ts'
import {
  type ComparisonSection,
  type Curve,
  type DiffRow,
  formatExact,
  sanitize,
  type TradeDiff,
  writeComparisonHtml,
} from '../../report/index.ts'
import { parseTimeframe } from '../../shared/timeframe.ts'
import { VERSION } from '../../shared/version.ts'
import { type Recorded, rowsOf } from '../baseline.ts'
import { COLUMNS, type Column, listRows, type Row } from '../rows.ts'
import type { CheckOutcome, CheckReport } from '../run.ts'
import { details, headline, isGood, plural, summary } from './words.ts'

/**
 * A page that needs nothing else: for each check that differs both curves of realized equity, the
 * figures, and the trades that differ, the first of them marked.
 */
export function renderCheckHtml(report: CheckReport): string {
  let text = ''
  writeComparisonHtml(
    {
      title: 'qrun check',
      summary: summary(report),
      version: VERSION,
      sections: report.outcomes.map(section),
      remarks: report.obsolete.names.map((name) => `${name}: a baseline that belongs to no check`),
    },
    (piece) => {
      text += piece
    },
  )
  return text
}

function section(outcome: CheckOutcome): ComparisonSection {
  const { name, status, strategy, data, recorded, difference, failure } = outcome
  const { before, now } = recorded
  const isShown = difference !== null && before !== null && now !== null
  return {
    name,
    verdict: { word: status, isGood: isGood(status) },
    says: `${strategy} on ${data}: ${headline(outcome)}`,
    lines: failure === null ? remarksOf(difference) : details(outcome),
    names: ['baseline', 'now'],
    curves: isShown ? curvesOf(before, now) : null,
    figures: difference === null ? [] : [...difference.metrics, ...difference.notes],
    trades: isShown && difference.trades !== null ? diffOf(before, now, difference.trades) : null,
  }
}

function remarksOf(difference: CheckOutcome['difference']): readonly string[] {
  return [
    ...(difference?.declined ? ['Other orders were declined.'] : []),
    ...(difference?.equity ? ['The equity differs on some bar.'] : []),
  ]
}

/** Null where neither has a closed trade. */
function curvesOf(was: Recorded, is: Recorded): ComparisonSection['curves'] {
  const [before, now] = [curveOf(was), curveOf(is)]
  return Math.max(before.value.length, now.value.length) < 2
    ? null
    : { what: 'Equity at the closes of trades', before, now }
}

/** Capital and closed profit after each exit. */
function curveOf(recorded: Recorded): Curve {
  const { properties, bars } = recorded.baseline.identity
  let value = Number(properties.initialCapital ?? 0)
  const start = Date.parse(String(bars.from))
  const points = Number.isNaN(start) ? [] : [{ timeMs: start, value }]
  const exits = rowsOf(recorded)
    .filter(({ exit_time }) => exit_time !== '')
    .map((row) => ({ timeMs: Date.parse(row.exit_time), profit: Number(row.profit) }))
    .sort((a, b) => a.timeMs - b.timeMs)
  for (const { timeMs, profit } of exits) {
    value += profit
    points.push({ timeMs, value })
  }
  return { timeMs: points.map(({ timeMs }) => timeMs), value: points.map((point) => point.value) }
}

const TEXTS: ReadonlySet<Column> = new Set([
  'side',
  'entry_time',
  'exit_time',
  'entry_signal',
  'exit_signal',
  'exit_reason',
  'ambiguous',
])
const EXACT = { tick: 0, lot: 0, isExact: true }
const ALWAYS = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }

function diffOf(
  before: Recorded,
  now: Recorded,
  {
    equal,
    before: count,
    now: counted,
  }: NonNullable<NonNullable<CheckOutcome['difference']>['trades']>,
): TradeDiff {
  const [was, is] = [rowsOf(before), rowsOf(now)]
  const barMs = parseTimeframe(String(now.baseline.identity.bars.timeframe))?.ms ?? 0
  const { differences } = compareTrades(listRows(is), listRows(was), EXACT, ALWAYS, barMs)
  const cells = (rows: readonly Row[], trade: string | undefined): readonly string[] | null =>
    trade === undefined ? null : cellsOf(trade, rows[Number(trade) - 1]!)
  const kinds = { differs: 'changed', moved: 'moved', missing: 'missing', extra: 'new' } as const
  const rows = differences.map(
    ({ kind, ours, theirs }): DiffRow => ({
      kind: kinds[kind],
      before: cells(was, theirs?.trade),
      now: cells(is, ours?.trade),
    }),
  )
  return {
    columns: ['trade', ...COLUMNS].map((name) => ({
      name: name.replace('_', ' '),
      isNumber: !TEXTS.has(name as Column),
      isLabel: name === 'trade',
    })),
    says: `${equal} of ${plural(Math.max(count, counted), 'trade')} equal`,
    rows: rows.length > 0 ? rows : otherLines(was, is),
    firstMs: differences[0]?.timeMs ?? null,
  }
}

/** Closed trades agree in what makes a trade: the lines that are others, in whatever column. */
function otherLines(was: readonly Row[], is: readonly Row[]): DiffRow[] {
  const rows: DiffRow[] = []
  for (let i = 0; i < Math.max(was.length, is.length); i++) {
    const [a, b] = [was[i], is[i]]
    if (a !== undefined && b !== undefined && COLUMNS.every((name) => a[name] === b[name])) continue
    rows.push({
      kind: a === undefined ? 'new' : b === undefined ? 'missing' : 'changed',
      before: a === undefined ? null : cellsOf(String(i + 1), a),
      now: b === undefined ? null : cellsOf(String(i + 1), b),
    })
  }
  return rows
}

function cellsOf(trade: string, row: Row): readonly string[] {
  return [trade, ...COLUMNS.map((name) => cellOf(name, row[name]))]
}

function cellOf(name: Column, text: string): string {
  if (name.endsWith('_time')) return sanitize(text).slice(0, 16).replace('T', ' ')
  return TEXTS.has(name) || text === '' ? text : formatExact(Number(Number(text).toPrecision(15)))
}
