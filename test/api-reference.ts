import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './documents.ts'

/** One name of src/globals.d.ts, as scripts/api-reference.mjs reads it. */
export type Member = {
  /** The interface, `type` for one itself, empty for a global. */
  readonly owner: string
  readonly name: string
  readonly parameters: readonly string[]
  readonly signatures: readonly string[]
  readonly type: string
  readonly doc: {
    readonly text: string
    readonly params: Readonly<Record<string, string>>
    readonly throws: string
    readonly example: string
  }
}

export type Reference = {
  /** By file name. */
  readonly pages: Readonly<Record<string, string>>
  readonly members: readonly Member[]
}

export function apiReference(): Reference {
  const printed = execFileSync(
    process.execPath,
    [join(ROOT, 'scripts/api-reference.mjs'), '--json'],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  return JSON.parse(printed)
}
