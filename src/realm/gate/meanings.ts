import type { Program } from 'acorn'
import { type Fields, isFunction } from './holders.ts'
import { forEachChild } from './parse.ts'

/** Expressions that a constant may stand for in a test. */
const MAY_BE_TEST = new Set([
  'LogicalExpression',
  'BinaryExpression',
  'UnaryExpression',
  'CallExpression',
  'ConditionalExpression',
  'ParenthesizedExpression',
])

/** Constants bound once in the file, inside functions, by the expression that they stand for. */
export function constantsOf(
  program: Program,
  bound: ReadonlyMap<string, number>,
): Map<string, Fields> {
  const found = new Map<string, Fields>()
  const visit = (node: Fields, isInside: boolean): void => {
    if (isInside && node.type === 'VariableDeclaration' && node.kind === 'const')
      for (const { id, init } of node.declarations as { id: Fields; init: Fields | null }[])
        if (
          id.type === 'Identifier' &&
          init !== null &&
          bound.get(id.name as string) === 1 &&
          MAY_BE_TEST.has(init.type)
        )
          found.set(id.name as string, init)
    const isNext = isInside || isFunction(node)
    forEachChild(node, (child) => visit(child as Fields, isNext))
  }
  visit(program as unknown as Fields, false)
  return found
}

/** Expressions of `const f = () => …` and `const f = series(() => …)` at the top, by name. */
export function expressionBodies(
  program: Program,
  bound: ReadonlyMap<string, number>,
): Map<string, Fields> {
  const found = new Map<string, Fields>()
  for (const statement of program.body as unknown as Fields[]) {
    if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') continue
    for (const { id, init } of statement.declarations as { id: Fields; init: Fields | null }[]) {
      if (id.type !== 'Identifier' || init === null || bound.get(id.name as string) !== 1) continue
      let made = init
      if (made.type === 'CallExpression') {
        const callee = made.callee as Fields
        const [first] = made.arguments as Fields[]
        if (callee.name !== 'series' || bound.has('series') || first === undefined) continue
        made = first
      }
      if (made.type !== 'ArrowFunctionExpression' || (made.params as unknown[]).length > 0) continue
      const body = made.body as Fields
      if (MAY_BE_TEST.has(body.type)) found.set(id.name as string, body)
    }
  }
  return found
}

/** Whether a call reads one value: of a name or a member, with plain arguments or none. */
export function isRead(node: Fields): boolean {
  const callee = node.callee as Fields
  let root = callee
  while (root.type === 'MemberExpression' && root.computed !== true) root = root.object as Fields
  if (root.type !== 'Identifier') return false
  const given = node.arguments as Fields[]
  // `na(x)`, `Math.max(a, b)`: what is read stands inside.
  if (given.some(({ type }) => type !== 'Literal')) return false
  return callee.type === 'Identifier' || callee.type === 'MemberExpression'
}
