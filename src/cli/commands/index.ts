import { Command } from 'commander'
import { VERSION } from '../../index.ts'
import { backtestCommand } from './backtest.ts'

/** What the completion scripts call. */
const COMPLETE = '__complete'

/** All but the first are loaded when they are asked for, so that a run does not pay for them at its start. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  backtest: async () => backtestCommand(),
  check: async () => (await import('./check.ts')).checkCommand(),
  compare: async () => (await import('./compare.ts')).compareCommand(),
  report: async () => (await import('./report.ts')).reportCommand(),
  explain: async () => (await import('./explain.ts')).explainCommand(),
  lint: async () => (await import('./lint.ts')).lintCommand(),
  data: async () => (await import('./data.ts')).dataCommand(),
  init: async () => (await import('./init.ts')).initCommand(),
  new: async () => (await import('./new.ts')).newCommand(),
  types: async () => (await import('./types.ts')).typesCommand(),
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
  completion: async () => (await import('./completion.ts')).completionCommand(),
  [COMPLETE]: async () => (await import('./completion.ts')).completeCommand(),
  help: async () => (await import('./help.ts')).helpCommand(),
  version: async () =>
    new Command('version').description('print the version').action(() => {
      process.stdout.write(`${VERSION}\n`)
    }),
}
const ALIASES: Readonly<Record<string, string>> = { bt: 'backtest' }
/** Commands that look at all others. */
const WHOLE: ReadonlySet<string> = new Set(['help', 'completion', COMPLETE])

/** Adds the command that is named first, or all of them where that is not clear or one of them asks. */
export async function addNamed(program: Command, first = ''): Promise<void> {
  const name = ALIASES[first] ?? first
  if (Object.hasOwn(COMMANDS, name) && !WHOLE.has(name)) await add(program, [name])
  else await addAll(program)
}

/** Adds all commands that are not there yet. */
export async function addAll(program: Command): Promise<void> {
  const present = new Set(program.commands.map((command) => command.name()))
  await add(
    program,
    Object.keys(COMMANDS).filter((name) => !present.has(name)),
  )
}

async function add(program: Command, names: readonly string[]): Promise<void> {
  const commands = await Promise.all(names.map((name) => COMMANDS[name]!()))
  commands.forEach((command, i) => {
    program.addCommand(command, { hidden: names[i] === COMPLETE })
  })
}
