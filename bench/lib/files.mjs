// Files of bars that several rows read: written once into the folder of the run.
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { writeCsv } from './bars.mjs'

/** Path of a CSV of `count` simulated bars; see `writeCsv` for `time`. */
export function csvOf(folder, count, time = 'iso') {
  const path = join(folder, `bars-${count}-${time}.csv`)
  if (!existsSync(path)) {
    writeCsv(`${path}.part`, count, { time })
    renameSync(`${path}.part`, path)
  }
  return path
}
