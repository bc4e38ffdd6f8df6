// Folders of attack programs: each has a README.md whose table gives the outcomes that are right.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'

/** The attacks of a folder; `expected` is undefined for a file that its table does not name. */
export function readSet(folder) {
  const dir = resolve(folder)
  const table = join(dir, 'README.md')
  if (!existsSync(table)) throw new Error(`no attack set in "${dir}": it has no README.md`)
  const rows = new Map()
  for (const line of readFileSync(table, 'utf8').split('\n')) {
    const [, file, outcome] = /^\| ([\w-]+\.js) \| ([a-z ]+) \|/.exec(line) ?? []
    if (file !== undefined) rows.set(file, outcome.split(' or '))
  }
  return readdirSync(dir)
    .filter((file) => file.endsWith('.js'))
    .sort()
    .map((file) => ({
      set: basename(dir) === 'attacks' ? basename(resolve(dir, '..')) : basename(dir),
      file,
      name: file.replace(/\.js$/, ''),
      path: join(dir, file),
      expected: rows.get(file),
    }))
}

/** What a program shows in place of this is the port on which the judge listens. */
const PORT = '@PORT@'

/** The text of an attack as it is run: the judge's port filled in. */
export function textOf({ path }, port) {
  return readFileSync(path, 'latin1').replaceAll(PORT, String(port))
}
