import { isFunction, type Node, type Tree } from './tree.ts'

/** A name that the file itself declares. */
export type Binding = {
  readonly name: string
  readonly kind: 'const' | 'let' | 'var' | 'function' | 'class' | 'param' | 'catch'
  readonly identifier: Node
  /** The declarator, function or class that declares it. */
  readonly declared: Node
  readonly isTopLevel: boolean
  readonly references: Reference[]
}

export type Reference = {
  readonly identifier: Node
  readonly isRead: boolean
  readonly isWrite: boolean
}

export type Scopes = {
  readonly bindings: readonly Binding[]
  /** References to names that the file does not declare, in order. */
  readonly free: readonly Reference[]
  /** What a reference is bound to; undefined for a name of the API or of JavaScript. */
  readonly bindingOf: (identifier: Node) => Binding | undefined
  readonly isFree: (identifier: Node) => boolean
}

type Scope = {
  readonly parent: Scope | undefined
  readonly names: Map<string, Binding>
  readonly isFunction: boolean
}

/** Which name means what: the scopes of JavaScript, without `with` and `eval`, which no strategy has. */
export function readScopes({ nodes, parentOf, roleOf }: Tree): Scopes {
  /** Of each node, for its children. */
  const scopes = new Map<Node, Scope>()
  const declaring = new Set<Node>()
  const bindings: Binding[] = []

  const scopeAt = (node: Node): Scope => scopes.get(node)!
  const declare = (scope: Scope, kind: Binding['kind'], identifier: Node, declared: Node): void => {
    const name = identifier.name as string
    declaring.add(identifier)
    if (scope.names.has(name)) return
    const binding: Binding = {
      name,
      kind,
      identifier,
      declared,
      isTopLevel: scope.parent === undefined,
      references: [],
    }
    scope.names.set(name, binding)
    bindings.push(binding)
  }
  const functionScope = (scope: Scope): Scope => {
    let at = scope
    while (!at.isFunction) at = at.parent!
    return at
  }

  for (const node of nodes) {
    const parent = parentOf(node)
    const outer = parent === undefined ? undefined : scopeAt(parent)
    scopes.set(
      node,
      opensScope(node, parent)
        ? {
            parent: outer,
            names: new Map(),
            isFunction: node.type === 'Program' || node.type === 'StaticBlock' || isFunction(node),
          }
        : outer!,
    )
    if (node.type === 'VariableDeclaration') {
      const kind = node.kind as 'const' | 'let' | 'var'
      const scope = scopeAt(node)
      for (const declarator of node.declarations as Node[])
        for (const name of namesIn(declarator.id as Node))
          declare(kind === 'var' ? functionScope(scope) : scope, kind, name, declarator)
    }
    if (node.type === 'FunctionDeclaration' && node.id)
      declare(outer!, 'function', node.id as Node, node)
    if (node.type === 'FunctionExpression' && node.id)
      declare(scopes.get(node)!, 'function', node.id as Node, node)
    if (node.type === 'ClassDeclaration') declare(outer!, 'class', node.id as Node, node)
    if (node.type === 'ClassExpression' && node.id)
      declare(scopes.get(node)!, 'class', node.id as Node, node)
    if (isFunction(node))
      for (const param of node.params as Node[])
        for (const name of namesIn(param)) declare(scopes.get(node)!, 'param', name, node)
    if (node.type === 'CatchClause' && node.param)
      for (const name of namesIn(node.param as Node))
        declare(scopes.get(node)!, 'catch', name, node)
  }

  const bound = new Map<Node, Binding>()
  const free: Reference[] = []
  const isFree = new Set<Node>()
  for (const node of nodes) {
    if (node.type !== 'Identifier' || declaring.has(node)) continue
    const parent = parentOf(node)!
    if (!isReference(node, parent, roleOf(node))) continue
    const reference = { identifier: node, ...useOf(node, parentOf, roleOf) }
    let scope: Scope | undefined = scopeAt(node)
    while (scope !== undefined && !scope.names.has(node.name as string)) scope = scope.parent
    const binding = scope?.names.get(node.name as string)
    if (binding === undefined) {
      free.push(reference)
      isFree.add(node)
    } else {
      binding.references.push(reference)
      bound.set(node, binding)
    }
  }
  return {
    bindings,
    free,
    bindingOf: (identifier) => bound.get(identifier),
    isFree: (identifier) => isFree.has(identifier),
  }
}

const SCOPED: ReadonlySet<string> = new Set([
  'Program',
  'BlockStatement',
  'StaticBlock',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'SwitchStatement',
  'CatchClause',
  'ClassExpression',
])

function opensScope(node: Node, parent: Node | undefined): boolean {
  if (isFunction(node)) return true
  // The body of a function has the scope of its parameters.
  if (node.type === 'BlockStatement' && parent !== undefined && isFunction(parent)) return false
  return SCOPED.has(node.type)
}

/** The identifiers that a pattern binds. */
export function namesIn(pattern: Node): Node[] {
  const names: Node[] = []
  const open: (Node | null)[] = [pattern]
  while (open.length > 0) {
    const node = open.pop()
    if (node === null || node === undefined) continue
    if (node.type === 'Identifier') names.push(node)
    else if (node.type === 'ObjectPattern') open.push(...(node.properties as Node[]).toReversed())
    else if (node.type === 'Property') open.push(node.value as Node)
    else if (node.type === 'ArrayPattern')
      open.push(...(node.elements as (Node | null)[]).toReversed())
    else if (node.type === 'AssignmentPattern') open.push(node.left as Node)
    else if (node.type === 'RestElement') open.push(node.argument as Node)
  }
  return names
}

function isReference(node: Node, parent: Node, role: string): boolean {
  switch (parent.type) {
    case 'MemberExpression':
      return role === 'object' || parent.computed === true
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return role === 'value' || parent.computed === true
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return role !== 'label'
    case 'MetaProperty':
      return false
    default:
      return node.type === 'Identifier'
  }
}

/** Whether an identifier is read, written, or both, where it stands. */
function useOf(
  identifier: Node,
  parentOf: Tree['parentOf'],
  roleOf: Tree['roleOf'],
): { readonly isRead: boolean; readonly isWrite: boolean } {
  let node = identifier
  for (;;) {
    const parent = parentOf(node)
    const role = roleOf(node)
    if (parent === undefined) return { isRead: true, isWrite: false }
    if (parent.type === 'UpdateExpression') return { isRead: true, isWrite: true }
    if (parent.type === 'AssignmentExpression' && role === 'left')
      return { isRead: parent.operator !== '=', isWrite: true }
    if ((parent.type === 'ForInStatement' || parent.type === 'ForOfStatement') && role === 'left')
      return { isRead: false, isWrite: true }
    const isPattern =
      parent.type === 'ParenthesizedExpression' ||
      parent.type === 'ArrayPattern' ||
      parent.type === 'ObjectPattern' ||
      parent.type === 'RestElement' ||
      (parent.type === 'AssignmentPattern' && role === 'left') ||
      (parent.type === 'Property' && role === 'value')
    if (!isPattern) return { isRead: true, isWrite: false }
    node = parent
  }
}
