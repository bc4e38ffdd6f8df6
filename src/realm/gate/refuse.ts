import type { Node } from 'acorn'
import type { ErrorCode } from '../../shared/failure.ts'

/** A refusal by the gate, with its place in the text that was parsed (prefix included). */
export class GateFailure {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
  readonly line: number
  readonly column: number

  constructor(code: ErrorCode, message: string, hint: string, line: number, column: number) {
    this.code = code
    this.message = message
    this.hint = hint
    this.line = line
    this.column = column
  }
}

export function refuse(node: Node, code: ErrorCode, message: string, hint: string): never {
  const { line, column } = node.loc!.start
  throw new GateFailure(code, message, hint, line, column)
}
