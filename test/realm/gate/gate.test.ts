import { describe, expect, it } from 'vitest'
import { runRealm } from '../harness.ts'

describe('the gate', () => {
  it.each([
    {
      says: 'refuses import() (G2)',
      source: "const a = 1\n  import('fs')",
      code: 'S309',
      line: 2,
      column: 3,
    },
    {
      says: 'refuses an import declaration (G2)',
      source: "import fs from 'fs'",
      code: 'S309',
      line: 1,
      column: 1,
    },
    { says: 'refuses import.meta (G2)', source: 'log(import.meta)', code: 'S309', line: 1 },
    { says: 'refuses export (G2)', source: 'export const a = 1', code: 'S309', line: 1, column: 1 },
    { says: 'refuses with (G2)', source: 'with (Math) log(1)', code: 'S309', line: 1, column: 1 },
    {
      says: 'refuses debugger (G2)',
      source: 'if (1) {\n  debugger\n}',
      code: 'S309',
      line: 2,
      column: 3,
    },
    {
      says: 'refuses async functions (G3)',
      source: 'onBar(async () => {})',
      code: 'S309',
      line: 1,
      column: 7,
    },
    { says: 'refuses top-level return (G1)', source: 'return 1', code: 'S309', line: 1, column: 1 },
    {
      says: 'refuses a closing bracket that would end a wrapper (G6)',
      source: '})',
      code: 'S308',
      line: 1,
      column: 1,
    },
    {
      says: 'refuses an open comment (G6)',
      source: 'log(1) /* end',
      code: 'S308',
      line: 1,
      column: 8,
    },
    { says: 'refuses a hashbang (G1)', source: '#!/usr/bin/env node', code: 'S308', line: 1 },
    { says: 'refuses sloppy octals (G1)', source: 'log(010)', code: 'S308', line: 1 },
    {
      says: 'refuses names of the API at top level',
      source: 'const a = 1\nlet close = 2',
      code: 'S308',
      line: 2,
      column: 5,
    },
    {
      says: 'refuses names of the API in patterns',
      source: 'const { high } = {}',
      code: 'S308',
      line: 1,
      column: 9,
    },
    {
      says: 'refuses patterns nested too deeply',
      source: `log(/${'('.repeat(300)}${')'.repeat(300)}/)`,
      code: 'S309',
      line: 1,
    },
    {
      says: 'gives no position for a source nested too deeply (G5)',
      source: '['.repeat(50_000),
      code: 'L404',
      line: 0,
      column: 0,
    },
    {
      says: 'refuses a source that is too long (G5)',
      source: `//${'x'.repeat(1 << 20)}`,
      code: 'L404',
      line: 0,
      column: 0,
    },
  ])('$says', ({ source, code, line, column }) => {
    const told = runRealm(source)
    expect(told.failure?.code).toBe(code)
    expect(told.line).toBe(line)
    if (column !== undefined) expect(told.column).toBe(column)
  })

  it.each([
    {
      says: 'compares series',
      source: 'onBar(() => { if (close > open) log(1) })',
      hint: 'write close() > open()',
      column: 19,
    },
    {
      says: 'adds to a series',
      source: 'const x = ta.sma(close, 3)\nonBar(() => log(x + 1))',
      hint: 'write x() + 1',
      line: 2,
    },
    { says: 'indexes a series', source: 'onBar(() => log(close[1]))', hint: 'write close(1)' },
    {
      says: 'uses a series as a condition',
      source: 'const up = ta.crossover(close, open)\nonBar(() => { if (up) log(1) })',
      hint: 'write up()',
      line: 2,
    },
    {
      says: 'negates a series',
      source: 'const up = ta.crossover(close, open)\nonBar(() => { if (!up) log(1) })',
      hint: 'write !up()',
      line: 2,
    },
    {
      says: 'joins a series into a condition',
      source: 'onBar(() => { if (barIndex() > 1 && volume) log(1) })',
      hint: 'write volume()',
    },
  ])('finds before the run that the file $says (S301)', ({ source, hint, line = 1, column }) => {
    const told = runRealm(source)
    expect(told.failure?.code).toBe('S301')
    expect(told.failure?.hint).toBe(hint)
    expect(told.line).toBe(line)
    if (column !== undefined) expect(told.column).toBe(column)
  })

  it.each([
    'const close2 = (close) => close + 1\nlog(close2(1))',
    'const f = (on) => on && close\nlog(typeof f(true))',
    'let up = ta.sma(close, 2)\nup = 3\nlog(up + 1)',
  ])('lets pass what only looks like a misused series: %s', (source) => {
    expect(runRealm(source).failure).toBeUndefined()
  })
})

