import { readFileSync } from 'node:fs'
import { QrunError } from '../errors/index.ts'
import { packageFile } from '../package/index.ts'

/** A type of the declaration file: the name of one that has members, a primitive, or one written out. */
export type ApiType =
  | string
  | { readonly is: 'text'; readonly value: string }
  | { readonly is: 'union'; readonly of: readonly ApiType[] }
  | { readonly is: 'array'; readonly of: ApiType }
  | { readonly is: 'object'; readonly fields: Fields }
  | { readonly is: 'function'; readonly signatures: readonly Signature[] }

export type Fields = Readonly<Record<string, Field>>
export type Field = { readonly type: ApiType; readonly optional?: true }
export type Parameter = Field & { readonly name: string; readonly rest?: true }
export type Signature = { readonly params: readonly Parameter[]; readonly returns: ApiType }

/** What `src/globals.d.ts` declares, as the build has written it down. */
export type Table = {
  readonly globals: Fields
  readonly types: Readonly<
    Record<string, { readonly fields: Fields; readonly calls: readonly Signature[] }>
  >
}

let cached: Table | undefined

export function readTable(): Table {
  if (cached !== undefined) return cached
  try {
    cached = JSON.parse(readFileSync(packageFile('dist/globals.json'), 'utf8')) as Table
  } catch {
    throw new QrunError({
      code: 'X503',
      message: 'the installed package lacks "dist/globals.json"',
      hint: 'install qrun again; in a checkout run npm run build',
    })
  }
  return cached
}

/** Types whose values hold one value per bar and are read by calling. */
const SERIES: ReadonlySet<string> = new Set([
  'Series',
  'BooleanSeries',
  'State',
  'ClosedTrades',
  'OpenTrades',
  'BarFlag',
])

export function isSeries(type: ApiType | undefined): boolean {
  return typeof type === 'string' && SERIES.has(type)
}

/** Members of a type; undefined where nothing is known of them. */
export function membersOf(type: ApiType | undefined): Fields | undefined {
  if (type === undefined) return undefined
  if (typeof type === 'string') {
    const { types } = readTable()
    return Object.hasOwn(types, type) ? types[type]!.fields : undefined
  }
  return type.is === 'object' ? type.fields : undefined
}

/** How a type is called; none where it is no function, or nothing is known of it. */
export function signaturesOf(type: ApiType | undefined): readonly Signature[] {
  if (type === undefined) return []
  if (typeof type === 'string') {
    const { types } = readTable()
    return Object.hasOwn(types, type) ? types[type]!.calls : []
  }
  return type.is === 'function' ? type.signatures : []
}
