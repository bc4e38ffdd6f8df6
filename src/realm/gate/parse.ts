import type { Node, Program } from 'acorn'
import { describe } from '../describe.ts'
import { fail, failureOf } from '../fail.ts'
import { GateFailure } from './refuse.ts'
import { parse } from './slash.ts'

/** What `vm.compileFunction` is given begins with this, so the text is parsed with it too (G1, G6). */
export const PREFIX = '"use strict";'

const MAX_NODES = 200_000

/** What a text may hold at top level that only functions may, and what the parser's messages mean for its author. */
export type Reading = {
  readonly allowReturn: boolean
  readonly allowAwait: boolean
  readonly meanings: Meanings
}

/** Messages of the parser that mean something more helpful. */
export type Meanings = readonly (readonly [message: RegExp, what: string, hint: string])[]

export function parseStrategy(source: string): Program {
  return parseText(PREFIX + source, {
    allowReturn: false,
    allowAwait: false,
    meanings: MEANINGS,
  })
}

/**
 * Rule G1: strict by its prefix, a script, a fixed language version, nothing at top level that only a
 * module or, unless allowed, a function may hold.
 */
export function parseText(text: string, { allowReturn, allowAwait, meanings }: Reading): Program {
  try {
    const program = parse(text, {
      ecmaVersion: 2024,
      sourceType: 'script',
      allowReturnOutsideFunction: allowReturn,
      allowAwaitOutsideFunction: allowAwait,
      allowSuperOutsideMethod: false,
      allowHashBang: false,
      locations: true,
      preserveParens: true,
    })
    if (countNodes(program) > MAX_NODES)
      fail(
        'L404',
        `the source has more than ${MAX_NODES} syntax nodes`,
        'split the work or shorten it',
      )
    return program
  } catch (thrown) {
    throw explain(thrown, meanings, text.length)
  }
}

function countNodes(program: Program): number {
  let count = 0
  const open: Node[] = [program]
  while (open.length > 0) {
    const node = open.pop()!
    if (++count > MAX_NODES) break
    forEachChild(node, (child) => open.push(child))
  }
  return count
}

/** Calls `visit` with each direct child node, in source order for the node types that matter here. */
export function forEachChild(node: Node, visit: (child: Node) => void): void {
  const fields = node as unknown as Readonly<Record<string, unknown>>
  for (const key in fields) {
    const value = fields[key]
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) visit(item)
    } else if (isNode(value)) visit(value)
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

const MEANINGS: Meanings = [
  [
    /'import' and 'export'|import.*only|Cannot use 'import/,
    'import and export cannot be used',
    'a strategy is one file; everything it needs is a global',
  ],
  [/'with' in strict/, 'with cannot be used', 'name the object instead'],
  [
    /await/i,
    'await cannot be used',
    'strategies are synchronous; values of a bar are read by calling series',
  ],
  [
    /'return' outside/,
    'return stands outside a function',
    'remove it; use if and else at top level',
  ],
]

function explain(thrown: unknown, meanings: Meanings, length: number): unknown {
  if (failureOf(thrown) !== undefined) return thrown
  const error = thrown as {
    loc?: { line: number; column: number }
    pos?: number
    message?: unknown
  }
  const at = error.loc
  // An overflow has no position that would be the same on every machine (G5).
  if (at === undefined || typeof error.message !== 'string' || /stack/i.test(error.message))
    return new GateFailure(
      'L404',
      'the source is nested too deeply',
      'simplify the expression',
      0,
      0,
    )
  const message = error.message.replace(/ \(\d+:\d+\)$/, '')
  for (const [pattern, what, hint] of meanings)
    if (pattern.test(message)) return new GateFailure('S309', what, hint, at.line, at.column)
  if (error.pos === length && message === 'Unexpected token')
    return new GateFailure(
      'S308',
      'the text ends before it is complete',
      'close what is open: count the brackets and braces',
      at.line,
      at.column,
    )
  return new GateFailure('S308', describe(message), 'correct the syntax', at.line, at.column)
}
