import { realpath } from 'node:fs/promises'
import { basename, relative, resolve, sep } from 'node:path'
import { QrunError } from '../errors/index.ts'
import { hasJail, jailFacts } from '../sandbox/index.ts'
import type { Limits } from '../shared/job.ts'
import type { BacktestOptions } from './options.ts'

/** Limits of a run of a stranger's file: where nothing is asked for, and the most that can be. */
export const UNTRUSTED_LIMITS: Limits = {
  timeMs: 10_000,
  setupMs: 2000,
  memoryMb: 256,
  orders: 100_000,
  logs: 1000,
}

const FLAGS: Readonly<
  Record<keyof Limits, readonly [flag: string, show: (value: number) => string]>
> = {
  timeMs: ['--limit-time', (value) => `${value / 1000}s`],
  setupMs: ['--limit-setup', (value) => `${value / 1000}s`],
  memoryMb: ['--limit-memory', (value) => `${value}mb`],
  orders: ['--limit-orders', String],
  logs: ['--limit-logs', String],
}

/**
 * The strict profile: both layers proved to stand, low limits, and a strategy file that lies where its
 * path says. Returns the limits of the run.
 *
 * @throws `U117` for what does not go with it, `U118` for a path that leads out of the working folder by
 *   a link, `U119` where the second layer cannot be had.
 */
export async function readUntrusted({
  strategy,
  isolation,
  limits = {},
}: BacktestOptions): Promise<Limits> {
  if (isolation === 'realm')
    throw new QrunError({
      code: 'U117',
      message: '--isolation was "realm", and --untrusted needs both layers',
      hint: 'leave one of them out',
    })
  for (const name of Object.keys(FLAGS) as (keyof Limits)[]) {
    const [flag, show] = FLAGS[name]
    const value = limits[name]
    if (value !== undefined && !(value <= UNTRUSTED_LIMITS[name]))
      throw new QrunError({
        code: 'U117',
        message: `${flag} was "${show(value)}", and --untrusted allows at most ${show(UNTRUSTED_LIMITS[name])}`,
        hint: 'give less, or leave --untrusted out for a file that you trust',
      })
  }
  if (typeof strategy === 'string') await checkPlace(strategy)
  if (!hasJail(await jailFacts()))
    throw new QrunError({
      code: 'U119',
      message: 'the second layer of the sandbox cannot be had on this machine',
      hint: 'qrun doctor tells what is missing; --untrusted never runs without it',
    })
  return { ...UNTRUSTED_LIMITS, ...limits }
}

/** A file in the working folder, or one named by its true path: no link may lead anywhere else. */
async function checkPlace(strategy: string): Promise<void> {
  const path = resolve(strategy)
  let real: string
  let folder: string
  try {
    ;[real, folder] = await Promise.all([realpath(path), realpath('.')])
  } catch {
    // That it cannot be read is told by whoever reads it.
    return
  }
  const isInside = !relative(folder, real).split(sep).includes('..')
  if (!isInside && real !== path)
    throw new QrunError({
      code: 'U118',
      message: `"${strategy}" leads out of the working folder by a link`,
      hint: 'name the file itself, or copy it into the folder',
      place: { file: basename(strategy) },
    })
}
