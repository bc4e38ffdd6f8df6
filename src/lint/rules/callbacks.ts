import { type Context, type Found, shorten } from '../context.ts'
import { isFunction, type Node, plain } from '../tree.ts'
import { NAME } from './swap.ts'

/** S312, S313, S314, W114: what may be said once, what has to be said, and what a callback has to be. */
export function* findDeclarations(context: Context): Generator<Found> {
  const { nodes, values, textOf } = context
  const calls = nodes.flatMap((node) => {
    const path = node.type === 'CallExpression' ? values.calledBy(node)?.path : undefined
    return path === undefined ? [] : [{ node, path, args: node.arguments as Node[] }]
  })
  for (const name of ['onBar', 'onFill']) {
    const own = calls.filter(({ path }) => path === name)
    for (const { node, args } of own) {
      const fault = callbackFault(context, args[0])
      if (fault !== undefined)
        yield {
          code: 'S312',
          at: args[0] ?? node,
          message: `${name} was given ${fault}`,
          fix: `write ${name}(() => { … })`,
        }
    }
    for (const { node } of own.slice(1).filter(({ node }) => isUnconditional(context, node)))
      yield {
        code: 'S312',
        at: node,
        message: `${name} was called twice: "${textOf(node)}"`,
        fix: 'put everything into one callback; it may call functions of your own',
      }
  }
  if (!calls.some(({ path }) => path === 'onBar' || path === 'onFill'))
    yield {
      code: 'W114',
      at: nodes[0]!,
      message: 'no onBar(() => { … }) was found, so that nothing runs on bars',
      fix: 'give orders and read series inside onBar',
    }
  yield* headFaults(context, calls)
  yield* repeated(context, calls)
}

type Call = { readonly node: Node; readonly path: string; readonly args: readonly Node[] }

function callbackFault(
  { scopes, values, textOf }: Context,
  argument: Node | undefined,
): string | undefined {
  if (argument === undefined) return 'nothing'
  let node = plain(argument)
  if (node.type === 'Identifier') {
    const declared = scopes.bindingOf(node)?.declared
    const init = declared?.type === 'VariableDeclarator' ? (declared.init as Node | null) : declared
    if (init && isFunction(init)) node = init
  }
  if (isFunction(node))
    return node.generator === true
      ? `"${textOf(argument)}", a generator function, which would never run`
      : undefined
  const type = values.knownOf(node)?.type
  const isNone =
    ['number', 'string', 'boolean', 'undefined', 'null', 'void'].includes(String(type)) ||
    node.type === 'ObjectExpression' ||
    node.type === 'ArrayExpression'
  return isNone ? `"${textOf(argument)}", which is no function` : undefined
}

/** A statement of the file itself, in no condition. */
function isUnconditional({ parentOf }: Context, node: Node): boolean {
  const statement = parentOf(node)
  return statement?.type === 'ExpressionStatement' && parentOf(statement)?.type === 'Program'
}

function* headFaults(context: Context, calls: readonly Call[]): Generator<Found> {
  const heads = calls.filter(
    ({ path, node }) => path === 'strategy' && isUnconditional(context, node),
  )
  for (const { node } of heads.slice(1))
    yield {
      code: 'S313',
      at: node,
      message: `strategy() was called twice: "${context.textOf(node)}"`,
      fix: 'keep one declaration at the top',
    }
  const [head] = heads
  const early = calls.find(
    ({ path, node }) =>
      head !== undefined &&
      node.start < head.node.start &&
      /^(ta|ti)\.|^(series|state|math\.sum)$/.test(path) &&
      context.phases.isSetup(node),
  )
  if (early !== undefined)
    yield {
      code: 'S313',
      at: head!.node,
      message: `strategy() stands after "${context.textOf(early.node)}", which is a declared series`,
      fix: 'move it to the top of the file: maxBarsBack decides how much history a series keeps',
    }
}

/** Names that are given once: of inputs and of plots. */
function* repeated(
  { values, phases, parentOf }: Context,
  calls: readonly Call[],
): Generator<Found> {
  const seen = new Set<string>()
  for (const { path, args, node } of calls) {
    const isInput = path.startsWith('input.')
    if (!isInput && !/^(plot|plotshape|hline|bgcolor)$/.test(path)) continue
    const name = args[0] === undefined ? undefined : values.constantOf(args[0])
    if (typeof name !== 'string') continue
    if (isInput && !NAME.test(name))
      yield {
        code: 'S314',
        at: args[0]!,
        message: `${path} was given the name "${shorten(name)}"`,
        fix: 'give a short name of letters, digits, _ and -, and the words as { title }',
      }
    if (!phases.isSetup(node) || isBranch(node)) continue
    const key = `${isInput} ${name}`
    if (seen.has(key))
      yield {
        code: isInput ? 'S314' : 'S306',
        at: args[0]!,
        message: isInput ? `"${name}" is declared twice` : `"${name}" is plotted twice`,
        fix: `give each ${isInput ? 'input' : 'plot'} a name of its own`,
      }
    seen.add(key)
  }

  /** Of two branches only one is taken. */
  function isBranch(node: Node): boolean {
    for (let at: Node | undefined = node; at !== undefined; at = parentOf(at))
      if (
        ['IfStatement', 'ConditionalExpression', 'LogicalExpression', 'SwitchCase'].includes(
          at.type,
        )
      )
        return true
    return false
  }
}
