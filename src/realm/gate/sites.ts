import type { Node, Program } from 'acorn'
import { MAX_GUARDS, MAX_SITES, SITE, type Site } from '../../shared/explain.ts'
import { commandNames, type Fields, holdersOf, isCommand, isExit, isFunction } from './holders.ts'
import { namesBound } from './lint.ts'
import type { Probed } from './marks.ts'
import { constantsOf, expressionBodies, isRead } from './meanings.ts'
import { forEachDeclared } from './names.ts'
import { forEachChild } from './parse.ts'

type Guard = readonly [site: number, wants: boolean]
type Draft = { -readonly [K in keyof Site]: Site[K] }

/** Values that may hold a series: what else is declared at the top is none. */
const MAY_BE_SERIES = new Set([
  'CallExpression',
  'MemberExpression',
  'Identifier',
  'ConditionalExpression',
  'LogicalExpression',
])

export type Sites = Probed & { readonly list: readonly Site[]; readonly isCut: boolean }

/**
 * Finds what an explained run looks at: every call that sends an order, the tests that guard it (those
 * around it, and early exits before it), their operands and the values they read; the calls that lead to
 * a function with orders in it; and the names at the top that may hold series.
 *
 * @param shift Units in front of the source in its first line, which offsets and columns leave out.
 */
