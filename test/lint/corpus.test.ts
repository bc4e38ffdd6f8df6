import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TEMPLATES } from '../../src/cli/templates/index.ts'
import { type Finding, fixSource, type LintReport, lint } from '../../src/lint/index.ts'
import { EXAMPLES } from '../declarations.ts'
import { BLOCKS, ROOT } from '../documents.ts'

type Named = { readonly name: string; readonly source: string }

const read = (folder: string, file = ''): Named[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => file !== '' || name.endsWith('.js'))
    .map((name) => ({ name, source: readFileSync(join(ROOT, folder, name, file), 'utf8') }))

const SHIPPED: readonly Named[] = [
  ...read('strategies'),
  ...Object.entries(TEMPLATES).map(([name, { text }]) => ({ name, source: text(name) })),
  ...read('test/parity/cases', 'strategy.js'),
]

const words = ({ findings }: LintReport): string[] =>
  findings.map(({ code, line, column, message }) => `${code} ${line}:${column} ${message}`)

/** Snippets show a declaration and stop there. */
const OF_SNIPPETS = ['W102', 'W103', 'W111', 'W114']

describe('strategies that are shipped', () => {
  it.each(SHIPPED)('$name has nothing to find', ({ source }) => {
    expect(words(lint(source))).toEqual([])
  })

  it.each(BLOCKS.filter(({ info }) => info === 'js'))('$place has no mistake', ({ text }) => {
    const report = lint(text)
    expect(words({ ...report, findings: report.findings.filter(isOfWholes) })).toEqual([])
  })

  it.each(EXAMPLES)('the example of $name has no mistake', ({ source }) => {
    const report = lint(source)
    expect(words({ ...report, findings: report.findings.filter(isOfWholes) })).toEqual([])
  })

  function isOfWholes({ code }: Finding): boolean {
    return !OF_SNIPPETS.includes(code)
  }
})

describe('examples of errors', () => {
  /** These depend on the data, the limits or what was computed. */
  const ONLY_RUNS = ['L403', 'L405', 'L407', 'S307', 'S316', 'S317']

  it.each(
    BLOCKS.filter(({ info, page }) => info === 'js wrong' && page.startsWith('docs/errors/')).map(
      ({ text, page, place }) => ({ place, text, code: /(\w+)\.md$/.exec(page)![1]! }),
    ),
  )('$place are found without a run', ({ text, code }) => {
    const codes = lint(text).findings.map((finding) => finding.code as string)
    if (ONLY_RUNS.includes(code)) expect(codes).not.toContain(code)
    else expect(codes).toContain(code)
  })
})

/** A shipped strategy with some of its text taken out, doubled, or exchanged. */
const broken = fc
  .tuple(
    fc.constantFrom(...SHIPPED),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat(12),
        fc.constantFrom('', '(', ')', '[1]', ' na ', '\n', '.', '"', '`', '\u2028', '\u0000'),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
  )
  .map(([{ source }, edits]) =>
    edits.reduce((text, [at, length, put]) => {
      const start = at % (text.length + 1)
      return text.slice(0, start) + put + text.slice(start + length)
    }, source),
  )

describe('any text', () => {
  it('has findings at places that are in it, in order, and mending leaves a program', () => {
    const anything = fc.oneof(broken, fc.string({ unit: 'binary', maxLength: 200 }))
    fc.assert(
      fc.property(anything, (source) => {
        const report = lint(source)
        const lines = source.split(/\r\n|[\n\r\u2028\u2029]/)
        let before = 0
        for (const { line, column, endLine, endColumn, source: shown } of report.findings) {
          expect(line * 1e6 + column).toBeGreaterThanOrEqual(before)
          before = line * 1e6 + column
          if (line === 0) continue
          expect(shown).toBe(lines[line - 1])
          expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1)
          expect(endLine * 1e6 + endColumn).toBeGreaterThan(before)
        }
        const fixed = fixSource(source)
        expect(fixed.report.isRead).toBe(report.isRead)
        expect(fixed.report).toEqual(lint(fixed.source))
        if (fixed.count === 0) expect(fixed.source).toBe(source)
        else expect(fixSource(fixed.source).count).toBe(0)
      }),
    )
  })

  it.each([
    { says: 'parentheses in parentheses', source: '('.repeat(5000) + ')'.repeat(5000) },
    { says: 'signs before signs', source: `const a = ${'!'.repeat(40_000)}1` },
    { says: 'a long sum', source: `const a = 1${'+close'.repeat(30_000)}` },
    { says: 'a long chain of members', source: `const a = x${'.a'.repeat(30_000)}` },
    { says: 'a long chain of calls', source: `const a = close${'()'.repeat(30_000)}` },
    { says: 'conditions in conditions', source: `a = ${'x?'.repeat(8000)}1${':2'.repeat(8000)}` },
  ])('of $says is refused as too deep, by the run and so here', ({ source }) => {
    const { findings, isRead } = lint(source)
    expect(isRead).toBe(false)
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['error L404'])
  })

  it('longer than a run takes is refused', () => {
    expect(lint('/'.repeat(1024 * 1024 + 1)).findings[0]?.code).toBe('L404')
  })

  it('with findings without end has the first thousand, and counts the rest', () => {
    const report = lint(`onBar(() => {${'if (close > 1) log(1);'.repeat(1200)}})`)
    expect(report).toMatchObject({ errors: 1200, dropped: 200 })
    expect(report.findings).toHaveLength(1000)
    // A line that nobody can read is not shown a thousand times.
    expect(report.findings[0]?.source).toBe('')
  })

  it('that the gate reads and the checks cannot says so, with what the gate said', () => {
    const report = lint('onBar(() => { log(a?.of / 2 / close) })')
    expect(words(report).map((line) => line.slice(0, 4))).toEqual(['W191', 'S301'])
    expect(report.isRead).toBe(true)
  })

  it('of types has them stripped where Node can, and says so where it cannot', () => {
    const source = 'let a: number = 1\nonBar(() => { if (close > a) log(1) })'
    const { findings } = lint(source, { file: 'x.ts' })
    expect(findings.map(({ code }) => code)).toEqual(
      'stripTypeScriptTypes' in process.getBuiltinModule('node:module') ? ['S301'] : ['S308'],
    )
    expect(lint(source, { file: 'x.js' }).findings[0]?.code).toBe('S308')
  })
})
