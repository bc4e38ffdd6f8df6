import { setFlagsFromString } from 'node:v8'
import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { API_NAMES } from '../../src/realm/strategy/names.ts'
import { createContext, readScripts } from '../../src/sandbox/index.ts'
import type { RealmTable } from '../../src/shared/realm.ts'
import { runRealm } from './harness.ts'

/** Logs what a strategy's expression gives. */
function evaluate(expression: string): string {
  const told = runRealm(`onBar(() => log(${expression}))`, { closes: [1] })
  expect(told.failure).toBeUndefined()
  return told.logs[0]!.slice(3)
}

const WALK = `
  const seen = new Set()
  const loose = []
  const todo = [[globalThis, 'globalThis'], ${[...API_NAMES].map((name) => `[${name}, '${name}']`).join(', ')},
    [Object.getPrototypeOf(function* () {}), 'generator'], [[][Symbol.iterator](), 'iterator']]
  while (todo.length > 0) {
    const [item, path] = todo.pop()
    if ((typeof item !== 'object' && typeof item !== 'function') || item === null || seen.has(item)) continue
    seen.add(item)
    if (path !== 'iterator' && !Object.isFrozen(item)) loose.push(path)
    todo.push([Object.getPrototypeOf(item), path + '.__proto__'])
    for (const key of Reflect.ownKeys(item)) {
      const d = Object.getOwnPropertyDescriptor(item, key)
      for (const part of [d.value, d.get, d.set]) todo.push([part, path + '.' + String(key)])
    }
  }
  onBar(() => log(seen.size > 500, loose.join(' ')))`

