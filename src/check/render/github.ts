import type { CheckOutcome, CheckReport } from '../run.ts'
import { clean, details, headline, isGood, summary } from './words.ts'

/**
 * Annotations of GitHub Actions: an error at the strategy of each check that fails, a notice where a
 * baseline belongs to no check. They are commands that the build server reads from standard output, so
 * that all text in them is escaped as it asks for.
 */
export function renderCheckGithub(report: CheckReport): string {
  const { outcomes, obsolete } = report
  const lines = outcomes.filter(({ status }) => !isGood(status)).map(annotation)
  for (const name of obsolete.names)
    lines.push(
      command(
        obsolete.fails ? 'error' : 'warning',
        { title: 'qrun check' },
        `the baseline ${name} belongs to no check`,
      ),
    )
  return `${[...lines, `qrun check: ${summary(report)}`].join('\n')}\n`
}

function annotation(outcome: CheckOutcome): string {
  const { name, strategy, failure } = outcome
  const { line, column } = failure?.place ?? {}
  // A place in the strategy; one in the bars or the configuration is told in the text.
  const isOfStrategy = line !== undefined && /^[SL]/.test(failure!.code)
  return command(
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

function command(
  kind: 'error' | 'warning',
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`)
  return `::${kind} ${list.join(',')}::${escapeData(message)}`
}

function escapeData(text: string): string {
  return text
    .split('\n')
    .map(clean)
    .join('\n')
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text.replaceAll('\n', ' ')).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
