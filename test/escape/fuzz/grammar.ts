import fc from 'fast-check'

/** Expressions whose value may belong to the host: the wider the net, the better. */
const SOURCES: readonly string[] = [
  'caught(() => close(-1))',
  'caught(() => ta.sma(close, -1))',
  'caught(() => strategy.entry())',
  'caught(() => null.x)',
  'caught(() => { throw { get message() { return 1 } } })',
  'caught(() => JSON.parse("{"))',
  'caught(() => new Array(-1))',
  'caught(() => decodeURIComponent("%"))',
  'caught(() => BigInt("x"))',
  'caught(() => Function("return 1")())',
  'caught(() => (() => {}).constructor("return 1")())',
  'caught(() => new RegExp("("))',
  'caught(() => "x".repeat(-1))',
  'caught(() => Reflect.construct(close, []))',
  'caught(() => Object.defineProperty(close, "x", { value: 1 }))',
  'caught(() => { globalThis.x = 1 })',
  'caught(() => new Proxy({}, { get() { throw close } }).x)',
  'caught(() => { const f = () => f(); f() })',
  'deep(() => new Error("x").stack)',
  'deep(() => { const e = new Error("x"); e.name = Symbol("n"); return e.stack })',
  'deep(() => null.x)',
  'deep(() => close(-1))',
  'deep(() => strategy.entry("A", "long"))',
  'deep(() => log("x"))',
  'deep(() => "x".match("y"))',
  'deep(() => new Date(0).toString())',
  'caught(() => { const e = new Error("x"); e.name = Symbol("n"); return e.stack })',
  'caught(() => Error.captureStackTrace({}))',
  'new Error("x").stack',
  'arguments',
  'this',
  'globalThis',
  'close',
  'close.call',
  'strategy.closedtrades',
  'ta.macd(close, 2, 3, 2)',
  'request.security("", "D")',
  'input.int',
  'console',
  'log("x")',
  'onBar',
  'syminfo',
  'clock()',
  'state(1)',
  'series(() => 1)',
  'typeof leak === "undefined" ? 0 : leak',
  '/(?<a>x)/d.exec("x")',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: text of a program
  '((texts) => texts)`a${1}`',
  '(function* () {})()',
  '[].values()',
  '"a".matchAll(/a/g)',
  'new Map().entries()',
  'Object.getOwnPropertyDescriptor(Object.prototype, "toString")',
  'Object.getOwnPropertyDescriptors(close)',
  'Object.getPrototypeOf(globalThis)',
  'Object.getPrototypeOf(Object.getPrototypeOf(function* () {}))',
  'new Proxy(close, {})',
  'class { static #p = 1; static get() { return this.#p } }',
  'Reflect.ownKeys(globalThis)',
  'JSON.parse(\'{"__proto__": 1}\', function (k, v) { foreign(this); return v })',
  'Symbol.for("nodejs.util.inspect.custom")',
  'new Date(0)',
  'Object.fromEntries([["__proto__", 1]])',
]

/** Ways from a value `x` to something more powerful. */
const REACHES: readonly string[] = [
  'x',
  'x.constructor',
  'x.constructor.constructor',
  'Object.getPrototypeOf(x)',
  'Object.getPrototypeOf(Object.getPrototypeOf(x))',
  'x.stack',
  'x.message',
  'x.cause',
  'x.prototype',
  'x.call',
  'x.caller',
  'x.callee',
  'x[Symbol.iterator]',
  'x.toString',
  'x.valueOf()',
  'x()',
  'new x()',
  'x.next()',
  'x.then',
  'x[0]',
  'Reflect.apply(x, undefined, [x])',
  'x.bind(null)',
  'Object.values(x)[0]',
  'Object.getOwnPropertyDescriptor(x, Reflect.ownKeys(x)[0])',
  'Object.getOwnPropertyDescriptor(Object.getPrototypeOf(x), "constructor").get',
]

