import type { Node, Program } from 'acorn'
import { forEachChild, isNode } from './parse.ts'
import { refuse } from './refuse.ts'

/** A change of the text at one place. Closers come before openers where both meet. */
type Edit = { readonly at: number; readonly until: number; readonly text: string }

type Fields = Node & Readonly<Record<string, unknown>>

/** Names for what is inserted, none of which occurs in the text, and where it goes. */
export type Insertions = {
  /** Units in front of the source in its first line. */
  readonly shift: number
  readonly pow: string
  /** Without it nothing is marked. */
  readonly mark?: string
  /** A function that is called at the head of each round of a loop and of each function. */
  readonly step?: string
  /** The statement whose value is the text's. */
  readonly returned?: Node | undefined
  /** A function that is shown values, and of which: see `findSites`. */
  readonly probe?: { readonly name: string; readonly sites: Probed } | undefined
}

/** Expressions whose value is shown under these numbers, innermost first, and names that are shown behind a statement. */
export type Probed = {
  readonly wrapped: ReadonlyMap<Node, readonly number[]>
  readonly behind: ReadonlyMap<Node, readonly (readonly [site: number, name: string])[]>
}

/**
 * Rule G7: inserts `$p.i = line × 4096 + column` before each statement and around the expression
 * bodies of arrow functions, and routes `**` to the realm's own power function, whose last bit is
 * the same on every engine. A directive of asm.js is emptied. Nothing else of the text changes,
 * unless steps are counted, a value is returned or a probe is shown values: `a < b` becomes
 * `$x(3,(a < b))`, which is the same value.
 */
export function instrument(
  text: string,
  program: Program,
  { shift, pow, mark, step, returned, probe }: Insertions,
): string {
  const openers: Edit[] = []
  const closers: Edit[] = []

  /** What stands before a statement, each part with `end` behind it. */
  const before = (node: Node, end: string, isHead: boolean): string => {
    const count = isHead && step !== undefined ? `${step}()${end}` : ''
    if (mark === undefined) return count
    const { line, column } = node.loc!.start
    const real = line === 1 ? Math.max(column - shift, 0) : column
    return `${mark}.i=${line * 4096 + Math.min(real + 1, 4095)}${end}${count}`
  }
  const open = (at: number, inserted: string): void => {
    openers.push({ at, until: at, text: inserted })
  }

  /** A statement inside a list of statements. */
  const markListed = (node: Fields): void => {
    if (node.type === 'FunctionDeclaration') return
    if (node === returned) {
      open(node.start, `${before(node, ';', false)}return `)
      return
    }
    if (node.directive !== undefined) {
      // It means nothing to a program, but engines compile such functions in a way of their own.
      if (node.directive === 'use asm') {
        const { start, end } = node.expression as Node
        closers.push({ at: start, until: end, text: "''" })
      }
      return
    }
    open(node.start, before(node, ';', false))
  }
  /** A statement that stands alone as the body of another: it gets a block of its own. */
  const markAlone = (node: Fields | null, isLoop = false): void => {
    if (node === null) return
    if (node.type === 'BlockStatement') {
      if (isLoop && step !== undefined) open(node.start + 1, `${step}();`)
      return
    }
    if (node.type === 'EmptyStatement' && !(isLoop && step !== undefined)) return
    open(node.start, `{${before(node, ';', isLoop)}`)
    after.push({ at: node.end, text: '}' })
  }
  /** Counts a call, behind the directives of the function. */
  const countCall = (body: Fields): void => {
    if (step === undefined || body.type !== 'BlockStatement') return
    const statements = body.body as Fields[]
    const directives = statements.findIndex(({ directive }) => directive === undefined)
    const last = directives === -1 ? statements.length : directives
    open(
      last === 0 ? body.start + 1 : statements[last - 1]!.end,
      `${last === 0 ? '' : ';'}${step}();`,
    )
  }
  // Closers are pushed when the node has been left, so that inner ones come first.
  let after: { at: number; until?: number; text: string }[] = []

  const visit = (node: Fields): void => {
    const outer = after
    after = []
    const numbers = probe?.sites.wrapped.get(node) ?? []
    for (const number of [...numbers].reverse()) open(node.start, `${probe!.name}(${number},(`)
    switch (node.type) {
      case 'Program':
      case 'BlockStatement':
      case 'StaticBlock':
        for (const statement of node.body as Fields[]) markListed(statement)
        break
      case 'SwitchCase':
        for (const statement of node.consequent as Fields[]) markListed(statement)
        break
      case 'IfStatement':
        markAlone(node.consequent as Fields)
        markAlone(node.alternate as Fields | null)
        break
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        markAlone(node.body as Fields, true)
        break
      case 'FunctionDeclaration':
      case 'FunctionExpression':
        countCall(node.body as Fields)
        break
      case 'ArrowFunctionExpression': {
        const body = node.body as Fields
        countCall(body)
        if (body.type !== 'BlockStatement') {
          open(body.start, `(${before(body, ',', true)}`)
          after.push({ at: body.end, text: ')' })
        }
        break
      }
      case 'BinaryExpression':
        if (node.operator === '**') {
          open(node.start, `${pow}(`)
          // Behind whatever closes the left side.
          after.push({
            at: (node.left as Node).end,
            until: (node.right as Node).start,
            text: ',',
          })
          after.push({ at: node.end, text: ')' })
        }
        break
      case 'AssignmentExpression':
        if (node.operator === '**=') {
          const left = node.left as Node
          const right = node.right as Node
          if (left.type !== 'Identifier')
            refuse(node, 'S309', '**= can only be used on a plain variable', 'write a.b = a.b ** c')
          const name = text.slice(left.start, left.end)
          closers.push({ at: left.end, until: right.start, text: `=${pow}(${name},` })
          after.push({ at: node.end, text: ')' })
        }
    }
    for (const [number, name] of probe?.sites.behind.get(node) ?? [])
      after.push({ at: node.end, text: `;${probe!.name}(${number},${name});` })
    for (const _ of numbers) after.push({ at: node.end, text: '))' })
    forEachChild(node, (child) => visit(child as Fields))
    for (const { at, until, text: inserted } of after)
      closers.push({ at, until: until ?? at, text: inserted })
    after = outer
  }
  if (isNode(program)) visit(program as unknown as Fields)

  return apply(text, closers, openers)
}

/** Applies edits in order of place; the sort is stable, so edits of one place keep their order. */
function apply(text: string, closers: readonly Edit[], openers: readonly Edit[]): string {
  const edits = [...closers, ...openers].sort((a, b) => a.at - b.at)
  const parts: string[] = []
  let done = 0
  for (const edit of edits) {
    parts.push(text.slice(done, edit.at), edit.text)
    done = edit.until
  }
  parts.push(text.slice(done), '\n')
  return parts.join('')
}
