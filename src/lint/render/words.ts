import { formatCount } from '../../report/index.ts'
import type { LintReport } from '../lint.ts'

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

export function totalOf(
  reports: readonly LintReport[],
  name: 'errors' | 'warnings' | 'dropped',
): number {
  return reports.reduce((sum, report) => sum + report[name], 0)
}

/** `2 files: 3 errors, 1 warning`. */
export function summary(reports: readonly LintReport[]): string {
  const errors = totalOf(reports, 'errors')
  const warnings = totalOf(reports, 'warnings')
  const files = plural(reports.length, 'file')
  if (errors + warnings === 0) return `${files}: nothing found`
  return `${files}: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}`
}
