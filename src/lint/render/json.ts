import { writeJson } from '../../report/index.ts'
import type { LintReport } from '../lint.ts'
import { totalOf } from './words.ts'

/** The reports as one JSON document, `qrun.lint/1`; `fixedOf` tells how many findings of a file were mended. */
export function renderLintJson(
  reports: readonly LintReport[],
  fixedOf: (report: LintReport) => number = () => 0,
): string {
  let text = ''
  const document = {
    schema: 'qrun.lint/1',
    errors: totalOf(reports, 'errors'),
    warnings: totalOf(reports, 'warnings'),
    files: reports.map((report) => {
      const { file, isRead, errors, warnings, dropped, findings } = report
      return {
        file,
        isRead,
        errors,
        warnings,
        dropped,
        fixed: fixedOf(report),
        findings: findings.map(({ edits, ...finding }) => ({
          ...finding,
          fixable: edits.length > 0,
        })),
      }
    }),
  }
  writeJson(document, (piece) => {
    text += piece
  })
  return text
}
