import {
  apart,
  cleanLine,
  digits,
  figurePair,
  formatCount,
  formatMoney,
} from '../../report/index.ts'
import type { FigureMoved, FirstTrade, TradesMoved } from '../difference.ts'
import type { Column, Row } from '../rows.ts'
import type { CheckOutcome, CheckReport, CheckStatus } from '../run.ts'

export const isGood = (status: CheckStatus): boolean =>
  status === 'pass' || status === 'new' || status === 'updated'

/** What became of the check, and why, in one line. */
export function headline(outcome: CheckOutcome): string {
  const { status, trades, changes, cause, difference, expectations, failure } = outcome
  const count = trades === null ? '' : plural(trades, 'trade')
  const changed = changes.map(({ text }) => cleanLine(text)).join('; ')
  const same = changed === '' ? '' : `; ${changed}: the result is the same`
  switch (status) {
    case 'error':
      return `${failure!.code} ${cleanLine(failure!.message)}`
    case 'pass':
      return `${count}${same}`
    case 'new':
      return `baseline recorded, ${count}`
    case 'updated':
      return `baseline recorded anew, ${count}${changed === '' ? '' : `; ${changed}`}`
    case 'missing':
      return 'there is no baseline: run qrun check on a desk and commit what it writes'
    case 'fail': {
      const unmet = expectations.filter(({ holds }) => !holds)
      const parts = unmet.map(
        ({ condition, text }) => `expected ${cleanLine(condition)}: ${cleanLine(text)}`,
      )
      if (cause === 'unstable') parts.unshift('not deterministic: the same run gave another result')
      else if (cause === 'none')
        parts.unshift(
          'the result changed, though data, strategy, inputs and engine are the same: not deterministic (see --repeat), or a defect of qrun',
        )
      else if (difference !== null)
        parts.unshift(
          `${changed}${changes.some(({ what }) => what === 'data') ? '' : ', data same'}`,
        )
      return parts.join('; ')
    }
  }
}

/** Shown whether they moved or not, where any figure did. */
const MAIN = ['netProfit', 'maxDrawdownPct', 'sharpe', 'trades']
const MOST_FIGURES = 10

/** What the line of a trade shows. */
const LINE: ReadonlySet<Column> = new Set([
  'side',
  'entry_time',
  'entry_price',
  'exit_time',
  'exit_price',
  'exit_reason',
])

/** What differs, as lines of plain text; none where nothing does. */
export function details({ difference, recorded, failure }: CheckOutcome): readonly string[] {
  if (failure !== null) {
    const { file, line, column, row } = failure.place ?? {}
    const place =
      line !== undefined
        ? `${file ?? ''}:${line}${column === undefined ? '' : `:${column}`}`
        : row !== undefined
          ? `${file ?? ''} row ${formatCount(row)}`.trimStart()
          : ''
    return [...(place === '' ? [] : [`at ${cleanLine(place)}`]), cleanLine(failure.hint)]
  }
  if (difference === null) return []
  const lines: string[] = []
  const { metrics, notes, trades, declined, equity } = difference
  if (metrics.length > 0) {
    const figures = recorded.before?.baseline.metrics ?? {}
    const now = recorded.now?.baseline.metrics ?? {}
    const main = MAIN.map(
      (name) =>
        metrics.find((figure) => figure.name === name) ?? {
          name,
          before: figures[name] ?? null,
          now: now[name] ?? null,
        },
    )
    const others = metrics.filter(({ name }) => !MAIN.includes(name))
    const shown = [...main, ...others.slice(0, MOST_FIGURES - main.length)]
    const rest = others.length - (shown.length - main.length)
    lines.push(...table('metric', shown))
    if (rest > 0) lines.push(`and ${plural(rest, 'more figure')}`)
    lines.push('')
  }
  if (trades !== null) lines.push(...tradeLines(trades), '')
  if (notes.length > 0) lines.push(...table('note', notes), '')
  if (declined) lines.push('other orders were declined', '')
  if (equity) lines.push('the equity differs on some bar', '')
  return lines.slice(0, -1)
}

