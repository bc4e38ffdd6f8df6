import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import {
  type BacktestOptions,
  type BacktestResult,
  type CandleCollector,
  createCandleCollector,
  createRunner,
  type HtmlOptions,
  isFailure,
  QrunError,
  type Runner,
  renderFailure,
  writeHtml,
} from '../../index.ts'
import { reapplyConfig } from '../configured.ts'
import { writeWhole } from '../files.ts'
import type { MatrixFlags } from '../matrix/run.ts'
import { checkOpen, openFile } from '../open.ts'
import { lookOf } from '../terminal.ts'
import { changeLine, type Figures, figuresOf } from './change.ts'
import { configFiles } from './files.ts'
import { type WatchLoop, type Why, watchLoop } from './loop.ts'
import { clearScreen } from './screen.ts'

/** What a run under watch does otherwise than one alone. */
export type Watch = {
  /** With bars that were read before. */
  readonly run: (options: BacktestOptions) => Promise<BacktestResult>
  readonly signal: AbortSignal
  readonly candles: CandleCollector
  readonly onResult: (result: BacktestResult, html: HtmlOptions) => void
  readonly isFirst: boolean
}

/** Runs with the flags as they are now, and shows the result. */
export type RunOne = (
  strategy: string,
  series: string,
  flags: MatrixFlags,
  command: Command,
  watch: Watch,
) => Promise<void>

/** `--watch`: runs again whenever a file of the run changes, until q or Ctrl-C. */
export async function watchBacktest(
  strategy: string,
  series: string,
  command: Command,
  runOne: RunOne,
): Promise<void> {
  refuse(series, command.opts<MatrixFlags>())
  let runner: Runner = createRunner()
  let count = 0
  let good: Figures | undefined
  let last: { readonly result: BacktestResult; readonly html: HtmlOptions } | undefined
  const flagsOf = (): MatrixFlags => command.opts<MatrixFlags>()
  const says = lookOf(process.stderr, flagsOf())
  const tell = (text: string): void => {
    process.stderr.write(text)
  }

  async function run(signal: AbortSignal, why: Why): Promise<void> {
    const changed = why !== undefined && 'files' in why ? why.files : []
    if (changed.some((file) => barFiles(series, flagsOf()).includes(file))) {
      runner.close()
      runner = createRunner()
    }
    count++
    const isFirst = count === 1
    const before = good
    let now: Figures | undefined
    if (!isFirst) clearScreen()
    try {
      if (!isFirst) await reapplyConfig(command)
      await runOne(strategy, series, flagsOf(), command, {
        run: runner.run,
        signal,
        candles: createCandleCollector(),
        isFirst,
        onResult: (result, html) => {
          now = result.failure === null ? figuresOf(result) : undefined
          good = now ?? good
          last = { result, html }
        },
      })
    } catch (problem) {
      if (!isFailure(problem)) throw problem
      // A name that was mistyped would be waited for in vain.
      if (isFirst && NAMES.has(problem.code)) throw problem
      if (signal.aborted) return
      tell(renderFailure(problem, says))
    }
    if (!isFirst) tell(`${changeLine(count, why, before, now, says)}\n`)
    tell(hints(strategy, series))
  }

  async function key(name: string): Promise<void> {
    if (name !== 'h' || last === undefined) return
    try {
      checkOpen(true, flagsOf().untrusted === true, process.env)
      const { result, html } = last
      const folder = await mkdtemp(join(tmpdir(), 'qrun-report-'))
      const path = join(folder, 'report.html')
      await writeWhole(path, (write) => writeHtml(result, write, html))
      await openFile(path)
    } catch (problem) {
      if (!isFailure(problem)) throw problem
      tell(renderFailure(problem, says))
    }
  }

  const loop: WatchLoop = {
    files: () => filesOf(strategy, series, command),
    run,
    keys: ['enter'],
    key,
  }
  try {
    process.exitCode = await watchLoop(loop)
  } finally {
    runner.close()
  }
}

const NAMES: ReadonlySet<string> = new Set(['U102', 'U103', 'U104', 'U105', 'U117', 'U120'])

/** @throws `U102` for what cannot be run again, or printed more than once. */
function refuse(series: string, { json, formatOut, out }: MatrixFlags): void {
  const wrong = (message: string, hint: string): QrunError =>
    new QrunError({ code: 'U102', message, hint })
  if (series === '-') throw wrong('--data was "-", which --watch cannot read again', 'give a file')
  const [format] = formatOut ?? []
  const printed = json === true ? '--json' : `-f ${format}`
  if (json === true || (out === undefined && format !== undefined && format !== 'pretty'))
    throw wrong(
      `--watch would print one document after another for "${printed}"`,
      'write files: add --out',
    )
}

function barFiles(series: string, { data, detail, fx }: MatrixFlags): readonly string[] {
  return [series, ...Object.values(data?.markets ?? {}), detail, fx]
    .filter((path) => path !== undefined)
    .map((path) => resolve(path))
}

/** All that the run reads. */
function filesOf(strategy: string, series: string, command: Command): readonly string[] {
  const flags = command.opts<MatrixFlags>()
  return [
    ...new Set([
      ...[
        strategy,
        ...configFiles(command),
        ...(flags.inputs === undefined ? [] : [flags.inputs]),
      ].map((path) => resolve(path)),
      ...barFiles(series, flags),
    ]),
  ]
}

function hints(strategy: string, series: string): string {
  return process.stdin.isTTY === true
    ? 'keys: enter rerun  h open report  q quit\n'
    : `waiting for changes of ${clean(strategy)} and ${clean(series)}\n`
}

function clean(path: string): string {
  return path.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
}
