import { nearest } from '../../shared/nearest.ts'
import type { Context, Found } from '../context.ts'
import { isSeries, membersOf, signaturesOf } from '../table.ts'
import type { Node } from '../tree.ts'

/** W115, W116: results of the API that are used in a form they do not have. */
export function* findForms(context: Context): Generator<Found> {
  for (const node of context.nodes) {
    if (node.type === 'VariableDeclarator') yield* takenApart(context, node)
    if (node.type === 'CallExpression') yield* calledAmiss(context, node)
  }
}

/** `const [macd, signal] = ta.macd(…)`, as Pine has it: outputs have names here. */
function* takenApart({ values, textOf, source }: Context, declarator: Node): Generator<Found> {
  const id = declarator.id as Node
  if (id.type !== 'ArrayPattern' || !declarator.init) return
  const { type, path } = values.knownOf(declarator.init as Node) ?? {}
  if (path === undefined || type === undefined) return
  const outputs = Object.keys(membersOf(type) ?? {})
  const elements = id.elements as (Node | null)[]
  const names = elements.map((element) =>
    element?.type === 'Identifier' ? (element.name as string) : undefined,
  )
  if (outputs.length === 0 || isSeries(type)) {
    if (isSeries(type))
      yield {
        code: 'W115',
        at: id,
        message: `"${textOf(id)}" takes a series apart, which is one value per bar`,
        fix: 'keep it in a constant, and call that: a() is its value',
      }
    return
  }
  const isNamed = names.every((name) => name !== undefined && outputs.includes(name))
  // By place only where there are as many as Pine has: the names of the file are kept.
  const parts = elements.map((_, i) => `${outputs[i]}: ${names[i]}`)
  const isPlaced = names.length === outputs.length && !names.includes(undefined)
  const text = isNamed
    ? `{ ${names.join(', ')} }`
    : isPlaced
      ? `{ ${parts.join(', ')} }`
      : `{ ${outputs.join(', ')} }`
  yield {
    code: 'W115',
    at: id,
    message: `"${textOf(id)}" takes the outputs of ${path} apart by their place, and they have names`,
    fix: `write const ${text} = …`,
    edits: isNamed && source[id.start] === '[' ? [{ start: id.start, end: id.end, text }] : [],
  }
}

function* calledAmiss({ values, textOf }: Context, call: Node): Generator<Found> {
  const callee = call.callee as Node
  const { type, path, isMade } = values.knownOf(callee) ?? {}
  if (path === undefined || type === undefined || signaturesOf(type).length > 0) return
  if (typeof type === 'object' && (type.is === 'union' || type.is === 'function')) return
  const members = Object.keys(membersOf(type) ?? {})
  const isValue = members.length === 0
  const args = call.arguments as Node[]
  const near = isMade === true || isValue ? undefined : (nearest(path, members) ?? members[0])
  yield {
    code: 'W116',
    at: call,
    message: `"${textOf(callee)}" is ${isValue ? 'a value' : 'an object'}, and no function`,
    fix: isValue
      ? `write ${textOf(callee)}`
      : `call a member of it, such as ${textOf(callee)}.${near ?? members[0]}`,
    edits:
      isValue && args.length === 0 && callee.end < call.end
        ? [{ start: callee.end, end: call.end, text: '' }]
        : [],
  }
}
