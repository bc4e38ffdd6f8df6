import { basename, join } from 'node:path'
import { Command, Option } from 'commander'
import { QrunError } from '../../index.ts'
import { exists, writeWhole } from '../files.ts'
import { TEMPLATES } from '../templates/index.ts'
import { writeTypes } from './types.ts'

type Flags = { readonly template: string; readonly force?: boolean; readonly types: boolean }

const ENDING = /\.(?:js|mjs|ts)$/

/** `qrun new NAME`: one strategy from a template, and the typings that make an editor help with it. */
export function newCommand(): Command {
  return new Command('new')
    .description('write a new strategy from a template')
    .argument('[name]', 'name of the strategy', 'my-strategy')
    .addOption(
      new Option('-t, --template <name>', 'where to start from')
        .choices(Object.keys(TEMPLATES))
        .default('cross'),
    )
    .option('--force', 'write over an existing file')
    .option('--no-types', 'write no editor typings')
    .action(async (name: string, { template, force, types }: Flags) => {
      const path = ENDING.test(name) ? name : `${name}.js`
      const title = basename(path).replace(ENDING, '')
      if (title === '' || /[\\/]$/.test(name))
        throw new QrunError({
          code: 'U102',
          message: `the name of the strategy was "${name}"`,
          hint: 'give the name of a file, such as my-strategy',
        })
      if (force !== true && (await exists(path)))
        throw new QrunError({
          code: 'U106',
          message: `"${path}" exists already`,
          hint: 'choose another name, or write over it with --force',
        })
      await writeWhole(path, (write) => write(TEMPLATES[template]!.text(title)))
      process.stdout.write(`wrote ${path}\n`)
      if (types)
        for (const written of await writeTypes(join(path, '..')))
          process.stdout.write(`wrote ${written}\n`)
      const shown = /[^\w./\\-]/.test(path) ? `"${path}"` : path
      process.stdout.write(`\nrun it:  qrun backtest ${shown} --data FILE.csv\n`)
    })
}
