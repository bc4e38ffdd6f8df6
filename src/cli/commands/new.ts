import { basename, dirname, join, relative } from 'node:path'
import { Command, Option } from 'commander'
import { findConfig, QrunError, readConfig } from '../../index.ts'
import { CALLED } from '../called.ts'
import { exists, quoted, writeWhole } from '../files.ts'
import { TEMPLATES } from '../templates/index.ts'
import { writeTypes } from './types.ts'

type Flags = { readonly template: string; readonly force?: boolean; readonly types: boolean }

const ENDING = /\.(?:js|mjs|ts)$/

/** `qrun new NAME`: one strategy from a template, and the typings that make an editor help with it. */
export function newCommand(): Command {
  return new Command('new')
    .description('write a new strategy from a template')
    .argument('[name]', 'name of the strategy, or a path', 'my-strategy')
    .addOption(
      new Option('-t, --template <name>', 'where to start from')
        .choices(Object.keys(TEMPLATES))
        .default('cross'),
    )
    .option('--force', 'write over an existing file')
    .option('--no-types', 'write no editor typings')
    .action(async (name: string, { template, force, types }: Flags) => {
      const title = basename(name).replace(ENDING, '')
      if (title === '' || title === '.' || title === '..' || /[\\/]$/.test(name))
        throw new QrunError({
          code: 'U102',
          message: `the name of the strategy was "${name}"`,
          hint: 'give the name of a file, such as my-strategy',
        })
      const config = await findConfig(process.cwd())
      const folder = /[\\/]/.test(name) ? '' : await homeOf(config)
      const path = join(folder, ENDING.test(name) ? name : `${name}.js`)
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
      const data = await barsOf(config)
      process.stdout.write(
        `\nrun it:  ${CALLED} backtest ${quoted(path)} --data ${data === undefined ? 'FILE.csv' : quoted(data)}\n`,
      )
    })
}

/** Where a project keeps its strategies, as `qrun init` has laid it out; else the folder at hand. */
async function homeOf(config: string | undefined): Promise<string> {
  if (config === undefined) return ''
  const folder = join(dirname(config), 'strategies')
  return (await exists(folder)) ? relative(process.cwd(), folder) : ''
}

/** A file of bars that the configuration names, to try the strategy on. */
async function barsOf(config: string | undefined): Promise<string | undefined> {
  if (config === undefined) return undefined
  // A configuration that is wrong is told by the commands that need it.
  const loaded = await readConfig(config, { programs: false }).catch(() => undefined)
  const [first] = Object.values(loaded?.config.data ?? {})
  const given = typeof first === 'string' ? first : first?.path
  if (loaded === undefined || typeof given !== 'string') return undefined
  const path = join(loaded.root, given)
  const shown = relative(process.cwd(), path)
  return (await exists(path)) && !/\p{C}/u.test(shown) ? shown : undefined
}
