import { tameDate } from './date.ts'
import { fail } from './fail.ts'
import { pow } from './math/pow.ts'
import { tameRegExp } from './regexp.ts'

/**
 * The global names a strategy may see (R4). Everything else is deleted, so that an engine's new
 * feature stays out until it is put on this list.
 */
const PERMITTED = new Set([
  'Object',
  'Function',
  'Array',
  'Number',
  'Boolean',
  'String',
  'Symbol',
  'BigInt',
  'Math',
  'JSON',
  'Date',
  'RegExp',
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'Proxy',
  'Reflect',
  'Error',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
  'AggregateError',
  'parseFloat',
  'parseInt',
  'isFinite',
  'isNaN',
  'NaN',
  'Infinity',
  'undefined',
  'decodeURI',
  'decodeURIComponent',
  'encodeURI',
  'encodeURIComponent',
  'globalThis',
])

type AnyObject = Record<PropertyKey, unknown>
const { defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, preventExtensions } =
  Object
const { ownKeys } = Reflect

/** Objects that only syntax reaches. */
function hiddenIntrinsics(): object[] {
  function* generator(): Generator<number> {
    yield 1
  }
  const found: object[] = [
    getPrototypeOf(generator),
    getPrototypeOf(generator()),
    getPrototypeOf([][Symbol.iterator]()),
    getPrototypeOf(''[Symbol.iterator]()),
    getPrototypeOf(new Map()[Symbol.iterator]()),
    getPrototypeOf(new Set()[Symbol.iterator]()),
    getPrototypeOf('a'.matchAll(/a/g)),
    getPrototypeOf(Float64Array.prototype),
    Float64Array.prototype,
    Uint8Array.prototype,
    Int32Array.prototype,
  ]
  // The gate refuses async functions, but their prototypes exist and are reachable from nothing else.
  const asyncFunction = async (): Promise<void> => {}
  async function* asyncGenerator(): AsyncGenerator<number> {
    yield 1
  }
  found.push(
    getPrototypeOf(asyncFunction),
    getPrototypeOf(asyncGenerator),
    getPrototypeOf(asyncGenerator()),
  )
  found.push(getPrototypeOf(asyncFunction()) as object)
  found.push(...iteratorHelpers())
  return found
}

/** What newer engines keep behind accessors and calls: the Iterator constructor and its helpers' prototypes. */
function iteratorHelpers(): object[] {
  const { Iterator } = globalThis as { Iterator?: { from(source: object): object } }
  if (Iterator === undefined) return []
  const { drop } = getPrototypeOf(getPrototypeOf([][Symbol.iterator]())) as { drop?: unknown }
  return [
    Iterator,
    getPrototypeOf(Iterator.from({ next: () => ({ done: true, value: undefined }) })),
    ...(typeof drop === 'function'
      ? [getPrototypeOf(Reflect.apply(drop, [][Symbol.iterator](), [0]))]
      : []),
  ]
}

/** Freezing these slows every write to a typed array on Node 20; locking each property does not (R8). */
function slowToFreeze(): ReadonlySet<object> {
  return new Set<object>([
    Object.prototype,
    getPrototypeOf(Float64Array.prototype) as object,
    Float64Array.prototype,
    Uint8Array.prototype,
    Int32Array.prototype,
  ])
}

/** Rules R4 to R8 on this realm, once, before any strategy text runs. */
export function harden(): void {
  const hidden = hiddenIntrinsics()
  const locked = slowToFreeze()
  tameFunctions(hidden)
  const date = tameDate(() =>
    fail('S311', 'the clock was read', 'use time(), the opening time of the bar'),
  )
  set(globalThis, 'Date', date)
  tameMath()
  tameLocale()
  tameLegacy()
  tameRegExp()
  const overridden = allowOverrides()
  for (const name of ownKeys(globalThis))
    if (typeof name !== 'string' || !PERMITTED.has(name)) Reflect.deleteProperty(globalThis, name)
  freezeReachable([globalThis, ...hidden, ...overridden], locked)
  // Last, since everything above still had to be found through it.
  freeze(globalThis)
}

function set(target: object, name: PropertyKey, value: unknown): void {
  defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true })
}

/** R5: the constructors of functions make no code from text. */
function tameFunctions(hidden: readonly object[]): void {
  const dead = function NoFunction(): never {
    throw new TypeError('code cannot be made from text in a strategy')
  }
  for (const prototype of [Function.prototype, ...hidden]) {
    const descriptor = getOwnPropertyDescriptor(prototype, 'constructor')
    const made = descriptor?.value as unknown
    if (typeof made === 'function' && /Function$/.test(made.name))
      set(prototype, 'constructor', dead)
  }
  defineProperty(dead, 'name', { value: 'Function' })
  defineProperty(dead, 'prototype', { value: Function.prototype, writable: false })
  set(globalThis, 'Function', dead)
}

