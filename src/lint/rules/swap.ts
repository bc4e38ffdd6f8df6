import { type Context, type Found, shorten } from '../context.ts'
import type { FindingCode } from '../finding.ts'
import { type Node, plain } from '../tree.ts'

/** Pine gives the value first, and a label for people where the name stands here. */
export function swap(
  context: Context,
  args: readonly Node[],
  path: string,
  code: FindingCode,
): Found {
  const [first, second] = [args[0]!, args[1]!]
  const textIn = (node: Node): string => context.source.slice(node.start, node.end)
  const [value, label] = [textIn(first), textIn(second)]
  const words = context.values.constantOf(second)
  const isLabel = path.startsWith('input.') && typeof words === 'string' && !NAME.test(words)
  const name = isLabel ? `'${nameOf(words)}'` : label
  const rest = isLabel ? `, { title: ${label} }` : ''
  const third = args[2] === undefined ? undefined : plain(args[2])
  const canTitle =
    third === undefined ||
    (third.type === 'ObjectExpression' && (third.properties as Node[]).length > 0)
  const canEdit = !isLabel || (canTitle && nameOf(words) !== '')
  const said = typeof words === 'string' ? shorten(words) : context.textOf(second)
  return {
    code,
    at: first,
    message: `${path} was given "${context.textOf(first)}" and "${said}" the other way round`,
    fix: `write ${path}(${shorten(name)}, ${shorten(value)}${shorten(rest)}${args.length > 2 ? ', …' : ''})`,
    edits: canEdit
      ? [
          { start: first.start, end: first.end, text: name },
          {
            start: second.start,
            end: second.end,
            text: third === undefined ? value + rest : value,
          },
          ...(isLabel && third !== undefined
            ? [{ start: third.start + 1, end: third.start + 1, text: ` title: ${label},` }]
            : []),
        ]
      : [],
  }
}

/** What an input may be called. */
export const NAME = /^[A-Za-z_][\w-]{0,63}$/

/** `Fast length` as `fastLength`; empty where nothing is left. */
function nameOf(label: string): string {
  const [first = '', ...rest] = label.match(/[A-Za-z0-9]+/g) ?? []
  const name =
    first.charAt(0).toLowerCase() +
    first.slice(1) +
    rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return NAME.test(name) ? name : ''
}
