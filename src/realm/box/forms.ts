import type { Node, Program } from 'acorn'
import { PREFIX } from '../gate/parse.ts'

type Fields = Node & Readonly<Record<string, unknown>>

export type Parsed = {
  readonly program: Program
  /** The source's own statements; none where it is one expression. */
  readonly statements: readonly Node[]
}

/** What stands around a source in the text that is compiled. */
export type Form = {
  readonly before: string
  readonly after: string
  /**
   * The source's statements, if the tree of the whole text shows that it ends where it should:
   * a source that closes what stands before it has another shape, and is refused (G6).
   */
  readonly statementsOf: (program: Program, text: string) => readonly Node[] | undefined
}

const EXPRESSION: Form = {
  before: 'return(',
  after: '\n)',
  statementsOf(program, text) {
    const argument = onlyReturn(program, text)
    return argument?.type === 'ParenthesizedExpression' && argument.end === text.length
      ? []
      : undefined
  },
}

const SCRIPT: Form = {
  before: '',
  after: '',
  statementsOf: (program) => program.body.slice(1),
}

const ASYNC_EXPRESSION: Form = {
  before: 'return(async()=>(',
  after: '\n))()',
  statementsOf(program, text) {
    const body = asyncBody(program, text)
    const starts = PREFIX.length + this.before.length - 1
    return body?.type === 'ParenthesizedExpression' &&
      body.start === starts &&
      body.end === text.length - 3
      ? []
      : undefined
  },
}

const ASYNC_SCRIPT: Form = {
  before: 'return(async()=>{',
  after: '\n})()',
  statementsOf(program, text) {
    const body = asyncBody(program, text)
    const starts = PREFIX.length + this.before.length - 1
    return body?.type === 'BlockStatement' && body.start === starts && body.end === text.length - 3
      ? (body.body as Node[])
      : undefined
  },
}

/** The forms in which a source is tried, in this order: one expression, or else a function's body. */
export function formsOf(isAsync: boolean): readonly Form[] {
  return isAsync ? [ASYNC_EXPRESSION, ASYNC_SCRIPT] : [EXPRESSION, SCRIPT]
}

/** What the text returns, if returning it is all that the text does. */
function onlyReturn(program: Program, text: string): Fields | undefined {
  const [, statement, ...more] = program.body as unknown as Fields[]
  if (statement?.type !== 'ReturnStatement' || more.length > 0) return undefined
  if (statement.start !== PREFIX.length || statement.end !== text.length) return undefined
  return (statement.argument as Fields | null) ?? undefined
}

/** The body of the one asynchronous function that the text calls and returns. */
function asyncBody(program: Program, text: string): Fields | undefined {
  const call = onlyReturn(program, text)
  if (call?.type !== 'CallExpression' || call.end !== text.length) return undefined
  const callee = call.callee as Fields
  if (callee.type !== 'ParenthesizedExpression' || callee.end !== text.length - 2) return undefined
  const made = callee.expression as Fields
  if (made.type !== 'ArrowFunctionExpression' || made.async !== true) return undefined
  return (made.params as unknown[]).length === 0 ? (made.body as Fields) : undefined
}
