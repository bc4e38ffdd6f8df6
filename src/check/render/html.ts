import type { Recorded } from '../baseline.ts'
import { rowsOf } from '../baseline.ts'
import { COLUMNS, type Row } from '../rows.ts'
import type { CheckOutcome, CheckReport } from '../run.ts'
import { drawCurves, type Point } from './curves.ts'
import { escapeLines, escapeMarkup } from './markup.ts'
import { details, headline, isGood, plural, summary } from './words.ts'

const STYLE = `
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
pre, td { font: 13px/1.5 ui-monospace, monospace }
h2 .good { color: #1a7f37 } h2 .bad { color: #cf222e }
pre { overflow-x: auto } svg { width: 100%; height: auto }
.before { stroke: #8c959f } .now { stroke: #0969da } .axis { font: 12px sans-serif; fill: #8c959f }
table { border-collapse: collapse; display: block; overflow-x: auto } td, th { padding: 0 .6rem; text-align: left; white-space: nowrap }
tr.gone { background: #cf222e22 } tr.come { background: #1a7f3722 }`

/** More lines of trades than this are left out. */
const MOST_ROWS = 400

/**
 * A page without scripts or anything from elsewhere: for each check that differs both curves of closed
 * profit, the figures, and the trades that one side has and the other has not.
 */
export function renderCheckHtml(report: CheckReport): string {
  const { outcomes, obsolete } = report
  const old = obsolete.names.map(
    (name) => `<p>${escapeMarkup(name)}: a baseline that belongs to no check</p>\n`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>qrun check</title>
<style>${STYLE}
</style>
</head>
<body>
<h1>qrun check</h1>
<p>${escapeMarkup(summary(report))}</p>
${outcomes.map(section).join('')}${old.join('')}</body>
</html>
`
}

function section(outcome: CheckOutcome): string {
  const { name, status, strategy, data, recorded, difference } = outcome
  const kind = isGood(status) ? 'good' : 'bad'
  const more = details(outcome)
  const { before, now } = recorded
  return `<section>
<h2><span class="${kind}">${status}</span> ${escapeMarkup(name)}</h2>
<p>${escapeMarkup(strategy)} on ${escapeMarkup(data)}: ${escapeMarkup(headline(outcome))}</p>
${more.length === 0 ? '' : `<pre>${escapeLines(more)}</pre>\n`}${
  difference === null || before === null || now === null
    ? ''
    : `${drawCurves(curveOf(before), curveOf(now))}\n${difference.trades === null ? '' : tradeTable(before, now)}`
}</section>
`
}

/** Closed profit after each exit. */
function curveOf(recorded: Recorded): readonly Point[] {
  let profit = 0
  return rowsOf(recorded)
    .filter(({ exit_time }) => exit_time !== '')
    .map((row) => {
      profit += Number(row.profit)
      return { timeMs: Date.parse(row.exit_time), value: profit }
    })
}

/** Trades of one side only, in order of their entry: those that are gone, those that came. */
function tradeTable(before: Recorded, now: Recorded): string {
  const [was, is] = [rowsOf(before), rowsOf(now)]
  const marked = [
    ...without(was, is).map((row) => ({ row, sign: '-', kind: 'gone' })),
    ...without(is, was).map((row) => ({ row, sign: '+', kind: 'come' })),
  ].sort((a, b) => Date.parse(a.row.entry_time) - Date.parse(b.row.entry_time))
  const shown = marked.slice(0, MOST_ROWS)
  const head = ['', ...COLUMNS].map((column) => `<th>${column.replace('_', ' ')}</th>`).join('')
  const body = shown
    .map(
      ({ row, sign, kind }) =>
        `<tr class="${kind}"><td>${sign}</td>${COLUMNS.map((column) => `<td>${escapeMarkup(row[column])}</td>`).join('')}</tr>`,
    )
    .join('\n')
  const rest = marked.length - shown.length
  return `<table>\n<tr>${head}</tr>\n${body}\n</table>\n${rest > 0 ? `<p>and ${plural(rest, 'more line')}</p>\n` : ''}`
}

/** The rows of `rows` that `others` does not hold, counting equal ones. */
function without(rows: readonly Row[], others: readonly Row[]): readonly Row[] {
  const keyOf = (row: Row): string => JSON.stringify(COLUMNS.map((column) => row[column]))
  const left = new Map<string, number>()
  for (const row of others) left.set(keyOf(row), (left.get(keyOf(row)) ?? 0) + 1)
  return rows.filter((row) => {
    const count = left.get(keyOf(row)) ?? 0
    if (count > 0) left.set(keyOf(row), count - 1)
    return count === 0
  })
}