function table(title: string, figures: readonly FigureMoved[]): string[] {
  const rows = [
    [title, 'baseline', 'now', 'change'],
    ...figures.map(({ name, before, now }) => [cleanLine(name), ...figurePair(name, before, now)]),
  ]
  const widths = [0, 1, 2, 3].map((i) => Math.max(...rows.map((row) => row[i]!.length)))
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  )
}

function* tradeLines({
  before,
  now,
  equal,
  changed,
  moved,
  missing,
  added,
  first,
}: TradesMoved): Generator<string> {
  if (first !== null) {
    yield* firstLines(first)
  }
  const most = Math.max(before, now)
  const parts = [
    `${formatCount(equal)} of ${plural(most, 'trade')} equal`,
    ...(changed > 0 ? [`${formatCount(changed)} changed`] : []),
    `${formatCount(moved)} moved`,
    `${formatCount(missing)} missing`,
    `${formatCount(added)} new`,
  ]
  yield parts.join(', ')
}

function* firstLines({ before, now, columns }: FirstTrade): Generator<string> {
  yield `first difference  trade ${(before ?? now)!.trade}`
  if (before !== null) yield `- ${tradeLine(before.trade, before.row)}`
  if (now !== null) yield `+ ${tradeLine(now.trade, now.row)}`
  if (before === null || now === null) return
  const hidden = columns.filter((column) => !LINE.has(column))
  if (hidden.length > 0)
    yield `  ${hidden.map((column) => `${column} ${cellTexts(column, before.row[column], now.row[column]).join(' -> ')}`).join(', ')}`
}

/** `57  long  2022-08-14 09:00  24 310.5  ->  2022-08-15 02:00  24 102  stop`. */
function tradeLine(trade: number, row: Row): string {
  const exit =
    row.exit_time === ''
      ? 'open'
      : `${minute(row.exit_time)}  ${number(row.exit_price)}  ${cell(row.exit_reason)}`
  return `${trade}  ${row.side}  ${minute(row.entry_time)}  ${number(row.entry_price)}  ->  ${exit}`
}

function minute(iso: string): string {
  return cleanLine(iso).slice(0, 16).replace('T', ' ')
}

function number(text: string): string {
  return text === '' ? 'n/a' : digits(Number(text), 15)
}

const MONEY: ReadonlySet<Column> = new Set([
  'profit',
  'entry_fee',
  'exit_fee',
  'run_up',
  'drawdown',
])

/** Two different cells of a column. */
function cellTexts(column: Column, before: string, now: string): string[] {
  if (column !== 'qty' && !MONEY.has(column)) return [cell(before), cell(now)]
  const [a, b] = [Number(before), Number(now)]
  const isShort =
    MONEY.has(column) && (before === '' || now === '' || formatMoney(a) !== formatMoney(b))
  const show = isShort ? formatMoney : apart(a, b, 15)
  return [before, now].map((text) => (text === '' ? 'none' : show(Number(text))))
}

function cell(text: string): string {
  return text === '' ? 'none' : cleanLine(text)
}

export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** `3 checks, 2 passed, 1 failed`. */
export function summary({ outcomes, obsolete }: CheckReport): string {
  const count = (...statuses: CheckStatus[]): number =>
    outcomes.filter(({ status }) => statuses.includes(status)).length
  const parts = [
    [count('pass'), 'passed'],
    [count('fail', 'missing'), 'failed'],
    [count('error'), 'could not run'],
    [count('new'), 'new'],
    [count('updated'), 'updated'],
    [obsolete.names.length, 'obsolete'],
  ] as const
  return [
    plural(outcomes.length, 'check'),
    ...parts.filter(([n]) => n > 0).map(([n, word]) => `${formatCount(n)} ${word}`),
  ].join(', ')
}

/** Names of the checks whose difference could be accepted. */
export function acceptable({ outcomes }: CheckReport): readonly string[] {
  return outcomes
    .filter(
      ({ status, cause, expectations }) =>
        status === 'missing' ||
        (status === 'fail' && cause !== 'unstable' && expectations.every(({ holds }) => holds)),
    )
    .map(({ name }) => name)
}
