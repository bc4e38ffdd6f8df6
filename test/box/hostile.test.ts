import { describe, expect, it } from 'vitest'
import type { SandboxOptions } from '../../src/box/index.ts'
import { errorOf, sandbox, shape } from './boxes.ts'

/** Everything that is reachable, and the paths of what still takes a property (R7). */
const WALK = `
  const seen = new Set(), loose = [], todo = [[globalThis, 'globalThis']]
  const roots = [function* () {}, Object.getPrototypeOf(function* () {}()), [][Symbol.iterator](), new Map()[Symbol.iterator](), 'a'.matchAll(/a/g)]
  for (const root of roots) todo.push([Object.getPrototypeOf(root), 'hidden'])
  if (typeof Promise === 'function') more(todo)
  while (todo.length > 0) {
    const [item, path] = todo.pop()
    if ((typeof item !== 'object' && typeof item !== 'function') || item === null || seen.has(item)) continue
    seen.add(item)
    if (!Object.isFrozen(item)) loose.push(path)
    todo.push([Object.getPrototypeOf(item), path + '.__proto__'])
    for (const key of Reflect.ownKeys(item)) {
      const d = Object.getOwnPropertyDescriptor(item, key)
      for (const part of [d.value, d.get, d.set]) todo.push([part, path + '.' + String(key)])
    }
  }
  [seen.size > 400, loose.join()]`

const LIBRARY = {
  sync: 'class Box { items = new Map() }\nconst shared = { box: new Box(), list: [1, { a: 1 }] }\nfunction more() {}',
  async:
    'function more(todo) { const f = async () => {}; const g = async function* () {}; for (const x of [f, f(), g, Object.getPrototypeOf(g())]) todo.push([Object.getPrototypeOf(x), "async"]) }',
}

/** Every thrown or given object that is asked about has to be of this realm: host classes have other prototypes. */
const OURS = `
  const known = new Set([Object, Array, Function, Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, AggregateError].map((c) => c.prototype))
  const foreign = []
  const check = (x) => {
    for (let depth = 0; (typeof x === 'object' || typeof x === 'function') && x !== null && depth < 20; depth++) {
      const proto = Object.getPrototypeOf(x)
      if (proto === null && !known.has(x)) foreign.push(String(Object.getOwnPropertyNames(x)))
      x = proto
    }
  }`

