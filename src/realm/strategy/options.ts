import { nearest } from '../../shared/nearest.ts'
import { fail, quote } from '../fail.ts'

export type Options = Readonly<Record<string, unknown>>

/**
 * An options argument that has no other field of its own than the known ones, so that a misspelt option is
 * never ignored silently. Whoever takes it reads each field once, all of them before the call has begun
 * anything: getters and proxies run their code there, and cannot give a second answer later (R10, R11).
 */
export function checkOptions(what: string, value: unknown, known: readonly string[]): Options {
  if (value === undefined) return NONE
  if (typeof value !== 'object' || value === null)
    fail('S306', `${what}: options were ${quote(value)}`, 'give an object: { name: value }')
  const keys = Object.keys(value)
  for (let i = 0; i < keys.length; i++)
    if (!isAmong(known, keys[i]!)) refuseOption(what, keys[i]!, known)
  return value as Options
}

const NONE: Options = Object.freeze(Object.create(null))

/** By hand: the engine's own search costs more than what it searches. */
function isAmong(known: readonly string[], key: string): boolean {
  for (let i = 0; i < known.length; i++) if (known[i] === key) return true
  return false
}

function refuseOption(what: string, key: string, known: readonly string[]): never {
  const near = nearest(key, known)
  return fail(
    'S306',
    `${what} has no option ${quote(key)}`,
    near === undefined ? `it has: ${known.join(', ')}` : `did you mean ${near}?`,
  )
}

/** The fields of an options argument, each read once. */
export function readOptions(what: string, value: unknown, known: readonly string[]): Options {
  const options = checkOptions(what, value, known)
  const read: Record<string, unknown> = Object.create(null)
  for (let i = 0; i < known.length; i++) {
    const field = options[known[i]!]
    if (field !== undefined) read[known[i]!] = field
  }
  return read
}

/** A number, NaN when left out; series and texts are mistakes. */
export function readNumber(what: string, name: string, value: unknown): number {
  if (typeof value === 'number') return value
  return value === undefined || value === null ? Number.NaN : refuseNumber(what, name, value)
}

function refuseNumber(what: string, name: string, value: unknown): never {
  return fail(
    'S306',
    `${what}: ${name} was ${quote(value)}`,
    typeof value === 'function' ? 'call the series to read its value' : 'give a number',
  )
}

export function readFlag(what: string, name: string, value: unknown): boolean {
  if (value === undefined) return false
  if (typeof value !== 'boolean')
    fail('S306', `${what}: ${name} was ${quote(value)}`, 'give true or false')
  return value
}
