import type { BacktestResult } from './result.ts'

/** Objects nearer to the root than this have a line for each key; deeper ones stand on one line. */
const EXPANDED_DEPTH = 3
const CHUNK_LENGTH = 65_536

/** Legal in JSON, but a terminal acts on them: C1 controls, marks that turn or hide text. */
const UNSAFE_IN_TERMINALS =
  /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

/** Text that stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/

/**
 * Writes a value as JSON in chunks of about 64 kB: keys sorted by code unit, numbers in their shortest
 * form, lists of objects one per line. Absent (undefined) fields are left out; any iterable is an
 * array; NaN and Infinity, which JSON cannot say, are null.
 */
export function writeJson(value: unknown, write: (chunk: string) => void): void {
  let buffer = ''
  const put = (text: string): void => {
    buffer += text
    if (buffer.length < CHUNK_LENGTH) return
    write(buffer)
    buffer = ''
  }
  putValue(value, 0, put)
  put('\n')
  write(buffer)
}

/** An object on one line of its own, for documents of one object a line. */
export function writeJsonLine(value: object, write: (chunk: string) => void): void {
  let text = ''
  putValue(value, EXPANDED_DEPTH, (piece) => {
    text += piece
  })
  // Between values only: in texts they are escaped.
  write(`${text.replace(/\n */g, '')}\n`)
}

/** The result as one JSON document. */
export function writeResult(result: BacktestResult, write: (chunk: string) => void): void {
  writeJson(result, write)
}

/** The same as one string; for runs of many trades prefer `writeResult`. */
export function renderJson(result: BacktestResult): string {
  const chunks: string[] = []
  writeResult(result, (chunk) => chunks.push(chunk))
  return chunks.join('')
}

function putValue(value: unknown, depth: number, put: (text: string) => void): void {
  if (value === null || typeof value !== 'object') put(scalar(value))
  else if (isPlainList(value)) put(JSON.stringify(value))
  else if (isIterable(value)) putList(value, depth, put)
  else putObject(value as Readonly<Record<string, unknown>>, depth, put)
}

function scalar(value: unknown): string {
  return typeof value === 'string' ? quote(value) : JSON.stringify(value)
}

/** A text as JSON that no terminal acts on. */
export function quote(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`
  return JSON.stringify(text).replace(
    UNSAFE_IN_TERMINALS,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A list of numbers and plain texts, such as a curve: as it stands in JSON, and many times faster. */
function isPlainList(value: object): value is readonly unknown[] {
  if (!Array.isArray(value)) return false
  for (const item of value as readonly unknown[])
    if (
      typeof item !== 'number' &&
      item !== null &&
      !(typeof item === 'string' && PLAIN.test(item))
    )
      return false
  return true
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value
}

/** Keys of the object before, as they came and sorted: in a list of objects they are all alike. */
let seen: readonly string[] = []
let seenSorted: readonly string[] = []

function sortedKeys(object: object): readonly string[] {
  const keys = Object.keys(object)
  if (keys.length === seen.length && keys.every((key, i) => key === seen[i])) return seenSorted
  seen = keys
  seenSorted = [...keys].sort()
  return seenSorted
}

function putObject(
  object: Readonly<Record<string, unknown>>,
  depth: number,
  put: (text: string) => void,
): void {
  const isExpanded = depth < EXPANDED_DEPTH
  const indent = isExpanded ? `\n${'  '.repeat(depth + 1)}` : ''
  let isEmpty = true
  for (const key of sortedKeys(object)) {
    if (object[key] === undefined) continue
    put(`${isEmpty ? '{' : ','}${indent}${quote(key)}:${isExpanded ? ' ' : ''}`)
    putValue(object[key], depth + 1, put)
    isEmpty = false
  }
  if (isEmpty) put('{}')
  else put(isExpanded ? `\n${'  '.repeat(depth)}}` : '}')
}

function putList(list: Iterable<unknown>, depth: number, put: (text: string) => void): void {
  let isEmpty = true
  let hasLines = false
  for (const item of list) {
    const isObject = typeof item === 'object' && item !== null
    put(isEmpty ? '[' : ',')
    if (isObject) put(`\n${'  '.repeat(depth + 1)}`)
    hasLines ||= isObject
    putValue(item, EXPANDED_DEPTH, put)
    isEmpty = false
  }
  put(isEmpty ? '[]' : hasLines ? `\n${'  '.repeat(depth)}]` : ']')
}
