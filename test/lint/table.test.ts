import { readFileSync } from 'node:fs'
import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { tableOfGlobals } from '../../scripts/globals-table.mjs'
import { isDeclaration, isOrder } from '../../src/lint/context.ts'
import { CLOCK, ELSEWHERE, RENAMED } from '../../src/lint/elsewhere.ts'
import { severityOf } from '../../src/lint/finding.ts'
import { LINT_RULES } from '../../src/lint/index.ts'
import { INTRINSICS, MATH } from '../../src/lint/intrinsics.ts'
import { type ApiType, isSeries, membersOf, readTable, signaturesOf } from '../../src/lint/table.ts'
import { readScripts } from '../../src/sandbox/index.ts'
import { nearest } from '../../src/shared/nearest.ts'
import { DECLARED, GLOBALS } from '../declarations.ts'
import { runRealm } from '../realm/harness.ts'

const table = readTable()

/** Every function of the API with its path. */
const FUNCTIONS: readonly (readonly [path: string, type: ApiType])[] = Object.entries(
  table.globals,
).flatMap(([name, { type }]) => {
  const visit = (path: string, of: ApiType): (readonly [string, ApiType])[] => {
    if (isSeries(of)) return []
    const own = signaturesOf(of).length > 0 ? [[path, of] as const] : []
    return [
      ...own,
      ...Object.entries(membersOf(of) ?? {}).flatMap(([key, field]) =>
        visit(`${path}.${key}`, field.type),
      ),
    ]
  }
  return visit(name, type)
})

describe('the table of the API', () => {
  it('is what the declaration file says now', () => {
    expect(table).toEqual(tableOfGlobals(readFileSync(GLOBALS, 'utf8')))
  })

  it('has every global, and every function can be called with something', () => {
    expect(Object.keys(table.globals).sort()).toEqual([...DECLARED.keys()].sort())
    expect(FUNCTIONS.length).toBeGreaterThan(150)
  })

  it('refuses what it cannot read', () => {
    expect(() => tableOfGlobals('declare enum A { B }')).toThrow('globals.d.ts')
    expect(() => tableOfGlobals('declare const a: #')).toThrow('globals.d.ts')
  })

  it('knows an overload, an option and a result', () => {
    const { globals } = tableOfGlobals(
      "type U = 'a' | 'b'\ndeclare function f(x: number, o?: { readonly u?: U } & { v: string[] }): U\ndeclare function f(): void",
    )
    const u = {
      is: 'union',
      of: [
        { is: 'text', value: 'a' },
        { is: 'text', value: 'b' },
      ],
    }
    expect(globals).toEqual({
      f: {
        type: {
          is: 'function',
          signatures: [
            {
              params: [
                { name: 'x', type: 'number' },
                {
                  name: 'o',
                  type: {
                    is: 'object',
                    fields: {
                      u: { type: u, optional: true },
                      v: { type: { is: 'array', of: 'string' } },
                    },
                  },
                  optional: true,
                },
              ],
              returns: u,
            },
            { params: [], returns: 'void' },
          ],
        },
      },
    })
  })

  it.each(FUNCTIONS.map(([path]) => path).filter(isDeclaration))(
    '%s is refused in the bar phase, as the checks say',
    (path) => {
      expect(runRealm(`onBar(() => { ${path}('a', 1) })`).failure?.code).toBe('S304')
    },
  )

  it.each(FUNCTIONS.map(([path]) => path).filter(isOrder))(
    '%s is refused in the setup phase, as the checks say',
    (path) => {
      const args = /All$/.test(path) ? '' : /entry|order/.test(path) ? "'a', 'long'" : "'a'"
      const call = `${path}(${args})`
      expect(runRealm(call).failure?.code).toBe('S305')
    },
  )

  it('has no other function that one of the phases refuses', () => {
    const others = FUNCTIONS.map(([path]) => path).filter(
      (path) => !isDeclaration(path) && !isOrder(path),
    )
    const refused = others.filter((path) =>
      ['S304', 'S305'].includes(
        runRealm(`${path}('long', 1)`).failure?.code ??
          runRealm(`onBar(() => { ${path}('long', 1) })`).failure?.code ??
          '',
      ),
    )
    expect(refused).toEqual([])
  })
})

describe('names', () => {
  it('of JavaScript are those that the sandbox leaves', () => {
    const context = vm.createContext(vm.constants.DONT_CONTEXTIFY)
    const table = new vm.Script(readScripts().realm).runInContext(context) as {
      harden: () => void
    }
    table.harden()
    const names = vm.runInContext('Object.getOwnPropertyNames(globalThis).join(" ")', context)
    expect([...INTRINSICS].sort()).toEqual(String(names).split(' ').sort())
  })

  it('of Math are there', () => {
    for (const name of MATH) expect(Reflect.has(Math, name), name).toBe(true)
  })

  it('brought along from elsewhere are not there, and lead to what is', () => {
    for (const name of [...Object.keys(ELSEWHERE), ...CLOCK]) {
      expect(Object.hasOwn(table.globals, name), name).toBe(false)
      expect(INTRINSICS.has(name), name).toBe(false)
    }
    for (const name of CLOCK) expect(membersOf('Clock')).toHaveProperty(name)
    for (const [path, name] of Object.entries(RENAMED)) {
      const [space = '', old = ''] = path.split('.')
      const members = membersOf(table.globals[space]?.type)
      expect(members).toHaveProperty(name)
      expect(members).not.toHaveProperty(old)
    }
  })

  it.each([
    { name: 'initial_capital', known: ['initialCapital', 'currency'], want: 'initialCapital' },
    { name: 'quantity', known: ['qty', 'limit'], want: undefined },
    { name: 'stpo', known: ['stop', 'limit'], want: 'stop' },
    { name: 'ab', known: ['xy'], want: undefined },
    { name: 'x'.repeat(100_000), known: ['stop'], want: undefined },
  ])('near to $name is $want', ({ name, known, want }) => {
    expect(nearest(name, known)).toBe(want)
  })

  it('of codes: W1xx and those of runs, each with a severity', () => {
    expect(LINT_RULES.map(({ code }) => code).filter((code) => !/^[SLW]\d{3}$/.test(code))).toEqual(
      [],
    )
    expect(severityOf('W101')).toBe('error')
    expect(severityOf('W102')).toBe('warning')
    expect(severityOf('S301')).toBe('error')
  })
})
