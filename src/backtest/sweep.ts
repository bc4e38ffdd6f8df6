import { setMaxListeners } from 'node:events'
import { openBars } from '../data/index.ts'
import { QrunError } from '../errors/index.ts'
import { buildTrial, type TrialReport } from '../report/index.ts'
import type { Failure } from '../shared/failure.ts'
import type { Job } from '../shared/job.ts'
import type { RunStatus } from '../shared/outcome.ts'
import type { Collected } from './collect.ts'
import { interrupted } from './jailed.ts'
import { keepBars } from './kept.ts'
import { type BacktestOptions, type Inputs, isRepeatable } from './options.ts'
import { defaultJobs, inParallel } from './pool.ts'
import { emptyWindow, jobOf, openFeed, orAbort, prepare, tooFine } from './prepare.ts'
import { recordOf } from './record.ts'
import { createTrialQueue, runTrials } from './trials.ts'

export type SweepOptions = Omit<
  BacktestOptions,
  'inputs' | 'detail' | 'markets' | 'candles' | 'isolation' | 'command' | 'onProgress'
> & {
  /** Values of inputs by name, one set for each run. */
  readonly trials: readonly Inputs[]
  /** Sandbox processes at a time; the number of cores less one when absent. What comes out does not depend on it. */
  readonly jobs?: number
}

/** One run of a sweep. */
export type Trial = TrialReport & {
  /** As they were given. */
  readonly inputs: Inputs
  readonly status: RunStatus
  /** Why the run failed or was stopped; the rest is of the bars before. */
  readonly failure: Failure | null
  /** Closed trades. */
  readonly trades: number
}

/**
 * Runs one strategy over one series of bars once for each set of inputs. Each trial is the run that
 * `backtest` does of these inputs, with the same trades, equity and metrics; bars, strategy and machine code are
 * loaded once for all of them, and neither curves nor lists of trades are kept. Limits hold for each trial.
 *
 * @param take Is handed each trial as soon as it is over, in any order.
 * @returns The trials in the order of `trials`.
 * @throws QrunError as `backtest` does, but for what is wrong with the inputs of one trial: that is its
 *   failure. `L402` where the bars do not fit into memory.
 */
export async function sweep(
  options: SweepOptions,
  take: (trial: Trial, index: number) => void = () => {},
): Promise<readonly Trial[]> {
  const { signal, trials, jobs = defaultJobs() } = options
  if (!Number.isSafeInteger(jobs) || jobs < 1)
    throw new QrunError({
      code: 'U102',
      message: `jobs was "${jobs}"`,
      hint: 'give a whole number of at least 1',
    })
  // Each jail on the way listens: that is no leak.
  if (signal !== undefined) setMaxListeners(0, signal)
  const prepared = await prepare(options, openBars)
  const { source, window, limits } = prepared
  const feed = await orAbort(openFeed(options, window, openBars), signal, (late) => late.close())
  const bars = await keepBars(feed, limits, signal)
  if (signal?.aborted) throw interrupted()
  const summary = feed.summary()
  // A run begins with the price grid of the head of the file, and again where prices further on are finer.
  const decimals = Math.max(summary.decimals, feed.head.decimals)
  if (
    options.symbol?.tick === undefined &&
    decimals > feed.head.decimals &&
    !isRepeatable(options.data)
  )
    throw tooFine(decimals)
  const job: Job = { ...jobOf(options, prepared, feed, decimals), trialBars: bars.count }
  const trialOf = (inputs: Inputs, collected: Collected): Trial => {
    const { end, equity } = collected.result
    if (end.failure === undefined && equity.bars === 0) throw emptyWindow(options)
    const record = recordOf({
      options,
      source,
      job: { ...job, inputs },
      feed,
      summary: end.failure === undefined ? summary : undefined,
      window,
      collected,
      detail: undefined,
      detailSummary: undefined,
      markets: undefined,
    })
    const report = buildTrial(record)
    return {
      inputs,
      status: end.status,
      failure: end.failure ?? null,
      trades: report.metrics.all.trades ?? 0,
      ...report,
    }
  }
  const done: Trial[] = []
  const queue = createTrialQueue(trials.length)
  const setting = { job, bars, isUntrusted: options.untrusted === true, signal }
  const lanes = Array.from({ length: Math.min(jobs, trials.length) })
  await inParallel(lanes, jobs, () =>
    runTrials(
      setting,
      queue,
      (index) => trials[index]!,
      (index, collected) => {
        const trial = trialOf(trials[index]!, collected)
        done[index] = trial
        take(trial, index)
      },
    ),
  )
  return done
}