/** Places in which the host or the library touches a value `x`. */
const PLACES: readonly string[] = [
  'log(x)',
  'log([x, { y: x }])',
  'alert(x)',
  'label(x)',
  'strategy.entry(x, "long")',
  'strategy.entry("A", x)',
  'strategy.entry("A", "long", x)',
  'strategy.entry("A", "long", { qty: x, comment: x, limit: x })',
  'strategy.exit("X", "A", { get limit() { return x }, comment: x })',
  'strategy.close(x, { comment: x })',
  'plot(x, close, { color: x })',
  'plot("p" + String(typeof x), x)',
  'input.int("i" + typeof x, x)',
  'input.string("s" + typeof x, x, { options: [x], title: x })',
  'strategy(x, { initialCapital: x, currency: x })',
  'ta.sma(x, 2)',
  'ta.sma(close, x)',
  'series(() => x)',
  'state(x)',
  'close(x)',
  'request.security(x, x)',
  'onBar(x)',
  'na(x)',
  'String(x)',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: text of a program
  '`${x}`',
  'JSON.stringify({ y: x })',
  'void 0',
]

/** What a value is wrapped in before it is touched; `x` again. */
const WRAPS: readonly string[] = [
  'x',
  '({ toString: () => { visit(x); return "t" }, valueOf: () => { visit(x); return 1 } })',
  '({ get toJSON() { visit(x); return () => x } })',
  '({ then: (f, r) => { visit(f); visit(r) } })',
  '({ [Symbol.toPrimitive]: (h) => { visit(x); return h === "number" ? 1 : "p" } })',
  '({ [Symbol.for("nodejs.util.inspect.custom")]: (...all) => { for (const a of all) visit(a); return "i" } })',
  'new Proxy(Object(x), { get: (t, k, r) => { visit(r); return Reflect.get(t, k) }, ownKeys: (t) => { visit(t); return Reflect.ownKeys(t) } })',
  'Object.assign(() => x, { constructor: x })',
  '[x]',
  'Object.create(Object(x))',
  'new Error("m", { cause: x })',
]

/** When it all happens; BODY is replaced. */
const TRIGGERS: readonly string[] = [
  'BODY',
  'onBar(() => { BODY })',
  'onBar(() => { if (barIndex() > 2) { BODY } })',
  'series(() => { BODY; return 1 })',
  'try { BODY } finally { log("f") }',
  '[2, 1].sort(() => { BODY; return 0 })',
  '"x".replace("x", (...all) => { for (const a of all) visit(a); BODY; return "" })',
  'JSON.stringify({ get x() { BODY; return 1 } })',
  '[...(function* () { try { yield 1; yield 2 } finally { BODY } })()]',
  'deep(() => { BODY })',
  'onBar(() => { deep(() => { BODY }) })',
  'class K { static { BODY } }',
  'onBar(() => { strategy.entry("A", "long", { get qty() { BODY; return 1 } }) })',
  'try { null.x } catch { BODY }',
  'new Proxy({}, { has() { BODY; return true } }).x, "y" in new Proxy({}, { has() { BODY; return true } })',
]

/** How a run ends; `x` is the value of the last step. */
const ENDS: readonly string[] = [
  '',
  'onBar(() => { throw last })',
  'onBar(() => last)',
  'throw last',
  'onBar(() => { throw { get name() { visit(this); return "N" }, get message() { visit(last); return "m" } } })',
  'onBar(() => { throw new Proxy(Object(last), { get: (t, k, r) => { visit(r); return Reflect.get(t, k) } }) })',
]

