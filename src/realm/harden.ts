import { tameDate } from './date.ts'
import { fail } from './fail.ts'
import { hiddenIntrinsics } from './intrinsics.ts'
import { pow } from './math/pow.ts'
import { removeUnpermitted, type Unpermitted } from './permits.ts'
import { tameRegExp } from './regexp.ts'
import { tameSymbol } from './symbol.ts'

/**
 * The global names that untrusted code may see (R4). Everything else is deleted, so that an engine's new
 * feature stays out until it is put on this list.
 */
export const PERMITTED: ReadonlySet<string> = new Set([
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

/** What a realm that is not a strategy's has otherwise. */
export type Taming = {
  /** What the clock says, or throws. */
  readonly clock?: () => number
  /** What takes the place of `Math.random`. */
  readonly random?: () => number
}

export type Sealing = {
  /** Who cannot make code from text. */
  readonly subject?: string
  /** Further globals that stay. */
  readonly keep?: Iterable<string>
  /** Permitted globals that do not. */
  readonly drop?: Iterable<string>
  /** A freezing pass that comes before this one. */
  readonly lockDown?: () => void
  /** Called when unknown properties are gone, before anything is frozen. */
  readonly beforeFreeze?: () => void
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

function noClock(): never {
  return fail('S311', 'the clock was read', 'use time(), the opening time of the bar')
}

function noRandom(): never {
  return fail('S311', 'Math.random was called', 'use random(), which --seed makes repeatable')
}

/**
 * Rules R4 to R8 on this realm, once, before any strategy text runs. Tells what was found that no
 * permit names.
 */
export function harden(): Unpermitted {
  tame()
  return seal()
}

/** Rule R6: what tells the time, throws dice or speaks a language does so no more. */
export function tame({ clock, random }: Taming = {}): void {
  set(globalThis, 'Date', tameDate(clock ?? noClock))
  tameMath(random ?? noRandom)
  tameLocale()
  tameLegacy()
  tameRegExp()
  tameSymbol()
}

/** Rules R4, R5, R7 and R8 on a realm that is tame: removes what is not permitted, and freezes the rest. */
export function seal({
  subject = 'a strategy',
  keep = [],
  drop = [],
  lockDown,
  beforeFreeze,
}: Sealing = {}): Unpermitted {
  const hidden = [
    ...Object.values(hiddenIntrinsics()),
    Float64Array.prototype,
    Uint8Array.prototype,
    Int32Array.prototype,
  ]
  const locked = slowToFreeze()
  const hot = oftenRead()
  tameFunctions(subject)
  lockDown?.()
  const unpermitted = removeUnpermitted()
  beforeFreeze?.()
  const overridden = allowOverrides()
  const permitted = new Set<PropertyKey>([...PERMITTED, ...keep])
  for (const name of drop) permitted.delete(name)
  for (const name of ownKeys(globalThis))
    if (!permitted.has(name)) Reflect.deleteProperty(globalThis, name)
  const seen = new Set<object>()
  freezeFrom([globalThis, ...hidden, ...overridden], seen, locked)
  for (const item of seen) frozen.add(item)
  quicken(hot)
  // Last, since everything above still had to be found through it.
  freeze(globalThis)
  return unpermitted
}

function set(target: object, name: PropertyKey, value: unknown): void {
  defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true })
}

/** R5: the constructors of functions make no code from text. */
function tameFunctions(subject: string): void {
  const dead = (prototype: object, name: string): object => {
    const made = function NoFunction(): never {
      throw new TypeError(`code cannot be made from text in ${subject}`)
    }
    defineProperty(made, 'name', { value: name })
    defineProperty(made, 'prototype', { value: prototype, writable: false })
    set(prototype, 'constructor', made)
    return made
  }
  const ofFunctions = dead(Function.prototype, 'Function')
  for (const prototype of Object.values(hiddenIntrinsics())) {
    const made = getOwnPropertyDescriptor(prototype, 'constructor')?.value as unknown
    if (typeof made === 'function' && /Function$/.test(made.name))
      Object.setPrototypeOf(dead(prototype, made.name), ofFunctions)
  }
  set(globalThis, 'Function', ofFunctions)
}

/** R6: no randomness, and powers that end in the same bit on every engine. */
function tameMath(random: () => number): void {
  set(Math, 'random', () => random())
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

/** The last-match statics of RegExp are a hidden channel. */
function tameLegacy(): void {
  for (const name of ownKeys(RegExp))
    if (typeof name === 'string' && (/^\$/.test(name) || /^(input|last|left|right)/.test(name)))
      Reflect.deleteProperty(RegExp, name)
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

/** What the library and its strategies look into on every bar. */
function oftenRead(): readonly object[] {
  const { prototype } = Float64Array
  return [
    Math,
    Object,
    Array,
    Number,
    String,
    Map,
    Set,
    String.prototype,
    getPrototypeOf(prototype) as object,
    prototype,
    Int32Array.prototype,
    Uint8Array.prototype,
  ]
}

/**
 * An object that has lost a property, or had each of them locked, is a hash table to the engine: it looks up
 * `Math.max` on every call. The prototype of an object that is read gets a shape again, once the
 * engine keeps notes on the place that reads.
 */
function quicken(objects: readonly object[]): void {
  for (let round = 0; round < QUICKENING_ROUNDS; round++)
    for (let i = 0; i < objects.length; i++) readThrough(objects[i]!)
}

/** The engine takes notes from the eighth call of a function on, or after some hundred of its instructions. */
const QUICKENING_ROUNDS = 8

function readThrough(prototype: object): unknown {
  return ({ __proto__: prototype } as { readonly absent?: unknown }).absent
}

/** The realm's own objects, which were frozen with all that can be reached from them. */
const frozen = new Set<object>()

/** R7: freezes everything reachable from `roots`, save the global object itself. */
export function freezeReachable(roots: Iterable<unknown>): void {
  freezeFrom(roots, new Set(), new Set())
}

function freezeFrom(
  roots: Iterable<unknown>,
  seen: Set<object>,
  locked: ReadonlySet<object>,
): void {
  const open: unknown[] = [...roots]
  while (open.length > 0) {
    const item = open.pop()
    if ((typeof item !== 'object' && typeof item !== 'function') || item === null) continue
    if (frozen.has(item) || seen.has(item)) continue
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
