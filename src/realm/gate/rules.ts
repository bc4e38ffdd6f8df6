import type { Node } from 'acorn'
import { patternFault } from '../regexp.ts'
import { refuse } from './refuse.ts'

const ONE_FILE = 'a strategy is one file; everything it needs is a global'
const SYNCHRONOUS = 'strategies are synchronous; values of a bar are read by calling series'

/** Syntax that a strategy cannot use (G2, G3), by node type, with a way out. */
const REFUSED: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  ImportExpression: ['import() cannot be used', ONE_FILE],
  ImportDeclaration: ['import and export cannot be used', ONE_FILE],
  ExportNamedDeclaration: ['import and export cannot be used', ONE_FILE],
  ExportDefaultDeclaration: ['import and export cannot be used', ONE_FILE],
  ExportAllDeclaration: ['import and export cannot be used', ONE_FILE],
  WithStatement: ['with cannot be used', 'name the object instead'],
  DebuggerStatement: ['debugger cannot be used', 'use log(…) to see values'],
  AwaitExpression: ['await cannot be used', SYNCHRONOUS],
}

/** Refuses one node if its syntax is on the list. */
export function refuseSyntax(node: Node): void {
  const { regex } = node as Node & { readonly regex?: { readonly pattern: string } }
  const fault = regex === undefined ? undefined : patternFault(regex.pattern)
  if (fault !== undefined)
    refuse(node, 'S309', `a regular expression ${fault}`, 'use a shorter pattern, or several')
  const reason = REFUSED[node.type]
  if (reason !== undefined) refuse(node, 'S309', ...reason)
  const {
    meta,
    async,
    await: awaits,
  } = node as Node & {
    readonly meta?: { readonly name: string }
    readonly async?: boolean
    readonly await?: boolean
  }
  if (meta?.name === 'import') refuse(node, 'S309', 'import.meta cannot be used', ONE_FILE)
  if (async === true) refuse(node, 'S309', 'async functions cannot be used', SYNCHRONOUS)
  if (awaits === true) refuse(node, 'S309', 'for await cannot be used', SYNCHRONOUS)
}
