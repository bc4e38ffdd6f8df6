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
  // Quoting lengthens a text, and a name stands before it: what is told is cut as a whole.
  return { code: 'S307', message: describe(wordsOf(thrown)), hint: '' }
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
  const read = readError(thrown)
  if (read === undefined) return 'threw an object that cannot be read'
  const { name, message } = read
  if (name === undefined) return 'threw an object without a name and message'
  return message === '' ? name : `${name}: ${message}`
}

type Parts = { readonly name?: string; readonly message: string }

function readError(thrown: object): Parts | undefined {
  try {
    const said: unknown = (thrown as { name?: unknown }).name
    const name = typeof said === 'string' && said !== '' ? describe(said, MAX_NAME) : undefined
    const text: unknown = (thrown as { message?: unknown }).message
    const message = typeof text === 'string' ? describe(text) : ''
    return name === undefined ? { message } : { name, message }
  } catch {
    return undefined
  }
}

/** Name and message of a thrown value apart; what is no error gets the name `UncaughtValue`. */
export function partsOf(thrown: unknown): Required<Parts> {
  const read = typeof thrown === 'object' && thrown !== null ? readError(thrown) : undefined
  if (read?.name !== undefined) return { name: read.name, message: read.message }
  return { name: 'UncaughtValue', message: wordsOf(thrown) }
}
