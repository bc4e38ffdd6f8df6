import type { ErrorCode } from '../shared/failure.ts'

export type RealmFailure = {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
}

/** Longest message and hint: names and values of the strategy may stand in them. */
const MAX_WORDS = 2000

function cut(text: string): string {
  return text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS)}…` : text
}

/** Which thrown errors are ours. A strategy can catch, change and throw them again, but not forge one. */
const failures = new WeakMap<object, RealmFailure>()

/** Ends the current call with an error that the author can act on. */
export function fail(code: ErrorCode, message: string, hint: string): never {
  const failure = Object.freeze({ code, message: cut(message), hint: cut(hint) })
  const error = new Error(`${failure.message}; ${failure.hint}`)
  failures.set(error, failure)
  throw error
}

/** The failure behind a thrown value, if the library threw it. */
export function failureOf(thrown: unknown): RealmFailure | undefined {
  return typeof thrown === 'object' && thrown !== null ? failures.get(thrown) : undefined
}

/**
 * A value as it may stand in a message. Never converts objects: a conversion would run the
 * strategy's code (R10).
 */
export function quote(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `"${value.length > 80 ? `${value.slice(0, 80)}…` : value}"`
    case 'number':
      return `"${value}"`
    case 'bigint':
      return 'a bigint'
    case 'boolean':
    case 'undefined':
      return `"${value}"`
    case 'function':
      return 'a function'
    case 'symbol':
      return 'a symbol'
    default:
      return value === null ? '"null"' : 'an object'
  }
}
