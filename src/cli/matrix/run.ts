import type { Command } from 'commander'
import {
  backtestMany,
  buildMatrix,
  type Gate,
  isFailure,
  type Matrix,
  type MatrixRun,
  QrunError,
  type RunOutcome,
  renderMatrix,
  renderMatrixFailures,
  summariseResult,
  toFailure,
  writeMatrix,
} from '../../index.ts'
import { typed } from '../called.ts'
import { configOf } from '../configured.ts'
import { sourceOf } from '../data-flags.ts'
import { EXIT, exitCodeOf } from '../exit.ts'
import { type GateFlags, judge } from '../gates.ts'
import { deliver, htmlFileOf, type OutputFlags } from '../outputs.ts'
import { githubOf } from '../produce.ts'
import { createRunProgress, type ProgressMode } from '../progress.ts'
import { repeatCommand } from '../repeat.ts'
import { type RunFlags, runOptionsOf, withInterrupts } from '../run-flags.ts'
import { lookOf } from '../terminal.ts'
import type { Chosen } from './choose.ts'
import { type Cell, planCells, type StoreFlags, settle } from './plan.ts'

export type MatrixFlags = RunFlags &
  OutputFlags &
  GateFlags &
  StoreFlags & { readonly jobs?: number; readonly progress: ProgressMode }

/** Runs each strategy over each series, writes the files of each and prints one table. */
export async function runMatrix(
  chosen: Chosen,
  flags: MatrixFlags,
  command: Command,
): Promise<void> {
  const cells = planCells(chosen, flags, configOf(command)?.root ?? '.')
  refuseOfOne(cells, command)
  const { strategy: _, data: __, ...shared } = await runOptionsOf('', '', flags)
  const progress = createRunProgress(
    flags.quiet === true ? 'none' : flags.progress,
    process.stderr,
    cells.length,
  )
  const runs = cells.map(({ strategy, series }) => ({
    ...shared,
    strategy,
    data: sourceOf(series),
  }))
  const write = createWriter(cells, flags, command)
  const annotations: string[] = []
  await withInterrupts(async (signal) => {
    const taken = await backtestMany(
      runs,
      async (outcome, index): Promise<MatrixRun> => {
        const { names, strategy } = cells[index]!
        const gates = gatesOf(outcome, flags)
        const unwritten = await write(index, outcome, gates)
        if (outcome.result !== null)
          annotations[index] = githubOf(outcome.result, { gates, path: strategy })
        progress.step()
        return { ...names, ...summaryOf(outcome, gates, unwritten) }
      },
      {
        signal,
        candles: htmlFileOf(cells[0]!.plan) !== undefined,
        ...(flags.jobs === undefined ? {} : { jobs: flags.jobs }),
      },
    ).finally(() => progress.clear())
    const done = taken.filter((run) => run !== undefined)
    const matrix = buildMatrix(done, cells.length)
    // Before anything is printed: a reader may close the pipe half way.
    process.exitCode = Math.max(EXIT.ok, ...done.map(({ exitCode }) => exitCode))
    print(matrix, cells[0]!, flags, write.count(), annotations)
    process.stderr.write(typed(renderMatrixFailures(matrix, lookOf(process.stderr, flags))))
    if (matrix.status === 'partial')
      throw new QrunError({
        code: 'X504',
        message: `interrupted after ${done.length} of ${cells.length} runs`,
        hint: 'what these came to is kept; nothing of the others was written',
      })
  })
}

/** What was asked for, belongs to the report of one run and would be ignored; defaults of a configuration are for whom they suit. */
function refuseOfOne(cells: readonly Cell[], command: Command): void {
  const isAsked = (name: string): boolean => command.getOptionValueSource(name) === 'cli'
  if (isAsked('open'))
    throw new QrunError({
      code: 'U120',
      message: '--open belongs to the report of one run, and several print a table',
      hint: 'name one strategy and one file of bars, without a pattern',
    })
  if (cells.some(({ plan }) => plan.files.some(({ part }) => part === 'pretty'))) return
  const name = ['trades', 'by', 'metrics'].find(isAsked)
  if (name !== undefined)
    throw new QrunError({
      code: 'U102',
      message: `--${name} belongs to the report of one run, and several print a table`,
      hint: 'add -f pretty -o FOLDER for a report of each',
    })
}

