import type { Gate } from './gate.ts'
import { escapeLines, escapeMarkup } from './markup.ts'
import type { BacktestResult } from './result.ts'

/**
 * JUnit's XML, as Jenkins, GitLab and others read it: the strategy is a suite, the run a case, and each
 * condition another. No times: the same result gives the same bytes.
 */
export function renderJunit(result: BacktestResult, gates: readonly Gate[] = []): string {
  const { strategy, failure, metrics, data } = result
  const cases = [
    failure === null
      ? testCase('run', strategy.file, [
          `      <system-out>${escapeMarkup(`${metrics.all.trades ?? 0} trades, net profit ${metrics.all.netProfit ?? 0}, on ${data[0]?.name ?? ''}`)}</system-out>`,
        ])
      : testCase('run', strategy.file, [
          `      <error message="${escapeMarkup(failure.message)}" type="${escapeMarkup(failure.code)}">${escapeLines(failureLines(result))}</error>`,
        ]),
    ...gates.map(({ condition, fails, text }) =>
      testCase(condition, strategy.file, [
        fails
          ? `      <failure message="${escapeMarkup(text)}" type="condition">${escapeMarkup(condition)}</failure>`
          : `      <system-out>${escapeMarkup(text)}</system-out>`,
      ]),
    ),
  ]
  const counts = `tests="${cases.length}" failures="${gates.filter(({ fails }) => fails).length}" errors="${failure === null ? 0 : 1}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="qrun backtest" ${counts}>`,
    `  <testsuite name="${escapeMarkup(strategy.file)}" ${counts} skipped="0">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function failureLines({ failure }: BacktestResult): string[] {
  if (failure === null) return []
  const { file, line, column, hint } = failure
  const place =
    line === null ? [] : [`at ${file ?? ''}:${line}${column === null ? '' : `:${column}`}`]
  return [...place, hint]
}

function testCase(name: string, strategy: string, lines: readonly string[]): string {
  return [
    `    <testcase name="${escapeMarkup(name)}" classname="${escapeMarkup(strategy)}">`,
    ...lines,
    '    </testcase>',
  ].join('\n')
}
