import type { Node, Program } from 'acorn'
import { forEachChild, PREFIX } from './parse.ts'
import { refuse } from './refuse.ts'

type Fields = Node & Readonly<Record<string, unknown>>

/** Globals that are series, and namespaces whose calls give a single series. */
export type SeriesNames = {
  readonly globals: ReadonlySet<string>
  /** `ta.sma` …: calls that return a series. */
  readonly makers: ReadonlySet<string>
}

/**
 * Finds series that are used as values before the run does: `close > open`, `close + 1`, `close[1]`,
 * and an uncalled series in a condition, which would be true on every bar (S301). Looks only at names
 * that are surely series: globals nobody shadows, and constants made by a call that returns one.
 */
export function lintSeries(
  source: string,
  program: Program,
  { globals, makers }: SeriesNames,
): void {
  const text = PREFIX + source
  const bound = namesBound(program)
  const series = new Set<string>()
  for (const name of globals) if (!bound.has(name)) series.add(name)
  for (const [name, maker] of constantsMadeBy(program, bound))
    if (makers.has(maker)) series.add(name)

  const plain = (node: Fields): Fields => {
    let inner = node
    while (inner.type === 'ParenthesizedExpression') inner = inner.expression as Fields
    return inner
  }
  const nameOfSeries = (value: unknown): string | undefined => {
    const node = plain(value as Fields)
    const name = node.type === 'Identifier' ? (node.name as string) : undefined
    return name !== undefined && series.has(name) ? name : undefined
  }
  /** The operand's text, called where it is a series. */
  const called = (value: unknown): string => {
    const node = value as Node
    const words = text.slice(node.start, node.end)
    return nameOfSeries(value) === undefined ? words : `${words}()`
  }
  /** Looks through && and || too, whose last operand is a condition only where the whole is one. */
  const asCondition = (value: unknown): void => {
    if (value === null || value === undefined) return
    const node = plain(value as Fields)
    if (node.type === 'LogicalExpression' && node.operator !== '??') asCondition(node.right)
    const name = nameOfSeries(node)
    if (name !== undefined)
      refuse(
        value as Node,
        'S301',
        `${name} is a series, and a series is always true`,
        `write ${name}()`,
      )
  }

  const visit = (node: Fields): void => {
    switch (node.type) {
      case 'BinaryExpression': {
        const operator = node.operator as string
        if (operator === 'in' || operator === 'instanceof') break
        const name = nameOfSeries(node.left) ?? nameOfSeries(node.right)
        if (name !== undefined)
          refuse(
            node,
            'S301',
            `${name} is a series, not a value; call it to read the current bar`,
            shorten(`write ${called(node.left)} ${operator} ${called(node.right)}`),
          )
        break
      }
      case 'UnaryExpression': {
        const name = nameOfSeries(node.argument)
        if (name !== undefined && '!-+~'.includes(node.operator as string))
          refuse(
            node,
            'S301',
            `${name} is a series, not a value`,
            `write ${String(node.operator)}${name}()`,
          )
        break
      }
      case 'MemberExpression': {
        const name = node.computed === true ? nameOfSeries(node.object) : undefined
        if (name !== undefined) {
          const index = node.property as Node
          refuse(
            node,
            'S301',
            `${name} is a series; history is read by calling it`,
            shorten(`write ${name}(${text.slice(index.start, index.end)})`),
          )
        }
        break
      }
      case 'IfStatement':
      case 'ConditionalExpression':
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'ForStatement':
        asCondition(node.test)
        break
      case 'LogicalExpression':
        if (node.operator !== '??') asCondition(node.left)
    }
    forEachChild(node, (child) => visit(child as Fields))
  }
  visit(program as unknown as Fields)
}

function shorten(hint: string): string {
  return hint.length > 120 ? `${hint.slice(0, 117)}...` : hint
}

/** Every name that the file itself binds or assigns anywhere: none of them is surely a global. */
export function namesBound(program: Program): Map<string, number> {
  const bound = new Map<string, number>()
  const bind = (pattern: unknown): void => {
    if (pattern === null || pattern === undefined) return
    const node = pattern as Fields
    switch (node.type) {
      case 'Identifier': {
        const name = node.name as string
        bound.set(name, (bound.get(name) ?? 0) + 1)
        break
      }
      case 'ObjectPattern':
        for (const property of node.properties as Fields[])
          bind(property.type === 'Property' ? property.value : property.argument)
        break
      case 'ArrayPattern':
        for (const element of node.elements as unknown[]) bind(element)
        break
      case 'AssignmentPattern':
        bind(node.left)
        break
      case 'RestElement':
        bind(node.argument)
    }
  }
  const visit = (node: Fields): void => {
    if (
      node.type === 'VariableDeclarator' ||
      node.type === 'FunctionDeclaration' ||
      node.type === 'ClassDeclaration'
    )
      bind(node.id)
    if (node.type === 'AssignmentExpression') bind(node.left)
    if (node.type === 'UpdateExpression') bind(node.argument)
    if (node.type === 'CatchClause') bind(node.param)
    if (node.type.includes('Function')) for (const param of node.params as unknown[]) bind(param)
    if (node.type === 'FunctionExpression' || node.type === 'ClassExpression') bind(node.id)
    if (node.type === 'ForInStatement' || node.type === 'ForOfStatement')
      if ((node.left as Node).type !== 'VariableDeclaration') bind(node.left)
    forEachChild(node, (child) => visit(child as Fields))
  }
  visit(program as unknown as Fields)
  return bound
}

/** Top-level constants bound once in the whole file, with the text of the function that made them. */
function constantsMadeBy(
  program: Program,
  bound: ReadonlyMap<string, number>,
): Map<string, string> {
  const made = new Map<string, string>()
  for (const statement of program.body as unknown as Fields[]) {
    if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') continue
    for (const declarator of statement.declarations as Fields[]) {
      const id = declarator.id as Fields
      const init = declarator.init as Fields | null
      if (id.type !== 'Identifier' || init === null || init.type !== 'CallExpression') continue
      const callee = init.callee as Fields
      let maker: string | undefined
      if (callee.type === 'Identifier') maker = callee.name as string
      else if (callee.type === 'MemberExpression' && callee.computed !== true) {
        const object = callee.object as Fields
        const property = callee.property as Fields
        if (object.type === 'Identifier' && property.type === 'Identifier')
          maker = `${String(object.name)}.${String(property.name)}`
      }
      const name = id.name as string
      const root = maker?.split('.')[0]
      if (maker !== undefined && root !== undefined && !bound.has(root) && bound.get(name) === 1)
        made.set(name, maker)
    }
  }
  return made
}
