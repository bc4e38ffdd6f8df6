import { nearest } from '../../shared/nearest.ts'
import { type Context, type Found, optionOf, optionsIn } from '../context.ts'
import { type Node, plain } from '../tree.ts'

/** Ids that are looked at for a misspelt one; nobody reads more. */
const MOST_IDS = 20

/** W110, W111, W112: requests that look ahead, and ids of orders that do not fit each other. */
export function* findOrders(context: Context): Generator<Found> {
  const { nodes, values } = context
  const entered = new Map<string, Set<string>>()
  const exits = new Set<string>()
  const named: { readonly path: string; readonly id: Node; readonly isCancel: boolean }[] = []
  const entries: { readonly id: Node; readonly name: string; readonly side: string }[] = []
  let isOpen = false

  for (const node of nodes) {
    if (node.type !== 'CallExpression') continue
    const path = values.calledBy(node)?.path
    if (path === undefined) continue
    const args = node.arguments as Node[]
    const [first, second] = args
    const options = optionsIn(node)
    if (path === 'request.security') {
      const given = optionOf(options, 'lookahead')
      if (given !== undefined && values.constantOf(given) === true)
        yield {
          code: 'W110',
          at: given,
          message: '"lookahead: true" shows each bar from its opening on, before it is known',
          fix: 'leave it out, unless the run is meant to show the future (N207)',
        }
    }
    if (path === 'strategy.entry' || path === 'strategy.order') {
      const ids = textsOf(context, first)
      const sides = textsOf(context, second) ?? []
      if (ids === undefined) isOpen = true
      for (const id of ids ?? []) {
        const known = entered.get(id) ?? new Set()
        entered.set(id, known)
        if (path === 'strategy.entry' && /^(long|short)$/.test(sides.join()))
          entries.push({ id: first!, name: id, side: sides[0]! })
      }
    }
    if (path === 'strategy.exit') {
      for (const id of textsOf(context, first) ?? []) exits.add(id)
      if (textsOf(context, first) === undefined) isOpen = true
      const from = optionOf(options, 'fromEntry') ?? (second === options ? undefined : second)
      if (from !== undefined) named.push({ path: 'strategy.exit', id: from, isCancel: false })
    }
    if ((path === 'strategy.close' || path === 'strategy.cancel') && first !== undefined)
      named.push({ path, id: first, isCancel: path === 'strategy.cancel' })
  }

  const sides = new Map<string, string>()
  const told = new Set<string>()
  for (const { id, name, side } of entries) {
    const before = sides.get(name) ?? side
    sides.set(name, before)
    if (before !== side && !told.has(name)) {
      told.add(name)
      yield {
        code: 'W112',
        at: id,
        message: `"${name}" is entered '${before}' and '${side}': closing or cancelling it means both`,
        fix: "give each direction an id of its own, such as 'L' and 'S'",
      }
    }
  }
  if (isOpen) return
  for (const { path, id, isCancel } of named)
    for (const name of textsOf(context, id) ?? []) {
      if (entered.has(name) || (isCancel && exits.has(name))) continue
      const known = [...entered.keys()].slice(0, MOST_IDS)
      const near = nearest(name, known)
      yield {
        code: 'W111',
        at: id,
        message: `${path} names "${name}", and no entry of the file has that id`,
        fix:
          near !== undefined
            ? `did you mean '${near}'?`
            : entered.size === 0
              ? 'the file enters nothing'
              : `it enters: ${known.map((id) => `'${id}'`).join(', ')}`,
      }
    }
}

/** The texts that an id can be, of both branches of a condition; undefined where that cannot be told. */
function textsOf({ values }: Context, node: Node | undefined): readonly string[] | undefined {
  if (node === undefined) return undefined
  const open = [plain(node)]
  const texts: string[] = []
  while (open.length > 0) {
    const at = open.pop()!
    if (at.type === 'ConditionalExpression')
      open.push(plain(at.consequent as Node), plain(at.alternate as Node))
    else {
      const value = values.constantOf(at)
      if (typeof value !== 'string') return undefined
      texts.push(value)
    }
  }
  return texts
}
