import type { Expression, Node, ObjectExpression, Position } from 'acorn'
import { QrunError } from '../errors/index.ts'

/** A parsed document, and where in its text each value stands, by the path to it: `checks.0.data`. */
export type Document = {
  readonly value: unknown
  readonly places: ReadonlyMap<string, Position>
  /** The same of the names of values. */
  readonly names: ReadonlyMap<string, Position>
}

/** Deeper than any configuration. */
const MAX_DEPTH = 32

/**
 * Reads JSON that may hold comments and commas behind the last value. The grammar is read by the parser
 * of JavaScript, of which only what JSON has is let through; a key that stands twice is refused.
 *
 * @throws `C102` with line and column.
 */
export async function readJsonc(text: string, file: string): Promise<Document> {
  const { parseExpressionAt, tokenizer } = await import('acorn')
  const options = { ecmaVersion: 2023, locations: true, sourceType: 'module' } as const
  const refuse = (what: string, at: Position): QrunError =>
    new QrunError({
      code: 'C102',
      message: what,
      hint: 'it is JSON with comments and trailing commas: names and texts stand in double quotes',
      place: {
        file,
        line: at.line,
        column: at.column + 1,
        source: text.split(/\r?\n/)[at.line - 1] ?? '',
      },
    })
  const places = new Map<string, Position>()
  const names = new Map<string, Position>()

  const convert = (node: Node | Expression | null, path: string, depth: number): unknown => {
    if (node === null) return undefined
    const at = node.loc!.start
    places.set(path, at)
    if (depth > MAX_DEPTH) throw refuse('it is nested too deeply', at)
    const known = node as Expression
    switch (known.type) {
      case 'ObjectExpression':
        return convertObject(known, path, depth)
      case 'ArrayExpression':
        return known.elements.map((element, i) => {
          if (element === null) throw refuse('a value is missing in a list', at)
          return convert(element, join(path, String(i)), depth + 1)
        })
      default:
        try {
          return JSON.parse(text.slice(node.start, node.end))
        } catch {
          throw refuse(
            `"${text.slice(node.start, Math.min(node.end, node.start + 40))}" is not JSON`,
            at,
          )
        }
    }
  }

  const convertObject = (
    { properties }: ObjectExpression,
    path: string,
    depth: number,
  ): unknown => {
    const object: Record<string, unknown> = Object.create(null)
    for (const property of properties) {
      const at = property.loc!.start
      if (
        property.type !== 'Property' ||
        property.kind !== 'init' ||
        property.shorthand ||
        property.computed ||
        property.method
      )
        throw refuse('a name and a value were expected', at)
      const name = convert(property.key, join(path, '(key)'), depth)
      if (typeof name !== 'string')
        throw refuse('the name of a value is a text in double quotes', at)
      if (name in object) throw refuse(`"${name}" stands there twice`, at)
      names.set(join(path, name), at)
      object[name] = convert(property.value, join(path, name), depth + 1)
    }
    return object
  }

  const body = text.replace(/^\ufeff/, ' ')
  try {
    const root = parseExpressionAt(body, 0, options)
    const rest = [
      ...tokenizer(body.slice(0, root.end).replace(/[^\n]/g, ' ') + body.slice(root.end), options),
    ]
    if (rest.length > 0)
      throw refuse('something stands behind the end of the configuration', rest[0]!.loc!.start)
    return { value: convert(root, '', 0), places, names }
  } catch (problem) {
    if (problem instanceof QrunError) throw problem
    const { loc = { line: 1, column: 0 }, message } = problem as Error & { loc?: Position }
    throw refuse(message.replace(/ \(\d+:\d+\)$/, '').toLowerCase(), loc)
  }
}

export function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
