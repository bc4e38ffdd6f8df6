import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { packageFile, QrunError } from '../../index.ts'

/** `qrun help CODE`: the page of an error or note; `qrun help [COMMAND]`: as --help. */
export function explainCommand(): Command {
  const command: Command = new Command('help')
    .description('explain a code such as S301, or show the help of a command')
    .argument('[topic...]', 'a code or a command')
    .action(async (topics: readonly string[]) => {
      const known = find(command.parent!, topics)
      if (known !== undefined) {
        process.stdout.write(known.helpInformation())
        return
      }
      const topic = topics.join(' ')
      if (!/^[UBCDSLNX]\d{3}$/i.test(topic))
        throw new QrunError({
          code: 'U101',
          message: `there is no help for "${topic}"`,
          hint: 'give a command, or a code such as S301',
        })
      try {
        process.stdout.write(
          await readFile(packageFile(`docs/errors/${topic.toUpperCase()}.md`), 'utf8'),
        )
      } catch {
        throw new QrunError({
          code: 'U101',
          message: `there is no code "${topic}"`,
          hint: 'docs/errors lists them all',
        })
      }
    })
  return command
}

/** The command that the words name, the program itself for none. */
function find(program: Command, words: readonly string[]): Command | undefined {
  return words.reduce<Command | undefined>(
    (above, word) =>
      above?.commands.find((other) => other.name() === word || other.aliases().includes(word)),
    program,
  )
}
