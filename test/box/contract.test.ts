import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../../src/box/index.ts'
import { expectError, ISOLATIONS, sandbox } from './boxes.ts'

describe.each(ISOLATIONS)('a sandbox with isolation "%s"', (isolation) => {
  const box = sandbox({
    isolation,
    globals: { rate: 0.5, names: ['a', 'b'] },
    library:
      'const TWO = 2\nfunction twice(x) { return TWO * x }\nlet n = 0\nfunction count() { return ++n }',
    limits: { timeMs: 20_000 },
  })

  it.each<[says: string, source: string, value: unknown]>([
    ['an expression', '1 + 2', 3],
    ['an object literal', '{ a: 1, b: [true, null] }', { a: 1, b: [true, null] }],
    ['an expression in lines, with comments', '// one\n[1,\n2] // two', [1, 2]],
    ['a text that could be a directive', '"use strict"', 'use strict'],
    ['a sequence', '1, 2', 2],
    ['the last statement of a script', 'const a = 2; a * 3', 6],
    ['what a script returns', 'if (rate < 1) return "low"; "high"', 'low'],
    ['no value for a declaration', 'const a = 1', undefined],
    ['no value for an empty source', '', undefined],
    ['no value for a loop', 'for (let i = 0; i < 3; i++) i', undefined],
    ['globals', 'rate * 2 + names.length', 3],
    ['the library', 'twice(4)', 8],
    ['a name of its own in place of a global', 'const rate = 7; rate', 7],
    ['zero with its sign', '-0', -0],
    ['half of a pair', '"\\ud800"', '\ud800'],
    ['a key that is __proto__', 'JSON.parse(\'{"__proto__": 1}\')', JSON.parse('{"__proto__":1}')],
    ['powers by a function of its own (R6)', '2 ** 0.5', 2 ** 0.5],
    ['a class', 'class A { #x = 1; get x() { return this.#x } } new A().x', 1],
    ['a generator', '[...(function* () { yield 1; yield 2 })()]', [1, 2]],
    ['this, which is nothing', 'typeof this', 'undefined'],
    ['a comment without an end of line (G6)', '5 // five', 5],
  ])('gives %s', async (_says, source, value) => {
    expect(await box.evaluate(source)).toStrictEqual(value)
  })

  it.each<[says: string, source: string, fields: object]>([
    ['broken syntax (G1)', '1 +', { code: 'B601', rule: 'syntax', line: 1, column: 4 }],
    ['import() (G2)', '\n  import("fs")', { code: 'B601', rule: 'forbidden', line: 2, column: 3 }],
    ['with (G2)', 'with ({}) 1', { code: 'B601', rule: 'forbidden', line: 1 }],
    ['await (G3)', 'const a = 1\nawait a', { code: 'B601', rule: 'forbidden', line: 2, column: 1 }],
    ['an async function (G3)', 'async () => 1', { code: 'B601', rule: 'forbidden', line: 1 }],
    ['brackets that close what is around it (G6)', '1); (2', { code: 'B601', rule: 'syntax' }],
    ['braces that close what is around it (G6)', '}); ({', { code: 'B601', rule: 'syntax' }],
    ['an open comment (G6)', '1 /*', { code: 'B601', rule: 'syntax' }],
    ['very deep brackets (G5)', '('.repeat(50_000), { code: 'B601', rule: 'size', line: 0 }],
    ['too many nodes (G5)', `[0${',0'.repeat(200_000)}]`, { code: 'B601', rule: 'size' }],
  ])('refuses %s', async (_says, source, fields) => {
    await expectError(box.evaluate(source), { name: 'SandboxRejected', ...fields })
  })

  it.each<[says: string, source: string, fields: object]>([
    ['an error', 'let a\n\n  a.b', { name: 'TypeError', line: 3, column: 3 }],
    [
      'an error of a class',
      'class E extends Error { name = "E" } throw new E("m")',
      { name: 'E', message: 'm' },
    ],
    ['a text', 'throw "boo"', { name: 'UncaughtValue', message: 'threw "boo"' }],
    ['null', 'throw null', { name: 'UncaughtValue', message: 'threw null' }],
    [
      'an object that cannot be read (R14)',
      'throw new Proxy({}, { get() { throw 1 } })',
      { message: 'threw an object that cannot be read' },
    ],
    [
      'control characters, escaped (P4)',
      'throw new Error("a\\u001b[2J\\nb\\u202e")',
      { message: 'a\\u001b[2J\\u000ab\\u202e' },
    ],
    ['a write to a built-in (R7)', 'Array.prototype.x = 1', { name: 'TypeError', line: 1 }],
    ['a write to a global (R7)', 'names.push("c")', { name: 'TypeError' }],
    ['a name that is not there (R4)', 'process', { name: 'ReferenceError' }],
    [
      'code from text (R5)',
      '(() => {}).constructor("return 1")',
      { name: 'TypeError', message: 'code cannot be made from text in a sandbox' },
    ],
    [
      'the clock (R6)',
      'Date.now()',
      { message: 'the clock was read; give the sandbox deterministic: { now }' },
    ],
    [
      'dice (R6)',
      'Math.random()',
      { message: 'Math.random was called; give the sandbox deterministic: { seed }' },
    ],
    ['an endless recursion', '(function f() { f() })()', { name: 'RangeError' }],
  ])('tells of %s', async (_says, source, fields) => {
    await expectError(box.evaluate(source), { code: 'B602', ...fields })
  })

  it.each<[says: string, source: string, path: string]>([
    ['a function', '() => 1', 'value is a function'],
    ['NaN in an object', '({ a: [1, NaN] })', 'value.a[1] is NaN'],
    ['undefined in an array', '[undefined]', 'value[0] is undefined'],
    ['a bigint', '10n', 'value is a bigint'],
    ['a getter', '({ get a() { return 1 } })', 'value.a is an accessor'],
    ['a cycle', 'const a = []; a.push(a); a', 'value[0] is an object that holds itself'],
    ['a thenable, which is no promise here', '({ then() {} })', 'value.then is a function'],
    [
      'a proxy whose traps throw',
      'new Proxy({}, { ownKeys() { throw 1 } })',
      'value cannot be read',
    ],
  ])('gives no value for %s', async (_says, source, message) => {
    await expectError(box.evaluate(source), { name: 'SandboxValue', code: 'B609', message })
  })

  it('gives arguments as variables of the source, which are its own', async () => {
    const list = [3, 1, 2]
    const args = { list, factor: 2 }
    const source = 'list.sort(); list.map((x) => x * factor)'
    expect(await box.evaluate(source, { args })).toEqual([2, 4, 6])
    expect(list).toEqual([3, 1, 2])
    await expectError(box.evaluate('const list = 1', { args }), {
      code: 'B601',
      message: '"list" is an argument already',
    })
  })

  it('calls a function', async () => {
    expect(await box.call('(a, b) => twice(a) + b', [1, 2])).toBe(4)
    expect(await box.call('function f({ x }) { return x }', [{ x: [1] }])).toEqual([1])
    await expectError(box.call('1', []), { code: 'B609', message: 'value is no function' })
  })

  it('keeps nothing from one evaluation to the next (J8)', async () => {
    for (let i = 0; i < 3; i++) expect(await box.evaluate('count() + count()')).toBe(3)
    const other = sandbox({ isolation, deterministic: { seed: 7, now: 0 } })
    const source = '[Math.random(), Math.random(), Date.now()]'
    const first = await other.evaluate(source)
    for (let i = 0; i < 3; i++) expect(await other.evaluate(source)).toEqual(first)
    const stash = 'const kept = arguments[0].i; arguments[0].i = "kept"; typeof kept'
    for (let i = 0; i < 2; i++) expect(await other.evaluate(stash)).toBe('number')
    const freeze = '[Object.isFrozen(arguments[0]), Object.isFrozen(Object.freeze(arguments[0]))]'
    for (let i = 0; i < 3; i++) expect(await other.evaluate(freeze)).toEqual([false, true])
  })

  it('gives any JSON value back as it was', async () => {
    const echo = (value: JsonValue): Promise<unknown> => box.evaluate('value', { args: { value } })
    const plain = sandbox({ isolation })
    const property = fc.asyncProperty(fc.jsonValue(), async (value) => {
      const args = { value: value as JsonValue }
      expect(await plain.evaluate('value', { args })).toStrictEqual(value)
    })
    await fc.assert(property, { numRuns: 100 })
    expect(await echo([{ a: 'ü€😀' }])).toEqual([{ a: 'ü€😀' }])
  })
})

describe('the two isolations', () => {
  it('give the same', async () => {
    const [one, other] = ISOLATIONS.map((isolation) =>
      sandbox({ isolation, deterministic: { seed: 1, now: 1e12 }, pool: { ahead: 2 } }),
    )
    const leaf = fc.constantFrom(
      '1',
      '0.1',
      'Math.random()',
      '"a"',
      'null',
      'Date.now()',
      '-0',
      'x',
    )
    const source = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc
          .tuple(
            tie('expression'),
            fc.constantFrom('+', '*', '**', '<', '??', '&&'),
            tie('expression'),
          )
          .map(([a, b, c]) => `((${a}) ${b} (${c}))`),
        fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `[${a}, ${b}]`),
        tie('expression').map((a) => `(() => { return ${a} })()`),
        tie('expression').map((a) => `JSON.stringify(${a})`),
      ),
    })).expression
    const told = async (box: typeof one, text: string): Promise<unknown> => {
      try {
        return await box!.evaluate(text, { args: { x: 3 } })
      } catch (error) {
        return `${error}`
      }
    }
    const property = fc.asyncProperty(source, async (text) => {
      expect(await told(one, text)).toStrictEqual(await told(other, text))
    })
    await fc.assert(property, { numRuns: 30 })
  })
})
