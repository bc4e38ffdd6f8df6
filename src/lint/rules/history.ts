import { DEFAULT_SETTINGS } from '../../shared/settings.ts'
import { type Context, type Found, optionOf, optionsIn } from '../context.ts'
import { isSeries, signaturesOf } from '../table.ts'
import type { Node } from '../tree.ts'

/** S302, S303: an offset or a window that is surely none, or reaches further back than there is history. */
export function* findHistory(context: Context): Generator<Found> {
  const { nodes, values, textOf } = context
  const kept = historyKept(context)
  for (const node of nodes) {
    if (node.type !== 'CallExpression') continue
    if (kept !== undefined) yield* longWindows(context, node, kept)
    const [first] = node.arguments as Node[]
    if (first === undefined || !isSeries(values.knownOf(node.callee as Node)?.type)) continue
    const offset = values.constantOf(first)
    if (typeof offset !== 'number') continue
    if (!(offset >= 0) || !Number.isInteger(offset))
      yield {
        code: 'S302',
        at: node,
        message:
          offset < 0
            ? `"${textOf(node)}" asks for a later bar, and no strategy can see one`
            : `"${textOf(node)}" asks for a part of a bar`,
        fix:
          offset < 0
            ? `offsets count backwards: ${textOf(node.callee as Node)}(${Math.ceil(-offset)}) is the past`
            : 'give a whole number of bars',
      }
    else if (kept !== undefined && offset > kept)
      yield {
        code: 'S303',
        at: node,
        message: `"${textOf(node)}" reaches further back than maxBarsBack "${kept}"`,
        fix: `raise it in the declaration: strategy('…', { maxBarsBack: ${offset} })`,
      }
  }
}

/** Windows of indicators are bars of history, too. */
function* longWindows({ values, textOf }: Context, call: Node, kept: number): Generator<Found> {
  const { path, type } = values.calledBy(call) ?? {}
  if (path === undefined || !/^(ta|ti|math)\./.test(path)) return
  const [signature] = signaturesOf(type)
  for (const [index, arg] of (call.arguments as Node[]).entries()) {
    const length = /^(di)?length$/i.test(signature?.params[index]?.name ?? '')
      ? values.constantOf(arg)
      : undefined
    if (typeof length === 'number' && length > kept)
      yield {
        code: 'S303',
        at: arg,
        message: `the window "${textOf(arg)}" of ${path} is longer than maxBarsBack "${kept}"`,
        fix: `raise it in the declaration: strategy('…', { maxBarsBack: ${Math.trunc(length)} })`,
      }
  }
}

/** Bars of history that every series keeps; undefined where the file computes it. */
function historyKept({ nodes, values }: Context): number | undefined {
  for (const node of nodes) {
    if (node.type !== 'CallExpression' || values.calledBy(node)?.path !== 'strategy') continue
    const options = optionsIn(node)
    const given = optionOf(options, 'maxBarsBack')
    if (given !== undefined) {
      const value = values.constantOf(given)
      return typeof value === 'number' ? value : undefined
    }
    const isWhole =
      options === undefined
        ? (node.arguments as Node[]).length < 2
        : (options.properties as Node[]).every(({ type }) => type === 'Property')
    return isWhole ? DEFAULT_SETTINGS.maxBarsBack : undefined
  }
  return DEFAULT_SETTINGS.maxBarsBack
}
