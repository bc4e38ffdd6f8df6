import { describe, expect, it } from 'vitest'
import {
  lint,
  renderLintGithub,
  renderLintJson,
  renderLintJunit,
  renderLintPretty,
} from '../../src/lint/index.ts'
import { faultsOfJunit } from '../check/junit-schema.ts'

const LOOK = { columns: 100, unicode: true, colour: false }

/** Text of a stranger: escape sequences, direction marks, commands of build servers, markup. */
const HOSTILE = [
  'onBar(() => {',
  "  strategy.entry('\u001b[2J\u202e<b>##[x]', '\u0007&up')",
  "  strategy.close('::error::x\\n::y')",
  '})',
].join('\n')

const reports = [lint(HOSTILE, { file: 'a<b>&\u001b[31m.js' }), lint('onBar(() => {})')]
const CONTROLS = /(?!\n)[\p{Cc}\p{Cf}]/u

describe('the findings', () => {
  it('as text: place, message, line with a caret, way out, sum', () => {
    const source = 'const a = ta.sma(close, 3)\nonBar(() => { if (close > a) log(1) })'
    expect(renderLintPretty([lint(source, { file: 's.js' })], LOOK)).toBe(
      [
        'error S301  s.js:2:19',
        '  "close" and "a" are series, not values, in "close > a"',
        '',
        '  2 | onBar(() => { if (close > a) log(1) })',
        '    |                   ^ write close() > a()',
        '',
        '1 file: 1 error, 0 warnings',
        '',
      ].join('\n'),
    )
  })

  it('as text of errors only is nothing where there are none', () => {
    const report = lint("strategy('x')")
    expect(renderLintPretty([report], { ...LOOK, errorsOnly: true })).toBe('')
    expect(renderLintPretty([report], LOOK)).toContain('warning W114  strategy.js: no onBar')
  })

  it('in colours are those of errors and of warnings', () => {
    const text = renderLintPretty([lint('close = 1')], { ...LOOK, colour: true })
    expect(text).toContain('\u001b[33mwarning\u001b[39m \u001b[1mW113')
    expect(renderLintPretty(reports, { ...LOOK, colour: true })).toContain(
      '\u001b[31merror\u001b[39m',
    )
  })

  it.each([
    ['text', renderLintPretty(reports, LOOK)],
    ['annotations', renderLintGithub(reports)],
    ['JUnit', renderLintJunit(reports)],
    ['JSON', renderLintJson(reports)],
  ])('as %s hold no control character of the file', (_, text) => {
    expect(text).toContain('S306')
    expect(CONTROLS.test(text)).toBe(false)
  })

  it('as annotations are one line each, and no text of the file is a command', () => {
    const lines = renderLintGithub(reports).trimEnd().split('\n')
    expect(lines.slice(0, -1).every((line) => /^::(error|warning) file=/.test(line))).toBe(true)
    expect(lines.at(-1)).toBe('qrun lint: 2 files: 1 error, 1 warning')
    expect(lines.join('\n')).not.toContain('##[')
    expect(lines[0]).toMatch(/,line=2,col=\d+,endLine=2,endColumn=\d+,title=qrun lint S306::/)
  })

  it('as JUnit follow the schema: a suite for each file, a failure for each error', () => {
    const text = renderLintJunit(reports)
    expect(faultsOfJunit(text)).toEqual([])
    expect(text.match(/<testsuite /g)).toHaveLength(2)
    expect(text.match(/<failure /g)).toHaveLength(1)
    expect(text).toContain('<testcase name="clean"')
  })

  it('as JSON are the reports, with what was mended', () => {
    const [first] = reports
    expect(
      JSON.parse(renderLintJson(reports, (report) => (report === first ? 2 : 0))),
    ).toMatchObject({
      schema: 'qrun.lint/1',
      errors: 1,
      warnings: 1,
      files: [
        {
          fixed: 2,
          isRead: true,
          findings: [
            { code: 'S306', severity: 'error', line: 2, fixable: false },
            { code: 'W111', severity: 'warning', line: 3, fixable: false },
          ],
        },
        { file: 'strategy.js', fixed: 0, errors: 0, findings: [] },
      ],
    })
  })
})
