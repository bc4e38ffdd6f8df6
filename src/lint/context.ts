import type { Edit, FindingCode } from './finding.ts'
import { type Phases, readPhases } from './phases.ts'
import { readScopes, type Scopes } from './scopes.ts'
import { signaturesOf } from './table.ts'
import { type Node, plain, readTree, type Tree } from './tree.ts'
import { readValues, type Values } from './values.ts'

/** What a rule is given to look at. */
export type Context = Tree & {
  readonly scopes: Scopes
  readonly values: Values
  readonly phases: Phases
  /** The text of a node as it may stand in a message. */
  readonly textOf: (node: Node) => string
}

/** What a rule finds: where, why, and what to write. */
export type Found = {
  readonly code: FindingCode
  readonly at: Node
  readonly message: string
  readonly fix: string
  readonly edits?: readonly Edit[]
}

export type Rule = (context: Context) => Iterable<Found>

export function readContext(source: string): Context {
  const tree = readTree(source)
  const scopes = readScopes(tree)
  const values = readValues(scopes)
  const phases = readPhases(tree, scopes, values)
  return {
    ...tree,
    scopes,
    values,
    phases,
    textOf: (node) => shorten(source.slice(node.start, node.end)),
  }
}

const LONGEST = 60

/** One line of at most 60 characters. */
export function shorten(text: string): string {
  const line = text.length > 4 * LONGEST ? text.slice(0, 4 * LONGEST) : text
  const flat = line.replace(/\s+/g, ' ').trim()
  return flat.length > LONGEST ? `${flat.slice(0, LONGEST - 3)}...` : flat
}

/** The edit that calls a series where it stands. */
export function callEdit(node: Node): Edit {
  const { end } = plain(node)
  return { start: end, end, text: '()' }
}

/** Whether a call of this member of the API declares something, as far as phases go. */
export function isDeclaration(path: string): boolean {
  return /^(ta|ti|input|request|session)\.|^(series|state|clock|onBar|onFill|plot|hline|plotshape|bgcolor|strategy|math\.sum|timeframe\.change)$/.test(
    path,
  )
}

export function isOrder(path: string): boolean {
  return /^strategy\.(entry|order|exit|close|closeAll|cancel|cancelAll)$|^(label|alert)$/.test(path)
}

/** The object of options at the end of a call, if it is written out there. */
export function optionsIn(call: Node): Node | undefined {
  const last = (call.arguments as Node[]).at(-1)
  return last !== undefined && plain(last).type === 'ObjectExpression' ? plain(last) : undefined
}

/** The value of an option, by name. */
export function optionOf(options: Node | undefined, name: string): Node | undefined {
  return (options?.properties as Node[] | undefined)?.find(
    (property) =>
      property.type === 'Property' &&
      property.computed !== true &&
      ((property.key as Node).name === name || (property.key as Node).value === name),
  )?.value as Node | undefined
}

/** The whole expression that a value is computed in: operators, and functions of values. */
export function wholeOf({ parentOf, roleOf, values }: Context, node: Node): Node {
  let at = node
  for (;;) {
    const parent = parentOf(at)
    const isPart =
      parent !== undefined &&
      (/^(Binary|Logical|Unary|Conditional|Parenthesized)Expression$/.test(parent.type) ||
        (parent.type === 'CallExpression' &&
          roleOf(at) === 'arguments' &&
          (isOfMath(parent) || /^n[az]$/.test(values.calledBy(parent)?.path ?? ''))))
    if (!isPart) return at
    at = parent
  }
}

function isOfMath(call: Node): boolean {
  const callee = call.callee as Node
  return callee.type === 'MemberExpression' && (callee.object as Node).name === 'Math'
}

/** Whether an argument stands where a function of the API takes a series. */
export function takesSeries({ parentOf, roleOf, values }: Context, node: Node): boolean {
  const call = parentOf(node)
  if (call?.type !== 'CallExpression' || roleOf(node) !== 'arguments') return false
  const index = (call.arguments as Node[]).indexOf(node)
  return signaturesOf(values.calledBy(call)?.type).some(({ params }) =>
    JSON.stringify(params[index]?.type ?? '').includes('Series'),
  )
}

/** What makes a derived series of an expression. */
export function wrapEdits({ start, end }: Node): readonly Edit[] {
  return [
    { start, end: start, text: 'series(() => ' },
    { start: end, end, text: ')' },
  ]
}
