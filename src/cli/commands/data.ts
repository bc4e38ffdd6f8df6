import { Command } from 'commander'
import { inspect, renderInspection } from '../../index.ts'
import { addDataFlags, type DataFlags, dataOptionsOf, sourceOf } from '../data-flags.ts'
import { convertCommand, resampleCommand } from './convert.ts'

/** `qrun data …`: what a file of bars holds and how it was read; its bars in other forms. */
export function dataCommand(): Command {
  const command = new Command('data')
    .description('look at files of bars, and convert them')
    .helpCommand(false)
  addDataFlags(
    command
      .command('inspect')
      .description('tell how a file is read, and what is odd about it')
      .argument('<file>', 'a file of bars, or - for standard input')
      .option('--json', 'print one JSON document'),
  ).action(async (file: string, flags: DataFlags & { readonly json?: boolean }) => {
    const source = sourceOf(file)
    const facts = await inspect(
      typeof source === 'string' ? { path: source } : source,
      dataOptionsOf(flags),
    )
    process.stdout.write(
      flags.json === true ? `${JSON.stringify(facts, null, 2)}\n` : renderInspection(facts),
    )
  })
  return command.addCommand(convertCommand()).addCommand(resampleCommand())
}
