import { escapeLines, escapeMarkup } from '../../report/index.ts'
import type { Finding } from '../finding.ts'
import type { LintReport } from '../lint.ts'

/** JUnit's XML: a suite for each file, a case for each finding, and one that passes where there is none. */
export function renderLintJunit(reports: readonly LintReport[]): string {
  const suites = reports.map(({ file, findings }) => {
    const failed = findings.filter(({ severity }) => severity === 'error').length
    return {
      tests: Math.max(1, findings.length),
      failed,
      lines: [
        `  <testsuite name="${escapeMarkup(file)}" tests="${Math.max(1, findings.length)}" failures="${failed}" errors="0" skipped="0">`,
        ...(findings.length === 0
          ? [`    <testcase name="clean" classname="${escapeMarkup(file)}"/>`]
          : findings.map((finding) => caseOf(file, finding))),
        '  </testsuite>',
      ],
    }
  })
  const sum = (name: 'tests' | 'failed'): number =>
    suites.reduce((total, suite) => total + suite[name], 0)
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="qrun lint" tests="${sum('tests')}" failures="${sum('failed')}" errors="0">`,
    ...suites.flatMap(({ lines }) => lines),
    '</testsuites>',
  ].join('\n')}\n`
}

/** Warnings pass, and say what they say. */
function caseOf(
  file: string,
  { code, severity, message, fix, line, column, source }: Finding,
): string {
  const name = line === 0 ? code : `${code} ${line}:${column}`
  const body =
    severity === 'error'
      ? `      <failure message="${escapeMarkup(message)}" type="${code}">${escapeLines([message, source, fix])}</failure>`
      : `      <system-out>${escapeLines([message, source, fix])}</system-out>`
  return [
    `    <testcase name="${escapeMarkup(name)}" classname="${escapeMarkup(file)}">`,
    body,
    '    </testcase>',
  ].join('\n')
}
