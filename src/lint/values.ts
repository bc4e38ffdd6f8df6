import type { Scopes } from './scopes.ts'
import { type ApiType, isSeries, membersOf, readTable, signaturesOf } from './table.ts'
import { isFunction, keyOf, memberName, type Node, plain } from './tree.ts'

/** What is known of an expression without running it. */
export type Known = {
  readonly type: ApiType
  /** The path in the API of what it is, or of what it was made by: `ta.sma`. */
  readonly path?: string
  /** Whether it is the value that a call of `path` gave. */
  readonly isMade?: true
}

export type Values = {
  readonly knownOf: (node: Node) => Known | undefined
  /** A number, text or boolean that surely stands there. */
  readonly constantOf: (node: Node) => number | string | boolean | undefined
  readonly isSeries: (node: Node) => boolean
  /** The function of the API that a call calls. */
  readonly calledBy: (call: Node) => Known | undefined
}

/** More steps than any honest constant takes to be found. */
const MAX_STEPS = 50

/** Types of expressions, as far as they follow from the API and from constants of the file. */
export function readValues(scopes: Scopes): Values {
  const { globals } = readTable()
  const known = new Map<Node, Known | undefined>()

  const find = (node: Node, steps: number): Known | undefined => {
    if (steps > MAX_STEPS) return undefined
    if (known.has(node)) return known.get(node)
    // Meanwhile nothing is known of it, so that a constant of itself ends here.
    known.set(node, undefined)
    const found = look(node, steps)
    const told = found === undefined || isSaying(found.type) ? found : undefined
    known.set(node, told)
    return told
  }

  const look = (node: Node, steps: number): Known | undefined => {
    switch (node.type) {
      case 'ParenthesizedExpression':
        return find(node.expression as Node, steps + 1)
      case 'Identifier':
        return lookName(node, steps)
      case 'ChainExpression':
        return find(node.expression as Node, steps + 1)
      case 'MemberExpression': {
        const object = find(node.object as Node, steps + 1)
        const name = memberName(node)
        if (object === undefined || name === undefined) return undefined
        return member(object, name)
      }
      case 'CallExpression': {
        const callee = find(node.callee as Node, steps + 1)
        const signatures = signaturesOf(callee?.type)
        const args = node.arguments as Node[]
        const fitting = signatures.find(
          ({ params }) =>
            args.length <= params.length &&
            args.length >= params.filter((param) => param.optional !== true).length,
        )
        const returns = (fitting ?? signatures[0])?.returns
        if (returns === undefined) return undefined
        return callee?.path === undefined
          ? { type: returns }
          : { type: returns, path: callee.path, isMade: true }
      }
      case 'Literal':
        if (node.value === null && node.regex === undefined && node.bigint === undefined)
          return { type: 'null' }
        return ['number', 'string', 'boolean'].includes(typeof node.value)
          ? { type: typeof node.value }
          : undefined
      case 'TemplateLiteral':
        return { type: 'string' }
      case 'ArrayExpression':
        return { type: { is: 'array', of: 'unknown' } }
      case 'ObjectExpression':
        return { type: { is: 'object', fields: {} } }
      case 'UnaryExpression':
        if (node.operator === '!') return { type: 'boolean' }
        return node.operator === '-' || node.operator === '+' ? { type: 'number' } : undefined
      case 'BinaryExpression':
        if ('-*/%**'.includes(node.operator as string)) return { type: 'number' }
        return /^([<>]=?|[!=]==?|in|instanceof)$/.test(node.operator as string)
          ? { type: 'boolean' }
          : undefined
      default:
        return isFunction(node) ? { type: { is: 'function', signatures: [] } } : undefined
    }
  }

  const lookName = (node: Node, steps: number): Known | undefined => {
    const name = node.name as string
    if (scopes.isFree(node)) {
      if (name === 'undefined') return { type: 'undefined' }
      if (name === 'NaN' || name === 'Infinity') return { type: 'number' }
      return Object.hasOwn(globals, name) ? { type: globals[name]!.type, path: name } : undefined
    }
    const binding = scopes.bindingOf(node)
    if (binding === undefined || binding.references.some(({ isWrite }) => isWrite)) return undefined
    if (binding.kind === 'function') return { type: { is: 'function', signatures: [] } }
    const { declared } = binding
    if (declared.type !== 'VariableDeclarator' || !declared.init) return undefined
    const init = declared.init as Node
    const id = declared.id as Node
    if (id.type === 'Identifier') return find(init, steps + 1)
    if (id.type !== 'ObjectPattern') return undefined
    const property = (id.properties as Node[]).find(({ value }) => value === binding.identifier)
    const key = property === undefined ? undefined : keyOf(property)
    const object = key === undefined ? undefined : find(init, steps + 1)
    return object === undefined ? undefined : member(object, key!)
  }

  const constantOf = (node: Node, steps = 0): number | string | boolean | undefined => {
    if (steps > MAX_STEPS) return undefined
    const inner = plain(node)
    if (inner.type === 'Literal')
      return ['number', 'string', 'boolean'].includes(typeof inner.value)
        ? (inner.value as number | string | boolean)
        : undefined
    if (inner.type === 'TemplateLiteral' && (inner.expressions as Node[]).length === 0)
      return ((inner.quasis as Node[])[0]!.value as { cooked: string }).cooked
    if (inner.type === 'UnaryExpression' && inner.operator === '-') {
      const value = constantOf(inner.argument as Node, steps + 1)
      return typeof value === 'number' ? -value : undefined
    }
    if (inner.type === 'MemberExpression') {
      // Pine's constants are the texts that they are: strategy.long.
      const type = find(inner, 0)?.type
      return typeof type === 'object' && type.is === 'text' ? type.value : undefined
    }
    if (inner.type !== 'Identifier') return undefined
    const binding = scopes.bindingOf(inner)
    if (binding?.kind !== 'const') return undefined
    const { init, id } = binding.declared
    if (!init || (id as Node).type !== 'Identifier') return undefined
    return constantOf(init as Node, steps + 1)
  }

  return {
    knownOf: (node) => find(node, 0),
    constantOf: (node) => constantOf(node),
    isSeries: (node) => isSeries(find(node, 0)?.type),
    calledBy: (call) => {
      const callee = find(call.callee as Node, 0)
      return callee?.path === undefined || callee.isMade === true ? undefined : callee
    },
  }
}

const PRIMITIVE: ReadonlySet<string> = new Set([
  'number',
  'string',
  'boolean',
  'undefined',
  'null',
  'void',
])

/** Whether a type says anything: the declaration file has some that stand for any. */
function isSaying(type: ApiType): boolean {
  return typeof type === 'object' || PRIMITIVE.has(type) || Object.hasOwn(readTable().types, type)
}

function member({ type, path, isMade }: Known, name: string): Known | undefined {
  const members = membersOf(type)
  if (members === undefined || !Object.hasOwn(members, name)) return undefined
  const own = members[name]!.type
  if (path === undefined) return { type: own }
  return isMade === true ? { type: own, path, isMade } : { type: own, path: `${path}.${name}` }
}
