import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { JSCONFIG, TEMPLATES } from '../src/cli/templates/index.ts'
import { MATH } from '../src/realm/math/index.ts'
import { TA } from '../src/realm/ta/index.ts'
import { TI } from '../src/realm/ti/index.ts'
import { createRealm, readScripts } from '../src/sandbox/index.ts'
import type { Definition } from '../src/shared/kernel.ts'
import { DECLARED, EXAMPLES, fieldsOf, GLOBALS, type Member, membersOf } from './declarations.ts'
import { runRealm } from './realm/harness.ts'

const STRATEGIES = fileURLToPath(new URL('../strategies', import.meta.url))
const TSC = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url))

/** Names of the globals as the realm makes them. */
function globalsOfRealm(): string[] {
  const { table } = createRealm(vm, readScripts())
  table.create(
    JSON.stringify({
      inputs: {},
      properties: {},
      symbol: { name: 'X', tick: 1, lot: 1, pointValue: 1, currency: '', timezone: 'UTC' },
      timeframe: '60',
      volume: true,
      seed: 1,
      limits: { logs: 1 },
    }),
  )
  return table.names().split(',')
}

/** Own names of everything that has some, by its path, as a strategy sees it. */
function namesInRealm(paths: readonly string[]): Map<string, string[]> {
  const source = `
    const visit = (path, value) => {
      const keys = Object.keys(value)
      if (keys.length > 0) log(path, keys.join(','))
      for (const key of keys)
        if (typeof value[key] === 'object' || typeof value[key] === 'function')
          visit(path + '.' + key, value[key])
    }
    ${paths.map((path) => `visit(${JSON.stringify(path)}, ${path})`).join('\n')}`
  const { logs, failure } = runRealm(source)
  expect(failure).toBeUndefined()
  return new Map(
    logs.map((line) => {
      const [, path = '', names = ''] = line.split(' ')
      return [path, names.split(',')]
    }),
  )
}

/** The same from the declaration file. */
function declaredNames(path: string, type: string, into: Map<string, string[]>): void {
  const isWritten = type.startsWith('{')
  const names = isWritten ? fieldsOf(type) : [...membersOf(type).keys()]
  if (names.length > 0) into.set(path, names)
  if (isWritten) return
  for (const [name, { type: inner }] of membersOf(type))
    if (inner !== undefined && (inner.startsWith('{') || isInterface(inner)))
      declaredNames(`${path}.${name}`, inner, into)
}

function isInterface(type: string): boolean {
  return /^[A-Z]\w+$/.test(type) && type !== 'BarFlag'
}

const sorted = (names: Iterable<string>): string[] => [...names].sort()

describe('globals.d.ts', () => {
  it('declares the globals of the realm and no others', () => {
    expect(sorted(DECLARED.keys())).toEqual(sorted(globalsOfRealm()))
  })

  it('declares the members of each of them, all the way down', () => {
    const want = new Map<string, string[]>()
    for (const [name, type] of DECLARED) if (type !== undefined) declaredNames(name, type, want)
    declaredNames('clock()', 'Clock', want)
    declaredNames("request.security('', 'D')", 'Market', want)
    want.set('state(0)', ['set'])
    const paths = [...DECLARED.keys(), 'clock()', "request.security('', 'D')", 'state(0)']
    const found = namesInRealm(paths.map((path) => path.replace(', ', ',')))
    const plain = (map: Map<string, string[]>): [string, string[]][] =>
      [...map]
        .map(([path, names]): [string, string[]] => [path.replace(', ', ','), sorted(names)])
        .sort(([a], [b]) => (a < b ? -1 : 1))
    expect(plain(found)).toEqual(plain(want))
  })

  describe.each([
    { name: 'ta', type: 'Ta', definitions: TA },
    { name: 'ti', type: 'Ti', definitions: TI },
    { name: 'math', type: 'PineMath', definitions: MATH },
  ])('$name', ({ type, definitions }) => {
    const members = membersOf(type)
    it.each(Object.entries(definitions))(
      '%s has the parameters and results of its kernel',
      (...of) => {
        const [name, definition]: [string, Definition] = of
        const member: Member = members.get(name) ?? {}
        expect(member.parameters).toEqual(definition.parameters.map((parameter) => parameter.name))
        const { outputs, boolean } = definition
        if (outputs === undefined) expect(member.returns).toBe(boolean ? 'BooleanSeries' : 'Series')
        else expect(fieldsOf(member.returns ?? '')).toEqual(outputs)
      },
    )
  })

  it('has an example for each function', () => {
    const named = new Set(EXAMPLES.map(({ name }) => name))
    const functions = ['Ta', 'Ti', 'PineMath', 'Input', 'Session', 'Request', 'Risk', 'Strategy']
      .flatMap((type) => [...membersOf(type)])
      .filter(
        ([name, { parameters }]) => parameters !== undefined && !/^(position|initial)/.test(name),
      )
      .map(([name]) => name)
    expect(functions.filter((name) => !named.has(name))).toEqual([])
  })

  it.each(EXAMPLES)('runs the example of $name', ({ source }) => {
    // Bars inside the bar are there where the run has them.
    const markets = [{ symbol: 'TEST', timeframe: '5', volume: true }]
    expect(runRealm(source, { markets }).failure).toBeUndefined()
  })

  it('type-checks the example strategies, the templates and its own examples', () => {
    const folder = mkdtempSync(join(tmpdir(), 'qrun-types-'))
    try {
      const write = (name: string, text: string): void =>
        writeFileSync(join(folder, 'strategies', name), text)
      mkdirSync(join(folder, 'strategies'))
      for (const name of readdirSync(STRATEGIES).filter((file) => file.endsWith('.js')))
        write(name, readFileSync(join(STRATEGIES, name), 'utf8'))
      for (const [name, { text }] of Object.entries(TEMPLATES)) write(`new-${name}.js`, text(name))
      EXAMPLES.forEach(({ name, source }, index) => {
        write(`example-${index}-${name.replace('(', 'call')}.js`, source)
      })
      writeFileSync(join(folder, 'qrun-globals.d.ts'), readFileSync(GLOBALS))
      writeFileSync(join(folder, 'jsconfig.json'), JSCONFIG)
      const check = (): string => {
        try {
          return execFileSync(process.execPath, [TSC, '-p', join(folder, 'jsconfig.json')], {
            encoding: 'utf8',
          })
        } catch (failed) {
          return (failed as { stdout: string }).stdout
        }
      }
      expect(check()).toBe('')
      // The same project with a mistake in it: the check above can fail.
      write('mistake.js', "strategy.entry('L', 'up')\nif (close > 1) ta.smaa(close, 10)")
      const said = check()
      expect(said).toContain('mistake.js(1,')
      expect(said).toContain('mistake.js(2,')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
