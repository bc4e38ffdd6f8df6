import {
  type Context,
  type Found,
  isDeclaration,
  isOrder,
  takesSeries,
  wholeOf,
  wrapEdits,
} from '../context.ts'
import { isSeries } from '../table.ts'
import { isFunction, type Node } from '../tree.ts'

/** S304, S305, W101, W104: what stands in a phase in which it cannot be, or in none. */
export function* findPhases(context: Context): Generator<Found> {
  const { nodes, values, phases, textOf } = context
  for (const node of nodes) {
    if (node.type !== 'CallExpression') continue
    const callee = node.callee as Node
    const path = values.calledBy(node)?.path
    const { type, path: made } = values.knownOf(callee) ?? {}
    if (path !== undefined && isDeclaration(path) && phases.isBars(node))
      yield {
        code: 'S304',
        at: node,
        message: `"${textOf(node)}" declares something, and stands where bars run`,
        fix: 'declare it at the top of the file, outside onBar, and only read it here',
      }
    else if (path !== undefined && isOrder(path) && phases.isSetup(node))
      yield {
        code: 'S305',
        at: node,
        message: `"${textOf(node)}" stands where there are no bars yet`,
        fix: 'move it inside onBar(() => { … })',
      }
    else if (path === undefined && isSetter(context, callee) && phases.isSetup(node))
      yield {
        code: 'S305',
        at: node,
        message: `"${textOf(node)}" stands where there are no bars yet`,
        fix: 'give the first value to state(…), and set others inside onBar',
      }
    else if (isSeries(type) && type !== 'State' && made !== undefined && phases.isSetup(node))
      yield early(context, node)
  }
  yield* deadFunctions(context)
  yield* laterSeries(context)
}

function isSetter({ values }: Context, callee: Node): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.computed !== true &&
    (callee.property as Node).name === 'set' &&
    values.knownOf(callee.object as Node)?.type === 'State'
  )
}

/** A read before the first bar, which gives na, or false. */
function early(context: Context, node: Node): Found {
  const { values, textOf } = context
  const callee = node.callee as Node
  const isFlag = ['BooleanSeries', 'BarFlag'].includes(String(values.knownOf(callee)?.type))
  const at = {
    code: 'W101',
    at: node,
    message: `"${textOf(node)}" is read before there are bars, and always ${isFlag ? 'false' : 'NaN'} here`,
  } as const
  const whole = wholeOf(context, node)
  if (!takesSeries(context, whole))
    return { ...at, fix: 'read it inside onBar, or compute with it in series(() => …)' }
  if (whole === node && (node.arguments as Node[]).length === 0)
    return {
      ...at,
      fix: `give the series itself: ${textOf(callee)}`,
      edits: [{ start: callee.end, end: node.end, text: '' }],
    }
  return { ...at, fix: `write series(() => ${textOf(whole)})`, edits: wrapEdits(whole) }
}

/** S318: series get their values in order of declaration, so that none can read one further down. */
function* laterSeries({ nodes, values, scopes, parentOf, textOf }: Context): Generator<Found> {
  for (const node of nodes) {
    const callee = node.type === 'CallExpression' ? (node.callee as Node) : undefined
    if (callee?.type !== 'Identifier') continue
    const read = scopes.bindingOf(callee)?.declared
    const made = values.knownOf(callee)
    if (read === undefined || made?.isMade !== true || !/^(series|state)$/.test(made.path ?? ''))
      continue
    const [offset] = node.arguments as Node[]
    if (offset !== undefined && values.constantOf(offset) !== 0) continue
    let fn = parentOf(node)
    while (fn !== undefined && !isFunction(fn)) fn = parentOf(fn)
    const maker = fn === undefined ? undefined : parentOf(fn)
    if (maker?.type !== 'CallExpression' || values.calledBy(maker)?.path !== 'series') continue
    const isSelf = read.start <= maker.start && maker.end <= read.end
    if (!isSelf && read.start < maker.start) continue
    yield {
      code: 'S318',
      at: node,
      message: isSelf
        ? `"${textOf(node)}" reads the series that it is computed for`
        : `"${textOf(node)}" is read by a series that is declared above it`,
      fix: `read the bar before, ${textOf(callee)}(1)${isSelf ? '' : ', or declare it further up'}`,
    }
  }
}

function* deadFunctions({
  nodes,
  values,
  phases,
  scopes,
  textOf,
  parentOf,
}: Context): Generator<Found> {
  const dead = new Map<Node, string>()
  for (const { declared, identifier, references } of scopes.bindings) {
    const fn = isFunction(declared) ? declared : (declared.init as Node | null | undefined)
    if (fn && references.length === 0 && phases.dead.includes(fn) && declared.id === identifier)
      dead.set(fn, identifier.name as string)
  }
  if (dead.size === 0) return
  const told = new Set<Node>()
  for (const node of nodes) {
    const path = node.type === 'CallExpression' ? values.calledBy(node)?.path : undefined
    if (path === undefined || !(isDeclaration(path) || isOrder(path))) continue
    for (let fn = parentOf(node); fn !== undefined; fn = parentOf(fn)) {
      const name = dead.get(fn)
      if (name === undefined || told.has(fn)) continue
      told.add(fn)
      yield {
        code: 'W104',
        at: fn,
        message: `"${name}" is never called, so that "${textOf(node)}" never runs`,
        fix: 'call it, or remove it',
      }
    }
  }
}
