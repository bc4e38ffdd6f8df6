/** What JSON can say, and nothing else. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue }

/** Where a value holds something that JSON cannot say, and what it is: `$.a[2]` `is a function`. */
export type PlainFault = { readonly path: string; readonly what: string }

export type PlainText =
  | { readonly text: string }
  | { readonly fault: PlainFault }
  | { readonly isTooLong: true }

/** Deepest nesting of a value. Whoever reads it may do so by recursion. */
export const MAX_DEPTH = 500
const MAX_PATH = 200

// Taken before anything untrusted runs (R9).
const { getOwnPropertyDescriptor, getPrototypeOf, is } = Object
const { ownKeys } = Reflect
const { isArray } = Array
const isNumber = Number.isFinite
const { stringify } = JSON
const ROOT = Object.prototype
const STOP = Symbol('stop')

/**
 * The JSON text of a value, where JSON says all of it: nothing is left out, converted or called.
 * Undefined, functions, symbols, bigints, numbers that are not finite, accessors, holes, hidden and
 * symbol properties, cycles and instances of classes are faults, told by their path from `root`.
 * Each property is read once, by its descriptor. `maxBytes` bounds the text in UTF-8.
 */
export function writePlain(value: unknown, root: string, maxBytes: number): PlainText {
  let fault: PlainFault | undefined
  let isTooLong = false
  let text = ''
  const keys: PropertyKey[] = []
  const above = new Set<object>()

  const stop = (what: string): never => {
    fault = { path: pathOf(root, keys), what }
    throw STOP
  }
  const tooLong = (): never => {
    isTooLong = true
    throw STOP
  }
  const put = (part: string): void => {
    text += part
    if (text.length > maxBytes) tooLong()
  }
  const own = (holder: object, key: PropertyKey): unknown => {
    keys.push(key)
    const descriptor = getOwnPropertyDescriptor(holder, key)
    if (descriptor === undefined) return stop('is a hole')
    if (!('value' in descriptor)) return stop('is an accessor')
    if (descriptor.enumerable !== true) return stop('is a hidden property')
    return descriptor.value
  }
  const putArray = (array: readonly unknown[]): void => {
    put('[')
    const { length } = array
    for (let i = 0; i < length; i++) {
      if (i > 0) put(',')
      visit(own(array, String(i)))
      keys.pop()
    }
    const names = ownKeys(array)
    if (names.length !== length + 1)
      for (const name of names)
        if (typeof name === 'symbol' || (name !== 'length' && !/^\d+$/.test(name))) {
          keys.push(name)
          stop('is a property of an array')
        }
    put(']')
  }
  const putObject = (object: object): void => {
    put('{')
    let isFirst = true
    for (const name of ownKeys(object)) {
      if (typeof name === 'symbol') {
        keys.push(name)
        stop('is a property with a symbol for its name')
      }
      const inner = own(object, name)
      put(`${isFirst ? '' : ','}${stringify(name)}:`)
      visit(inner)
      keys.pop()
      isFirst = false
    }
    put('}')
  }
  const visit = (item: unknown): void => {
    if (typeof item === 'string') {
      // Its text is no shorter than itself.
      if (item.length > maxBytes) tooLong()
      put(stringify(item))
    } else if (typeof item === 'boolean') put(item ? 'true' : 'false')
    else if (typeof item === 'number') {
      if (!isNumber(item)) stop(`is ${item}`)
      put(is(item, -0) ? '-0' : `${item}`)
    } else if (item === null) put('null')
    else if (typeof item !== 'object')
      stop(item === undefined ? 'is undefined' : `is a ${typeof item}`)
    else {
      if (above.has(item)) stop('is an object that holds itself')
      if (above.size >= MAX_DEPTH) stop(`is nested deeper than ${MAX_DEPTH} levels`)
      above.add(item)
      if (isArray(item)) putArray(item)
      else if (isPlainObject(item)) putObject(item)
      else stop('is no plain object')
      above.delete(item)
    }
  }

  try {
    visit(value)
    return utf8Length(text) > maxBytes ? { isTooLong: true } : { text }
  } catch {
    // What was thrown is not looked at: a trap of the value may have made it (H2).
    if (isTooLong) return { isTooLong: true }
    return { fault: fault ?? { path: pathOf(root, keys), what: 'cannot be read' } }
  }
}

/** Made by `{}`, `Object.create(null)` or another realm's `{}`. */
function isPlainObject(item: object): boolean {
  const prototype: unknown = getPrototypeOf(item)
  if (prototype === null || prototype === ROOT) return true
  return (
    getPrototypeOf(prototype) === null &&
    getOwnPropertyDescriptor(prototype, 'isPrototypeOf') !== undefined
  )
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    // Each half of a pair counts two; a half that stands alone becomes three bytes.
    const isHalf = unit >= 0xd800 && unit <= 0xdfff
    bytes += unit < 0x800 || (isHalf && isPaired(text, i, unit)) ? 1 : 2
  }
  return bytes
}

function isPaired(text: string, index: number, unit: number): boolean {
  const isHigh = unit < 0xdc00
  const other = text.charCodeAt(isHigh ? index + 1 : index - 1)
  return isHigh ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other <= 0xdbff
}

function pathOf(root: string, keys: readonly PropertyKey[]): string {
  let path = root
  for (const key of keys) {
    if (path.length > MAX_PATH) return `${path.slice(0, MAX_PATH)}…`
    if (typeof key === 'symbol') path += '[symbol]'
    else if (/^\d+$/.test(String(key))) path += `[${String(key)}]`
    else if (/^[A-Za-z_$][\w$]*$/.test(String(key))) path += `.${String(key)}`
    else path += `[${stringify(String(key))}]`
  }
  return path.length > MAX_PATH ? `${path.slice(0, MAX_PATH)}…` : path
}
