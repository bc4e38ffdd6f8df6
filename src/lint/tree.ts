import { type Node as AcornNode, type Comment, parse } from 'acorn'

/** A node of the syntax tree, its fields unchecked. */
export type Node = AcornNode & Readonly<Record<string, unknown>>

export type Tree = {
  readonly source: string
  /** Every node, each before its children, in the order of the text. */
  readonly nodes: readonly Node[]
  readonly comments: readonly Comment[]
  readonly parentOf: (node: Node) => Node | undefined
  /** The field of its parent that holds a node. */
  readonly roleOf: (node: Node) => string
}

/** @throws whatever the parser throws, which is also how a text that is nested too deeply ends. */
export function readTree(source: string): Tree {
  const comments: Comment[] = []
  const program = parse(source, {
    ecmaVersion: 2024,
    sourceType: 'script',
    allowHashBang: false,
    preserveParens: true,
    onComment: comments,
  }) as unknown as Node
  const nodes: Node[] = []
  const parents = new Map<Node, Node>()
  const roles = new Map<Node, string>()
  const open: Node[] = [program]
  while (open.length > 0) {
    const node = open.pop()!
    nodes.push(node)
    const children: Node[] = []
    for (const role in node) {
      const value = node[role]
      for (const child of Array.isArray(value) ? value : [value])
        if (isNode(child)) {
          parents.set(child, node)
          roles.set(child, role)
          children.push(child)
        }
    }
    for (let i = children.length - 1; i >= 0; i--) open.push(children[i]!)
  }
  return {
    source,
    nodes,
    comments,
    parentOf: (node) => parents.get(node),
    roleOf: (node) => roles.get(node) ?? '',
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

/** What stands inside of parentheses. */
export function plain(node: Node): Node {
  let inner = node
  while (inner.type === 'ParenthesizedExpression') inner = inner.expression as Node
  return inner
}

export function isFunction(node: Node): boolean {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  )
}

/** The name behind the dot, or in the brackets as a text. */
export function memberName(node: Node): string | undefined {
  const property = node.property as Node
  if (node.computed !== true)
    return property.type === 'Identifier' ? (property.name as string) : undefined
  return property.type === 'Literal' && typeof property.value === 'string'
    ? property.value
    : undefined
}

/** The name of a property of an object or of a pattern. */
export function keyOf(property: Node): string | undefined {
  if (property.type !== 'Property' || property.computed === true) return undefined
  const key = property.key as Node
  if (key.type === 'Identifier') return key.name as string
  return key.type === 'Literal' ? String(key.value) : undefined
}