function gatesOf({ result }: RunOutcome, flags: GateFlags): readonly Gate[] {
  return result === null || result.failure !== null ? [] : judge(result, flags)
}

function summaryOf(
  outcome: RunOutcome,
  gates: readonly Gate[],
  unwritten: QrunError | undefined,
): Omit<MatrixRun, 'strategy' | 'data'> {
  const { result } = outcome
  if (result === null)
    return {
      exitCode: exitCodeOf(outcome.failure.code),
      failure: toFailure(outcome.failure),
      gates,
      result,
    }
  const exits = [
    gates.some(({ fails }) => fails) ? EXIT.no : EXIT.ok,
    ...(result.failure === null ? [] : [exitCodeOf(result.failure.code)]),
    ...(unwritten === undefined ? [] : [exitCodeOf(unwritten.code)]),
  ]
  return {
    exitCode: Math.max(...exits),
    failure: unwritten === undefined ? result.failure : toFailure(unwritten),
    gates,
    result: summariseResult(result),
  }
}

/**
 * Writes the files of one run after another. Runs that are equal have one `{run}`: the first of them in the
 * table keeps its files, whichever is over first.
 */
function createWriter(
  cells: readonly Cell[],
  flags: MatrixFlags,
  command: Command,
): {
  /** Why they could not be written. */
  (index: number, outcome: RunOutcome, gates: readonly Gate[]): Promise<QrunError | undefined>
  count(): number
} {
  const owners = new Map<string, number>()
  let turn: Promise<unknown> = Promise.resolve()
  async function writeOne(
    index: number,
    outcome: RunOutcome,
    gates: readonly Gate[],
  ): Promise<void> {
    if (outcome.result === null) return
    const { strategy, series, plan } = cells[index]!
    const { files } = settle(plan, outcome.result.run.id)
    const own = files.filter(({ path }) => (owners.get(path) ?? index) >= index)
    await deliver(
      outcome.result,
      { stdout: 'none', annotates: false, files: own },
      flags,
      {
        ...(outcome.candles === undefined ? {} : { candles: outcome.candles }),
        command: repeatCommand(command, strategy, { ...flags.data, path: series }),
      },
      { gates, path: strategy },
    )
    for (const { path } of own) owners.set(path, index)
  }
  const write = async (...run: Parameters<typeof writeOne>): Promise<QrunError | undefined> => {
    const mine = turn.then(() => writeOne(...run))
    turn = mine.catch(() => {})
    try {
      await mine
    } catch (problem) {
      if (isFailure(problem)) return problem
      throw problem
    }
    return undefined
  }
  return Object.assign(write, { count: () => owners.size })
}

function print(
  matrix: Matrix,
  { plan: { stdout, annotates } }: Cell,
  flags: MatrixFlags,
  files: number,
  annotations: readonly string[],
): void {
  const put = (text: string): void => {
    process.stdout.write(text)
  }
  if (stdout === 'json') writeMatrix(matrix, put)
  else if (stdout === 'pretty' && matrix.runs.length > 0) {
    put(renderMatrix(matrix, lookOf(process.stdout, flags)))
    put(placesText(flags, files))
  }
  if (stdout === 'github' || annotates) put(annotations.filter((text) => text !== '').join(''))
}

function placesText({ out, store }: MatrixFlags, count: number): string {
  if (count === 0) return ''
  const places = [...(out === undefined ? [] : [out]), ...(store === true ? ['.qrun/runs'] : [])]
  return `  ${count} ${count === 1 ? 'file' : 'files'}: ${places.join(', ')}\n`
}