describe('a slash (G1)', () => {
  const before = 'const a = { of: 8, delete: 8 }, b = 4, g = 2, of = 8, x = 8\nlet out\n'
  it.each([
    ['divides behind ?.of', 'out = a?.of / b / g', '1'],
    ['divides behind ?.of in the next line', 'out = a?.of\n/ b / g', '1'],
    ['divides behind a keyword for a property', 'out = a?.delete\n/ b /g', '1'],
    ['divides behind a name in a line of its own', 'out = x\nout =\nof\n/b/g', '1'],
    ['divides a template', 'out = `${x}` / b /g', '1'],
    ['begins a pattern behind of', "for (const c of /b/[Symbol.split]('1b2')) out = c", '2'],
    ['begins a pattern with =', "out = [/=b/.test('=b'), /=/.source]", 'true,='],
    ['begins a pattern behind yield', 'out = [...(function* () { yield /b/g.source })()]', 'b'],
    ['begins a pattern behind a block', "{}\n/b/g.test('b') && (out = 1)", '1'],
  ])('%s', (_says, source, logged) => {
    const told = runRealm(`${before}${source}\nonBar(() => log(String(out)))`, { closes: [1] })
    expect(told.failure).toBeUndefined()
    expect(told.logs).toEqual([`0: ${logged}`])
  })

  it.each(['x\nof\n', 'a?.delete\n', 'a?.of\n'])('hides no import() behind %j (G2)', (text) => {
    expect(runRealm(`${before}${text}/import('fs')/g`).failure).toMatchObject({ code: 'S309' })
  })
})

describe('position marks (G7)', () => {
  it.each([
    { says: 'a statement of the file', source: 'let a\na.b', line: 2, column: 1 },
    { says: 'a statement in a block', source: 'let a\nif (!a) {\n  a.b\n}', line: 3, column: 3 },
    { says: 'a lone statement after if', source: 'let a\nif (!a) a.b', line: 2, column: 9 },
    {
      says: 'a lone statement after else',
      source: 'let a\nif (a) log(1)\nelse a.b',
      line: 3,
      column: 6,
    },
    { says: 'a loop body', source: 'let a\nfor (const x of [1]) a.b', line: 2, column: 22 },
    { says: 'an arrow expression', source: 'const f = (a) => a.b\nf()', line: 1, column: 18 },
    { says: 'a case', source: 'let a\nswitch (1) {\n  case 1: a.b\n}', line: 3, column: 11 },
    { says: 'the first line, prefix left out', source: 'null.x', line: 1, column: 1 },
  ])('name $says', ({ source, line, column }) => {
    const told = runRealm(source)
    expect(told.failure?.code).toBe('S307')
    expect([told.line, told.column]).toEqual([line, column])
  })

  it.each([
    ['directives stay the first thing', "'use strict'\nlog(this === undefined)", '0: true'],
    ['objects in arrow bodies', 'const f = () => ({ a: 7 })\nonBar(() => log(f().a))', '0: 7'],
    ['statements ended by a line break', 'let a = 1\nlet b = 2\nonBar(() => log(a + b))', '0: 3'],
    ['do while', 'let a = 0\ndo a++; while (a < 5) log(a)', undefined],
    [
      'labels',
      'let n = 0\nouter: for (;;) { for (;;) { n++; break outer } }\nonBar(() => log(n))',
      '0: 1',
    ],
    [
      'getters and classes',
      'class A { get x() { return 4 } static { this.y = 5 } }\nonBar(() => log(new A().x, A.y))',
      '0: 4 5',
    ],
    [
      'names that look like the mark',
      'const $p = { i: 3 }, $w = 2\nonBar(() => log($p.i, $w))',
      '0: 3 2',
    ],
    ['generators', 'function* g() { yield 1; yield 2 }\nonBar(() => log([...g()].length))', '0: 2'],
  ])('keep the meaning of %s', (_says, source, first) => {
    const told = runRealm(source, { closes: [1] })
    expect(told.failure).toBeUndefined()
    if (first !== undefined) expect(told.logs[0]).toBe(first)
  })
})

describe('the power operator', () => {
  it.each([
    ['2 ** 10', '1024'],
    ['2 ** 3 ** 2', '512'],
    ['(2 ** 3) ** 2', '64'],
    ['(1 + 1) ** (1 + 2)', '8'],
    ['2n ** 64n === 18446744073709551616n', 'true'],
    ['-(2 ** 2)', '-4'],
    ['[1, 2].map((x) => x ** 2).join()', '1,4'],
    ['Math.pow(2, 0.5) === 2 ** 0.5', 'true'],
  ])('%s is %s', (expression, want) => {
    expect(runRealm(`onBar(() => log(${expression}))`, { closes: [1] }).logs).toEqual([
      `0: ${want}`,
    ])
  })

  it('assigns to a variable', () => {
    expect(runRealm('let a = 3\na **= 2\nonBar(() => log(a))', { closes: [1] }).logs).toEqual([
      '0: 9',
    ])
  })

  it('asks for the long form on members', () => {
    expect(runRealm('const a = { b: 2 }\na.b **= 2').failure?.code).toBe('S309')
  })
})
