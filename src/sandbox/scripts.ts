import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { QrunError } from '../errors/index.ts'
import type { RealmScripts } from './realm.ts'

/** The bundled texts that run on the other side of the walls. */
export type Scripts = RealmScripts & { readonly jail: string }

let cached: Scripts | undefined

/** Reads the scripts of this package, once. */
export function readScripts(): Scripts {
  if (cached !== undefined) return cached
  const folder = join(packageFolder(), 'dist')
  const read = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch {
      throw new QrunError({
        code: 'X503',
        message: `the installed package lacks "dist/${name}"`,
        hint: 'install qrun again; in a checkout run npm run build',
      })
    }
  }
  cached = { jail: read('jail.js'), realm: read('realm.js'), ti: read('realm-ti.js') }
  return cached
}

/** The folder of this package: the nearest one above that has a package.json. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  for (;;) {
    try {
      readFileSync(join(folder, 'package.json'))
      return folder
    } catch {
      const parent = dirname(folder)
      if (parent === folder) return folder
      folder = parent
    }
  }
}
