import { type BacktestOptions, createRunner, defaultJobs, inParallel } from '../backtest/index.ts'
import { isFailure, QrunError } from '../errors/index.ts'
import { type BacktestResult, evaluateCondition, failureIn } from '../report/index.ts'
import type { Failure } from '../shared/failure.ts'
import { parseTimeframe } from '../shared/timeframe.ts'
import {
  baselineFiles,
  listBaselines,
  type Recorded,
  readBaseline,
  recordResult,
} from './baseline.ts'
import { type Change, changesOf } from './changes.ts'
import { type CheckDifference, differenceOf } from './difference.ts'
import type { Check } from './plan.ts'

/** Why a run differs from its baseline: the first of these that holds. */
export type Cause = Change['what'] | 'unstable' | 'none'

export type Expectation = {
  readonly condition: string
  readonly holds: boolean
  /** The figures behind it. */
  readonly text: string
}

export type CheckStatus = 'pass' | 'fail' | 'missing' | 'new' | 'updated' | 'error'

/** What became of one check. */
export type CheckOutcome = {
  readonly name: string
  readonly strategy: string
  readonly data: string
  readonly status: CheckStatus
  readonly trades: number | null
  /** Of the identity, also where the result is the same. */
  readonly changes: readonly Change[]
  /** Null where nothing differs. */
  readonly cause: Cause | null
  readonly difference: CheckDifference | null
  readonly expectations: readonly Expectation[]
  /** Why there is no result. */
  readonly failure: Failure | null
  readonly recorded: { readonly before: Recorded | null; readonly now: Recorded | null }
  /** What is to be written into the folder of the baselines. */
  readonly files: readonly { readonly name: string; readonly text: string }[]
}

export type CheckReport = {
  readonly outcomes: readonly CheckOutcome[]
  /** Baselines that belong to no check, and whether that is a failure. */
  readonly obsolete: { readonly names: readonly string[]; readonly fails: boolean }
}

export type CheckOptions = {
  /** Folder of the baselines. */
  readonly baselines: string
  /** Nothing is recorded then: what has no baseline fails. */
  readonly ci: boolean
  /** Names of the checks whose baselines are recorded anew where they differ; or all of them. */
  readonly update?: boolean | readonly string[]
  /** How often each is run; runs that differ fail. */
  readonly repeat?: number
  /** Names of all checks there are, to tell baselines that belong to none of them. */
  readonly known?: readonly string[]
  /** Baselines that belong to no check fail. */
  readonly strict?: boolean
  /** Runs at a time; the number of cores less one when absent. The report does not depend on it. */
  readonly jobs?: number
  readonly signal?: AbortSignal
  readonly run?: (options: BacktestOptions) => Promise<BacktestResult>
}

/**
 * Runs the checks, several at a time, and compares each with its baseline. A file of bars is read once for all
 * of them. Nothing is written: `files` of an outcome holds what is to be.
 *
 * @throws `C107` for an update in CI, `X504` when the signal fires.
 */
export async function runChecks(
  checks: readonly Check[],
  options: CheckOptions,
): Promise<CheckReport> {
  if (options.ci && options.update !== undefined && options.update !== false)
    throw new QrunError({
      code: 'C107',
      message: 'baselines are not recorded in CI, where nobody looks at what moved',
      hint: 'run qrun check -u on a desk and commit what it writes, or say --ci=false',
    })
  const runner = createRunner()
  const { run = runner.run, jobs = defaultJobs() } = options
  const outcomes = await inParallel(checks, jobs, (check) =>
    runCheck(check, { ...options, run }),
  ).finally(runner.close)
  const { known, baselines, strict = false } = options
  const names =
    known === undefined
      ? []
      : (await listBaselines(baselines)).filter((name) => !known.includes(name))
  return { outcomes, obsolete: { names, fails: strict && names.length > 0 } }
}

