import { type Context, type Found, type Rule, readContext } from './context.ts'
import { type Finding, type FindingCode, GATE_CODES, severityOf } from './finding.ts'
import { askGate, type Refusal, stripTypes } from './gate.ts'
import { withinTime } from './limit.ts'
import { type Lines, readLines } from './places.ts'
import { findDeclarations } from './rules/callbacks.ts'
import { findCalls } from './rules/calls.ts'
import { findForms } from './rules/forms.ts'
import { findHistory } from './rules/history.ts'
import { findNa } from './rules/na.ts'
import { findNames } from './rules/names.ts'
import { findOrders } from './rules/orders.ts'
import { findPhases } from './rules/phase.ts'
import { findSeriesAsValues } from './rules/series.ts'
import { findUnused } from './rules/unused.ts'
import { suppress } from './suppress.ts'

export type LintOptions = {
  /** What the file is called in messages; types are stripped of one that ends in `.ts`. */
  readonly file?: string
}

export type LintReport = {
  readonly file: string
  /** In the order of the text, at most 1000. */
  readonly findings: readonly Finding[]
  /** Findings beyond those. */
  readonly dropped: number
  /** Whether the text is a program that could be looked at; if not, the one finding says why. */
  readonly isRead: boolean
  readonly errors: number
  readonly warnings: number
}

const RULES: readonly Rule[] = [
  findSeriesAsValues,
  findHistory,
  findPhases,
  findUnused,
  findNames,
  findForms,
  findNa,
  findCalls,
  findDeclarations,
  findOrders,
]

const MAX_FINDINGS = 1000
/** Far more than any file takes that a person wrote. */
const LIMIT_MS = 10_000

/**
 * Checks the text of a strategy without running it. What a run would refuse comes with the code of the run,
 * what no run says with one of W1xx.
 */
export function lint(source: string, { file = 'strategy.js' }: LintOptions = {}): LintReport {
  const done = withinTime(LIMIT_MS, () => check(source, file))
  if (done !== undefined) return done.value
  const refusal: Refusal = {
    code: 'L404',
    message: `the checks took more than ${LIMIT_MS / 1000} s`,
    hint: 'shorten the file',
    line: 0,
    column: 0,
  }
  return reportOf(file, [ofRefusal(refusal, readLines(''))], false)
}

function check(source: string, file: string): LintReport {
  const lines = readLines(source)
  const text = file.endsWith('.ts') ? stripTypes(source) : source
  if (typeof text !== 'string') return reportOf(file, [ofRefusal(text, lines)], false)
  const refusal = askGate(text)
  let context: Context
  try {
    context = readContext(text)
  } catch {
    if (refusal === undefined) return reportOf(file, [partly()], true)
    const own = ofRefusal(refusal, lines)
    const isRead = !GATE_CODES.some((code) => code === refusal.code)
    return reportOf(file, isRead ? [partly(), own] : [own], isRead)
  }
  if (refusal?.code === 'L404') return reportOf(file, [ofRefusal(refusal, lines)], false)
  // Types leave room behind, so that places stay; where they did not, nothing can be written by them.
  const isSame = text.length === source.length
  const findings: Finding[] = []
  try {
    for (const rule of RULES)
      for (const found of rule(context)) findings.push(ofFound(found, lines, isSame))
  } catch (thrown) {
    // A tree that is deep enough leaves no room to look at it; any other throw is a defect.
    if (!(thrown instanceof RangeError)) throw thrown
    findings.push(partly())
  }
  const isKnown = findings.some(
    ({ code, severity, line, column }) =>
      (code === refusal?.code && (line === refusal.line || code === 'S301')) ||
      (severity === 'error' && line === refusal?.line && column === refusal.column),
  )
  if (refusal !== undefined && !isKnown) findings.push(ofRefusal(refusal, lines))
  return reportOf(file, suppress(findings, context.comments, lines), true)
}

function reportOf(file: string, all: readonly Finding[], isRead: boolean): LintReport {
  const seen = new Set<string>()
  const findings = [...all]
    .sort(
      (a, b) =>
        a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : Number(a.code > b.code)),
    )
    .filter(({ code, line, column, message }) => {
      const key = `${code} ${line} ${column} ${message}`
      return !seen.has(key) && seen.add(key)
    })
  const errors = findings.filter(({ severity }) => severity === 'error').length
  return {
    file,
    findings: findings.slice(0, MAX_FINDINGS),
    dropped: Math.max(0, findings.length - MAX_FINDINGS),
    isRead,
    errors,
    warnings: findings.length - errors,
  }
}

function ofFound(
  { code, at, message, fix, edits = [] }: Found,
  lines: Lines,
  canEdit: boolean,
): Finding {
  if (at.type === 'Program') return whole(code, message, fix)
  const start = lines.placeOf(at.start)
  const end = lines.placeOf(at.end)
  return {
    code,
    severity: severityOf(code),
    message,
    fix,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    source: lines.textOf(start.line),
    edits: canEdit ? edits : [],
  }
}

function ofRefusal({ code, message, hint, line, column }: Refusal, lines: Lines): Finding {
  if (line === 0) return whole(code, message, hint)
  return {
    ...whole(
      code,
      message,
      (code === 'S308' ? meantOf(lines.textOf(line), column) : undefined) ?? hint,
    ),
    line,
    column,
    endLine: line,
    endColumn: column + 1,
    source: lines.textOf(line),
  }
}

/** What is meant by a line that Pine can read and JavaScript cannot, stopped at a column. */
function meantOf(text: string, column: number): string | undefined {
  const before = text.slice(0, column - 1)
  const after = text.slice(column - 1)
  if (/:\s*$/.test(before) && after.startsWith('=')) return 'write =, where Pine has :='
  const [, word] = /^(and|or|not)\b/.exec(after) ?? []
  if (word !== undefined) return `write ${{ and: '&&', or: '||', not: '!' }[word]}`
  if (/\bnot\s+$/.test(before)) return 'write !, where Pine has not'
  const [, keyword] = /^\s*(?:\}?\s*else\s+)?(if|while|for)\s*$/.exec(before) ?? []
  if (keyword !== undefined) return `write ${keyword} (…) { … }`
  if (/\b(?:int|float|bool|string|color|var|varip)\s+(?:\w+\s+)?$/.test(before))
    return 'write let name = value, without a type'
  return undefined
}

/** A finding of the file as a whole. */
function whole(code: FindingCode, message: string, fix: string): Finding {
  const none = { line: 0, column: 0, endLine: 0, endColumn: 0, source: '' }
  return { code, severity: severityOf(code), message, fix, ...none, edits: [] }
}

function partly(): Finding {
  return whole('W191', 'the file could not be looked at in full', 'simplify its longest expression')
}
