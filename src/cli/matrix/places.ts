import { join, resolve } from 'node:path'
import { QrunError } from '../../index.ts'
import { endingOf } from '../outputs.ts'

/** What a name between braces in `--out` stands for; `{run}` is known once the run is over. */
export type Place = {
  readonly strategy: string
  readonly data: string
}

const KNOWN = ['strategy', 'data', 'run'] as const
const HOLDER = /\{(\w+)\}/g

/**
 * The place of one run's files.
 *
 * @throws `U102` for a name in braces that stands for nothing.
 */
export function placeOf(out: string, { strategy, data }: Place): string {
  return out.replace(HOLDER, (holder, name: string) => {
    if (name === 'strategy') return strategy
    if (name === 'data') return data
    if (name === 'run') return holder
    throw new QrunError({
      code: 'U102',
      message: `--out was "${out}", and "${holder}" stands for nothing`,
      hint: `there are: ${KNOWN.map((known) => `{${known}}`).join(', ')}`,
    })
  })
}

/** The same with the run's id in it. */
export function withRun(path: string, id: string): string {
  return path.replaceAll('{run}', id)
}

/**
 * The places of several runs: what `--out` says, or a folder for each in the folder that it names.
 *
 * @throws `U103` for one file for all of them, `U102` for two runs of one place.
 */
export function placesOf(
  out: string,
  places: readonly (Place & { readonly says: string })[],
): readonly string[] {
  const hasHolders = out.search(HOLDER) >= 0
  const ending = endingOf(out)
  if (!hasHolders && ending !== undefined)
    throw new QrunError({
      code: 'U103',
      message: `--out was "${out}", one file for ${places.length} runs`,
      hint: `put names into it: --out '${out.slice(0, -ending.length - 1)}-{strategy}-{data}.${ending}', or give a folder`,
    })
  const paths = places.map((place) =>
    hasHolders ? placeOf(out, place) : join(out, place.strategy, place.data),
  )
  const taken = new Map<string, string>()
  paths.forEach((path, i) => {
    if (path.includes('{run}')) return
    const key = resolve(path).toLowerCase()
    const other = taken.get(key)
    if (other !== undefined)
      throw new QrunError({
        code: 'U102',
        message: `"${path}" would be written by "${other}" and by "${places[i]!.says}"`,
        hint: "tell them apart: --out 'DIR/{strategy}-{data}', or {run}",
      })
    taken.set(key, places[i]!.says)
  })
  return paths
}
