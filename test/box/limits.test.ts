import { describe, expect, it } from 'vitest'
import { createSandbox, SandboxConfig, type SandboxOptions } from '../../src/box/index.ts'
import { expectError, ISOLATIONS, sandbox } from './boxes.ts'

describe.each(ISOLATIONS)('limits with isolation "%s"', (isolation) => {
  const limits = { timeMs: 30_000, memoryMB: 64, outputBytes: 100, sourceBytes: 2000 }
  const patient = sandbox({ isolation, limits })
  const quick = sandbox({ isolation, limits: { ...limits, timeMs: 400 } })

  it.each<[says: string, source: string, code: string]>([
    ['a loop', 'for (;;);', 'B603'],
    [
      'a loop that catches everything',
      'for (;;) try { null.x } catch {} finally { continue }',
      'B603',
    ],
    ['a regular expression', '/^(a+)+$/.test("a".repeat(40) + "b")', 'B603'],
    ['a getter of the value', 'new Proxy({}, { ownKeys() { for (;;); } })', 'B603'],
    ['a getter of what is thrown', 'throw { get name() { for (;;); } }', 'B603'],
    ['arrays without an end', 'const a = []; for (;;) a.push(new Array(100000).fill(1.5))', 'B604'],
    [
      'texts without an end',
      'const a = []; for (let i = 0; ; i++) a.push(("x" + i).repeat(1000).split(""))',
      'B604',
    ],
    ['a value that is too large', '"x".repeat(101)', 'B605'],
    [
      'a value that is too large by what it repeats',
      'let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; a',
      'B605',
    ],
    ['a source that is too large', `"${'x'.repeat(2000)}"`, 'B601'],
    ['a source that is too large in bytes', `"${'€'.repeat(700)}"`, 'B601'],
  ])('stop %s, and the sandbox goes on', async (_says, source, code) => {
    const box = code === 'B603' ? quick : patient
    await expectError(box.evaluate(source), { code })
    expect(await patient.evaluate('1')).toBe(1)
  })

  const counted = sandbox({ isolation, limits: { steps: 1000, timeMs: 30_000 } })

  it.each<[says: string, source: string]>([
    ['rounds of for', 'for (let i = 0; i < N; i++);'],
    ['rounds of while', 'let i = 0; while (i < N) { i++ }'],
    ['rounds of do', 'let i = 0; do i++; while (i < N)'],
    ['rounds of for of', 'for (const x of "x".repeat(N));'],
    ['rounds of for in', 'for (const x in Object.fromEntries([..."x".repeat(N)].entries()));'],
    ['calls', 'const f = () => 1, g = [..."x".repeat(N)].map(f); g.length'],
    [
      'calls of functions with directives',
      'function f() { "use strict"; return 1 }; [..."x".repeat(N)].map(f).length',
    ],
    [
      'calls of methods',
      'class A { m() { return 1 } }; const a = new A(); [..."x".repeat(N)].map(() => 1).length',
    ],
    ['rounds inside of try', 'for (let i = 0; i < N; i++) try { } catch { }'],
  ])('count %s', async (_says, source) => {
    await counted.evaluate(source.replace('N', '990'))
    await expectError(counted.evaluate(source.replace('N', '1010')), {
      code: 'B610',
      name: 'SandboxSteps',
    })
  })

  it.each<[says: string, source: string]>([
    ['catching', 'for (;;) try { for (;;); } catch {}'],
    ['finally', 'const f = () => { try { for (;;); } finally { return f() } }; f()'],
    ['returning a value after it', 'try { for (;;); } catch {} "fine"'],
    ['throwing something else', 'try { for (;;); } catch { throw new Error("other") }'],
    [
      'asking for more',
      'for (const x of arguments) if (typeof x === "function") try { for (let i = 0; i < 5; i++) x(-1e9) } catch {} for (;;);',
    ],
  ])('of steps are not evaded by %s', async (_says, source) => {
    await expectError(counted.evaluate(source), { code: 'B610' })
  })

  it('of steps are the same for each evaluation', async () => {
    const source = 'let n = 0; for (let i = 0; i < 900; i++) n++; n'
    for (let i = 0; i < 3; i++) expect(await counted.evaluate(source)).toBe(900)
  })
})

describe('createSandbox', () => {
  it.each<[says: string, options: object, message: string]>([
    ['an unknown option', { isolate: 'process' }, 'options: unknown "isolate"'],
    ['an unknown limit', { limits: { time: 1 } }, 'limits: unknown "time"'],
    ['a limit that is no number', { limits: { timeMs: '1' } }, 'limits.timeMs was "1"'],
    ['a limit out of range', { limits: { memoryMB: 1 } }, 'limits.memoryMB was "1"'],
    ['an unknown isolation', { isolation: 'none' }, 'isolation was "none"'],
    ['an unknown freeze', { freeze: 'no' }, 'freeze was "no"'],
    [
      'a seed that is no whole number',
      { deterministic: { seed: 0.5 } },
      'deterministic.seed was "0.5"',
    ],
    ['a function among the globals', { globals: { a: { f() {} } } }, 'globals.a.f is a function'],
    ['a global that no source could name', { globals: { 'a-b': 1 } }, 'globals has the name "a-b"'],
    ['a global with a reserved name', { globals: { await: 1 } }, 'globals has the name "await"'],
    ['calls without async', { calls: { a() {} } }, 'calls need asynchronous code'],
    ['a call that is no function', { async: true, calls: { a: 1 } }, 'calls.a is no function'],
    ['a library that is no text', { library: () => 1 }, 'library is no text'],
    ['a pool without room', { pool: { size: 0 } }, 'pool.size was "0"'],
  ])('refuses %s', (_says, options, message) => {
    expect(() => createSandbox(options as SandboxOptions)).toThrow(SandboxConfig)
    expect(() => createSandbox(options as SandboxOptions)).toThrow(message)
  })

  it.each<[says: string, options: SandboxOptions, message: string]>([
    [
      'a library with broken syntax',
      { library: '\n const a = ;' },
      'library, line 2, column 12: Unexpected token',
    ],
    [
      'a library that imports (G2)',
      { library: 'import("fs")' },
      'library, line 1, column 1: import() cannot be used',
    ],
    ['a library that throws', { library: 'throw new Error("no")' }, 'library: Error: no'],
    [
      'a library that takes the name of a built-in',
      { library: 'const Math = 1' },
      '"Math" is the name of another global',
    ],
    [
      'a library that takes the name of a global',
      { library: 'const a = 1', globals: { a: 2 } },
      '"a" is the name of another global',
    ],
    [
      'a global with the name of a built-in',
      { globals: { JSON: 1 } },
      '"JSON" is the name of another global',
    ],
  ])('makes a sandbox whose evaluations tell of %s', async (_says, options, message) => {
    const box = sandbox(options)
    for (let i = 0; i < 2; i++) await expectError(box.evaluate('1'), { code: 'B607', message })
  })

  it.each<[says: string, args: unknown, message: string]>([
    ['a function', { f() {} }, 'args.f is a function'],
    ['no object', 1, 'args is no object'],
    ['a name that is none', { 'a b': 1 }, 'args has the name "a b"'],
    ['undefined', { a: undefined }, 'args.a is undefined'],
    ['too much', { a: 'x'.repeat(9e6) }, 'args: more than "8388608" bytes of JSON'],
  ])('refuses arguments with %s', async (_says, args, message) => {
    await expectError(sandbox().evaluate('1', { args: args as never }), { code: 'B607', message })
  })
})
