import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { createRealm, readScripts } from '../../../src/sandbox/index.ts'
import { MAX_SITES, SITE, type Site } from '../../../src/shared/explain.ts'

type Verdict = { readonly body: string; readonly sites: readonly Site[]; readonly isCut: boolean }

function judge(source: string, isExplained = true): Verdict {
  const { table } = createRealm(vm, readScripts())
  return JSON.parse(table.judge(source, isExplained))
}

const KINDS = Object.fromEntries(Object.entries(SITE).map(([name, kind]) => [kind, name]))

/** The sites as `KIND text`, below them in brackets what guards them: `[text]` must be true, `![text]` false. */
function sitesOf(source: string): string[] {
  const { sites } = judge(source)
  const textOf = ({ start, end }: Site): string => source.slice(start, end)
  return sites.map(({ kind, guards, calls, parent, ...place }) => {
    const tests = guards.map(([site, wants]) => `${wants ? '' : '!'}[${textOf(sites[site]!)}]`)
    const from = calls.map((site) => `<${textOf(sites[site]!)}`)
    const of = parent < 0 ? [] : [`of ${textOf(sites[parent]!)}`]
    return [KINDS[kind], textOf({ ...place } as Site), ...of, ...tests, ...from].join(' ')
  })
}

const within = (body: string): string => `const up = ta.rising(close, 3)\nonBar(() => { ${body} })`
const ordersIn = (source: string): string[] =>
  sitesOf(source).filter((site) => /^(ORDER|CALL)/.test(site))

describe('orders and what guards them', () => {
  it.each([
    { says: 'none', body: "strategy.close('L')", want: ["ORDER strategy.close('L')"] },
    {
      says: 'an if',
      body: "if (up()) strategy.close('L')",
      want: ["ORDER strategy.close('L') [up()]"],
    },
    {
      says: 'its other branch',
      body: "if (up()) log(1); else { strategy.close('L') }",
      want: ["ORDER strategy.close('L') ![up()]"],
    },
    {
      says: 'one inside another, outermost first',
      body: 'if (up()) { if (1 > 2) strategy.closeAll() }',
      want: ['ORDER strategy.closeAll() [up()] [1 > 2]'],
    },
    {
      says: 'and, or',
      body: 'up() && strategy.cancelAll(); up() || strategy.closeAll()',
      want: ['ORDER strategy.cancelAll() [up()]', 'ORDER strategy.closeAll() ![up()]'],
    },
    {
      says: 'a choice',
      body: "up() ? strategy.cancel('a') : strategy.cancel('b')",
      want: ["ORDER strategy.cancel('a') [up()]", "ORDER strategy.cancel('b') ![up()]"],
    },
    {
      says: 'early exits, also of blocks and of the else',
      body: "if (up()) return; if (1 > 2) { log(1); return } if (3 > 2) log(2); else return; strategy.close('L')",
      want: ["ORDER strategy.close('L') ![up()] ![1 > 2] [3 > 2]"],
    },
    {
      says: 'the exits of a round of a loop',
      body: "for (const i of [1, 2]) { if (i > 1) continue; strategy.close('L') }",
      want: ["ORDER strategy.close('L') ![i > 1]"],
    },
    {
      says: 'no if that something follows in any case',
      body: "if (up()) log(1); strategy.close('L')",
      want: ["ORDER strategy.close('L')"],
    },
    {
      says: 'the calls of a function, through another',
      body: "const b = () => { if (3 > 2) a() }\nfunction a() { if (2 > 1) strategy.close('L') }\nif (up()) b()",
      want: ['CALL a() [3 > 2] <b()', "ORDER strategy.close('L') [2 > 1] <a()", 'CALL b() [up()]'],
    },
    {
      says: 'commands under names of their own',
      body: "const { entry, close: leave } = strategy; const go = strategy.order; if (up()) entry('a', 'long'); leave('a'); go('b', 'long')",
      want: ["ORDER entry('a', 'long') [up()]", "ORDER leave('a')", "ORDER go('b', 'long')"],
    },
    {
      says: 'nothing of another strategy',
      body: 'const strategy = { close() {} }; strategy.close()',
      want: [],
    },
    {
      says: 'a callback',
      body: "if (up()) [1].forEach(() => strategy.close('L'))",
      want: ["ORDER strategy.close('L') [up()]"],
    },
  ])('$says', ({ body, want }) => {
    expect(ordersIn(within(body)).sort()).toEqual([...want].sort())
  })
})

