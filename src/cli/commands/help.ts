import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { packageFile, QrunError } from '../../index.ts'
import { findInReference, likeliest, namesInReference } from '../reference.ts'

/**
 * `qrun help CODE`: the page of an error or note; `qrun help NAME`: what the reference says of a name that a
 * strategy finds; `qrun help [COMMAND]`: as --help.
 */
export function helpCommand(): Command {
  const command: Command = new Command('help')
    .description(
      'explain a code such as S301, a name such as ta.sma, or show the help of a command',
    )
    .argument(
      '[topic...]',
      'a code, codes for the list of them, a name of the strategy API, or a command',
    )
    .action(async (topics: readonly string[]) => {
      const known = find(command.parent!, topics)
      if (known !== undefined) {
        known.outputHelp()
        return
      }
      const topic = topics.join(' ')
      if (topic === 'codes') {
        process.stdout.write(await readFile(packageFile('docs/errors/README.md'), 'utf8'))
        return
      }
      if (!/^[UBCDSLNWX]\d{3}$/i.test(topic)) {
        const section = await findInReference(topic)
        if (section !== undefined) {
          process.stdout.write(section)
          return
        }
        throw new QrunError({
          code: 'U101',
          message: `there is no help for "${topic}"`,
          hint: await hintFor(topic, command.parent!),
        })
      }
      try {
        process.stdout.write(
          await readFile(packageFile(`docs/errors/${topic.toUpperCase()}.md`), 'utf8'),
        )
      } catch {
        throw new QrunError({
          code: 'U101',
          message: `there is no code "${topic}"`,
          hint: 'qrun help codes lists them all',
        })
      }
    })
  return command
}

/** The names that are nearest to what was asked for. */
async function hintFor(topic: string, program: Command): Promise<string> {
  const names = [
    ...program.commands.map((command) => command.name()),
    ...(await namesInReference()),
  ]
  const near = likeliest(topic, names)
  return near.length === 0
    ? 'give a command, a code such as S301, or a name such as ta.sma; qrun explain --api lists all names'
    : `did you mean ${near.join(' or ')}?`
}

/** The command that the words name, the program itself for none. */
function find(program: Command, words: readonly string[]): Command | undefined {
  return words.reduce<Command | undefined>(
    (above, word) =>
      above?.commands.find((other) => other.name() === word || other.aliases().includes(word)),
    program,
  )
}
