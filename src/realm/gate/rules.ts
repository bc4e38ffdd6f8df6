import type { Node } from 'acorn'
import { patternFault } from '../regexp.ts'
import { refuse } from './refuse.ts'

/** What a kind of text cannot use, in the words of its authors. */
export type Policy = {
  readonly isAsync: boolean
  /** What to do instead of importing, waiting, and looking at values. */
  readonly alone: string
  readonly synchronous: string
  readonly values: string
}

const STRATEGY: Policy = {
  isAsync: false,
  alone: 'a strategy is one file; everything it needs is a global',
  synchronous: 'strategies are synchronous; values of a bar are read by calling series',
  values: 'use log(…) to see values',
}

const IMPORT = 'import and export cannot be used'

/** Syntax that no text can use (G2), by node type: what to say, and which hint. */
const REFUSED: Readonly<Record<string, readonly [what: string, hint: (policy: Policy) => string]>> =
  {
    ImportExpression: ['import() cannot be used', ({ alone }) => alone],
    ImportDeclaration: [IMPORT, ({ alone }) => alone],
    ExportNamedDeclaration: [IMPORT, ({ alone }) => alone],
    ExportDefaultDeclaration: [IMPORT, ({ alone }) => alone],
    ExportAllDeclaration: [IMPORT, ({ alone }) => alone],
    WithStatement: ['with cannot be used', () => 'name the object instead'],
    DebuggerStatement: ['debugger cannot be used', ({ values }) => values],
  }

/** Refuses one node if its syntax is on the list, or is asynchronous where that is not allowed (G3). */
export function refuseSyntax(node: Node, policy: Policy = STRATEGY): void {
  const { regex } = node as Node & { readonly regex?: { readonly pattern: string } }
  const fault = regex === undefined ? undefined : patternFault(regex.pattern)
  if (fault !== undefined)
    refuse(node, 'S309', `a regular expression ${fault}`, 'use a shorter pattern, or several')
  const reason = REFUSED[node.type]
  if (reason !== undefined) refuse(node, 'S309', reason[0], reason[1](policy))
  const {
    meta,
    async,
    await: awaits,
  } = node as Node & {
    readonly meta?: { readonly name: string }
    readonly async?: boolean
    readonly await?: boolean
  }
  if (meta?.name === 'import') refuse(node, 'S309', 'import.meta cannot be used', policy.alone)
  if (policy.isAsync) return
  if (node.type === 'AwaitExpression')
    refuse(node, 'S309', 'await cannot be used', policy.synchronous)
  if (async === true) refuse(node, 'S309', 'async functions cannot be used', policy.synchronous)
  if (awaits === true) refuse(node, 'S309', 'for await cannot be used', policy.synchronous)
}
