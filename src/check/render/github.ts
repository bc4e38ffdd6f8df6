import { annotation } from '../../report/index.ts'
import type { CheckOutcome, CheckReport } from '../run.ts'
import { details, headline, isGood, summary } from './words.ts'

/**
 * Annotations of GitHub Actions: an error at the strategy of each check that fails, a notice where a
 * baseline belongs to no check. They are commands that the build server reads from standard output, so
 * that all text in them is escaped as it asks for.
 */
export function renderCheckGithub(report: CheckReport): string {
  const { outcomes, obsolete } = report
  const lines = outcomes.filter(({ status }) => !isGood(status)).map(annotationOf)
  for (const name of obsolete.names)
    lines.push(
      annotation(
        obsolete.fails ? 'error' : 'warning',
        { title: 'qrun check' },
        `the baseline ${name} belongs to no check`,
      ),
    )
  return `${[...lines, `qrun check: ${summary(report)}`].join('\n')}\n`
}

function annotationOf(outcome: CheckOutcome): string {
  const { name, strategy, failure } = outcome
  const { line, column } = failure?.place ?? {}
  // A place in the strategy; one in the bars or the configuration is told in the text.
  const isOfStrategy = line !== undefined && /^[SL]/.test(failure!.code)
  return annotation(
    'error',
    {
      file: strategy,
      ...(isOfStrategy ? { line: String(line) } : {}),
      ...(isOfStrategy && column !== undefined ? { col: String(column) } : {}),
      title: `qrun check ${name}`,
    },
    [headline(outcome), ...details(outcome)].join('\n'),
  )
}
