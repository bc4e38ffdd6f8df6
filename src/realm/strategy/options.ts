import { nearest } from '../../shared/nearest.ts'
import { fail, quote } from '../fail.ts'

/**
 * The fields of an options argument, each read once: getters and proxies run their code here, before
 * the call has begun anything, and cannot give a second answer later (R10, R11). Refuses unknown
 * names, so that a misspelt option is never ignored silently.
 */
export function readOptions(
  what: string,
  value: unknown,
  known: readonly string[],
): Readonly<Record<string, unknown>> {
  if (value === undefined) return NONE
  if (typeof value !== 'object' || value === null)
    fail('S306', `${what}: options were ${quote(value)}`, 'give an object: { name: value }')
  const options = value as Readonly<Record<string, unknown>>
  for (const key of Object.keys(options))
    if (!known.includes(key)) {
      const near = nearest(key, known)
      fail(
        'S306',
        `${what} has no option ${quote(key)}`,
        near === undefined ? `it has: ${known.join(', ')}` : `did you mean ${near}?`,
      )
    }
  const read: Record<string, unknown> = Object.create(null)
  for (let i = 0; i < known.length; i++) {
    const field = options[known[i]!]
    if (field !== undefined) read[known[i]!] = field
  }
  return read
}

const NONE: Readonly<Record<string, unknown>> = Object.freeze(Object.create(null))

/** A number, NaN when left out; series and texts are mistakes. */
export function readNumber(what: string, value: unknown): number {
  if (value === undefined || value === null) return Number.NaN
  if (typeof value !== 'number')
    fail(
      'S306',
      `${what} was ${quote(value)}`,
      typeof value === 'function' ? 'call the series to read its value' : 'give a number',
    )
  return value
}

export function readFlag(what: string, value: unknown): boolean {
  if (value === undefined) return false
  if (typeof value !== 'boolean') fail('S306', `${what} was ${quote(value)}`, 'give true or false')
  return value
}
