import { describe, expect, it } from 'vitest'
import { type JsonValue, SandboxCallError, SandboxCallFailed } from '../../src/box/index.ts'
import { errorOf, expectError, ISOLATIONS, sandbox } from './boxes.ts'

const secret = new Error('told-to-nobody')
const never = new Promise<JsonValue>(() => {})

describe.each(ISOLATIONS)('asynchronous sources with isolation "%s"', (isolation) => {
  let isLogged = false
  const box = sandbox({
    isolation,
    async: true,
    limits: { timeMs: 20_000, outputBytes: 10_000, calls: 5 },
    calls: {
      price: async (symbol) => (symbol as string).length,
      echo: (...args) => args,
      later: (ms) => new Promise((resolve) => setTimeout(resolve, ms as number, ms)),
      log() {
        isLogged = true
        return undefined
      },
      missing: async () => {
        throw new SandboxCallError('no such symbol')
      },
      broken: () => {
        throw secret
      },
      odd: () => ({ a: new Map() }) as never,
      huge: () => 'x'.repeat(9 * 1024 * 1024),
      never: () => never,
    },
  })

  it.each<[says: string, source: string, value: unknown]>([
    ['an expression without a promise', '1 + 1', 2],
    ['an awaited expression', 'await Promise.resolve(3)', 3],
    ['a promise', 'new Promise((resolve) => resolve({ a: 1 }))', { a: 1 }],
    ['a script that awaits', 'const a = await price("abc")\na * 2', 6],
    ['what it returns', 'if (await price("a")) { return "yes" }\n"no"', 'yes'],
    [
      'a loop that awaits',
      'let sum = 0; for await (const n of (async function* () { yield 1; yield 2 })()) sum += n; sum',
      3,
    ],
    [
      'calls in order of their arguments',
      'await echo(1, "b", { c: [null] })',
      [1, 'b', { c: [null] }],
    ],
    ['a call without a value', 'typeof (await log())', 'undefined'],
    [
      'calls at the same time, in the order of the promises',
      '(await Promise.all([later(30), later(1), price("abc")])).join()',
      '30,1,3',
    ],
    ['the first of several', 'await Promise.race([never(), later(5)])', 5],
    [
      'a failure that is meant for it',
      'let said; try { await missing() } catch (error) { said = error.message } said',
      'no such symbol',
    ],
    ['a thenable, which is awaited in the realm', '({ then(resolve) { resolve(7) } })', 7],
    [
      'a chain that is a thousand long',
      'let p = Promise.resolve(0); for (let i = 0; i < 1000; i++) p = p.then((n) => n + 1); p',
      1000,
    ],
    ['the rest of a call that nobody waits for', 'void later(1).then(() => log()); "done"', 'done'],
  ])('give %s', async (_says, source, value) => {
    expect(await box.evaluate(source)).toStrictEqual(value)
    expect(isLogged || !source.includes('await log')).toBe(true)
  })

  it.each<[says: string, source: string, fields: object]>([
    [
      'a promise that never settles',
      'await new Promise(() => {})',
      { name: 'SandboxStalled', code: 'B611' },
    ],
    [
      'a promise that never settles, after a call',
      'await price("a"); await new Promise(() => {})',
      { code: 'B611' },
    ],
    ['a thenable that never settles', 'await { then() {} }', { code: 'B611' }],
    [
      'a promise that waits for itself',
      'let p; p = Promise.resolve().then(() => p); p',
      { code: 'B602', name: 'TypeError' },
    ],
    [
      'a rejection nobody handles (H5)',
      'Promise.reject(new TypeError("boo")); 1',
      {
        name: 'SandboxUnhandled',
        code: 'B612',
        message: 'a rejection was not handled: TypeError: boo',
      },
    ],
    ['one of an async function', '(async () => { throw 1 })(); await price("a")', { code: 'B612' }],
    [
      'one whose reason cannot be read (R14)',
      'Promise.reject({ get name() { throw 1 } }); 1',
      { code: 'B612' },
    ],
    [
      'one on a promise of a hostile class',
      'const p = Promise.reject(1); Object.setPrototypeOf(p, { get then() { throw 1 } }); 1',
      { code: 'B612' },
    ],
    [
      'a proxy, which the host would ask where a promise has one for its prototype (H2)',
      'Object.setPrototypeOf(Promise.reject(1), new Proxy({}, { get: () => Number.NaN })); 1',
      { code: 'B602', name: 'ReferenceError' },
    ],
    [
      'a getter for then that throws',
      'await { get then() { throw new RangeError("then") } }',
      { code: 'B602', name: 'RangeError', message: 'then' },
    ],
    [
      'a value with a getter for then',
      '({ a: { get then() { return 1 } } })',
      { code: 'B609', message: 'value.a.then is an accessor' },
    ],
    [
      'what it throws after a call',
      'await price("a")\nnull.x',
      { code: 'B602', name: 'TypeError', line: 2, column: 1 },
    ],
    [
      'arguments that are no plain data',
      'await echo(1, () => 1)',
      { code: 'B602', name: 'TypeError', message: 'echo[1] is a function; give plain data' },
    ],
    [
      'more arguments than a handler has room for on its stack',
      'await echo(...Array(1001).fill(0))',
      { code: 'B602', name: 'RangeError', message: 'echo: more than 1000 arguments' },
    ],
    [
      'arguments that are too large',
      'await echo("x".repeat(20000))',
      { code: 'B602', name: 'RangeError' },
    ],
    [
      'arguments that are too large together',
      'await Promise.all([1, 2, 3].map(() => echo("x".repeat(4000))))',
      { code: 'B602', name: 'RangeError' },
    ],
    [
      'more calls at one time than it may have',
      'await Promise.all([1, 2, 3, 4, 5, 6].map(() => price("a")))',
      { code: 'B602', name: 'RangeError', message: 'price: more than 5 calls wait for an answer' },
    ],
    ['a call that does not exist', 'await cost("a")', { code: 'B602', name: 'ReferenceError' }],
    [
      'a failure that it does not catch',
      'await missing()',
      { code: 'B602', name: 'Error', message: 'no such symbol' },
    ],
    ['a value that is too large', '"x".repeat(20000)', { code: 'B605' }],
    ['a write to a host call (R7)', 'price.x = 1', { code: 'B602', name: 'TypeError' }],
    ['import() (G2)', 'await import("fs")', { code: 'B601', rule: 'forbidden' }],
    [
      'braces that close what is around it (G6)',
      '})(); (async () => {',
      { code: 'B601', rule: 'syntax' },
    ],
    ['brackets that close what is around it (G6)', '1))(); ((1', { code: 'B601', rule: 'syntax' }],
  ])('end with an error for %s', async (_says, source, fields) => {
    await expectError(box.evaluate(source), fields)
  })

  it('end where a handler fails, and keep its words from the source', async () => {
    const error = await errorOf(
      box.evaluate('try { await broken() } catch (e) { return e.message }'),
    )
    expect(error).toBeInstanceOf(SandboxCallFailed)
    expect(error).toMatchObject({ code: 'B613', call: 'broken', cause: secret })
    await expectError(box.evaluate('await odd()'), {
      code: 'B613',
      message: 'the handler of "odd" gave no plain data: value.a is no plain object',
    })
    await expectError(box.evaluate('await huge()'), { code: 'B613', call: 'huge' })
  })

  it('call an asynchronous function', async () => {
    expect(await box.call('async (symbol) => await price(symbol)', ['abcd'])).toBe(4)
    expect(await box.call('(a) => a', [1])).toBe(1)
  })

  const short = sandbox({
    isolation,
    async: true,
    limits: { timeMs: 800 },
    calls: { never: () => never, now: () => 1 },
  })

  it.each<[says: string, source: string, waitingFor: string[]]>([
    ['a call without an answer', 'await never()', ['never']],
    ['two of them', 'await Promise.all([never(), never(), now()])', ['never', 'never']],
    [
      'jobs without an end (R12)',
      'const f = () => Promise.resolve().then(f); f(); await new Promise(() => {})',
      [],
    ],
    ['jobs without an end in a handler', 'await now(); for (;;) await 1', []],
    ['calls without an end', 'for (;;) await now()', []],
    ['a loop before the first await', 'for (;;); await 1', []],
    ['a loop in a getter for then', 'await { get then() { for (;;); } }', []],
    ['a loop in a getter of a reason', 'Promise.reject({ get name() { for (;;); } }); 1', []],
    [
      'an async generator without an end',
      'for await (const n of (async function* () { for (;;) yield 1 })()) n',
      [],
    ],
  ])('stop %s', async (says, source, waitingFor) => {
    const error = await errorOf(short.evaluate(source))
    // Jobs without an end fill the memory too, and a fast machine gets there before the time is over.
    const codes = /without an end/.test(says) ? ['B603', 'B604'] : ['B603']
    expect(codes).toContain((error as unknown as { code: string }).code)
    const { waitingFor: names } = error as unknown as { waitingFor: string[] }
    if (waitingFor.length > 0) expect(names).toEqual(waitingFor)
  })

  it('count steps over all jobs', async () => {
    const counted = sandbox({ isolation, async: true, limits: { steps: 1000 } })
    await expectError(
      counted.evaluate(
        'const f = () => Promise.resolve().then(f); f(); await new Promise(() => {})',
      ),
      { code: 'B610' },
    )
    expect(await counted.evaluate('let n = 0; while (n < 100) { await 1; n++ } n')).toBe(100)
  })
})
