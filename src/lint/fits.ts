import { type ApiType, isSeries, membersOf } from './table.ts'

export function isPrimitive(type: ApiType): boolean {
  return type === 'number' || type === 'string' || type === 'boolean'
}

/** Whether a value of one type can be taken for another; in doubt it can. */
export function isOf(given: ApiType, wanted: ApiType, isOptional: boolean): boolean {
  if (given === 'undefined' || given === 'null') return isOptional || given === wanted
  if (typeof wanted === 'string') {
    if (isPrimitive(wanted)) {
      if (typeof given === 'object')
        return given.is === 'union' || (given.is === 'text' && wanted === 'string')
      if (isPrimitive(given)) return given === wanted
      return !isSeries(given) && given !== 'Market' && given !== 'void'
    }
    // Every kind of number or flag per bar does, but the flags of the run, which are computed when read.
    if (wanted === 'Series') return given === 'number' || (isSeries(given) && given !== 'BarFlag')
    if (wanted === 'BooleanSeries') return isSeries(given) && given !== 'BarFlag'
    if (wanted === 'Market')
      return !isPrimitive(given) && !isSeries(given) && typeof given === 'string'
    if (membersOf(wanted) !== undefined) return isObject(given)
    return true
  }
  if (wanted.is === 'text')
    return given === 'string' || (typeof given === 'object' && given.is === 'union')
  if (wanted.is === 'function') return !isPrimitive(given) && !isObject(given)
  if (wanted.is === 'array') return typeof given === 'object' && given.is === 'array'
  if (wanted.is === 'object') return isObject(given)
  return true
}

export function isOther(given: ApiType | undefined): boolean {
  return given !== undefined && !isObject(given)
}

function isObject(given: ApiType): boolean {
  return typeof given === 'object' && given.is === 'object'
}

export function kindOf(type: ApiType): string {
  if (isSeries(type)) return 'a series'
  if (type === 'string') return 'a text'
  if (type === 'number') return 'a number'
  if (type === 'boolean') return 'true or false'
  if (typeof type === 'string') return type === 'Market' ? 'a market' : `"${type}"`
  if (type.is === 'text') return 'a text'
  if (type.is === 'function') return 'a function'
  return type.is === 'array' ? 'an array' : 'an object'
}

export function words(parts: readonly ApiType[]): string {
  const of = parts.map((part) => {
    if (typeof part === 'object' && part.is === 'text') return `'${part.value}'`
    if (part === 'BooleanSeries') return 'a boolean series'
    if (part === 'Market') return 'what request.security returned'
    if (typeof part === 'string' && !isPrimitive(part) && !isSeries(part))
      return 'an object: { name: value }'
    return kindOf(part)
  })
  return [...new Set(of)].join(' or ')
}
