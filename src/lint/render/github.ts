import { annotation } from '../../report/index.ts'
import type { LintReport } from '../lint.ts'
import { summary } from './words.ts'

/** Annotations of GitHub Actions, one at the place of each finding. */
export function renderLintGithub(reports: readonly LintReport[]): string {
  const lines = reports.flatMap(({ file, findings }) =>
    findings.map(({ code, severity, message, fix, line, column, endLine, endColumn }) =>
      annotation(
        severity,
        {
          file,
          ...(line === 0 ? {} : { line: `${line}`, col: `${column}`, endLine: `${endLine}` }),
          // A column behind the last line that is shown means nothing there.
          ...(line !== 0 && line === endLine ? { endColumn: `${endColumn}` } : {}),
          title: `qrun lint ${code}`,
        },
        `${message}\n${fix}`,
      ),
    ),
  )
  return `${[...lines, `qrun lint: ${summary(reports)}`].join('\n')}\n`
}
