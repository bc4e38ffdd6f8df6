import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'

/** Whether a path lies in a folder, links followed; of what does not exist yet, the folder that will hold it. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(real(folder), real(path))
  return !isAbsolute(way) && !way.split(sep).includes('..')
}

function real(path: string): string {
  for (let at = resolve(path); ; at = dirname(at)) {
    try {
      return resolve(realpathSync(at), relative(at, resolve(path)))
    } catch {
      if (dirname(at) === at) return resolve(path)
    }
  }
}
