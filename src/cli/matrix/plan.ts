import { join, relative } from 'node:path'
import { QrunError } from '../../index.ts'
import { type OutputFlags, type OutputPlan, planOutputs } from '../outputs.ts'
import type { Chosen } from './choose.ts'
import { shownNames, stemsOf } from './names.ts'
import { placeOf, placesOf, withRun } from './places.ts'

export type StoreFlags = { readonly store?: boolean; readonly untrusted?: boolean }

/** One run of a matrix. */
export type Cell = {
  /** Paths. */
  readonly strategy: string
  readonly series: string
  /** What they are called in the table. */
  readonly names: { readonly strategy: string; readonly data: string }
  readonly plan: OutputPlan
}

/**
 * Decides before a run where its results go; `{run}` stands for its id in the paths until `settle`.
 *
 * @param root Folder of the project, for what `--store` keeps.
 * @throws As `planOutputs`, and `U117` for a store under `--untrusted`.
 */
export function planRun(
  strategy: string,
  series: string,
  flags: OutputFlags & StoreFlags,
  root: string,
): OutputPlan {
  const [strategyStem, dataStem] = [strategy, series].map((path) => stemsOf(shownNames([path]))[0]!)
  const { out, ...rest } = flags
  const placed =
    out === undefined ? {} : { out: placeOf(out, { strategy: strategyStem!, data: dataStem! }) }
  return withStore(planOutputs(strategy, { ...rest, ...placed }), flags, root)
}

/**
 * The runs of a matrix, each with its places, in the order in which files were named.
 *
 * @throws As `planOutputs` and `placesOf`, `U103` for a format that has no form for several runs and no place.
 */
export function planCells(
  { strategies, series }: Chosen,
  flags: OutputFlags & StoreFlags,
  root: string,
): readonly Cell[] {
  const named = (paths: readonly string[]) => {
    const names = shownNames(paths)
    const stems = stemsOf(names)
    return paths.map((path, i) => ({ path, name: names[i]!, stem: stems[i]! }))
  }
  const bars = named(series)
  const pairs = named(strategies).flatMap((strategy) => bars.map((data) => ({ strategy, data })))
  const { out, ...rest } = flags
  const places =
    out === undefined
      ? undefined
      : placesOf(
          out,
          pairs.map(({ strategy, data }) => ({
            strategy: strategy.stem,
            data: data.stem,
            says: `${strategy.name} ${data.name}`,
          })),
        )
  return pairs.map(({ strategy, data }, i) => {
    const plan = planOutputs(strategy.path, {
      ...rest,
      data: { ...flags.data, path: data.path },
      ...(places === undefined ? {} : { out: places[i]! }),
    })
    if (!['pretty', 'json', 'github', 'none'].includes(plan.stdout))
      throw new QrunError({
        code: 'U103',
        message: `several runs in the format "${plan.stdout}" need a folder`,
        hint: 'add --out FOLDER; printed are the table, or --json',
      })
    return {
      strategy: strategy.path,
      series: data.path,
      names: { strategy: strategy.name, data: data.name },
      plan: withStore(plan, flags, root),
    }
  })
}

function withStore(plan: OutputPlan, { store, untrusted }: StoreFlags, root: string): OutputPlan {
  if (store !== true) return plan
  if (untrusted === true)
    throw new QrunError({
      code: 'U117',
      message:
        '--store does not go with "--untrusted", which writes where --out says and nowhere else',
      hint: 'use --out',
    })
  const path = relative(process.cwd(), join(root, '.qrun', 'runs', '{run}', 'result.json'))
  return { ...plan, files: [...plan.files, { part: 'json', path }] }
}

/** The plan of a run that is over. */
export function settle(plan: OutputPlan, id: string): OutputPlan {
  return { ...plan, files: plan.files.map((file) => ({ ...file, path: withRun(file.path, id) })) }
}
