import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of this package by its path in it. */
export function packageFile(path: string): string {
  return join(packageFolder(), path)
}

/** The folder of this package: the nearest one above that has a package.json. */
function packageFolder(): string {
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
