import { DAY } from '../shared/timeframe.ts'
import { figure } from './figure.ts'
import { type CalendarUnit, returnsByPeriod } from './metrics/daily.ts'
import { SIDES } from './metrics/sides.ts'
import { formatMinute } from './moment.ts'
import { formatCount, formatExact, formatFixed, formatSigned } from './numbers.ts'
import type { Pen } from './pen.ts'
import type { BacktestResult } from './result.ts'
import { METRICS, nameOf } from './table.ts'
import { cut, padEnd, padStart, widthOf } from './width.ts'

/** The last `count` trades, one per line. */
export function tradeLines(
  { trades }: BacktestResult,
  count: number,
  pen: Pen,
  columns: number,
): readonly string[] {
  const rows: (readonly string[])[] = []
  for (let i = Math.max(0, trades.length - count); i < trades.length; i++) {
    const trade = trades.at(i)!
    rows.push([
      formatCount(trade.trade),
      trade.side,
      formatMinute(trade.entry_time).slice(0, 16),
      formatExact(trade.entry_price),
      trade.exit_time === null ? 'open' : formatMinute(trade.exit_time).slice(0, 16),
      trade.exit_price === null ? '' : formatExact(trade.exit_price),
      formatExact(trade.qty),
      trade.profit === null ? '' : formatSigned(trade.profit),
      pen.clean(trade.exit_signal),
    ])
  }
  const head = ['#', 'side', 'entry', 'price', 'exit', 'price', 'qty', 'profit', 'signal']
  return table(head, rows, 'rlrrrrrrl', [8, 6, 3, 5, 2], pen, columns)
}

/** How many lines of the log are printed. */
const LOG_LINES = 10

/** The last lines that the strategy logged. */
export function logLines({ logs }: BacktestResult, pen: Pen, columns: number): readonly string[] {
  const said = logs.lines.filter(({ kind }) => kind !== 'label')
  if (said.length === 0) return []
  const shown = said.slice(-LOG_LINES)
  const total = said.length + logs.dropped
  const hint = shown.length === total ? '' : `last ${shown.length} of ${formatCount(total)} lines`
  return [
    `  ${pen.colour.dim('log')}  ${hint}`.trimEnd(),
    ...shown.map(({ time, text }) =>
      cut(`  ${formatMinute(time).slice(0, 16)}  ${pen.clean(text)}`, columns, pen.ellipsis),
    ),
  ]
}

/** Return of every calendar period. */
export function periodLines(
  { equity, metrics }: BacktestResult,
  unit: CalendarUnit,
  pen: Pen,
  columns: number,
): readonly string[] {
  const days = {
    day: equity.daily.date.map((date) => Date.parse(date) / DAY),
    equity: equity.daily.equity,
  }
  const rows = returnsByPeriod(days, metrics.all.initialCapital ?? 0, unit).map(
    ({ period, returnPct }) => [period, `${formatFixed(returnPct, 2)}%`],
  )
  return table([unit, 'return'], rows, 'lr', [], pen, columns)
}

/** Every metric; of TradingView's panel the rows that are not in ours. */
export function fullMetricLines(
  { metrics }: BacktestResult,
  pen: Pen,
  columns: number,
): readonly string[] {
  const rows = (['own', 'tv'] as const).flatMap((panel) =>
    METRICS.filter((metric) => (metric.panel === 'tv') === (panel === 'tv')).map((metric) => {
      const { id, label, unit, columns: sides } = metric
      const values = (panel === 'tv' ? metrics.tv : metrics) as typeof metrics.tv
      const cells = SIDES.map((side) =>
        side === 'all' || sides === 'sides' ? figure(values[side][id], unit) : '',
      )
      return [nameOf(id, panel, 'all'), ...cells, label]
    }),
  )
  return table(['metric', ...SIDES, 'meaning'], rows, 'lrrrl', [4, 3, 2], pen, columns)
}

/** Least of a text column that is worth showing. */
const LEAST = 10

/**
 * Columns side by side, `l` left and `r` right aligned. The last one is cut to the line; where that is
 * not enough, columns are left out in the order of `spare`, and named below.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: string,
  spare: readonly number[],
  pen: Pen,
  columns: number,
): readonly string[] {
  const widths = head.map((name, j) =>
    Math.max(widthOf(name), ...rows.map((row) => widthOf(row[j]!))),
  )
  const last = head.length - 1
  const shown = new Set(head.keys())
  const needed = (): number => {
    let sum = 0
    for (const j of shown)
      sum += 2 + (j === last && align[j] === 'l' ? Math.min(LEAST, widths[j]!) : widths[j]!)
    return sum
  }
  const omitted = new Set<string>()
  for (const j of spare) {
    if (needed() <= columns) break
    shown.delete(j)
    omitted.add(head[j]!)
  }
  const line = (cells: readonly string[]): string => {
    const text = [...shown].map((j) =>
      align[j] === 'r' ? padStart(cells[j]!, widths[j]!) : padEnd(cells[j]!, widths[j]!),
    )
    return cut(`  ${text.join('  ')}`.trimEnd(), columns, pen.ellipsis)
  }
  return [
    pen.colour.dim(line(head)),
    ...rows.map(line),
    ...(omitted.size === 0
      ? []
      : [pen.colour.dim(cut(`  no room for: ${[...omitted].join(', ')}`, columns, pen.ellipsis))]),
  ]
}
