import { type Options, Parser, type Program, type TokenType, tokTypes } from 'acorn'

/** What is changed of the parser, and what that needs. */
type Internals = {
  exprAllowed: boolean
  pos: number
  readonly start: number
  readonly type: TokenType
  readonly value: unknown
  readRegexp(): void
  readToken_slash(): void
  parseExprAtom(...rest: unknown[]): unknown
}

/**
 * Rule G1: a slash begins a pattern where the grammar wants an operand, and nowhere else, as in every engine.
 * The parser guesses by the token before it, wrongly behind `a?.of`, `a?.delete` or `await class {}`: what
 * it takes for a pattern in a statement of its own, an engine divides by and runs.
 */
class Reader extends Parser {}

const internals = Reader.prototype as unknown as Internals
const { readToken_slash: readSlash, parseExprAtom } = internals

internals.readToken_slash = function () {
  this.exprAllowed = false
  readSlash.call(this)
}

// Asked for an operand, the parser itself reads a pattern where it finds a slash, but not where it finds `/=`.
internals.parseExprAtom = function (...rest) {
  if (this.type === tokTypes.assign && this.value === '/=') {
    this.pos = this.start + 1
    this.readRegexp()
  }
  return parseExprAtom.apply(this, rest)
}

// What may follow `yield`.
Object.assign(tokTypes.slash, { startsExpr: true })

export function parse(text: string, options: Options): Program {
  return Reader.parse(text, options)
}
