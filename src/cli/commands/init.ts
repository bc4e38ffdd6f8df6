import { join } from 'node:path'
import { Command, Option } from 'commander'
import { CALLED } from '../called.ts'
import { exists, quoted, writeWhole } from '../files.ts'
import { inventBars } from '../templates/bars.ts'
import { JSCONFIG, TEMPLATES } from '../templates/index.ts'
import { IGNORED, projectConfig, WORKFLOW } from '../templates/project.ts'
import { readGlobals } from './types.ts'

type Flags = {
  readonly template: string
  readonly force?: boolean
  readonly types: boolean
  readonly workflow: boolean
}

/** Names of the strategy of a new project, by template. */
const STRATEGY: Readonly<Record<string, string>> = { cross: 'sma-cross' }

/** `qrun init`: a project with a configuration, a strategy, bars to try it on, and a workflow for CI. */
export function initCommand(): Command {
  return new Command('init')
    .description('write a new project: configuration, strategy, data, CI workflow')
    .argument('[folder]', 'where to', '.')
    .addOption(
      new Option('-t, --template <name>', 'the strategy to start from')
        .choices(Object.keys(TEMPLATES))
        .default('cross'),
    )
    .option('--force', 'write over files that exist')
    .option('--no-types', 'write no editor typings')
    .option('--no-workflow', 'write no workflow for GitHub Actions')
    .action(run)
}

async function run(folder: string, { template, force, types, workflow }: Flags): Promise<void> {
  const strategy = STRATEGY[template] ?? template
  const files: (readonly [path: string, text: string])[] = [
    ['qrun.config.json', projectConfig(strategy)],
    [`strategies/${strategy}.js`, TEMPLATES[template]!.text(strategy)],
    ['data/sample.csv', inventBars()],
    ...(types
      ? ([
          ['strategies/qrun-globals.d.ts', await readGlobals()],
          ['strategies/jsconfig.json', JSCONFIG],
        ] as const)
      : []),
    ...(workflow ? ([['.github/workflows/qrun.yml', WORKFLOW]] as const) : []),
    ['.gitignore', IGNORED],
  ]
  let isKept = false
  for (const [path, text] of files) {
    const place = join(folder, path)
    if ((force !== true || path === '.gitignore') && (await exists(place))) {
      isKept = true
      process.stdout.write(`kept  ${place}, which exists already\n`)
      continue
    }
    await writeWhole(place, (write) => write(text))
    process.stdout.write(`wrote ${place}\n`)
  }
  const where = folder === '.' ? '' : `cd ${quoted(folder)} && `
  process.stdout.write(
    `\n${isKept ? '--force writes over what was kept\n' : ''}next:  ${where}${CALLED} check\n`,
  )
}
