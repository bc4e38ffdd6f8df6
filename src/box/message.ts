import {
  type BoxCall,
  type BoxOutcome,
  type BoxReady,
  type BoxRefusal,
  MAX_ARGUMENTS,
} from '../shared/box.ts'
import { MAX_DEPTH } from '../shared/plain.ts'

/** Thrown for whatever a child that keeps its word cannot say. */
export class Nonsense extends Error {}

type Fields = Readonly<Record<string, unknown>>

const MAX_WORDS = 10_000
/** A value lies in an outcome; the list of a call's arguments in a call, and that in a list. */
const MAX_MESSAGE_DEPTH = MAX_DEPTH + 2
const RULES: readonly unknown[] = ['syntax', 'forbidden', 'size']

/** How the set-up ended (P4). */
export function readReady(text: string): BoxReady {
  const fields = objectOf(parse(text))
  const library = own(fields, 'library')
  return library === undefined ? {} : { library: outcomeOf(library) }
}

/** How an evaluation ended (P4): each field is read once, as an own property, and checked. */
export function readOutcome(text: string): BoxOutcome {
  return outcomeOf(parse(text))
}

/** The calls that a child makes, of names that there are. */
export function readCalls(text: string, names: ReadonlyMap<string, unknown>): readonly BoxCall[] {
  const list = parse(text)
  if (!Array.isArray(list)) throw new Nonsense()
  return list.map((item): BoxCall => {
    const fields = objectOf(item)
    const id = own(fields, 'id')
    const name = own(fields, 'name')
    const args = own(fields, 'args')
    if (typeof id !== 'number' || !Number.isSafeInteger(id)) throw new Nonsense()
    if (typeof name !== 'string' || !names.has(name)) throw new Nonsense()
    if (!Array.isArray(args) || args.length > MAX_ARGUMENTS) throw new Nonsense()
    return { id, name, args }
  })
}

function outcomeOf(value: unknown): BoxOutcome {
  const fields = objectOf(value)
  const kind = own(fields, 'kind')
  switch (kind) {
    case 'value':
      return Object.hasOwn(fields, 'value') ? { kind, value: fields.value as never } : { kind }
    case 'refused':
      return { kind, refusal: refusalOf(objectOf(own(fields, 'refusal'))) }
    case 'threw':
      return {
        kind,
        name: words(fields, 'name'),
        message: words(fields, 'message'),
        line: place(fields, 'line'),
        column: place(fields, 'column'),
      }
    case 'unhandled':
      return { kind, name: words(fields, 'name'), message: words(fields, 'message') }
    case 'fault':
      return { kind, path: words(fields, 'path'), what: words(fields, 'what') }
    case 'time':
    case 'output':
    case 'steps':
    case 'stalled':
      return { kind }
    default:
      throw new Nonsense()
  }
}

function refusalOf(fields: Fields): BoxRefusal {
  const rule = own(fields, 'rule')
  if (!RULES.includes(rule)) throw new Nonsense()
  return {
    rule: rule as BoxRefusal['rule'],
    message: words(fields, 'message'),
    hint: words(fields, 'hint'),
    line: place(fields, 'line'),
    column: place(fields, 'column'),
  }
}

function parse(text: string): unknown {
  if (isTooDeep(text)) throw new Nonsense()
  try {
    return JSON.parse(text)
  } catch {
    throw new Nonsense()
  }
}

/** Whether a JSON text is nested deeper than any that a child that keeps its word sends. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let isInside = false
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (isInside) {
      if (unit === 0x5c) i++
      else if (unit === 0x22) isInside = false
    } else if (unit === 0x22) isInside = true
    else if (unit === 0x5b || unit === 0x7b) {
      if (++depth > MAX_MESSAGE_DEPTH) return true
    } else if (unit === 0x5d || unit === 0x7d) depth--
  }
  return false
}

function objectOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Nonsense()
  return value as Fields
}

function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}

function words(fields: Fields, name: string): string {
  const value = own(fields, name)
  if (typeof value !== 'string' || value.length > MAX_WORDS) throw new Nonsense()
  return value
}

function place(fields: Fields, name: string): number {
  const value = own(fields, name)
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new Nonsense()
  return value
}