/** Runs a check, and again as often as asked; whatever ends it short becomes its outcome. */
async function runCheck(
  check: Check,
  options: CheckOptions & Pick<Required<CheckOptions>, 'run'>,
): Promise<CheckOutcome> {
  const { run, signal, repeat = 1 } = options
  try {
    const before = await readBaseline(options.baselines, check.name)
    const runOptions = { ...check.options, ...(signal === undefined ? {} : { signal }) }
    const result = await run(runOptions)
    if (result.failure !== null) return failed(check, failureIn(result.failure))
    for (let i = 1; i < repeat; i++) {
      const again = await run(runOptions)
      if (again.failure !== null) return failed(check, failureIn(again.failure))
      if (again.hashes.result !== result.hashes.result) return unstable(check, result, again)
    }
    return judge(check, result, before, options)
  } catch (problem) {
    if (!isFailure(problem) || problem.code === 'X504') throw problem
    const { code, message, hint, place } = problem
    return failed(check, { code, message, hint, place })
  }
}

function judge(
  check: Check,
  result: BacktestResult,
  before: Recorded | undefined,
  { ci, update }: CheckOptions,
): CheckOutcome {
  const now = recordResult(result)
  const expectations = check.expect.map((condition) => {
    const { value, text } = evaluateCondition(condition, result)
    return { condition, holds: value === true, text }
  })
  const isMet = expectations.every(({ holds }) => holds)
  const changes = before ? changesOf(before.baseline.identity, now.baseline.identity) : []
  const difference = before ? differenceOf(before, now, check, barMsOf(result)) : null
  const isUpdate =
    !ci && (update === true || (Array.isArray(update) && update.includes(check.name)))
  const files = baselineFiles(check.name, now)
  const isStale =
    before !== undefined &&
    baselineFiles(check.name, before).some(({ text }, i) => text !== files[i]!.text)
  // A run that does not come up to what is expected of it is never recorded.
  const isRecorded = isMet && (before === undefined ? !ci : isUpdate && isStale)
  const status = (): CheckStatus => {
    if (!isMet) return 'fail'
    if (before === undefined) return ci ? 'missing' : 'new'
    if (isRecorded) return 'updated'
    return difference === null ? 'pass' : 'fail'
  }
  return {
    ...aboutOf(check),
    status: status(),
    trades: result.trades.length,
    changes,
    cause: difference === null ? null : (changes[0]?.what ?? 'none'),
    difference,
    expectations,
    failure: null,
    recorded: { before: before ?? null, now },
    files: isRecorded ? files : [],
  }
}

/** Two runs of the same, and not the same result: how they differ is told as if the first were the baseline. */
function unstable(check: Check, first: BacktestResult, second: BacktestResult): CheckOutcome {
  const [before, now] = [recordResult(first), recordResult(second)]
  return {
    ...aboutOf(check),
    status: 'fail',
    trades: first.trades.length,
    changes: [],
    cause: 'unstable',
    difference: differenceOf(
      before,
      now,
      { compare: 'full', tolerance: { metrics: 0 } },
      barMsOf(first),
    ) ?? {
      metrics: [],
      notes: [],
      trades: null,
      declined: false,
      equity: false,
    },
    expectations: [],
    failure: null,
    recorded: { before, now },
    files: [],
  }
}

function failed(check: Check, failure: Failure): CheckOutcome {
  return {
    ...aboutOf(check),
    status: 'error',
    trades: null,
    changes: [],
    cause: null,
    difference: null,
    expectations: [],
    failure,
    recorded: { before: null, now: null },
    files: [],
  }
}

function aboutOf({
  name,
  strategy,
  data,
}: Check): Pick<CheckOutcome, 'name' | 'strategy' | 'data'> {
  return { name, strategy, data }
}

function barMsOf({ data }: BacktestResult): number {
  return parseTimeframe(data[0]?.timeframe ?? '')?.ms ?? 0
}
