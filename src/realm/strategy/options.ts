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

/** The known name that differs in case, underscores or one or two letters. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.replace(/[_\-\s]/g, '').toLowerCase()
  const exact = known.find((candidate) => plain(candidate) === plain(name))
  if (exact !== undefined) return exact
  let best: string | undefined
  let least = 3
  for (const candidate of known) {
    const d = distance(name, candidate)
    if (d < least) {
      least = d
      best = candidate
    }
  }
  return best
}

/** Letters to insert, delete or change, up to a length at which it no longer matters. */
function distance(a: string, b: string): number {
  if (a.length > 40 || b.length > 40) return 99
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(
        row[j]! + 1,
        next[j - 1]! + 1,
        row[j - 1]! + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1),
      )
    row = next
  }
  return row[b.length]!
}

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
