import type { ErrorCode, LintCode } from '../shared/failure.ts'

/** `error`: the run would fail there, or a value is surely not what was meant. */
export type Severity = 'error' | 'warning'

/** A code of this check alone, or the one that a run would end with. */
export type FindingCode = LintCode | Extract<ErrorCode, `S${string}` | `L${string}`>

/** A change of the text, by UTF-16 units. */
export type Edit = { readonly start: number; readonly end: number; readonly text: string }

/** One thing that is wrong with a strategy file, and what to write instead. */
export type Finding = {
  readonly code: FindingCode
  readonly severity: Severity
  /** What is wrong, the text of the file in quotes. */
  readonly message: string
  /** What to do. */
  readonly fix: string
  /** 1-based; 0 where it is the file as a whole. */
  readonly line: number
  /** 1-based, in UTF-16 units; 0 where it is the file as a whole. */
  readonly column: number
  /** Behind its last character. */
  readonly endLine: number
  readonly endColumn: number
  /** The author's line, without its end. */
  readonly source: string
  /** What `--fix` would change; none where that takes a person. */
  readonly edits: readonly Edit[]
}

const WARNINGS: ReadonlySet<FindingCode> = new Set([
  'W102',
  'W103',
  'W104',
  'W107',
  'W109',
  'W110',
  'W111',
  'W112',
  'W113',
  'W114',
  'W190',
  'W191',
] as const)

export function severityOf(code: FindingCode): Severity {
  return WARNINGS.has(code) ? 'warning' : 'error'
}

/** Codes of a run that the checks find by themselves; the gate may add others that it refuses with. */
export const RUN_CODES = [
  'S301',
  'S302',
  'S303',
  'S304',
  'S305',
  'S306',
  'S310',
  'S311',
  'S312',
  'S313',
  'S314',
  'S315',
  'S318',
] as const

/** Codes of the gate, which reads every file before it runs. */
export const GATE_CODES = ['S308', 'S309', 'L404'] as const
