#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { isFailure, QrunError, renderFailure, VERSION } from '../index.ts'
import { typed } from './called.ts'
import { addNamed } from './commands/index.ts'
import { applyConfig } from './configured.ts'
import { EXIT, exitCodeOf } from './exit.ts'
import { lookOf } from './terminal.ts'

const program = new Command('qrun')
  .description('Backtest Pine-style strategies in a sealed sandbox.')
  .version(VERSION, '-V, --version', 'print the version')
  .helpCommand(false)
  .showSuggestionAfterError(true)

/** Every command reports mistakes by throwing, so that this is the only place that prints them. */
function prepare(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => {} })
  for (const child of command.commands) prepare(child)
}

/** What commander calls a mistake, in our form. */
function usageError(error: CommanderError): QrunError {
  const text = error.message.replace(/^error: /, '')
  const [message = text, suggestion] = text.split('\n')
  const code =
    error.code === 'commander.invalidArgument'
      ? 'U102'
      : error.code.includes('issing')
        ? 'U103'
        : 'U101'
  return new QrunError({
    code,
    message,
    hint:
      suggestion?.replace(/^\((.*)\)$/, '$1') ??
      'qrun --help, or qrun COMMAND --help, lists what there is',
  })
}

process.stdout.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
  // A reader that closes the pipe has seen enough: that is no error of this run.
  if (code !== 'EPIPE')
    report(
      new QrunError({
        code: 'U105',
        message: `standard output cannot be written (${code})`,
        hint: 'send it elsewhere, or write a file with --out',
      }),
    )
  process.exit(process.exitCode ?? EXIT.ok)
})
// Where errors cannot be told, the exit code still does.
process.stderr.on('error', () => {})

/** Prints a failure; from then on the exit code is that of the failure. */
function report(failure: QrunError): void {
  const { code, message, hint, place } = failure
  const shown = { code, message, hint: typed(hint), place }
  process.stderr.write(renderFailure(shown, lookOf(process.stderr, {})))
  process.exitCode = exitCodeOf(failure.code)
}

/**
 * Ends the process though the data are still being read. A read that blocks in the system, of a named
 * pipe that nobody writes to, would hold up an ordinary exit too.
 */
function endSoon(code: number): void {
  setTimeout(() => {
    if (process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq')))
      process.kill(process.pid, code === EXIT.terminated ? 'SIGTERM' : 'SIGINT')
    process.exit(code)
  }, 50)
}

async function main(argv: readonly string[]): Promise<void> {
  try {
    await addNamed(program, argv[0])
    prepare(program)
    if (argv.length === 0) {
      process.stdout.write(program.helpInformation())
      return
    }
    program.hook('preSubcommand', (_, command) => applyConfig(program, command, argv))
    await program.parseAsync(argv, { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return
    // A group of commands named alone: its help was the answer.
    if (thrown instanceof CommanderError && thrown.code === 'commander.help') {
      process.exitCode = EXIT.usage
      return
    }
    const failure = thrown instanceof CommanderError ? usageError(thrown) : thrown
    const shown = isFailure(failure)
      ? failure
      : new QrunError({
          code: 'X503',
          message: `internal error (${failure instanceof Error ? failure.message : 'unknown'})`,
          hint: 'this is a defect of qrun: please report it with the command that led here',
        })
    const said = process.exitCode
    report(shown)
    if (shown.code === 'X504') endSoon(Number(said ?? EXIT.interrupted))
  }
}

await main(process.argv.slice(2))
