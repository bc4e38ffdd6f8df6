import { cleanLine, createPen, cut, type RenderOptions } from '../../report/index.ts'
import type { CheckReport, CheckStatus } from '../run.ts'
import { acceptable, details, headline, isGood, summary } from './words.ts'

const WORDS: Readonly<Record<CheckStatus, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  missing: 'FAIL',
  error: 'ERROR',
  new: 'NEW',
  updated: 'SAVED',
}

/** A longer line is somebody's joke; cutting shorter ones would lose the cause. */
const LONGEST = 400

/** The report for a terminal or a log. */
export function renderCheckPretty(
  report: CheckReport,
  options: RenderOptions & {
    /** How the reader calls qrun: `npx qrun`, perhaps. */
    readonly called?: string
  },
): string {
  const pen = createPen(options)
  const { outcomes, obsolete } = report
  const text = (line: string): string => cut(pen.clean(line), LONGEST, pen.ellipsis)
  const width = Math.max(0, ...outcomes.map(({ name }) => name.length))
  const lines: string[] = ['']
  for (const outcome of outcomes) {
    const word = WORDS[outcome.status].padEnd(5)
    const shown = isGood(outcome.status) ? pen.colour.green(word) : pen.colour.red(word)
    lines.push(` ${shown}  ${outcome.name.padEnd(width)}  ${text(headline(outcome))}`)
    const more = details(outcome)
    if (more.length > 0)
      lines.push('', ...more.map((line) => (line === '' ? '' : `   ${text(line)}`)), '')
  }
  for (const name of obsolete.names)
    lines.push(
      ` ${pen.colour.yellow('OLD  ')}  ${text(cleanLine(name))}  a baseline that belongs to no check`,
    )
  const names = acceptable(report)
  if (lines.at(-1) !== '') lines.push('')
  lines.push(` ${summary(report)}`)
  if (names.length > 0)
    lines.push(
      ` accept with: ${options.called ?? 'qrun'} check -u${names.length === 1 ? ` ${names[0]}` : ''}`,
    )
  return `${lines.join('\n')}\n`
}