/** What is tried on shared objects first. */
const POLLUTIONS: readonly string[] = [
  '',
  'Object.prototype.toJSON = () => MARK',
  'Error.prepareStackTrace = (e, sites) => { for (const s of sites) for (const k of ["getThis", "getFunction"]) visit(caught(() => s[k]())); return MARK }',
  'Error.stackTraceLimit = 100',
  'Object.defineProperty(Error, "stackTraceLimit", { value: 100 })',
  'Object.prototype.then = function (f) { visit(f); visit(this) }',
  'Array.prototype[Symbol.iterator] = function* () { visit(this) }',
  'Function.prototype.call = function (...all) { visit(this); for (const a of all) visit(a) }',
  'Reflect.apply = (...all) => { for (const a of all) visit(a) }',
  'JSON.stringify = (...all) => { for (const a of all) visit(a); return MARK }',
  'Object.defineProperty(Object.prototype, "value", { set(v) { visit(v); visit(this) } })',
  'Object.defineProperty(Array.prototype, "0", { set(v) { visit(v); visit(this) } })',
  'Object.setPrototypeOf(Object.prototype, new Proxy({}, { get: (t, k, r) => { visit(r) } }))',
]

/** Helpers of every program: catch, go deep, tell a foreign object, use it. */
const prelude = (mark: string): string => `
const MARK = ${JSON.stringify(mark.slice(0, 3))} + ${JSON.stringify(mark.slice(3))}
let last, budget = 3000
const won = () => { try { log(MARK) } catch {} }
const caught = (f) => { try { return f() } catch (e) { return e } }
const grab = (x) => {
  for (const get of [() => x.constructor('if (typeof fuzzWire === "function") fuzzWire(1)')(), () => x.constructor.constructor('if (typeof fuzzWire === "function") fuzzWire(2)')(), () => x('if (typeof fuzzWire === "function") fuzzWire(3)')()]) try { get() } catch {}
}
const foreign = (x) => {
  if (x === null || (typeof x !== 'object' && typeof x !== 'function')) return
  let root = x
  try { for (let i = 0; i < 30; i++) { const up = Object.getPrototypeOf(root); if (up === null) break; root = up } } catch { return }
  const own = Object.getOwnPropertyDescriptor(root, 'hasOwnProperty')
  if (own === undefined || own.value === Object.prototype.hasOwnProperty) return
  try { root[MARK] = 1 } catch {}
  won(); grab(x)
}
const visit = (x) => { if (--budget < 0) return; last = x; foreign(x); if (typeof x === 'function' && budget > 2900) grab(x) }
const deep = (f) => { let best; const sink = () => { try { sink() } catch (e) { visit(e); try { best = f(); visit(best) } catch (inner) { visit(inner); best = inner } } }; try { sink() } catch (e) { visit(e) } return best }
`

export type Program = {
  readonly pollution: string
  readonly steps: readonly {
    readonly trigger: string
    readonly source: string
    readonly reach: string
    readonly wrap: string
    readonly place: string
  }[]
  readonly end: string
}

/** Programs of the grammar; smaller ones are simpler, so a found hole shrinks to few fragments. */
export function programs(): fc.Arbitrary<Program> {
  const step = fc.record({
    trigger: fc.constantFrom(...TRIGGERS),
    source: fc.constantFrom(...SOURCES),
    reach: fc.constantFrom(...REACHES),
    wrap: fc.constantFrom(...WRAPS),
    place: fc.constantFrom(...PLACES),
  })
  return fc.record({
    pollution: fc.constantFrom(...POLLUTIONS),
    steps: fc.array(step, { minLength: 1, maxLength: 8 }),
    end: fc.constantFrom(...ENDS),
  })
}

/** The text of a strategy; `mark` stands in its output when it has met an object of the host. */
export function textOf({ pollution, steps, end }: Program, mark: string): string {
  const lines = [prelude(mark)]
  if (pollution !== '') lines.push(`caught(() => { ${pollution} })`)
  for (const { trigger, source, reach, wrap, place } of steps) {
    const body = `caught(() => { let x = ${source}; visit(x); try { x = ${reach}; visit(x) } catch (e) { visit(e) } try { ${place.replaceAll(/\bx\b/g, `(${wrap})`)} } catch (e) { visit(e) } })`
    lines.push(`try { ${trigger.replaceAll('BODY', () => body)} } catch (e) { visit(e) }`)
  }
  lines.push(end)
  return lines.join('\n')
}
