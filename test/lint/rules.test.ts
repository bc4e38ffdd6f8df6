import { describe, expect, it } from 'vitest'
import { type Finding, fixSource, LINT_RULES, lint } from '../../src/lint/index.ts'
import { runRealm } from '../realm/harness.ts'
import { CASES } from './cases.ts'

const placesOf = (findings: readonly Finding[]): string[] =>
  findings.map(({ code, line, column }) => (line === 0 ? code : `${code} ${line}:${column}`))

describe('a mistake', () => {
  it.each(CASES)('$says is found at its place', ({ source, want }) => {
    expect(placesOf(lint(source).findings)).toEqual(want)
  })

  it.each(CASES)('$says has a message that quotes the text, and a way out', ({ source }) => {
    for (const { code, message, fix, line } of lint(source).findings) {
      expect(fix).not.toBe('')
      if (line > 0 && !['S308', 'S309', 'W106'].includes(code)) expect(message).toMatch(/".+"/)
    }
  })

  it.each(CASES.filter(({ run }) => run !== undefined))(
    '$says ends a run with the code that a run has for it',
    ({ source, run }) => {
      expect(runRealm(source).failure?.code).toBe(run)
    },
  )

  it.each(CASES.filter(({ want }) => want.length === 0))('$says runs', ({ source }) => {
    expect(runRealm(source).failure).toBeUndefined()
  })

  it.each(CASES)('$says is mended where that is certain', ({ source, fixed }) => {
    const { source: after, count } = fixSource(source)
    expect(after).toBe(fixed ?? source)
    expect(count > 0).toBe(fixed !== undefined)
  })

  it('of every code but those that need a strange file stands in the table', () => {
    const seen = new Set(CASES.flatMap(({ want }) => want.map((place) => place.split(' ')[0]!)))
    const codes = LINT_RULES.map(({ code }) => code)
    expect(codes.filter((code) => !seen.has(code))).toEqual(['L404', 'W190', 'W191'])
  })

  it('is called mendable where the table has it mended', () => {
    const mended = CASES.flatMap(({ source }) =>
      lint(source).findings.flatMap(({ code, edits }) => (edits.length > 0 ? [code] : [])),
    )
    const said = LINT_RULES.filter(({ isFixable }) => isFixable).map(({ code }) => code)
    expect([...new Set(mended)].sort()).toEqual(said)
  })
})

describe('a comment', () => {
  const wrong = 'if (close > 1) log(1)'
  it.each([
    {
      says: 'takes the findings of the line below it away',
      source: `onBar(() => {\n// qrun-lint-disable-next-line\n${wrong}\n})`,
      want: [],
    },
    {
      says: 'takes those of its codes',
      source: `onBar(() => {\n/* qrun-lint-disable-next-line W111, S301 -- a reason: S999 */\n${wrong}; strategy.close('a')\n})`,
      want: [],
    },
    {
      says: 'leaves others',
      source: `onBar(() => {\n// qrun-lint-disable-next-line W111\n${wrong}; strategy.close('a')\n})`,
      want: ['S301 3:5'],
    },
    {
      says: 'that takes nothing is told',
      source: `// qrun-lint-disable-next-line\nonBar(() => {})`,
      want: ['W190 1:1'],
    },
    {
      says: 'is told of each code that takes nothing',
      source: `onBar(() => {\n// qrun-lint-disable-next-line S301 W103\n${wrong}\n})`,
      want: ['W190 2:1'],
    },
    {
      says: 'is told of a code that there is not',
      source: `onBar(() => {\n// qrun-lint-disable-next-line s999\n})`,
      want: ['W190 2:1'],
    },
    {
      says: 'of another word is nobody’s business',
      source: `onBar(() => {\n// qrun-lint-disable-next-lines\n${wrong}\n})`,
      want: ['S301 3:5'],
    },
  ])('$says', ({ source, want }) => {
    expect(placesOf(lint(source).findings)).toEqual(want)
  })
})

describe('a line that Pine can read and JavaScript cannot', () => {
  it.each([
    { source: 'x := 1', fix: 'write =, where Pine has :=' },
    { source: 'if (close() > 1 and close() < 2) log(1)', fix: 'write &&' },
    { source: 'if (close() > 1 or close() < 2) log(1)', fix: 'write ||' },
    { source: 'if (not close()) log(1)', fix: 'write !, where Pine has not' },
    { source: 'if close() > 1\n  log(1)', fix: 'write if (…) { … }' },
    { source: 'float x = 1', fix: 'write let name = value, without a type' },
    { source: 'var int x = 1', fix: 'write let name = value, without a type' },
    { source: 'const = 1', fix: 'correct the syntax' },
  ])('$source: $fix', ({ source, fix }) => {
    expect(lint(source).findings).toMatchObject([{ code: 'S308', fix }])
  })
})
