import { Command, Option } from 'commander'
import {
  type BacktestResult,
  backtest,
  checkCondition,
  createCandleCollector,
  evaluateCondition,
  failureIn,
  renderFailure,
} from '../../index.ts'
import { collectData, type DataFlag, mainOf } from '../data-flags.ts'
import { EXIT, exitCodeOf } from '../exit.ts'
import { checkOpen, openFile } from '../open.ts'
import { deliver, htmlFileOf, type OutputFlags, planOutputs } from '../outputs.ts'
import { collectTexts, formatList, wholeNumber } from '../parse.ts'
import { createProgress, type ProgressMode } from '../progress.ts'
import { repeatCommand } from '../repeat.ts'
import {
  addRunFlags,
  addSourceFlags,
  type RunFlags,
  runOptionsOf,
  withInterrupts,
} from '../run-flags.ts'
import { lookOf } from '../terminal.ts'

type Flags = RunFlags &
  OutputFlags & {
    readonly data: DataFlag
    readonly failOn?: readonly string[]
    readonly maxNotes?: number
    readonly progress: ProgressMode
  }

export function backtestCommand(): Command {
  const command = addRunFlags(
    new Command('backtest')
      .alias('bt')
      .description('run a strategy over a file of bars and print the report')
      .argument('<strategy>', 'strategy file')
      .requiredOption(
        '-d, --data <path>',
        'bars: a file, or - for standard input (required); NAME[@TF]=PATH for other markets, repeatable',
        collectData,
      ),
  )
    .optionsGroup('Output:')
    .option('--json', 'print the result as one JSON document')
    .option('-f, --format-out <list>', 'pretty, json, csv, html; separated by commas', formatList)
    .option('-o, --out <path>', 'folder, or a file when one format is chosen')
    .option('--open', 'open the HTML report afterwards; never in CI')
    .addOption(
      new Option('--csv-style <style>', 'columns of trades.csv')
        .choices(['qrun', 'tradingview'])
        .default('qrun'),
    )
    .option('--trades [n]', 'print the last trades (10 without a number)', wholeNumber)
    .addOption(
      new Option('--by <period>', 'print returns by calendar period').choices([
        'day',
        'week',
        'month',
        'year',
      ]),
    )
    .addOption(
      new Option('--metrics <set>', 'figures to print').choices(['core', 'full']).default('core'),
    )
    .option('-q, --quiet', 'print errors only')
    .addOption(
      new Option('--progress <how>', 'progress on standard error')
        .choices(['auto', 'bar', 'lines', 'none'])
        .default('auto'),
    )
    .addOption(
      new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'),
    )
    .option('--ascii', 'ASCII only')
    .optionsGroup('Gates:')
    .option(
      '--fail-on <condition>',
      "exit 1 when true, e.g. 'trades < 30'; repeatable",
      collectTexts,
    )
    .option('--max-notes <n>', 'exit 1 when there are more notes', wholeNumber)
  return addSourceFlags(command).action(run)
}

async function run(strategy: string, flags: Flags, command: Command): Promise<void> {
  for (const condition of flags.failOn ?? []) checkCondition(condition)
  const plan = planOutputs(strategy, flags)
  const page = htmlFileOf(plan)
  if (flags.open === true) checkOpen(page !== undefined, flags.untrusted === true, process.env)
  const candles = page !== undefined || plan.stdout === 'html' ? createCandleCollector() : undefined
  const says = lookOf(process.stderr, flags)
  const progress = createProgress(
    flags.quiet === true ? 'none' : flags.progress,
    process.stderr,
    says,
  )
  try {
    const options = await runOptionsOf(strategy, mainOf(flags.data), flags)
    await withInterrupts(async (signal) => {
      const onProgress = ({ bars }: { readonly bars: number }): void => progress.update(bars)
      const result = await backtest({
        ...options,
        ...(candles === undefined ? {} : { candles }),
        onProgress,
        signal,
      })
      progress.clear()
      const isGood = result.failure === null
      const noes = isGood ? refusals(result, flags) : []
      // Before anything is printed: a reader may close the pipe half way.
      process.exitCode = isGood
        ? noes.length > 0
          ? EXIT.no
          : EXIT.ok
        : exitCodeOf(result.failure!.code)
      await deliver(
        result,
        plan,
        flags,
        candles === undefined
          ? {}
          : { candles: candles.candles(), command: repeatCommand(command, strategy) },
      )
      if (flags.open === true && page !== undefined) await openFile(page)
      if (!isGood) process.stderr.write(renderFailure(failureIn(result.failure!), says))
      for (const no of noes) process.stderr.write(`failed  ${no}\n`)
    })
  } finally {
    progress.clear()
    // A pipe that nobody reads any more would keep the process alive.
    if (flags.data.path === '-') process.stdin.destroy()
  }
}

/** Why the answer is no: conditions of --fail-on that are true, or too many notes. */
function refusals(result: BacktestResult, { failOn = [], maxNotes }: Flags): string[] {
  const noes: string[] = []
  for (const condition of failOn) {
    const verdict = evaluateCondition(condition, result)
    if (verdict.holds) noes.push(`${condition}  (${verdict.text})`)
  }
  if (maxNotes !== undefined && result.notes.length > maxNotes)
    noes.push(`--max-notes ${maxNotes}  (notes is ${result.notes.length})`)
  return noes
}
