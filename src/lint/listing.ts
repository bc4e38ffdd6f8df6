import { CODES, LINT_CODES } from '../shared/failure.ts'
import { type FindingCode, GATE_CODES, RUN_CODES, type Severity, severityOf } from './finding.ts'

/** One thing that the checks look for. */
export type LintRule = {
  readonly code: FindingCode
  readonly severity: Severity
  readonly title: string
  /** Whether `--fix` can mend it, in some of its forms. */
  readonly isFixable: boolean
}

const FIXABLE: ReadonlySet<FindingCode> = new Set([
  'S301',
  'S306',
  'S310',
  'S311',
  'S314',
  'W101',
  'W105',
  'W106',
  'W108',
  'W115',
  'W116',
] as const)

/** Everything that `lint` can say, by code. */
export const LINT_RULES: readonly LintRule[] = [
  ...[...GATE_CODES, ...RUN_CODES].map((code) => ({ code, title: CODES[code] })),
  ...Object.entries(LINT_CODES).map(([code, title]) => ({ code: code as FindingCode, title })),
]
  .sort((a, b) => (a.code < b.code ? -1 : 1))
  .map(({ code, title }) => ({
    code,
    severity: severityOf(code),
    title,
    isFixable: FIXABLE.has(code),
  }))
