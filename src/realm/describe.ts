import { failureOf, type RealmFailure } from './fail.ts'

const MAX_NAME = 100
const MAX_MESSAGE = 2000

/** A text of unknown origin, cut to a length that a message may have. */
export function describe(text: string, most = MAX_MESSAGE): string {
  return text.length > most ? `${text.slice(0, most)}…` : text
}

/**
 * The only reader of what a strategy throws (R14): takes `name` and `message` once each, believes
 * only strings, and never converts. Getters run here, inside the realm and its time limit.
 */
export function describeThrown(thrown: unknown): RealmFailure {
  const own = failureOf(thrown)
  if (own !== undefined) return own
  return { code: 'S307', message: wordsOf(thrown), hint: '' }
}

function wordsOf(thrown: unknown): string {
  switch (typeof thrown) {
    case 'string':
      return `threw ${JSON.stringify(describe(thrown, MAX_MESSAGE))}`
    case 'number':
    case 'boolean':
    case 'undefined':
      return `threw ${thrown}`
    case 'bigint':
      return 'threw a bigint'
    case 'symbol':
      return 'threw a symbol'
    case 'function':
      return 'threw a function'
    default:
      return typeof thrown === 'object' && thrown !== null ? errorWords(thrown) : 'threw null'
  }
}

function errorWords(thrown: object): string {
  let name = 'an object'
  let message = ''
  try {
    const said: unknown = (thrown as { name?: unknown }).name
    if (typeof said === 'string' && said !== '') name = describe(said, MAX_NAME)
    const text: unknown = (thrown as { message?: unknown }).message
    if (typeof text === 'string') message = describe(text)
  } catch {
    return 'threw an object that cannot be read'
  }
  if (name === 'an object') return 'threw an object without a name and message'
  return message === '' ? name : `${name}: ${message}`
}
