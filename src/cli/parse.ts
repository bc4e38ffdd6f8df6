import { InvalidArgumentError } from 'commander'

/** `name=value`, repeatable; a later one of the same name wins. */
export function collectPairs(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Write name=value.')
  const pairs: Record<string, string> = Object.assign(Object.create(null), before)
  pairs[text.slice(0, at).trim()] = text.slice(at + 1)
  return pairs
}

export function collectTexts(text: string, before: readonly string[] = []): string[] {
  return [...before, text]
}

export function wholeNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError('Give a whole number of at least 0.')
  return value
}

/** A number of processes at a time. */
export function jobCount(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 1 || value > 256)
    throw new InvalidArgumentError('Give a whole number from 1 to 256.')
  return value
}

export function positiveNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError('Give a number above 0.')
  return value
}

const TIME_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  '': 1000,
  m: 60_000,
  h: 3_600_000,
}

/** A length of time such as `60s`, `500ms`, `2m`; in milliseconds. */
export function duration(text: string): number {
  const [, count = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? []
  const value = Math.round(Number(count) * TIME_UNITS[unit]!)
  if (count === '' || value < 1 || value > 24 * 3_600_000)
    throw new InvalidArgumentError('Give a time such as 60s, 500ms or 2m, at most 24h.')
  return value
}

const SIZE_UNITS: Readonly<Record<string, number>> = { mb: 1, '': 1, gb: 1024 }

/** An amount of memory such as `512mb`, `2gb`; in mebibytes. */
export function size(text: string): number {
  const [, count = '', unit = ''] = /^(\d+(?:\.\d+)?)(mb|gb)?$/i.exec(text) ?? []
  const value = Math.round(Number(count) * SIZE_UNITS[unit.toLowerCase()]!)
  if (count === '' || value < 16 || value > 64 * 1024)
    throw new InvalidArgumentError('Give an amount such as 512mb or 2gb, at least 16mb.')
  return value
}

export const FORMATS = [
  'pretty',
  'json',
  'csv',
  'html',
  'markdown',
  'junit',
  'github',
  'ndjson',
] as const
export type Format = (typeof FORMATS)[number]

/** Lists that the configuration gave: the first of the command line takes their place. */
export const CONFIGURED = new WeakSet<object>()

/** A list of output formats, separated by commas; given again, it grows. */
export function formatList(text: string, given: readonly Format[] = []): Format[] {
  const before = CONFIGURED.has(given) ? [] : given
  const formats = text.split(',').map((name) => {
    const format = FORMATS.find((candidate) => candidate === name.trim())
    if (format === undefined) throw new InvalidArgumentError(`There are: ${FORMATS.join(', ')}.`)
    return format
  })
  return [...new Set([...before, ...formats])]
}
