import type { Context, Found } from '../context.ts'
import { memberName, type Node, plain } from '../tree.ts'

const COMPARISONS: ReadonlySet<unknown> = new Set(['==', '===', '!=', '!==', '<', '>', '<=', '>='])

/** W105, W106, W107: Pine's na, and its = , as they are written there. */
export function* findNa(context: Context): Generator<Found> {
  const { nodes, textOf, parentOf, roleOf, values } = context
  const compared = new Set<Node>()
  for (const node of nodes) {
    if (node.type === 'BinaryExpression' && COMPARISONS.has(node.operator)) {
      const sides = [node.left as Node, node.right as Node]
      const missing = sides.find((side) => isMissing(context, side))
      if (missing !== undefined) {
        compared.add(plain(missing))
        const other = sides[0] === missing ? sides[1]! : sides[0]!
        const isNot = (node.operator as string).startsWith('!')
        const isEqual = /^[!=]==?$/.test(node.operator as string)
        const { source } = context
        const text = source.slice(other.start, other.end)
        const called = values.isSeries(other) ? `${text}()` : text
        const replacement = `${isNot ? '!' : ''}na(${called})`
        const parent = parentOf(node)
        yield {
          code: 'W105',
          at: node,
          message: `"${textOf(node)}" is always ${isNot ? 'true' : 'false'}: NaN equals nothing, not even itself`,
          fix: `write ${isNot ? '!' : ''}na(${textOf(other)}${called === text ? '' : '()'})`,
          // With other operators around it a ! could bind otherwise; a call never does.
          ...(isEqual && (!isNot || isLoose(parent))
            ? { edits: [{ start: node.start, end: node.end, text: replacement }] }
            : {}),
        }
      }
    }
    if (isNamed(context, node, 'na') && !compared.has(node) && isValue(node))
      yield {
        code: 'W106',
        at: node,
        message: '"na" is a function that tests for a missing value, and no value itself',
        fix: 'write NaN for the value, na(x) for the test',
        edits: [{ start: node.start, end: node.end, text: 'NaN' }],
      }
    const test = (node.test ?? undefined) as Node | undefined
    if (test?.type === 'AssignmentExpression' && test.operator === '=')
      yield {
        code: 'W107',
        at: test,
        message: `"${textOf(test)}" assigns, and does not compare`,
        fix: 'write === to compare, or put it in parentheses of its own',
      }
  }

  /** Where a value is wanted; a callback such as values.filter(na) is not touched. */
  function isValue(node: Node): boolean {
    const parent = parentOf(node)
    const role = roleOf(node)
    switch (parent?.type) {
      case 'VariableDeclarator':
      case 'PropertyDefinition':
        return role === 'init' || role === 'value'
      case 'AssignmentExpression':
        return role === 'right'
      case 'ConditionalExpression':
        return role !== 'test'
      case 'BinaryExpression':
      case 'LogicalExpression':
      case 'ArrayExpression':
      case 'ReturnStatement':
        return true
      case 'ArrowFunctionExpression':
        return role === 'body'
      case 'Property':
        return role === 'value' && parentOf(parent)?.type === 'ObjectExpression'
      case 'CallExpression': {
        if (role !== 'arguments') return false
        const { path, type } = values.knownOf(parent.callee as Node) ?? {}
        return path !== undefined && type !== 'Series' && path !== 'log'
      }
      default:
        return false
    }
  }
}

/** `NaN`, `Number.NaN`, and Pine's `na`, which is a function here. */
export function isMissing(context: Context, node: Node): boolean {
  const inner = plain(node)
  return (
    isNamed(context, inner, 'NaN') ||
    isNamed(context, inner, 'na') ||
    (inner.type === 'MemberExpression' &&
      memberName(inner) === 'NaN' &&
      isNamed(context, plain(inner.object as Node), 'Number'))
  )
}

function isNamed({ scopes }: Context, node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name && scopes.isFree(node)
}

function isLoose(parent: Node | undefined): boolean {
  return (
    parent === undefined || !/^(Binary|Unary|Member|Call|Await|Update)Expression$/.test(parent.type)
  )
}
