import type { Node } from 'acorn'
import { forEachChild } from './parse.ts'
import { type Policy, refuseSyntax } from './rules.ts'

type Fields = Node & Readonly<Record<string, unknown>>

/** Refuses forbidden syntax and collects every identifier, property name and string of the text. */
export function scan(node: Node, names: Set<string>, policy?: Policy): void {
  refuseSyntax(node, policy)
  const fields = node as Fields
  if (node.type === 'Identifier' || node.type === 'PrivateIdentifier')
    names.add(fields.name as string)
  if (node.type === 'Literal' && typeof fields.value === 'string') names.add(fields.value)
  forEachChild(node, (child) => scan(child, names, policy))
}

/** `base`, or `base` with the first number that makes it a name the text does not have. */
export function freshName(base: string, names: ReadonlySet<string>): string {
  let name = base
  for (let i = 1; names.has(name); i++) name = `${base}${i}`
  return name
}

/** Calls `visit` with each name that a list of statements declares itself: `var`, `let`, `const`, `class` or `function`. */
export function forEachDeclared(
  statements: readonly Node[],
  visit: (identifier: Node, name: string, kind: string) => void,
): void {
  const bind = (pattern: Fields, kind: string): void => {
    if (pattern.type === 'Identifier') visit(pattern, pattern.name as string, kind)
    if (pattern.type === 'ObjectPattern')
      for (const property of pattern.properties as Fields[])
        bind((property.type === 'Property' ? property.value : property.argument) as Fields, kind)
    if (pattern.type === 'ArrayPattern')
      for (const element of pattern.elements as (Fields | null)[])
        if (element !== null) bind(element, kind)
    if (pattern.type === 'AssignmentPattern') bind(pattern.left as Fields, kind)
    if (pattern.type === 'RestElement') bind(pattern.argument as Fields, kind)
  }
  for (const statement of statements as readonly Fields[]) {
    if (statement.type === 'ClassDeclaration') bind(statement.id as Fields, 'class')
    if (statement.type === 'FunctionDeclaration') bind(statement.id as Fields, 'function')
    if (statement.type === 'VariableDeclaration')
      for (const declarator of statement.declarations as Fields[])
        bind(declarator.id as Fields, statement.kind as string)
  }
}
