import type { Edit, Finding } from './finding.ts'
import { type LintOptions, type LintReport, lint } from './lint.ts'

export type Fixed = {
  readonly source: string
  /** Findings that were mended. */
  readonly count: number
  /** What remains. */
  readonly report: LintReport
}

/** One change may bring another to light, but not without end. */
const MAX_ROUNDS = 10

/**
 * Makes every change that is safe: one after which the file says what it could only have meant. A round of
 * changes that would leave the text no program is not made.
 */
export function fixSource(source: string, options: LintOptions = {}): Fixed {
  let fixed: Fixed = { source, count: 0, report: lint(source, options) }
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { edits, count } = chooseEdits(fixed.report.findings)
    if (count === 0 || !fixed.report.isRead) break
    const next = applyEdits(fixed.source, edits)
    const report = lint(next, options)
    if (!report.isRead) break
    fixed = { source: next, count: fixed.count + count, report }
  }
  return fixed
}

/** The edits of as many findings as go together; of each all or none. */
function chooseEdits(findings: readonly Finding[]): { edits: readonly Edit[]; count: number } {
  const chosen: Edit[] = []
  let count = 0
  for (const { edits } of findings) {
    if (edits.length === 0 || edits.some((edit) => chosen.some((other) => meet(edit, other))))
      continue
    chosen.push(...edits)
    count++
  }
  return { edits: chosen, count }
}

function meet(a: Edit, b: Edit): boolean {
  return a.start <= b.end && b.start <= a.end
}

function applyEdits(source: string, edits: readonly Edit[]): string {
  const parts: string[] = []
  let done = 0
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start)) {
    parts.push(source.slice(done, start), text)
    done = end
  }
  return [...parts, source.slice(done)].join('')
}
