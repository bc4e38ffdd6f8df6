import { type Context, type Found, isDeclaration } from '../context.ts'
import { type Binding, namesIn } from '../scopes.ts'
import type { Node } from '../tree.ts'

/** W102, W103: inputs and series that are declared and never read. */
export function* findUnused({
  nodes,
  scopes,
  values,
  textOf,
  parentOf,
  roleOf,
}: Context): Generator<Found> {
  const byDeclarator = new Map<Node, Binding[]>()
  for (const binding of scopes.bindings)
    if (binding.declared.type === 'VariableDeclarator')
      byDeclarator.set(binding.declared, [...(byDeclarator.get(binding.declared) ?? []), binding])

  const isRead = ({ references }: Binding): boolean =>
    references.some(({ identifier, isRead: reads }) => reads && !isSetOnly(identifier))
  /** `trend.set(1)` writes. */
  const isSetOnly = (identifier: Node): boolean => {
    const member = parentOf(identifier)
    if (member?.type !== 'MemberExpression' || roleOf(identifier) !== 'object') return false
    const call = parentOf(member)
    return (
      (member.property as Node).name === 'set' &&
      call?.type === 'CallExpression' &&
      roleOf(member) === 'callee' &&
      values.knownOf(identifier)?.type === 'State'
    )
  }

  for (const [declarator, bindings] of byDeclarator) {
    const init = declarator.init as Node | null
    if (!init || namesIn(declarator.id as Node).length !== bindings.length) continue
    const { path, isMade } = values.knownOf(init) ?? {}
    if (path === undefined || isMade !== true || !isDeclared(path)) continue
    if (bindings.some((binding) => isRead(binding) || binding.name.startsWith('_'))) continue
    const isWritten = bindings.some(({ references }) => references.length > 0)
    const names = bindings.map(({ name }) => `"${name}"`).join(', ')
    const be = bindings.length === 1 ? 'is' : 'are'
    const kind = path.startsWith('input.') ? 'the input' : 'what it holds'
    yield {
      code: path.startsWith('input.') ? 'W102' : 'W103',
      at: declarator.id as Node,
      message: isWritten
        ? `${names} ${be} written and never read`
        : `${names} ${be} declared by ${path} and never read`,
      fix: `read ${kind}, or remove the line`,
    }
  }
  for (const node of nodes) {
    if (node.type !== 'ExpressionStatement') continue
    const call = node.expression as Node
    const path = call.type === 'CallExpression' ? values.calledBy(call)?.path : undefined
    if (path === undefined || !isDeclared(path)) continue
    yield {
      code: path.startsWith('input.') ? 'W102' : 'W103',
      at: call,
      message: `"${textOf(call)}" is declared and never read`,
      fix: 'keep it in a constant and read that, or remove the line',
    }
  }
}

/** Calls that give something to read. */
function isDeclared(path: string): boolean {
  return isDeclaration(path) && !/^(strategy|onBar|onFill|plot|hline|plotshape|bgcolor)$/.test(path)
}
