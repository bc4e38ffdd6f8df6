import { Argument, Command } from 'commander'
import { type Candidate, isSafe } from '../complete/candidate.ts'
import { candidates } from '../complete/candidates.ts'
import { SCRIPTS, SHELLS, type Shell } from '../complete/scripts.ts'
import { unquote } from '../complete/unquote.ts'

/** `qrun completion SHELL`: prints the script that lets a shell complete the command line. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'which one').choices(SHELLS))
    .action((shell: Shell) => {
      process.stdout.write(SCRIPTS[shell])
    })
}

/** Asked by these scripts: `qrun __complete SHELL -- WORDS`, the last word being the one at the cursor. */
export function completeCommand(): Command {
  return new Command('__complete')
    .argument('[shell]')
    .argument('[words...]')
    .action((shell: string | undefined, words: readonly string[], _: unknown, command: Command) => {
      process.stdout.write(answer(shell ?? '', words, command.parent ?? command))
    })
}

/** A shell waits for it while somebody types, and nobody wants to read errors then: no answer is one. */
function answer(shell: string, words: readonly string[], program: Command): string {
  let found: readonly Candidate[]
  try {
    found = candidates(
      program,
      shell === 'bash' || shell === 'fish'
        ? words.map(unquote)
        : shell === 'powershell'
          ? plainWords(words)
          : words,
    )
  } catch {
    return ''
  }
  const safe = found.filter(isSafe)
  if (safe.length === 0) return ''
  if (shell === 'bash') {
    const kind = safe.some(({ isFile }) => isFile) ? 'files' : 'words'
    return `${[kind, ...safe.map(({ value }) => value)].join('\n')}\n`
  }
  const quote = shell === 'powershell' ? quoteForPowerShell : (value: string) => value
  return `${safe.map(({ value, text = '' }) => `${quote(value)}${text === '' ? '' : `\t${text}`}`).join('\n')}\n`
}

/** The last word comes with a sign in front. */
function plainWords(words: readonly string[]): readonly string[] {
  return [...words.slice(0, -1), (words.at(-1) ?? '=').slice(1)]
}

/** PowerShell takes several signs for a quote, and a comma for a list. */
function quoteForPowerShell(value: string): string {
  return /^[\w./:=+-]+$/.test(value) ? value : `'${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`
}
