#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { isFailure, QrunError, renderFailure, VERSION } from '../index.ts'
import { CALLED, typed } from './called.ts'
import { addAll, addNamed } from './commands/index.ts'
import { applyConfig } from './configured.ts'
import { EXIT, exitCodeOf } from './exit.ts'
import { lookOf } from './terminal.ts'

const program = new Command('qrun')
  .description('Backtest Pine-style strategies in a sealed sandbox.')
  .version(VERSION, '-V, --version', 'print the version')
  .helpCommand(false)
  .addHelpText(
    'after',
    `
Start with a project, or with files of your own:
  ${CALLED} init
  ${CALLED} check
  ${CALLED} lint strategy.js
  ${CALLED} backtest strategy.js --data bars.csv
  ${CALLED} explain strategy.js --data bars.csv

Ask for a command, a code or a name of the strategy API:
  ${CALLED} help check
  ${CALLED} help S301
  ${CALLED} help ta.sma`,
  )
  .showSuggestionAfterError(true)

/** Every command reports mistakes by throwing, so that this is the only place that prints them. */
function prepare(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => {} })
  for (const child of command.commands) prepare(child)
}

/** Where the help of the command that was called is found. */
function helpFor([first = '', second]: readonly string[]): string {
  const command = program.commands.find(
    (each) => each.name() === first || each.aliases().includes(first),
  )
  if (command === undefined || first.startsWith('__'))
    return 'qrun --help, or qrun COMMAND --help, lists what there is'
  const inner = command.commands.some((each) => each.name() === second) ? ` ${second}` : ''
  return `qrun ${command.name()}${inner} --help lists what there is`
}

/** Commander's words for a value that a flag, a variable or an argument cannot take, and what it can. */
const INVALID =
  /^(?:option '([^']+)' (?:argument|value)|command-argument value) '(.*)'(?: from env '(\w+)')? is invalid(?: for argument '(\w+)')?\. (.+)$/s

/** What commander calls a mistake, in our form. */
function usageError(error: CommanderError, argv: readonly string[]): QrunError {
  const text = error.message.replace(/^error: /, '')
  const [message = text, suggestion] = text.split('\n')
  const refused = INVALID.exec(text)
  if (refused !== null) {
    const [, option = '', wrong, env, argument, means = ''] = refused
    const what = env ?? /--[\w-]+/.exec(option)?.[0] ?? `the ${argument}`
    return new QrunError({
      code: 'U102',
      message: `${what} was "${wrong}"`,
      hint: lowered(means.replace(/^Allowed choices are /, 'choose one of: ').replace(/\.$/, '')),
    })
  }
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
      dashed(message) ??
      suggestion?.replace(/^\((.*)\)$/, '$1') ??
      `${/--data <path>' not specified/.test(text) ? 'add --data FILE with the bars; ' : ''}${helpFor(argv)}`,
  })
}

/** A file whose name begins with a dash was read as a flag. */
function dashed(message: string): string | undefined {
  const name = /^unknown option '(-[^-].*\.\w+)'$/s.exec(message)?.[1]
  return name === undefined ? undefined : `a file of that name is written "./${name}"`
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
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
      program.outputHelp()
      return
    }
    const call = { argv, addRest: () => addAll(program) }
    program.hook('preSubcommand', (_, command) => applyConfig(program, command, call))
    await program.parseAsync(argv, { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return
    // A group of commands named alone: its help was the answer.
    if (thrown instanceof CommanderError && thrown.code === 'commander.help') {
      process.exitCode = EXIT.usage
      return
    }
    const failure = thrown instanceof CommanderError ? usageError(thrown, argv) : thrown
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
