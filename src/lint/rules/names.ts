import { nearest } from '../../shared/nearest.ts'
import type { Context, Found } from '../context.ts'
import { CLOCK, ELSEWHERE, RENAMED } from '../elsewhere.ts'
import { INTRINSICS, MATH } from '../intrinsics.ts'
import { isSeries, membersOf, readTable } from '../table.ts'
import { memberName, type Node, plain } from '../tree.ts'

/** S310, S311, W108, W113: names that are not there, or not what they seem. */
export function* findNames(context: Context): Generator<Found> {
  yield* unknownNames(context)
  yield* unknownMembers(context)
  yield* clocks(context)
  yield* frozen(context)
  yield* hidden(context)
}

function* unknownNames({ scopes, parentOf, roleOf }: Context): Generator<Found> {
  /** Names that are written without a declaration: the first write is where one belongs. */
  const written = new Set<string>()
  for (const { identifier, isWrite } of scopes.free)
    if (isWrite) written.add(identifier.name as string)
  const declared = new Set<string>()
  const { globals } = readTable()
  const own = scopes.bindings.filter(({ isTopLevel }) => isTopLevel).map(({ name }) => name)
  for (const { identifier, isWrite } of scopes.free) {
    const name = identifier.name as string
    if (name === 'arguments' || INTRINSICS.has(name)) continue
    if (Object.hasOwn(globals, name)) {
      if (isWrite)
        yield {
          code: 'W113',
          at: identifier,
          message: `"${name}" is a name of the API, and is written over here`,
          fix: 'choose another name',
        }
      continue
    }
    const parent = parentOf(identifier)
    if (parent?.type === 'UnaryExpression' && parent.operator === 'typeof') continue
    if (written.has(name)) {
      const isArgument = parent?.type === 'AssignmentExpression' && roleOf(parent) === 'arguments'
      const statement = parent === undefined ? undefined : parentOf(parent)
      const canDeclare =
        parent?.type === 'AssignmentExpression' &&
        parent.operator === '=' &&
        statement?.type === 'ExpressionStatement' &&
        parentOf(statement)?.type === 'Program' &&
        !declared.has(name)
      if (canDeclare) declared.add(name)
      yield {
        code: 'S310',
        at: identifier,
        message: `"${name}" is declared nowhere`,
        fix: isArgument
          ? `arguments have no names here; options stand in an object: { ${name}: … }`
          : `declare it at the top: let ${name} = …`,
        edits: canDeclare ? [{ start: identifier.start, end: identifier.start, text: 'let ' }] : [],
      }
      continue
    }
    const { hint, text } = meant(name, [...own, ...Object.keys(globals)])
    yield {
      code: 'S310',
      at: identifier,
      message: `"${name}" does not exist in a strategy`,
      fix: hint,
      ...(text === undefined
        ? {}
        : { edits: [{ start: identifier.start, end: identifier.end, text }] }),
    }
  }
}

/** What a name stands for; with a text where nothing else can be meant. */
function meant(name: string, known: readonly string[]): { hint: string; text?: string } {
  const { globals } = readTable()
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  if (camel !== name && known.includes(camel)) return { hint: `write ${camel}`, text: camel }
  if (Object.hasOwn(ELSEWHERE, name)) return { hint: ELSEWHERE[name]! }
  if (CLOCK.has(name)) return { hint: `declare const c = clock() at the top, and read c.${name}()` }
  for (const space of ['ta', 'math', 'strategy'])
    if (Object.hasOwn(membersOf(globals[space]?.type) ?? {}, name))
      return { hint: `write ${space}.${name}` }
  if (MATH.has(name)) return { hint: `write Math.${name}` }
  const near = nearest(name, known)
  return {
    hint:
      near === undefined
        ? 'declare it, or look for the name with qrun types'
        : `did you mean ${near}?`,
  }
}

/** What functions have, and so series too. */
const OF_FUNCTIONS: ReadonlySet<string> = new Set([
  'name',
  'length',
  'call',
  'apply',
  'bind',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
])