/** R6: no randomness, and powers that end in the same bit on every engine. */
function tameMath(): void {
  set(Math, 'random', (): never =>
    fail('S311', 'Math.random was called', 'use random(), which --seed makes repeatable'),
  )
  set(Math, 'pow', (x: unknown, y: unknown): number => pow(Number(x), Number(y)))
}

/** R6: text is compared and written the same way everywhere. */
function tameLocale(): void {
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  const textOf = String
  set(
    String.prototype,
    'localeCompare',
    function localeCompare(this: unknown, other: unknown): number {
      return compare(textOf(this), textOf(other))
    },
  )
  const { toUpperCase, toLowerCase } = String.prototype
  set(String.prototype, 'toLocaleUpperCase', function toLocaleUpperCase(this: string): string {
    return toUpperCase.call(this)
  })
  set(String.prototype, 'toLocaleLowerCase', function toLocaleLowerCase(this: string): string {
    return toLowerCase.call(this)
  })
  for (const prototype of [Number.prototype, BigInt.prototype])
    set(prototype, 'toLocaleString', function toText(this: number | bigint): string {
      return this.toString()
    })
}

/** The last-match statics of RegExp are a hidden channel; `__proto__` and its relatives are history. */
function tameLegacy(): void {
  for (const name of ownKeys(RegExp))
    if (typeof name === 'string' && (/^\$/.test(name) || /^(input|last|left|right)/.test(name)))
      Reflect.deleteProperty(RegExp, name)
  for (const name of [
    '__proto__',
    '__defineGetter__',
    '__defineSetter__',
    '__lookupGetter__',
    '__lookupSetter__',
  ])
    Reflect.deleteProperty(Object.prototype, name)
  for (const name of [
    'anchor',
    'big',
    'blink',
    'bold',
    'fixed',
    'fontcolor',
    'fontsize',
    'italics',
    'link',
    'small',
    'strike',
    'sub',
    'sup',
  ])
    Reflect.deleteProperty(String.prototype, name)
  Reflect.deleteProperty(Array, 'fromAsync')
}

/**
 * R8: `object.toString = f` must work on the strategy's own objects although the prototype's
 * property is frozen. Never on Array.prototype and its like: accessors there switch off fast paths.
 * Returns the values behind the accessors, which only a call leads to.
 */
function allowOverrides(): unknown[] {
  const values: unknown[] = []
  // biome-ignore lint/style/noRestrictedGlobals: the tamed one of this realm
  const prototypes: object[] = [Object.prototype, Function.prototype, Date.prototype]
  for (const error of [
    Error,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
    AggregateError,
  ])
    prototypes.push(error.prototype)
  for (const prototype of prototypes)
    for (const name of ['constructor', 'toString', 'valueOf', 'name', 'message']) {
      const descriptor = getOwnPropertyDescriptor(prototype, name)
      if (descriptor === undefined || !('value' in descriptor) || !descriptor.configurable) continue
      const { value } = descriptor
      values.push(value)
      defineProperty(prototype, name, {
        get: () => value as unknown,
        set(this: object, own: unknown) {
          if (this === prototype) throw new TypeError(`${name} of a built-in cannot be changed`)
          defineProperty(this, name, {
            value: own,
            writable: true,
            enumerable: true,
            configurable: true,
          })
        },
        enumerable: false,
        configurable: true,
      })
    }
  return values
}

/** R7: freezes everything reachable from `roots`, save the global object itself. */
export function freezeReachable(
  roots: Iterable<unknown>,
  locked: ReadonlySet<object> = new Set(),
): void {
  const seen = new Set<object>()
  const open: unknown[] = [...roots]
  while (open.length > 0) {
    const item = open.pop()
    if ((typeof item !== 'object' && typeof item !== 'function') || item === null || seen.has(item))
      continue
    seen.add(item)
    open.push(getPrototypeOf(item))
    for (const key of ownKeys(item)) {
      const descriptor = getOwnPropertyDescriptor(item, key)!
      if ('value' in descriptor) open.push(descriptor.value)
      else open.push(descriptor.get, descriptor.set)
    }
    if (item === globalThis) continue
    if (locked.has(item)) lock(item as AnyObject)
    else freeze(item)
  }
}

function lock(item: AnyObject): void {
  for (const key of ownKeys(item)) {
    const descriptor = getOwnPropertyDescriptor(item, key)!
    if (!descriptor.configurable) continue
    defineProperty(
      item,
      key,
      'value' in descriptor ? { writable: false, configurable: false } : { configurable: false },
    )
  }
  preventExtensions(item)
}
