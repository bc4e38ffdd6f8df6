import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const GLOBALS = fileURLToPath(new URL('../src/globals.d.ts', import.meta.url))
const text = readFileSync(GLOBALS, 'utf8')
const code = text.replace(/\/\*[\s\S]*?\*\//g, '')

/** Every `@example` with the name it belongs to. */
export const EXAMPLES: readonly { readonly name: string; readonly source: string }[] = [
  ...text.matchAll(
    /@example\n *\* (.*)\n *\*\/\n\s*(?:declare \w+ |interface |readonly )?(\w+|\()/g,
  ),
].map(([, source, name]) => ({ name: name!, source: source! }))

/** Names of the globals, and the named type of those that have one. */
export const DECLARED: ReadonlyMap<string, string | undefined> = new Map(
  [...code.matchAll(/^declare (?:const|function) (\w+)(?:: (?:qrun\.)?(\w+)$)?/gm)].map(
    ([, name, type]) => [name!, type],
  ),
)

export type Member = {
  /** Named type, or the text of a type written out; undefined for functions. */
  readonly type?: string
  /** Names of the parameters of the first overload, less the options at the end. */
  readonly parameters?: readonly string[]
  /** What the first overload returns. */
  readonly returns?: string
}

/** Members of the interface `name`, those that it extends included; a series has none. */
export function membersOf(name: string): Map<string, Member> {
  const members = new Map<string, Member>()
  if (name === 'Series' || name === 'BooleanSeries') return members
  const match = new RegExp(`^( *)interface ${name}(?: extends ([\\w, ]+))? {\n`, 'm').exec(code)
  if (match === null) throw new Error(`no interface ${name}`)
  const [head, indent = '', parents = ''] = match
  for (const parent of parents.split(', ').filter(Boolean))
    for (const [key, member] of membersOf(parent)) members.set(key, member)
  const start = match.index + head.length
  const body = code.slice(start, code.indexOf(`\n${indent}}\n`, start) + 1)
  const item = new RegExp(`^${indent}  (?:readonly )?(\\w+)(\\??: |[<(])`, 'gm')
  for (const found of body.matchAll(item)) {
    const [whole, key = '', mark = ''] = found
    if (members.has(key) && !parents) continue
    const rest = body.slice(found.index + whole.length)
    members.set(key, mark.endsWith(': ') ? { type: typeAt(rest) } : signatureAt(rest))
  }
  return members
}

/** A named type, or the braces of one that is written out. */
function typeAt(rest: string): string {
  return /^\{[\s\S]*?\n? *\}/.exec(rest)?.[0] ?? /^(?:qrun\.)?([\w'<>[\]]+)/.exec(rest)?.[1] ?? ''
}

function signatureAt(rest: string): Member {
  let depth = 1
  let end = 0
  while (depth > 0) {
    if ('({<'.includes(rest[end]!)) depth++
    if (')}>'.includes(rest[end]!) && rest[end - 1] !== '=') depth--
    end++
  }
  const parameters: string[] = []
  depth = 0
  for (const part of rest.slice(0, end - 1).split(/([({[\])},])/)) {
    if ('({['.includes(part)) depth++
    else if (')}]'.includes(part)) depth--
    else if (depth === 0 && part !== ',') {
      const [, name] = /^\s*(?:\.\.\.)?(\w+)\??:/.exec(part) ?? []
      if (name !== undefined && name !== 'options') parameters.push(name)
    }
  }
  return { parameters, returns: typeAt(rest.slice(end).replace(/^: /, '')) }
}

/** Field names of a type that is written out. */
export function fieldsOf(type: string): string[] {
  return [...type.matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name!)
}
