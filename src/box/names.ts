import { SandboxConfig } from './errors.ts'

/** Words that a strict script cannot have for a name. */
const RESERVED = new Set(
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield'.split(
    ' ',
  ),
)

/** Refuses a name that no source could write. */
export function checkName(name: string, where: string): void {
  if (!/^[A-Za-z_$][\w$]{0,99}$/.test(name) || RESERVED.has(name))
    throw new SandboxConfig(
      `${where} has the name "${name.slice(0, 100)}"`,
      'use a name that a variable can have: letters, digits, _ and $',
    )
}
