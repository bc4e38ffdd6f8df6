import * as nodeModule from 'node:module'
import vm from 'node:vm'
import { createRealm, readScripts } from '../sandbox/index.ts'
import type { RealmTable } from '../shared/realm.ts'
import { type FindingCode, GATE_CODES, RUN_CODES } from './finding.ts'

/** Why no run would begin, in the words of the sandbox itself. */
export type Refusal = {
  readonly code: FindingCode
  readonly message: string
  readonly hint: string
  /** 1-based; 0 where it is the file as a whole. */
  readonly line: number
  readonly column: number
}

let table: RealmTable | undefined

/**
 * What the gate of the sandbox says of a text: the same that a run would end with before its first bar.
 * The gate reads and runs nothing, so that one realm does for every file.
 */
export function askGate(source: string): Refusal | undefined {
  table ??= createRealm(vm, readScripts()).table
  const verdict = JSON.parse(table.judge(source)) as
    | { readonly ok: true }
    | (Refusal & { readonly ok: false })
  if (verdict.ok) return undefined
  const { code, message, hint, line, column } = verdict
  return { code: known(code), message, hint, line, column }
}

function known(code: string): FindingCode {
  return [...GATE_CODES, ...RUN_CODES].find((candidate) => candidate === code) ?? 'S308'
}

/** Node's own type stripping, from 22.13 on. */
const { stripTypeScriptTypes: strip } = nodeModule as {
  stripTypeScriptTypes?: (text: string) => string
}

/** The text without its types, every place of it unchanged; a refusal where that cannot be had. */
export function stripTypes(source: string): string | Refusal {
  const refuse = (message: string, hint: string): Refusal => ({
    code: 'S308',
    message,
    hint,
    line: 0,
    column: 0,
  })
  if (strip === undefined)
    return refuse(
      'this Node.js cannot strip types',
      'use Node.js 22.13 or newer, or write the strategy in JavaScript',
    )
  // Node says once that this may change; it is nothing that the author of a strategy could act on.
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return strip(source)
  } catch {
    return refuse(
      'the types cannot be stripped',
      'use only types that can be erased: no enum, namespace or parameter property',
    )
  } finally {
    process.emitWarning = emitWarning
  }
}