describe.each<SandboxOptions>([
  { freeze: 'own', async: false },
  { freeze: 'own', async: true },
  { freeze: 'own', async: true, buffers: true },
  { freeze: 'ses', async: false },
  { freeze: 'ses', async: true, buffers: true },
])('a realm with %o', (options) => {
  const library = options.async ? LIBRARY.async : LIBRARY.sync
  const calls = options.async ? { ask: () => 1 } : {}
  const box = sandbox({
    ...options,
    limits: { timeMs: 20_000 },
    ...(options.async ? { calls } : {}),
    library,
    globals: { g: { a: [1] } },
  })

  it('has nothing reachable that is not frozen (R7)', async () => {
    expect(await box.evaluate(WALK)).toEqual([true, ''])
  })

  it('has no names but the permitted ones and those it was given (R4)', async () => {
    const names = (await box.evaluate('Object.getOwnPropertyNames(globalThis)')) as string[]
    for (const name of [
      'process',
      'require',
      'console',
      'eval',
      'Intl',
      'WebAssembly',
      'Atomics',
      'SharedArrayBuffer',
      'WeakRef',
      'lockdown',
      'harden',
      'Compartment',
      'queueMicrotask',
      'setTimeout',
    ])
      expect(names).not.toContain(name)
    expect(names.includes('Promise')).toBe(options.async === true)
    expect(names.includes('Proxy')).toBe(options.async !== true)
    expect(names.includes('Float64Array')).toBe(options.buffers === true)
    expect(names).toContain('g')
  })

  it('captures no stack (R3)', async () => {
    const source =
      '[typeof new Error("x").stack, typeof Error.captureStackTrace, typeof Error.stackTraceLimit]'
    expect(await box.evaluate(source)).toEqual(['undefined', 'undefined', 'undefined'])
  })

  it.each<[says: string, source: string]>([
    [
      'an overflow at every depth (R3)',
      `${OURS}
      const ways = [() => null.x, () => new Error('x').stack, () => Symbol() + '', () => [].reduce(), () => JSON.parse('{'), () => new Array(-1), () => 1n + 1, () => 'x'.repeat(-1), () => { throw 1 }]
      const dive = (n) => { try { dive(n + 1) } catch (e) { check(e) } for (const way of ways) try { check(way()) } catch (e) { check(e) } }
      dive(0); foreign`,
    ],
    [
      'arguments and their callee (H1)',
      `${OURS}
      for (const x of arguments) { check(x); try { check(x()) } catch (e) { check(e) } }
      try { check(arguments.callee) } catch (e) { check(e) } foreign`,
    ],
    [
      'species and iterators',
      `${OURS}
      class A extends Array { static get [Symbol.species]() { return function (...a) { check(a); check(new.target); return typeof Proxy === 'function' ? new Proxy([], {}) : [] } } }
      check(new A(1, 2, 3).map((x) => x)); check(Reflect.construct(Array, [], A)); foreign`,
    ],
  ])('shows no object of its host by %s', async (_says, source) => {
    expect(await box.evaluate(source)).toEqual([])
  })

  it.runIf(options.async)('shows none by what only promises lead to', async () => {
    const source = `${OURS}
      class P extends Promise {
        constructor(executor) { super((resolve, reject) => { check(resolve); check(reject); executor(resolve, reject) }) }
        static get [Symbol.species]() { return function (executor) { const p = { then: undefined }; executor((x) => check(x), (x) => check(x)); return p } }
      }
      const tries = [
        () => P.resolve(1).then((x) => { check(x) }),
        () => new P((r) => r(1)).finally(() => {}),
        () => ask(),
        () => { const p = ask(); check(p); p.constructor = P; return p.then(check, check) },
        () => { const p = Promise.resolve(1); p.constructor = { [Symbol.species]: P }; return p.then(check) },
        async () => { for await (const x of { [Symbol.asyncIterator]: () => ({ next: () => ({ get done() { check(this); return true } }) }) }) check(x) },
        async () => { const g = (async function* () { try { yield { then(a, b) { check(a); check(b); b(this) } } } catch (e) { check(e); return { get then() { check(this); throw e } } } })(); await g.next() },
        async () => { const g = (async function* () { yield* { [Symbol.asyncIterator]() { return { next: () => ({ done: false, value: 1 }), return: (v) => { check(v); throw v } } } } })(); await g.next(); await g.return({ then(a) { check(a); a(1) } }) },
        () => Promise.all([{ then(a, b) { check(a); check(b); a(1) } }, ask()]),
        () => Promise.any([Promise.reject(1)]),
        () => Reflect.apply(Promise.resolve, function (e) { e(check, check) }, [1]),
      ]
      for (const attempt of tries) try { check(await attempt()) } catch (e) { check(e) }
      const dive = async (n) => { try { await dive(n + 1) } catch (e) { check(e) } try { await ask() } catch (e) { check(e) } }
      try { await Promise.race([dive(0), ask()]) } catch (e) { check(e) }
      foreign`
    expect(await box.evaluate(source)).toEqual([])
  })

  it('leaves the host as it was', async () => {
    const before = shape()
    for (const source of [
      'JSON.parse(\'{"__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } }}\')',
      'throw { name: "SandboxTimeout", message: "x", code: "B603", __proto__: null }',
      'throw Object.assign(new Error("x"), { constructor: 1, stack: "y", toString: () => "z" })',
    ])
      await box.evaluate(source).catch(() => {})
    expect(shape()).toBe(before)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('cannot forge an ending', async () => {
    const error = await errorOf(
      box.evaluate('const e = new Error("limit"); e.name = "SandboxTimeout"; throw e'),
    )
    expect(error).toMatchObject({ code: 'B602', name: 'SandboxTimeout' })
    expect(error.constructor.name).toBe('SandboxRuntimeError')
  })
})
