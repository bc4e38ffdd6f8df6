import type { Comment } from 'acorn'
import { CODES, LINT_CODES } from '../shared/failure.ts'
import type { Finding, FindingCode } from './finding.ts'
import type { Lines } from './places.ts'

const DIRECTIVE = /^\s*qrun-lint-disable-next-line(?![\w-])([\s\S]*)$/

/** A comment that takes findings of the line below it away. */
type Suppression = {
  readonly comment: Comment
  readonly line: number
  readonly codes: readonly string[]
}

/** What remains of the findings, and a warning for every such comment, or code in it, that took none away. */
export function suppress(
  findings: readonly Finding[],
  comments: readonly Comment[],
  lines: Lines,
): readonly Finding[] {
  const suppressions = comments.flatMap((comment): Suppression[] => {
    const [, words] = DIRECTIVE.exec(comment.value) ?? []
    if (words === undefined) return []
    // What stands behind two dashes is the reason.
    const codes = words.split('--')[0]!.match(/[A-Za-z0-9]+/g) ?? []
    return [{ comment, line: lines.placeOf(comment.end).line + 1, codes }]
  })
  if (suppressions.length === 0) return findings
  const used = new Map<Suppression, Set<string>>()
  const byLine = new Map<number, Suppression[]>()
  for (const suppression of suppressions)
    byLine.set(suppression.line, [...(byLine.get(suppression.line) ?? []), suppression])

  const kept = findings.filter(({ code, line }) => {
    const by = byLine
      .get(line)
      ?.find(({ codes }) => codes.length === 0 || codes.some((name) => name.toUpperCase() === code))
    if (by !== undefined) used.set(by, (used.get(by) ?? new Set()).add(code))
    return by === undefined
  })
  for (const suppression of suppressions) {
    const { codes } = suppression
    const took = used.get(suppression)
    const idle = codes.filter((name) => took?.has(name.toUpperCase()) !== true)
    if (idle.length === 0 && took !== undefined) continue
    kept.push(unused(suppression, idle, lines))
  }
  return kept
}

function unused({ comment, line }: Suppression, idle: readonly string[], lines: Lines): Finding {
  const at = lines.placeOf(comment.start)
  const end = lines.placeOf(comment.end)
  const unknown = idle.find((name) => !isCode(name.toUpperCase()))
  return {
    code: 'W190',
    severity: 'warning',
    message:
      unknown !== undefined
        ? `there is no code "${unknown.slice(0, 40)}"`
        : idle.length === 0
          ? `nothing was found on line ${line}`
          : `${idle.map((name) => `"${name.toUpperCase()}"`).join(', ')} was not found on line ${line}`,
    fix: unknown !== undefined ? 'qrun lint --rules lists them' : 'remove it',
    line: at.line,
    column: at.column,
    endLine: end.line,
    endColumn: end.column,
    source: lines.textOf(at.line),
    edits: [],
  }
}

function isCode(name: string): name is FindingCode {
  return Object.hasOwn(LINT_CODES, name) || Object.hasOwn(CODES, name)
}
