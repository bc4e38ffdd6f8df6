import { escapeLines, escapeMarkup } from '../../report/index.ts'
import type { CheckOutcome, CheckReport } from '../run.ts'
import { details, headline } from './words.ts'

/**
 * JUnit's XML, as Jenkins, GitLab and others read it: a suite for each strategy, a case for each check.
 * No times: the same results give the same bytes.
 */
export function renderCheckJunit({ outcomes, obsolete }: CheckReport): string {
  const suites = new Map<string, string[]>()
  const kinds = new Map<string, { failures: number; errors: number }>()
  const add = (suite: string, text: string, kind: 'failure' | 'error' | null): void => {
    suites.set(suite, [...(suites.get(suite) ?? []), text])
    const counts = kinds.get(suite) ?? { failures: 0, errors: 0 }
    if (kind === 'failure') counts.failures++
    if (kind === 'error') counts.errors++
    kinds.set(suite, counts)
  }
  for (const outcome of outcomes) {
    const kind = kindOf(outcome)
    add(outcome.strategy, caseOf(outcome, kind), kind)
  }
  if (obsolete.fails)
    for (const name of obsolete.names)
      add(
        'baselines',
        testCase(name, 'baselines', [
          '      <failure message="a baseline that belongs to no check" type="obsolete"/>',
        ]),
        'failure',
      )
  const total = (name: 'failures' | 'errors'): number =>
    [...kinds.values()].reduce((sum, counts) => sum + counts[name], 0)
  const tests = [...suites.values()].reduce((sum, cases) => sum + cases.length, 0)
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="qrun check" tests="${tests}" failures="${total('failures')}" errors="${total('errors')}">`,
  ]
  for (const [name, cases] of suites) {
    const { failures, errors } = kinds.get(name)!
    lines.push(
      `  <testsuite name="${escapeMarkup(name)}" tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="0">`,
      ...cases,
      '  </testsuite>',
    )
  }
  lines.push('</testsuites>')
  return `${lines.join('\n')}\n`
}

function kindOf({ status }: CheckOutcome): 'failure' | 'error' | null {
  if (status === 'error') return 'error'
  return status === 'fail' || status === 'missing' ? 'failure' : null
}

function caseOf(outcome: CheckOutcome, kind: 'failure' | 'error' | null): string {
  const { name, strategy, cause, status, failure } = outcome
  const message = headline(outcome)
  if (kind === null)
    return testCase(name, strategy, [`      <system-out>${escapeMarkup(message)}</system-out>`])
  const type = failure?.code ?? (status === 'missing' ? 'missing' : (cause ?? 'expectation'))
  const text = escapeLines([message, '', ...details(outcome)])
  return testCase(name, strategy, [
    `      <${kind} message="${escapeMarkup(message)}" type="${type}">${text}</${kind}>`,
  ])
}

function testCase(name: string, strategy: string, lines: readonly string[]): string {
  return [
    `    <testcase name="${escapeMarkup(name)}" classname="${escapeMarkup(strategy)}">`,
    ...lines,
    '    </testcase>',
  ].join('\n')
}