describe('the hardened realm', () => {
  it('has nothing reachable that is not frozen (R7)', () => {
    expect(runRealm(WALK, { closes: [1] }).logs).toEqual(['0: true '])
  })

  it('has no global but the permitted ones (R4)', () => {
    const names = evaluate("Object.getOwnPropertyNames(globalThis).join(',')").split(',')
    for (const name of [
      'Promise',
      'eval',
      'console',
      'Intl',
      'WebAssembly',
      'Atomics',
      'SharedArrayBuffer',
      'ArrayBuffer',
      'Float64Array',
      'WeakRef',
      'FinalizationRegistry',
      'Iterator',
      'process',
      'require',
      'structuredClone',
    ])
      expect(names).not.toContain(name)
    expect(names).toContain('Math')
  })

  it.each([
    [
      'Error.stackTraceLimit is undefined and stays (R3)',
      'String(Error.stackTraceLimit)',
      'undefined',
    ],
    ['errors have no stack (R3)', 'typeof new Error("x").stack', 'undefined'],
    ['captureStackTrace is gone (R3)', 'typeof Error.captureStackTrace', 'undefined'],
    [
      'the function constructor is dead (R5)',
      "(() => { try { return (() => {}).constructor('return 1')() } catch (e) { return e.message } })()",
      'code cannot be made from text in a strategy',
    ],
    [
      'the generator function constructor is dead (R5)',
      "(() => { try { return (function* () {}).constructor('yield 1') } catch (e) { return e.message } })()",
      'code cannot be made from text in a strategy',
    ],
    ['indirect eval is gone (R5)', 'typeof globalThis.eval', 'undefined'],
    [
      'dates are read in UTC (R6)',
      'new Date(2024, 0, 2, 3).toISOString()',
      '2024-01-02T03:00:00.000Z',
    ],
    ['local getters are UTC (R6)', "new Date('2024-01-02T10:00:00+05:00').getHours()", '5'],
    [
      'text without a zone is no date (R6)',
      "Number.isNaN(new Date('2024-01-02T10:00').getTime())",
      'true',
    ],
    [
      'text that an engine would read in its own zone is no date, in an object neither (R6)',
      "[new String('2024-01-02T10:00'), { valueOf: () => 'Jan 2 2024' }, '+2024-01-02', '12345-01-02', '2024-13-01', '2024-01-32', '-000', 'Jan 2 2024'].map((text) => new Date(text).getTime()).join()",
      'NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN',
    ],
    [
      'dates are made of what an object stands for (R6)',
      "[new Date(7), { valueOf: () => 8 }, { [Symbol.toPrimitive]: (hint) => hint === 'default' ? 9 : 0 }, new String('1970-01-01T00:00:01Z'), new Number(10), '+001970-01-01', '1970-01-01T01:00+0100'].map((item) => new Date(item).getTime()).join()",
      '7,8,9,1000,10,0,0',
    ],
    ['dates are written in ISO (R6)', 'String(new Date(0))', '1970-01-01T00:00:00.000Z'],
    [
      'Date is the constructor of dates (R6)',
      'new Date(0).constructor === Date && new Date(0) instanceof Date',
      'true',
    ],
    ['numbers are written plainly (R6)', '(1234567.5).toLocaleString()', '1234567.5'],
    [
      'texts are compared by code unit (R6)',
      "['b', 'a', 'Z'].sort((x, y) => x.localeCompare(y)).join('')",
      'Zab',
    ],
    [
      'RegExp keeps no last match (R6)',
      "(() => { /b/.exec('abc'); return String(RegExp.lastMatch) + String(RegExp.$1) })()",
      'undefinedundefined',
    ],
    ['__proto__ is gone', "'__proto__' in {}", 'false'],
    [
      'own toString can be assigned (R8)',
      "(() => { const o = {}; o.toString = () => 'mine'; return `${o}` })()",
      'mine',
    ],
    [
      'own name and message can be assigned (R8)',
      "(() => { const e = new Error('a'); e.name = 'N'; e.message = 'm'; return e.name + e.message })()",
      'Nm',
    ],
    [
      'patterns work',
      "'a1b22'.match(/\\d+/g).join() + new RegExp('b(.)').exec('abc')[1] + 'x'.replace(/x/u, 'y')",
      '1,22cy',
    ],
    [
      'patterns from texts work',
      "'a1b22'.match('b').index + 'abc'.search('c') + [...'aXbX'.matchAll('X')].length",
      '6',
    ],
    [
      'huge patterns are refused',
      "(() => { try { return new RegExp('('.repeat(1e5)) } catch (e) { return e.message } })()",
      'a regular expression has 100000 characters, more than 10000; use a shorter pattern, or several',
    ],
    [
      'huge patterns in texts are refused',
      "(() => { try { return 'x'.match('('.repeat(1e5)) } catch (e) { return 'refused' } })()",
      'refused',
    ],
    ['JSON works', 'JSON.stringify(JSON.parse(\'{"a":[1]}\'))', '{"a":[1]}'],
    ['collections work', '[...new Map([[1, 2]]).entries()].join() + new Set([1, 1]).size', '1,21'],
    [
      'classes work',
      '(() => { class A { #x = 3; get x() { return this.#x } } return new A().x })()',
      '3',
    ],
  ])('%s', (_says, expression, want) => {
    expect(evaluate(expression)).toBe(want)
  })

  it.each([
    'Math',
    'Object',
    'Array',
    'Number',
    'String',
    'String.prototype',
    'Map',
    'Set',
    'Object.getPrototypeOf(numbers)',
    'Object.getPrototypeOf(Object.getPrototypeOf(numbers))',
  ])('%s has a shape, and is no hash table to the engine', (path) => {
    const context = createContext(vm)
    const table = context.evaluate(readScripts().realm, 'qrun-realm') as RealmTable
    table.harden()
    setFlagsFromString('--allow-natives-syntax')
    try {
      const text = `(numbers) => %HasFastProperties(${path})`
      const isFast = context.evaluate(text, 'fast') as (numbers: Float64Array) => boolean
      expect(isFast(table.mailbox())).toBe(true)
    } finally {
      setFlagsFromString('--no-allow-natives-syntax')
    }
  })

  it.each([
    'Object.prototype.x = 1',
    'Array.prototype.push = null',
    'Math.max = () => 0',
    'close.name = 1',
    'ta.sma = null',
    'globalThis.x = 1',
    'strategy.entry = null',
    'Object.defineProperty(Object.prototype, "x", { get() { return 1 } })',
    'Object.setPrototypeOf(ta, {})',
    'delete Math.max',
    'Error.stackTraceLimit = 5',
  ])('%s throws', (statement) => {
    const told = runRealm(`onBar(() => { ${statement} })`)
    expect(['S315', 'S307']).toContain(told.failure?.code)
  })
})
