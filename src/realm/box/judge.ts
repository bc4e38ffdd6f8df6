import type { Program } from 'acorn'
import type { BoxRefusal, BoxVerdict } from '../../shared/box.ts'
import { describe } from '../describe.ts'
import { failureOf } from '../fail.ts'
import { instrument } from '../gate/marks.ts'
import { forEachDeclared, freshName, scan } from '../gate/names.ts'
import { type Meanings, PREFIX, parseText } from '../gate/parse.ts'
import { GateFailure, refuse } from '../gate/refuse.ts'
import type { Policy } from '../gate/rules.ts'
import { type Form, formsOf, type Parsed } from './forms.ts'

const ALONE = 'a source stands alone; what it may use are its arguments and the globals'
const SYNCHRONOUS = 'make the sandbox with async: true'

function policyOf(isAsync: boolean): Policy {
  return { isAsync, alone: ALONE, synchronous: SYNCHRONOUS, values: 'return the values' }
}

const MEANINGS: Meanings = [
  [
    /'import' and 'export'|import.*only|Cannot use 'import/,
    'import and export cannot be used',
    ALONE,
  ],
  [/'with' in strict/, 'with cannot be used', 'name the object instead'],
]
const SYNC_MEANINGS: Meanings = [...MEANINGS, [/await/i, 'await cannot be used', SYNCHRONOUS]]

/**
 * Rule G for a source of the stand-alone sandbox: what it is (one expression, or a function's body),
 * whether it uses only what it may, and the text that is compiled.
 */
export function judgeSource(
  source: string,
  args: readonly string[],
  { isAsync, counts }: { readonly isAsync: boolean; readonly counts: boolean },
): BoxVerdict {
  let shift = PREFIX.length
  try {
    const { text, program, form, statements } = read(source, isAsync)
    shift = PREFIX.length + form.before.length
    const names = new Set(args)
    scan(program, names, policyOf(isAsync))
    const taken = new Set(args)
    forEachDeclared(statements, (identifier, name) => {
      if (taken.has(name))
        refuse(identifier, 'S308', `"${name}" is an argument already`, 'choose another name')
    })
    const mark = freshName('$p', names)
    const pow = freshName('$w', names)
    const step = freshName('$s', names)
    const last = statements.at(-1)
    const body = instrument(text, program, {
      shift,
      mark,
      pow,
      ...(counts ? { step } : {}),
      // An expression form has returned its value already.
      returned: last?.type === 'ExpressionStatement' ? last : undefined,
    })
    return { ok: true, body, parameters: [...args, mark, pow, ...(counts ? [step] : [])] }
  } catch (thrown) {
    return { ok: false, refusal: refusalOf(thrown, shift) }
  }
}

/** The same for the library: a script whose top-level names become globals. */
export function judgeLibrary(
  source: string,
  { isAsync, counts }: { readonly isAsync: boolean; readonly counts: boolean },
): BoxVerdict {
  try {
    const text = PREFIX + source
    const program = parseText(text, {
      allowReturn: false,
      allowAwait: false,
      meanings: isAsync ? MEANINGS : SYNC_MEANINGS,
    })
    const names = new Set<string>()
    scan(program, names, policyOf(isAsync))
    const pow = freshName('$w', names)
    const step = freshName('$s', names)
    const declared = new Set<string>()
    forEachDeclared(program.body, (_identifier, name) => declared.add(name))
    const body = instrument(text, program, {
      shift: PREFIX.length,
      pow,
      ...(counts ? { step } : {}),
    })
    // Behind a line break, after a whole program: nothing of it can reach into this statement.
    return {
      ok: true,
      body: `${body}return{${[...declared].join(',')}}\n`,
      parameters: [pow, ...(counts ? [step] : [])],
    }
  } catch (thrown) {
    return { ok: false, refusal: refusalOf(thrown, PREFIX.length) }
  }
}

/** The source in the first form in which it is a whole program of exactly that form. */
function read(
  source: string,
  isAsync: boolean,
): Parsed & { readonly text: string; readonly form: Form } {
  const meanings = isAsync ? MEANINGS : SYNC_MEANINGS
  for (const form of formsOf(isAsync)) {
    const text = PREFIX + form.before + source + form.after
    let program: Program
    try {
      program = parseText(text, { allowReturn: true, allowAwait: false, meanings })
    } catch (thrown) {
      // Too large in one form is too large in all.
      if (isSize(thrown)) throw thrown
      continue
    }
    const statements = form.statementsOf(program, text)
    if (statements !== undefined) return { text, program, form, statements }
  }
  // For its message: what the parser and the rules say of the source alone.
  const alone = parseText(PREFIX + source, { allowReturn: true, allowAwait: true, meanings })
  scan(alone, new Set(), policyOf(isAsync))
  throw new GateFailure('S308', 'the source cannot be read', 'correct the syntax', 0, 0)
}

function isSize(thrown: unknown): boolean {
  const code = thrown instanceof GateFailure ? thrown.code : failureOf(thrown)?.code
  return code === 'L404'
}

function refusalOf(thrown: unknown, shift: number): BoxRefusal {
  if (thrown instanceof GateFailure) {
    const { code, message, hint, line, column } = thrown
    const real = line === 0 ? 0 : line === 1 ? Math.max(column - shift, 0) + 1 : column + 1
    const rule = code === 'S308' ? 'syntax' : code === 'S309' ? 'forbidden' : 'size'
    return { rule, message: describe(message), hint: describe(hint), line, column: real }
  }
  const known = failureOf(thrown)
  // Whatever else the walk runs into is the depth of the source (G5).
  return {
    rule: 'size',
    message: known?.message ?? 'the source is nested too deeply',
    hint: known?.hint ?? 'simplify the expression',
    line: 0,
    column: 0,
  }
}
