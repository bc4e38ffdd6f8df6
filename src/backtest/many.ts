import { setMaxListeners } from 'node:events'
import { isFailure, QrunError } from '../errors/index.ts'
import {
  type BacktestResult,
  type CandleCollector,
  type Candles,
  createCandleCollector,
} from '../report/index.ts'
import type { BacktestOptions } from './options.ts'
import { defaultJobs, inParallel } from './pool.ts'
import { runBacktest } from './run.ts'
import { createBarStore } from './store.ts'

/** A result, which may be that of a run that failed, or why there is none. */
export type RunOutcome =
  | { readonly result: BacktestResult; readonly candles?: Candles }
  | { readonly result: null; readonly failure: QrunError }

export type ManyOptions = {
  /** Runs at a time; the number of cores less one when absent. What comes out does not depend on it. */
  readonly jobs?: number
  /** Keeps candles of each run for `writeHtml`. */
  readonly candles?: boolean
  /** Ends the runs that are on the way and begins no others. */
  readonly signal?: AbortSignal
}

/** Runs whose files are read once for all of them. */
export type Runner = {
  run(options: BacktestOptions): Promise<BacktestResult>
  /** Lets go of the bars. */
  close(): void
}

export function createRunner(): Runner {
  const store = createBarStore()
  return {
    run(options) {
      // Each run on the way listens, and there may be many: that is no leak.
      if (options.signal !== undefined) setMaxListeners(0, options.signal)
      return runBacktest(options, store.open)
    },
    close: store.close,
  }
}

/**
 * Runs each of `runs` and hands its outcome to `take` as soon as it is there. A run that fails stops no
 * other. Files of bars are read once; runs over the same file are begun one after another, and no result is held
 * once `take` is done with it.
 *
 * @returns What `take` made of each, in the order of `runs`; undefined for those that an interrupt prevented.
 */
export async function backtestMany<T>(
  runs: readonly BacktestOptions[],
  take: (outcome: RunOutcome, index: number) => T | Promise<T>,
  { jobs = defaultJobs(), candles = false, signal }: ManyOptions = {},
): Promise<readonly (T | undefined)[]> {
  if (!Number.isSafeInteger(jobs) || jobs < 1)
    throw new QrunError({
      code: 'U102',
      message: `jobs was "${jobs}"`,
      hint: 'give a whole number of at least 1',
    })
  const runner = createRunner()
  const taken: (T | undefined)[] = runs.map(() => undefined)
  let isInterrupted = false
  try {
    await inParallel(byData(runs), jobs, async (index) => {
      if (isInterrupted || signal?.aborted === true) return
      const collector = candles ? createCandleCollector() : undefined
      const outcome = await outcomeOf(
        runner.run({
          ...runs[index]!,
          ...(collector === undefined ? {} : { candles: collector }),
          ...(signal === undefined ? {} : { signal }),
        }),
        collector,
      )
      if (outcome.result === null && outcome.failure.code === 'X504') isInterrupted = true
      else taken[index] = await take(outcome, index)
    })
  } finally {
    runner.close()
  }
  return taken
}

async function outcomeOf(
  run: Promise<BacktestResult>,
  collector: CandleCollector | undefined,
): Promise<RunOutcome> {
  try {
    const result = await run
    return collector === undefined ? { result } : { result, candles: collector.candles() }
  } catch (problem) {
    return { result: null, failure: isFailure(problem) ? problem : internal(problem) }
  }
}

/** A defect of ours in one run is no reason to lose the others. */
function internal(problem: unknown): QrunError {
  return new QrunError({
    code: 'X503',
    message: `internal error (${problem instanceof Error ? problem.message : 'unknown'})`,
    hint: 'this is a defect of qrun: please report it with the command that led here',
  })
}

/** Numbers of the runs, those over the same data together. */
function byData(runs: readonly BacktestOptions[]): readonly number[] {
  const groups = new Map<BacktestOptions['data'], number[]>()
  runs.forEach(({ data }, index) => {
    const group = groups.get(data)
    if (group === undefined) groups.set(data, [index])
    else group.push(index)
  })
  return [...groups.values()].flat()
}
