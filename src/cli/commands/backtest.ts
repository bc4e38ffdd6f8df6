import { Command, Option } from 'commander'
import {
  backtest,
  checkCondition,
  createCandleCollector,
  failureIn,
  QrunError,
  renderFailure,
} from '../../index.ts'
import { configOf } from '../configured.ts'
import { collectData, type DataFlag, mainsOf } from '../data-flags.ts'
import { EXIT, exitCodeOf } from '../exit.ts'
import { judge, refusals } from '../gates.ts'
import { chooseRuns } from '../matrix/choose.ts'
import { planRun, settle } from '../matrix/plan.ts'
import type { MatrixFlags } from '../matrix/run.ts'
import { checkOpen, openFile } from '../open.ts'
import { addOutputFlags } from '../output-flags.ts'
import { deliver, htmlFileOf } from '../outputs.ts'
import { collectTexts, wholeNumber } from '../parse.ts'
import { createProgress } from '../progress.ts'
import { repeatCommand } from '../repeat.ts'
import {
  addJobsFlag,
  addRunFlags,
  addSourceFlags,
  runOptionsOf,
  withInterrupts,
} from '../run-flags.ts'
import { lookOf } from '../terminal.ts'
import type { Watch } from '../watch/backtest.ts'

type Flags = MatrixFlags & { readonly data: DataFlag; readonly watch?: boolean }

export function backtestCommand(): Command {
  const command = addOutputFlags(
    addJobsFlag(
      addRunFlags(
        new Command('backtest')
          .alias('bt')
          .description(
            'run a strategy over a file of bars and print the report; several make a table',
          )
          .argument('<strategy...>', "strategy files, or a pattern in quotes: 'strategies/*.js'")
          .requiredOption(
            '-d, --data <path>',
            'bars: a file, a pattern, or - for standard input (required); NAME[@TF]=PATH for other markets; repeatable',
            collectData,
          ),
      ),
    ),
  )
    .option('--store', 'keep the result under .qrun/runs')
    .option('-w, --watch', 'run again whenever a file of the run changes')
    .addOption(
      new Option('--progress <how>', 'progress on standard error')
        .choices(['auto', 'bar', 'lines', 'none'])
        .default('auto'),
    )
    .optionsGroup('Gates:')
    .option(
      '--fail-on <condition>',
      "exit 1 when true, e.g. 'trades < 30'; repeatable",
      collectTexts,
    )
    .option('--max-notes <n>', 'exit 1 when there are more notes', wholeNumber)
  return addSourceFlags(command).action(run)
}

async function run(operands: readonly string[], flags: Flags, command: Command): Promise<void> {
  for (const condition of flags.failOn ?? []) checkCondition(condition)
  const chosen = chooseRuns(operands, mainsOf(flags.data))
  if (chosen.isMatrix) checkAlone(flags)
  const [strategy, series] = [chosen.strategies[0]!, chosen.series[0]!]
  // Loaded when they are asked for, so that a single run does not pay for them.
  if (chosen.isMatrix) await (await import('../matrix/run.ts')).runMatrix(chosen, flags, command)
  else if (flags.watch === true)
    await (await import('../watch/backtest.ts')).watchBacktest(strategy, series, command, runOne)
  else await runOne(strategy, series, flags, command)
}

/** @throws `U102` for several runs under watch. */
function checkAlone({ watch }: Flags): void {
  if (watch === true)
    throw new QrunError({
      code: 'U102',
      message: '--watch was given for several runs',
      hint: 'name one strategy and one file of bars, without a pattern',
    })
}

async function runOne(
  strategy: string,
  series: string,
  flags: MatrixFlags,
  command: Command,
  watch?: Watch,
): Promise<void> {
  const planned = planRun(strategy, series, flags, configOf(command)?.root ?? '.')
  const page = htmlFileOf(planned)
  if (flags.open === true) checkOpen(page !== undefined, flags.untrusted === true, process.env)
  const candles =
    watch?.candles ??
    (page !== undefined || planned.stdout === 'html' ? createCandleCollector() : undefined)
  const says = lookOf(process.stderr, flags)
  const progress = createProgress(
    flags.quiet === true ? 'none' : flags.progress,
    process.stderr,
    says,
  )
  try {
    const options = await runOptionsOf(strategy, series, flags)
    const work = async (signal: AbortSignal): Promise<void> => {
      const onProgress = ({ bars }: { readonly bars: number }): void => progress.update(bars)
      const result = await (watch?.run ?? backtest)({
        ...options,
        ...(candles === undefined ? {} : { candles }),
        onProgress,
        signal,
      })
      progress.clear()
      const isGood = result.failure === null
      const gates = isGood ? judge(result, flags) : []
      const noes = refusals(gates)
      // Before anything is printed: a reader may close the pipe half way.
      process.exitCode = isGood
        ? noes.length > 0
          ? EXIT.no
          : EXIT.ok
        : exitCodeOf(result.failure!.code)
      const plan = settle(planned, result.run.id)
      const html =
        candles === undefined
          ? {}
          : {
              candles: candles.candles(),
              command: repeatCommand(command, strategy, flags.data!),
            }
      watch?.onResult(result, html)
      await deliver(result, plan, flags, html, { gates, path: strategy })
      if (flags.open === true && watch?.isFirst !== false) await openFile(htmlFileOf(plan)!)
      if (!isGood) process.stderr.write(renderFailure(failureIn(result.failure!), says))
      for (const no of noes) process.stderr.write(no)
    }
    await (watch === undefined ? withInterrupts(work) : work(watch.signal))
  } finally {
    progress.clear()
    // A pipe that nobody reads any more would keep the process alive.
    if (series === '-') process.stdin.destroy()
  }
}
