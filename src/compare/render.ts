import {
  createPen,
  cut,
  figurePair,
  formatCount,
  formatExact,
  formatMinute,
  formatMoney,
  formatSigned,
  type Pen,
  type RenderOptions,
} from '../report/index.ts'
import { formatTime } from '../shared/timeframe.ts'
import { type BarFacts, barWords } from './bar.ts'
import type { ListedTrade } from './listed.ts'
import type { MetricDifference, ResultComparison } from './results.ts'
import type { Difference, TradeComparison } from './trades.ts'
import { type WaitingOrder, waitingLines } from './waiting.ts'
import type { ZoneChoice } from './zone.ts'

export type ComparisonTexts = {
  /** How the two sides are called. */
  readonly ours: string
  readonly theirs: string
  /** How many differences are printed. */
  readonly show: number
  /** Bars by opening time, where they are at hand. */
  readonly bars?: ReadonlyMap<number, BarFacts>
  /** Orders of our run that were declined, by the bar's opening time. */
  readonly declined?: ReadonlyMap<number, readonly string[]>
  /** Orders of our run that waited when the bar began. */
  readonly waiting?: ReadonlyMap<number, readonly WaitingOrder[]>
}

/** Opening times of the bars that the first differences speak of. */
export function barsToShow(
  { differences }: Pick<TradeComparison, 'differences'>,
  show: number,
): ReadonlySet<number> {
  const times = new Set<number>()
  for (const difference of differences.slice(0, show))
    for (const { timeMs } of momentsOf(difference)) times.add(timeMs)
  return times
}

/** The comparison as text: what was found, then the first differences with the bars they happened on. */
export function renderComparison(
  comparison: TradeComparison & { readonly zone?: ZoneChoice },
  texts: ComparisonTexts,
  options: RenderOptions,
): string {
  const pen = createPen(options)
  const lines = [...summaryLines(comparison, texts, pen)]
  const shown = comparison.differences.slice(0, texts.show)
  shown.forEach((difference, i) => {
    lines.push('', ...differenceLines(difference, i, texts, pen))
  })
  const rest = comparison.differences.length - shown.length
  if (rest > 0) lines.push('', `  ${formatCount(rest)} more differences: --show N prints them`)
  return `${lines.map((line) => cut(line, options.columns, pen.ellipsis)).join('\n')}\n`
}

/** Two results as text: what differs of the run, the metrics, the trades. */
export function renderResults(
  { identity, metrics, trades, isEqual }: ResultComparison,
  texts: ComparisonTexts,
  options: RenderOptions,
): string {
  const pen = createPen(options)
  const lines: string[] = []
  if (isEqual) lines.push('  the results are the same')
  lines.push(
    `  ${pen.colour.dim('run')}      ${identity.length === 0 ? 'the same strategy, data and settings' : `differs in ${identity.join(', ')}`}`,
  )
  if (metrics.length > 0) {
    lines.push('', `  ${pen.colour.dim('metrics')}  ${formatCount(metrics.length)} differ`)
    lines.push(...metricLines(metrics, texts.show, pen))
  }
  const head = lines.map((line) => cut(line, options.columns, pen.ellipsis)).join('\n')
  return `${head}\n\n${renderComparison(trades, texts, options)}`
}

/** Before the others, where they differ. */
const MAIN = ['netProfit', 'maxDrawdownPct', 'sharpe', 'trades']

/** A result may come from anywhere, and so may the names of its metrics. */
function metricLines(metrics: readonly MetricDifference[], show: number, pen: Pen): string[] {
  const ranked = [
    ...MAIN.flatMap((name) => metrics.filter((metric) => metric.name === name)),
    ...metrics.filter(({ name }) => !MAIN.includes(name)),
  ]
  const rows = ranked
    .slice(0, Math.max(show, 10))
    .map(({ name, a, b }) => [pen.clean(name), ...figurePair(name, a, b)] as const)
  const widths = [0, 1, 2, 3].map((i) => Math.max(...rows.map((row) => row[i]!.length)))
  const lines = rows.map((row) =>
    `    ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`.trimEnd(),
  )
  const rest = metrics.length - rows.length
  return rest > 0 ? [...lines, `    and ${formatCount(rest)} more`] : lines
}