function* unknownMembers({
  nodes,
  values,
  textOf,
  scopes,
  parentOf,
  roleOf,
}: Context): Generator<Found> {
  /** Whether it stands where a value is meant. */
  const isRead = (node: Node): boolean =>
    !['callee', 'arguments', 'object'].includes(roleOf(node)) &&
    parentOf(node)?.type !== 'ChainExpression'
  for (const node of nodes) {
    if (node.type !== 'MemberExpression') continue
    const object = plain(node.object as Node)
    const { type, path } = values.knownOf(object) ?? {}
    const members = membersOf(type)
    const name = memberName(node)
    if (members === undefined || path === undefined || name === undefined) continue
    if (Object.hasOwn(members, name) || OF_FUNCTIONS.has(name)) continue
    const property = node.property as Node
    const names = Object.keys(members)
    const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    const isCertain = camel !== name && names.includes(camel) && node.computed !== true
    const isMath =
      path === 'math' && MATH.has(name) && object.type === 'Identifier' && scopes.isFree(object)
    const near = RENAMED[`${path}.${name}`] ?? (isSeries(type) ? undefined : nearest(name, names))
    yield {
      code: 'W108',
      at: node,
      message: `"${textOf(node)}" does not exist`,
      fix: isMath
        ? `write Math.${name}`
        : isCertain
          ? `write ${textOf(object)}.${camel}${isRead(node) && isSeries(members[camel]!.type) ? '()' : ''}`
          : near !== undefined
            ? `did you mean ${textOf(object)}.${near}?`
            : isSeries(type)
              ? `a series has no members: ${textOf(object)}() is its value, ${textOf(object)}(1) that of the bar before`
              : names.length > 0 && names.length < 20
                ? `it has: ${names.join(', ')}`
                : 'qrun types lists what there is',
      ...(isMath && name !== 'random'
        ? { edits: [{ start: object.start, end: object.end, text: 'Math' }] }
        : isCertain
          ? { edits: [{ start: property.start, end: property.end, text: camel }] }
          : {}),
    }
  }
}

function* clocks({ nodes, scopes, parentOf, roleOf, textOf }: Context): Generator<Found> {
  const isFree = (node: Node, name: string): boolean =>
    node.type === 'Identifier' && node.name === name && scopes.isFree(node)
  for (const node of nodes) {
    if (node.type === 'MemberExpression') {
      const object = plain(node.object as Node)
      const name = memberName(node)
      if (isFree(object, 'Math') && name === 'random')
        yield {
          code: 'S311',
          at: node,
          message: `"${textOf(node)}" is another number on every run`,
          fix: 'write random(), which --seed makes repeatable',
          edits: [{ start: node.start, end: node.end, text: 'random' }],
        }
      if (isFree(object, 'Date') && name === 'now') yield clock(node, textOf(node))
    }
    const isEmptyNew =
      node.type === 'NewExpression' &&
      isFree(plain(node.callee as Node), 'Date') &&
      (node.arguments as Node[]).length === 0
    const isCall =
      node.type === 'CallExpression' &&
      isFree(plain(node.callee as Node), 'Date') &&
      roleOf(node) !== 'callee' &&
      parentOf(node) !== undefined
    if (isEmptyNew || isCall) yield clock(node, textOf(node))
  }
}

function clock(at: Node, text: string): Found {
  return {
    code: 'S311',
    at,
    message: `"${text}" reads the clock, and a back-test has no now`,
    fix: 'write time(), the opening time of the bar in ms since 1970 UTC',
  }
}

/** What a chain of members begins with. */
function rootOf(node: Node): Node {
  let at = plain(node)
  while (at.type === 'MemberExpression') at = plain(at.object as Node)
  return at
}

/** Writes to what the API has frozen. */
function* frozen({ nodes, values, scopes, textOf }: Context): Generator<Found> {
  for (const node of nodes) {
    const target =
      node.type === 'AssignmentExpression'
        ? node.left
        : node.type === 'UpdateExpression' ||
            (node.type === 'UnaryExpression' && node.operator === 'delete')
          ? node.argument
          : undefined
    const member = target === undefined ? undefined : plain(target as Node)
    if (member?.type !== 'MemberExpression') continue
    const object = plain(member.object as Node)
    const root = rootOf(object)
    const isOwn =
      root.type === 'Identifier' && INTRINSICS.has(root.name as string) && scopes.isFree(root)
    const { path, type } = values.knownOf(object) ?? {}
    const isFrozen =
      isOwn || (path !== undefined && (isSeries(type) || membersOf(type) !== undefined))
    if (isFrozen)
      yield {
        code: 'S315',
        at: node,
        message: `"${textOf(node)}" writes to "${textOf(object)}", which is frozen`,
        fix: 'keep your own values in variables of the file, or in state(…)',
      }
  }
}

/** Declarations that take a name of the API away. Those at the top of the file are refused by the gate. */
function* hidden({ scopes }: Context): Generator<Found> {
  const { globals } = readTable()
  for (const { name, kind, identifier, isTopLevel } of scopes.bindings) {
    if (!Object.hasOwn(globals, name)) continue
    if (isTopLevel && ['let', 'const', 'class'].includes(kind)) continue
    yield {
      code: 'W113',
      at: identifier,
      message: `"${name}" is a name of the API, which cannot be reached where this one is`,
      fix: 'choose another name',
    }
  }
}
