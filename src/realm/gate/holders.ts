import type { Node, Program } from 'acorn'
import { forEachChild } from './parse.ts'

export type Fields = Node & Readonly<Record<string, unknown>>

/** Members of `strategy` that send an order command. */
const COMMANDS = new Set(['entry', 'order', 'exit', 'close', 'closeAll', 'cancel', 'cancelAll'])

/** Names under which the file calls order commands beside `strategy.entry` itself. */
export function commandNames(program: Program, bound: ReadonlyMap<string, number>): Set<string> {
  const names = new Set<string>()
  if (bound.has('strategy')) return names
  names.add('strategy')
  const visit = (node: Fields): void => {
    if (node.type === 'VariableDeclarator' && node.init !== null) {
      const init = node.init as Fields
      const id = node.id as Fields
      if (id.type === 'Identifier' && isCommand(init, names)) names.add(id.name as string)
      if (id.type === 'ObjectPattern' && init.type === 'Identifier' && init.name === 'strategy')
        for (const { key, value } of id.properties as { key?: Fields; value?: Fields }[])
          if (value?.type === 'Identifier' && COMMANDS.has(String(key?.name)))
            names.add(value.name as string)
    }
    forEachChild(node, (child) => visit(child as Fields))
  }
  visit(program as unknown as Fields)
  return names
}

export function isCommand(callee: Fields, names: ReadonlySet<string>): boolean {
  if (callee.type === 'Identifier')
    return callee.name !== 'strategy' && names.has(callee.name as string)
  if (callee.type !== 'MemberExpression' || callee.computed === true) return false
  const object = callee.object as Fields
  return (
    object.type === 'Identifier' &&
    object.name === 'strategy' &&
    names.has('strategy') &&
    COMMANDS.has((callee.property as Fields).name as string)
  )
}

/**
 * Every node with an order in it, or with a call that leads to one; and the names of the functions that
 * lead there, through as many others as there are.
 */
export function holdersOf(
  program: Program,
  commands: ReadonlySet<string>,
  bound: ReadonlyMap<string, number>,
): { readonly holds: ReadonlySet<Node>; readonly leading: ReadonlySet<string> } {
  const holds = new Set<Node>()
  const leading = new Set<string>()
  const lead = (name: unknown): void => {
    if (typeof name === 'string' && bound.get(name) === 1) leading.add(name)
  }
  const visit = (node: Fields): boolean => {
    let isHolder = false
    if (node.type === 'CallExpression') {
      const callee = node.callee as Fields
      isHolder =
        isCommand(callee, commands) ||
        (callee.type === 'Identifier' && leading.has(callee.name as string))
    }
    forEachChild(node, (child) => {
      // A chain may end before its calls: nothing in it is looked at.
      if (child.type !== 'ChainExpression' && visit(child as Fields)) isHolder = true
    })
    if (!isHolder) return false
    holds.add(node)
    if (node.type === 'FunctionDeclaration') lead((node.id as Fields).name)
    if (node.type === 'VariableDeclarator' && isFunction(node.init as Fields | null))
      lead((node.id as Fields).name)
    return true
  }
  for (let known = -1; known < leading.size; ) {
    known = leading.size
    visit(program as unknown as Fields)
  }
  return { holds, leading }
}

export function isFunction(node: Fields | null): boolean {
  return (
    node !== null &&
    (node.type === 'ArrowFunctionExpression' ||
      node.type === 'FunctionExpression' ||
      node.type === 'FunctionDeclaration')
  )
}

/** Whether control never gets past a statement. */
export function isExit(node: Fields): boolean {
  switch (node.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return true
    case 'BlockStatement':
      return (node.body as Fields[]).some(isExit)
    case 'IfStatement':
      return (
        node.alternate !== null &&
        isExit(node.consequent as Fields) &&
        isExit(node.alternate as Fields)
      )
    default:
      return false
  }
}