function* summaryLines(
  {
    ours,
    theirs,
    outside,
    open,
    matched,
    counts,
    percent,
    largest,
    excursions,
    zone,
    otherSignals,
  }: TradeComparison & {
    readonly zone?: ZoneChoice
  },
  texts: ComparisonTexts,
  pen: Pen,
): Generator<string> {
  const dim = pen.colour.dim
  const list = (count: number, beyond: number, still: number): string =>
    [
      `${formatCount(count)} closed trades`,
      ...(beyond > 0 ? [`${formatCount(beyond)} outside the window`] : []),
      ...(still > 0 ? [`${formatCount(still)} open`] : []),
    ].join(', ')
  const width = Math.max(texts.ours.length, texts.theirs.length, 8)
  yield `  ${dim(pen.clean(texts.ours).padEnd(width))}  ${list(ours, outside.ours, open.ours)}`
  yield `  ${dim(pen.clean(texts.theirs).padEnd(width))}  ${list(theirs, outside.theirs, open.theirs)}`
  if (zone !== undefined) yield `  ${dim('times'.padEnd(width))}  ${zone.name}${zoneWords(zone)}`
  yield ''
  const verdict = `${formatCount(matched)} matched  ${(Math.floor(percent * 100) / 100).toFixed(2)}%`
  yield `  ${percent === 100 ? pen.colour.green(verdict) : pen.colour.red(verdict)}`
  const words = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${formatCount(count)}`)
  if (words.length > 0) {
    yield `  ${words.join('   ')}`
    yield `  largest difference of a price ${formatExact(Number(largest.price.toPrecision(12)))}, of a profit ${formatMoney(largest.profit)}`
  }
  if (excursions.compared > 0)
    yield `  run-ups and drawdowns: ${formatCount(excursions.same)} of ${formatCount(excursions.compared)} the same${excursions.same === excursions.compared ? '' : `, largest difference ${formatMoney(excursions.largest)}`}`
  if (otherSignals > 0)
    yield `  ${formatCount(otherSignals)} matched trades carry other words for their orders`
}

/** A zone under which fewer of the trades begin together may be chance. */
const DOUBTFUL = 0.5

function zoneWords({ share, nextShare }: ZoneChoice): string {
  const percent = (value: number): string => `${(value * 100).toFixed(1)}%`
  const fits = `${percent(share)} of its trades begin with one of ours`
  if (nextShare === null) return `, ${fits}`
  const doubt = share < DOUBTFUL ? '; name it with --tv-tz if that is wrong' : ''
  return `, found by matching: ${fits}; next best ${percent(nextShare)}${doubt}`
}

function* differenceLines(
  difference: Difference,
  index: number,
  texts: ComparisonTexts,
  pen: Pen,
): Generator<string> {
  const { kind, faults, ours, theirs } = difference
  const what =
    kind === 'differs'
      ? faults.join(', ')
      : kind === 'moved'
        ? 'entered on another bar'
        : kind === 'missing'
          ? `only in ${texts.theirs}`
          : `only in ${texts.ours}`
  yield `  ${pen.colour.bold(index === 0 ? 'first difference' : `difference ${index + 1}`)}  ${pen.clean(what)}`
  for (const [name, trade] of [
    [texts.theirs, theirs],
    [texts.ours, ours],
  ] as const)
    if (trade !== null) yield* tradeLines(name, trade, pen)
  for (const { timeMs, words } of momentsOf(difference)) {
    const bar = texts.bars?.get(timeMs)
    if (bar !== undefined) yield `    bar  ${barWords(timeMs, bar)}  (${words})`
    const waiting = texts.waiting?.get(timeMs)
    if (waiting !== undefined)
      for (const line of waitingLines(waiting, pen.clean)) yield `      ${line}`
    for (const order of texts.declined?.get(timeMs) ?? [])
      yield `      declined on it: ${pen.clean(order)}`
  }
}

function* tradeLines(name: string, trade: ListedTrade, pen: Pen): Generator<string> {
  const at = (timeMs: number, price: number, signal: string): string =>
    `${Number.isNaN(timeMs) ? 'at no time' : formatMinute(formatTime(timeMs))} @ ${formatExact(price)} "${pen.clean(signal)}"`
  yield `    ${pen.colour.dim(pen.clean(name))} #${pen.clean(trade.trade)} ${trade.side} ${formatExact(trade.qty)}, profit ${formatSigned(trade.profit)}`
  yield `      in   ${at(trade.entryMs, trade.entryPrice, trade.entrySignal)}`
  const how =
    trade.exitReason === undefined ? '' : `, by ${pen.clean(trade.exitReason.replace('_', ' '))}`
  yield `      out  ${at(trade.exitMs, trade.exitPrice, trade.exitSignal)}${how}${trade.ambiguous === true ? ', decided by the assumed path inside a bar' : ''}`
}

/** The bars of a difference, each once, and whose entry or exit they are. */
function momentsOf({
  ours,
  theirs,
}: Difference): { readonly timeMs: number; readonly words: string }[] {
  const words = new Map<number, string[]>()
  const add = (timeMs: number | undefined, what: string): void => {
    if (timeMs === undefined || Number.isNaN(timeMs)) return
    words.set(timeMs, [...(words.get(timeMs) ?? []), what])
  }
  const both = (a: number | undefined, b: number | undefined, what: string): void => {
    if (a === b) add(a, what)
    else {
      add(b, `their ${what}`)
      add(a, `our ${what}`)
    }
  }
  both(ours?.entryMs, theirs?.entryMs, 'entry')
  both(ours?.exitMs, theirs?.exitMs, 'exit')
  return [...words]
    .sort(([a], [b]) => a - b)
    .map(([timeMs, what]) => ({ timeMs, words: what.join(', ') }))
}
