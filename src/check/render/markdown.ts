import { codeInMarkdown, escapeLines } from '../../report/index.ts'
import type { CheckReport, CheckStatus } from '../run.ts'
import { acceptable, details, headline, isGood, summary } from './words.ts'

const WORDS: Readonly<Record<CheckStatus, string>> = {
  pass: 'pass',
  fail: '**fail**',
  missing: '**fail**',
  error: '**error**',
  new: 'new',
  updated: 'updated',
}

/** A comment for a pull request: a table of the checks, and what differs below it, folded. */
export function renderCheckMarkdown(report: CheckReport): string {
  const { outcomes, obsolete } = report
  const lines = [
    `### qrun check: ${summary(report)}`,
    '',
    '| check | verdict | what happened |',
    '|---|---|---|',
    ...outcomes.map(
      (outcome) =>
        `| ${codeInMarkdown(outcome.name)} | ${WORDS[outcome.status]} | ${codeInMarkdown(headline(outcome))} |`,
    ),
    '',
  ]
  for (const outcome of outcomes) {
    const more = details(outcome)
    if (isGood(outcome.status) || more.length === 0) continue
    lines.push(
      `<details><summary>${codeInMarkdown(outcome.name)}</summary>`,
      '',
      `<pre>${escapeLines(more)}</pre>`,
      '',
      '</details>',
      '',
    )
  }
  if (obsolete.names.length > 0)
    lines.push(`Baselines of no check: ${obsolete.names.map(codeInMarkdown).join(', ')}`, '')
  const names = acceptable(report)
  if (names.length > 0)
    lines.push(`Accept with \`qrun check -u${names.length === 1 ? ` ${names[0]}` : ''}\`.`, '')
  return lines.join('\n')
}
