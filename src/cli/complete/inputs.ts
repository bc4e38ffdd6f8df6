import { readFileSync, statSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { type AnyNode, type Expression, type Property, parse, type SpreadElement } from 'acorn'

/** An input as it stands in a strategy's text. */
export type StaticInput = {
  readonly name: string
  readonly type: string
  /** Where they are written out: the initial value, the options, what is said of it. */
  readonly initial?: string
  readonly options: readonly string[]
  readonly text?: string
}

/** A larger file is no strategy. */
const MAX_BYTES = 4 * 1024 * 1024

/** Node's own type stripping, from 22.13 on. */
const { stripTypeScriptTypes } = nodeModule as {
  stripTypeScriptTypes?: (text: string) => string
}

/**
 * The inputs that a strategy declares, read off its text: calls of `input.*` whose name is written out.
 * Nothing of it is run. Empty for a file that cannot be read or is half written.
 */
export function inputsOfFile(path: string): readonly StaticInput[] {
  const facts = statSync(path)
  if (!facts.isFile() || facts.size > MAX_BYTES) return []
  const text = readFileSync(path, 'utf8')
  return inputsOf(/\.[cm]?ts$/.test(path) ? (stripTypeScriptTypes?.(text) ?? '') : text)
}

export function inputsOf(text: string): readonly StaticInput[] {
  let tree: AnyNode
  try {
    tree = parse(text, {
      ecmaVersion: 'latest',
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
    })
  } catch {
    return []
  }
  const inputs = new Map<string, StaticInput>()
  for (const node of nodesOf(tree)) {
    const input = readInput(node)
    if (input !== undefined && !inputs.has(input.name)) inputs.set(input.name, input)
  }
  return [...inputs.values()]
}

/** Every node in the order of the text, without recursion: a text may nest deeper than a stack. */
function* nodesOf(root: AnyNode): Generator<AnyNode> {
  const stack: unknown[] = [root]
  while (stack.length > 0) {
    const item = stack.pop()
    if (typeof item !== 'object' || item === null) continue
    if ('type' in item && typeof item.type === 'string') yield item as AnyNode
    for (const inner of Object.values(item).reverse()) stack.push(inner)
  }
}

function readInput(node: AnyNode): StaticInput | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined
  const { object, property, computed } = node.callee
  if (object.type !== 'Identifier' || object.name !== 'input') return undefined
  if (computed || property.type !== 'Identifier') return undefined
  const [first, second, third] = node.arguments
  const name = first?.type === 'Identifier' ? undefined : literalOf(first)
  if (typeof name !== 'string') return undefined
  const initial = literalOf(second)
  const options = third?.type === 'ObjectExpression' ? third.properties : []
  const { title, tooltip } = Object.fromEntries(
    options.filter(isPlain).map((option) => [nameOf(option), literalOf(option.value)]),
  )
  const list = options.filter(isPlain).find((option) => nameOf(option) === 'options')?.value
  const text = [title, tooltip].find((part) => typeof part === 'string')
  return {
    name,
    type: property.name,
    ...(initial === undefined ? {} : { initial: String(initial) }),
    options:
      list?.type === 'ArrayExpression'
        ? list.elements
            .map((item) => literalOf(item ?? undefined))
            .filter((item) => item !== undefined)
            .map(String)
        : [],
    ...(typeof text === 'string' ? { text } : {}),
  }
}

function isPlain(option: Property | SpreadElement): option is Property {
  return option.type === 'Property' && !option.computed
}

function nameOf({ key }: Property): string {
  return key.type === 'Identifier' ? key.name : String(literalOf(key as Expression))
}

/** A text, a number, its negative, a boolean, or the name of a series as a source. */
function literalOf(
  node: Expression | SpreadElement | undefined,
): string | number | boolean | undefined {
  if (node?.type === 'UnaryExpression' && node.operator === '-') {
    const value = literalOf(node.argument)
    return typeof value === 'number' ? -value : undefined
  }
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined
  if (node?.type === 'Identifier') return node.name
  if (node?.type !== 'Literal') return undefined
  const { value } = node
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined
}
