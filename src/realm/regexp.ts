import { fail } from './fail.ts'

/** Bounds on a pattern. The engine compiles patterns by native recursion: deeper ones end the process. */
const MAX_LENGTH = 10_000
const MAX_DEPTH = 200

/** What is wrong with a pattern, or undefined. */
export function patternFault(pattern: string): string | undefined {
  if (pattern.length > MAX_LENGTH)
    return `has ${pattern.length} characters, more than ${MAX_LENGTH}`
  let depth = 0
  let deepest = 0
  for (let i = 0; i < pattern.length; i++) {
    const unit = pattern.charCodeAt(i)
    if (unit === 0x5c) i++
    else if (unit === 0x28) deepest = Math.max(deepest, ++depth)
    else if (unit === 0x29) depth--
  }
  return deepest > MAX_DEPTH ? `is nested deeper than ${MAX_DEPTH} groups` : undefined
}

/** Puts those bounds on every way of making a pattern at run time; the gate puts them on literals. */
export function tameRegExp(): void {
  const Native = RegExp
  const { construct, apply, getOwnPropertyDescriptor } = Reflect
  const sourceOf = getOwnPropertyDescriptor(Native.prototype, 'source')!.get!
  const flagsOf = getOwnPropertyDescriptor(Native.prototype, 'flags')!.get!
  const text = String

  const isPattern = (value: unknown): value is RegExp => {
    if (typeof value !== 'object' || value === null || value === Native.prototype) return false
    try {
      apply(sourceOf, value, [])
      return true
    } catch {
      return false
    }
  }
  const hasFlag = (pattern: RegExp, flag: string): boolean =>
    text(apply(flagsOf, pattern, [])).includes(flag)
  const checked = (pattern: string): string => {
    const fault = patternFault(pattern)
    if (fault !== undefined)
      fail('S306', `a regular expression ${fault}`, 'use a shorter pattern, or several')
    return pattern
  }
  const make = (pattern: unknown, flags: unknown, target: unknown): unknown => {
    if (isPattern(pattern))
      return construct(
        Native,
        [
          apply(sourceOf, pattern, []),
          flags === undefined ? apply(flagsOf, pattern, []) : text(flags),
        ],
        target as () => unknown,
      )
    const source = pattern === undefined ? '(?:)' : checked(text(pattern))
    return construct(
      Native,
      flags === undefined ? [source] : [source, text(flags)],
      target as () => unknown,
    )
  }

  const Tamed = function TamedRegExp(this: unknown, pattern?: unknown, flags?: unknown): unknown {
    if (new.target === undefined && flags === undefined && isPattern(pattern)) return pattern
    return make(pattern, flags, new.target ?? Tamed)
  }
  const define = (target: object, name: PropertyKey, value: unknown): void => {
    Object.defineProperty(target, name, {
      value,
      writable: true,
      enumerable: false,
      configurable: true,
    })
  }
  define(Tamed, 'name', 'RegExp')
  Object.defineProperty(Tamed, 'prototype', { value: Native.prototype, writable: false })
  const species = getOwnPropertyDescriptor(Native, Symbol.species)
  if (species !== undefined) Object.defineProperty(Tamed, Symbol.species, species)
  define(Native.prototype, 'constructor', Tamed)
  Reflect.deleteProperty(Native.prototype, 'compile')
  define(globalThis, 'RegExp', Tamed)

  // Asked on an object that is no pattern, these make one of its text by the engine's own constructor.
  const patterns = Native.prototype as unknown as Record<symbol, unknown>
  for (const [symbol, name] of [
    [Symbol.split, 'split'],
    [Symbol.matchAll, 'matchAll'],
  ] as const) {
    const native = patterns[symbol] as () => unknown
    const tamed = {
      [name](this: unknown, ...args: unknown[]): unknown {
        if (!isPattern(this)) throw new TypeError(`${name} was called on no regular expression`)
        return apply(native, this, args)
      },
    }[name]
    Object.defineProperty(tamed, 'name', { value: `[Symbol.${name}]` })
    define(patterns, symbol, tamed)
  }

  // Given a text, these make a pattern of it inside the engine.
  const methods = String.prototype as unknown as Record<string, (pattern: unknown) => unknown>
  for (const [name, flags, symbol] of [
    ['match', undefined, Symbol.match],
    ['matchAll', 'g', Symbol.matchAll],
    ['search', undefined, Symbol.search],
  ] as const) {
    const native = methods[name]!
    const tamed = {
      [name](this: unknown, pattern: unknown): unknown {
        // The object's own method is asked for once: asked again by the engine, it might be gone.
        const own =
          (typeof pattern === 'object' && pattern !== null) || typeof pattern === 'function'
            ? (pattern as unknown as Record<symbol, unknown>)[symbol]
            : undefined
        if (typeof own !== 'function') return apply(native, this, [make(pattern, flags, Tamed)])
        if (this === undefined || this === null)
          throw new TypeError(`${name} was called on ${this === null ? 'null' : 'undefined'}`)
        if (flags !== undefined && isPattern(pattern) && !hasFlag(pattern, flags))
          throw new TypeError(`${name} needs a regular expression with the flag ${flags}`)
        return apply(own as () => unknown, pattern, [this])
      },
    }[name]
    define(methods, name, tamed)
  }
}