describe('tests', () => {
  const partsIn = (body: string): string[] =>
    sitesOf(within(body)).filter((site) => /^(TEST|PART|READ)/.test(site))

  it.each([
    {
      says: 'are looked at with their operands and what those read',
      body: "if (up() && !(close() > open(1)) || na(high())) strategy.close('L')",
      want: [
        'TEST up() && !(close() > open(1)) || na(high())',
        'PART up() of up() && !(close() > open(1)) || na(high())',
        'PART close() > open(1) of up() && !(close() > open(1)) || na(high())',
        'READ close() of close() > open(1)',
        'READ open(1) of close() > open(1)',
        'PART na(high()) of up() && !(close() > open(1)) || na(high())',
        'READ high() of na(high())',
      ],
    },
    {
      says: 'of one comparison have no operands, but what it reads',
      body: "if (close() > 2) strategy.close('L')",
      want: ['TEST close() > 2', 'READ close() of close() > 2'],
    },
    {
      says: 'are followed through constants',
      body: "const isUp = up() && close() > 1; if (isUp) strategy.close('L')",
      want: [
        'TEST isUp',
        'PART up() of isUp',
        'PART close() > 1 of isUp',
        'READ close() of close() > 1',
      ],
    },
    { says: 'before nothing are not looked at', body: 'if (up()) log(1)', want: [] },
    {
      says: 'leave chains alone',
      body: "if (Math?.max(close()) > 1) strategy.close('L')",
      want: ['TEST Math?.max(close()) > 1'],
    },
  ])('$says', ({ body, want }) => {
    expect(partsIn(body)).toEqual(want)
  })
})

describe('series', () => {
  it('are the names at the top that may hold one', () => {
    const source =
      'const a = ta.sma(close, 2), n = 5\nconst { macd, hist: h } = ta.macd(close, 1, 2, 3)\nlet src = close\nconst f = () => 1\nonBar(() => { const inner = close() })'
    const names = sitesOf(source).filter((site) => site.startsWith('SERIES'))
    expect(names).toEqual(['SERIES a', 'SERIES n', 'SERIES macd', 'SERIES h', 'SERIES src'])
  })
})

describe('the text', () => {
  const SOURCE = within(
    "const x = 2 ** close(); if (up() && x ** 2 > 1 || up(1)) strategy.close('L')",
  )

  it('is left as it is where the run is not explained', () => {
    const { body, sites } = judge(SOURCE, false)
    expect(sites).toEqual([])
    expect(body).not.toContain('$x')
  })

  it('has a name for the probe that it does not have itself', () => {
    const { body } = judge(`${SOURCE}\nconst $x = '$x1'`)
    expect(body).toContain('$x2(')
    expect(body).not.toMatch(/\$x1?\(/)
  })

  it.each([
    'if (a ** b > 1) strategy.closeAll()',
    'if ((a(), b() ** c()) || (x = d())) strategy.closeAll()',
    'for (const i of [1]) if (i in { 1: 2 }) strategy.closeAll()',
    'function* f() { if (yield 1) strategy.closeAll() }',
    'if (typeof a() === "x" && -b() < +c()) strategy.closeAll()',
    'const t = a() ? b() : c()\n;[1].map(() => t && strategy.closeAll())',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a text to be judged
    'if (/re/.test(a()) && `${b()}`) strategy.closeAll()\nelse strategy.closeAll()',
    'if (new Map([[a(), b()]]).get(1)) { strategy.closeAll() }',
    'class A { #p = 1; m(o) { if (#p in o && o.#p) strategy.closeAll() } }',
    'label: for (;;) { if (a()) break label; strategy.closeAll() }',
    'var q = a(), r = b\nstrategy.closeAll()',
    'a() && (() => strategy.closeAll())()',
  ])('compiles: %s', (body) => {
    const verdict = judge(
      `function a() {} function b() {} function c() {} function d() {} let x\n${body}`,
    )
    expect(verdict.sites.length).toBeGreaterThan(0)
    expect(() => new vm.Script(`(function () {${verdict.body}})`)).not.toThrow()
  })

  it('has at most so many places, and tells when there are more', () => {
    const { sites, isCut } = judge(
      within('if (close() > 1) strategy.closeAll();'.repeat(MAX_SITES)),
    )
    expect(sites).toHaveLength(MAX_SITES)
    expect(isCut).toBe(true)
  })
})