export function findSites(program: Program, shift: number): Sites {
  const list: Draft[] = []
  const wrapped = new Map<Node, number[]>()
  const behind = new Map<Node, (readonly [number, string])[]>()
  const bound = namesBound(program)
  const constants = constantsOf(program, bound)
  const commands = commandNames(program, bound)
  const testOf = new Map<Node, number>()
  /** Orders, and calls of functions with orders in them, by the function that they stand in. */
  const orders: { readonly site: number; readonly owner: string }[] = []
  const calls: { readonly site: number; readonly name: string; readonly owner: string }[] = []
  let isCut = false

  const add = (kind: number, node: Node, parent: number, guards: readonly Guard[]): number => {
    if (list.length >= MAX_SITES) {
      isCut = true
      return -1
    }
    const { line, column } = node.loc!.start
    list.push({
      kind,
      start: Math.max(0, node.start - shift),
      end: Math.max(0, node.end - shift),
      line,
      column: (line === 1 ? Math.max(column - shift, 0) : column) + 1,
      parent,
      guards: guards.filter(([site]) => site >= 0).slice(-MAX_GUARDS),
      calls: [],
    })
    return list.length - 1
  }
  const wrap = (node: Node, site: number): void => {
    if (site < 0) return
    const numbers = wrapped.get(node)
    if (numbers === undefined) wrapped.set(node, [site])
    else numbers.push(site)
  }

  /** The values that an expression reads by calling: `atr()`, `close(1)`, `strategy.positionSize()`. */
  const addReads = (node: Fields, parent: number): void => {
    if (node.type === 'ChainExpression' || isFunction(node)) return
    if (node.type === 'CallExpression' && isRead(node)) {
      wrap(node, add(SITE.READ, node, parent, []))
      return
    }
    if (node.type === 'Identifier') {
      const meant = constants.get(node.name as string)
      if (meant !== undefined && !testOf.has(meant)) {
        testOf.set(meant, -1)
        addReads(meant, parent)
      }
      return
    }
    forEachChild(node, (child) => addReads(child as Fields, parent))
  }

  /** The operands of a test, or the values that it reads where it has none. */
  const addParts = (node: Fields, parent: number, isTop: boolean): void => {
    if (node.type === 'ParenthesizedExpression') {
      addParts(node.expression as Fields, parent, isTop)
      return
    }
    if (node.type === 'LogicalExpression') {
      addParts(node.left as Fields, parent, false)
      addParts(node.right as Fields, parent, false)
      return
    }
    if (node.type === 'UnaryExpression' && node.operator === '!') {
      addParts(node.argument as Fields, parent, false)
      return
    }
    let site = parent
    if (!isTop) {
      site = add(SITE.PART, node, parent, [])
      wrap(node, site)
      if (site < 0) return
    }
    const meant = meaningOf(node)
    if (meant === undefined) {
      // A part that only reads one value tells it itself.
      if (!(node.type === 'CallExpression' && isRead(node))) addReads(node, site)
      return
    }
    if (testOf.has(meant)) return
    testOf.set(meant, site)
    addParts(meant, site, false)
  }

  /** What a name or a call of a function without statements stands for. */
  const meaningOf = (node: Fields): Fields | undefined => {
    if (node.type === 'Identifier') return constants.get(node.name as string)
    if (node.type !== 'CallExpression') return undefined
    const callee = node.callee as Fields
    const isBare = callee.type === 'Identifier' && (node.arguments as unknown[]).length === 0
    return isBare ? bodies.get(callee.name as string) : undefined
  }

  const test = (node: Fields): number => {
    const known = testOf.get(node)
    if (known !== undefined && known >= 0) return known
    const site = add(SITE.TEST, node, -1, [])
    testOf.set(node, site)
    wrap(node, site)
    if (site >= 0) addParts(node, site, true)
    return site
  }

  const bodies = expressionBodies(program, bound)
  const { holds, leading } = holdersOf(program, commands, bound)

  const visitList = (
    statements: readonly Fields[],
    guards: readonly Guard[],
    owner: string,
  ): void => {
    let now = guards
    statements.forEach((statement, i) => {
      visit(statement, now, owner)
      if (statement.type !== 'IfStatement') return
      // What does not get past an early exit is guarded by it.
      if (!statements.slice(i + 1).some((later) => holds.has(later))) return
      if (isExit(statement.consequent as Fields))
        now = [...now, [test(statement.test as Fields), false]]
      else if (statement.alternate !== null && isExit(statement.alternate as Fields))
        now = [...now, [test(statement.test as Fields), true]]
    })
  }

  const visit = (node: Fields, guards: readonly Guard[], owner: string): void => {
    if (!holds.has(node)) return
    const into = (child: unknown, guard?: Guard): void => {
      if (child !== null && child !== undefined && holds.has(child as Node))
        visit(child as Fields, guard === undefined ? guards : [...guards, guard], owner)
    }
    switch (node.type) {
      case 'Program':
      case 'BlockStatement':
      case 'StaticBlock':
        visitList(node.body as Fields[], guards, owner)
        return
      case 'SwitchCase':
        visitList(node.consequent as Fields[], guards, owner)
        return
      case 'IfStatement':
      case 'ConditionalExpression': {
        into(node.test)
        const isGuard =
          holds.has(node.consequent as Node) ||
          (node.alternate !== null && holds.has(node.alternate as Node))
        const site = isGuard ? test(node.test as Fields) : -1
        into(node.consequent, [site, true])
        into(node.alternate, [site, false])
        return
      }
      case 'LogicalExpression': {
        into(node.left)
        if (!holds.has(node.right as Node)) return
        if (node.operator === '??') into(node.right)
        else into(node.right, [test(node.left as Fields), node.operator === '&&'])
        return
      }
      case 'FunctionDeclaration':
        visit(node.body as Fields, [], (node.id as Fields).name as string)
        return
      case 'VariableDeclarator': {
        const init = node.init as Fields
        const id = node.id as Fields
        if (isFunction(init) && id.type === 'Identifier')
          visit(init.body as Fields, [], id.name as string)
        else into(init)
        return
      }
      case 'CallExpression': {
        forEachChild(node, (child) => into(child))
        const callee = node.callee as Fields
        if (isCommand(callee, commands)) {
          const site = add(SITE.ORDER, node, -1, guards)
          wrap(node, site)
          if (site >= 0) orders.push({ site, owner })
        } else if (callee.type === 'Identifier' && leading.has(callee.name as string)) {
          const site = add(SITE.CALL, node, -1, guards)
          wrap(node, site)
          if (site >= 0) calls.push({ site, name: callee.name as string, owner })
        }
        return
      }
      default:
        forEachChild(node, (child) => into(child))
    }
  }
  visit(program as unknown as Fields, [], '')

  for (const { site, owner } of [...orders, ...calls])
    list[site]!.calls = calls
      .filter(({ name }) => name === owner)
      .map((call) => call.site)
      .slice(0, MAX_GUARDS)

  for (const statement of program.body as unknown as Fields[]) {
    if (statement.type !== 'VariableDeclaration') continue
    const shown: (readonly [number, string])[] = []
    const mayHold = (statement.declarations as Fields[]).some(
      ({ init }) => init !== null && MAY_BE_SERIES.has((init as Fields).type),
    )
    if (!mayHold) continue
    forEachDeclared([statement], (identifier, name) => {
      const site = add(SITE.SERIES, identifier, -1, [])
      if (site >= 0) shown.push([site, name])
    })
    behind.set(statement, shown)
  }
  return { list, isCut, wrapped, behind }
}
