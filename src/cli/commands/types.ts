import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { packageFile, QrunError } from '../../index.ts'
import { exists, writeWhole } from '../files.ts'
import { JSCONFIG } from '../templates/index.ts'

export async function readGlobals(): Promise<string> {
  return readFile(packageFile('dist/globals.d.ts'), 'utf8')
}

/** Writes the declaration file, and a jsconfig where there is none. */
export async function writeTypes(folder: string): Promise<string[]> {
  const globals = join(folder, 'qrun-globals.d.ts')
  const config = join(folder, 'jsconfig.json')
  const text = await readGlobals()
  await writeWhole(globals, (write) => write(text))
  if (await exists(config)) return [globals]
  await writeWhole(config, (write) => write(JSCONFIG))
  return [globals, config]
}

/** `qrun types`: the declaration file of the strategy globals, for editors. */
export function typesCommand(): Command {
  return new Command('types')
    .description('write editor typings of the strategy globals (qrun-globals.d.ts, jsconfig.json)')
    .argument('[folder]', 'where to', '.')
    .option('--print', 'print the declarations instead')
    .action(async (folder: string, { print }: { readonly print?: boolean }) => {
      if (print === true) {
        process.stdout.write(await readGlobals())
        return
      }
      if (!(await exists(folder)))
        throw new QrunError({
          code: 'U105',
          message: `folder "${folder}" does not exist`,
          hint: 'make it first, or name another',
        })
      for (const path of await writeTypes(folder)) process.stdout.write(`wrote ${path}\n`)
    })
}
