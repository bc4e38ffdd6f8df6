import { readFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import {
  type BacktestResult,
  backtest,
  checkCondition,
  evaluateCondition,
  isFailure,
  type Limits,
  QrunError,
  renderFailure,
} from '../../index.ts'
import {
  addDataFlags,
  addSymbolFlags,
  type DataFlags,
  dataOptionsOf,
  sourceOf,
  symbolOf,
} from '../data-flags.ts'
import { EXIT, exitCodeOf } from '../exit.ts'
import { deliver, type OutputFlags, planOutputs } from '../outputs.ts'
import { collectPairs, collectTexts, duration, formatList, size, wholeNumber } from '../parse.ts'
import { createProgress, type ProgressMode } from '../progress.ts'
import { lookOf } from '../terminal.ts'

type Flags = DataFlags &
  OutputFlags & {
    readonly data: string
    readonly set?: Readonly<Record<string, string>>
    readonly inputs?: string
    readonly prop?: Readonly<Record<string, string>>
    readonly from?: string
    readonly to?: string
    readonly warmup: boolean
    readonly fx?: string
    readonly seed: number
    readonly limitTime?: number
    readonly limitMemory?: number
    readonly limitOrders?: number
    readonly limitLogs?: number
    readonly failOn?: readonly string[]
    readonly maxNotes?: number
    readonly isolation: 'process' | 'realm'
    readonly progress: ProgressMode
  }

export function backtestCommand(): Command {
  const command = new Command('backtest')
    .alias('bt')
    .description('run a strategy over a file of bars and print the report')
    .argument('<strategy>', 'strategy file')
    .requiredOption('-d, --data <path>', 'bars: a file, or - for standard input (required)')
    .optionsGroup('Run:')
    .option('-s, --set <name=value>', 'set an input, repeatable', collectPairs)
    .option('--inputs <file>', 'inputs from a JSON file')
    .option('--prop <name=value>', 'override a strategy property, repeatable', collectPairs)
    .option('--from <date>', 'first bar that may trade (UTC); earlier bars warm up')
    .option('--to <date>', 'end of the window (UTC, exclusive)')
    .option('--no-warmup', 'leave bars before --from out, as on a chart that begins there')
    .option('--fx <file>', 'exchange rates: CSV with date and rate')
    .option('--seed <n>', 'seed of random()', wholeNumber, 1)
    .addOption(
      new Option('--isolation <layers>', 'process: both layers; realm: trusted files only')
        .choices(['process', 'realm'])
        .default('process'),
    )
    .option('--limit-time <time>', 'for the whole run (default: 60s)', duration)
    .option('--limit-memory <size>', 'of the sandbox (default: 512mb)', size)
    .option('--limit-orders <n>', 'order commands (default: 1000000)', wholeNumber)
    .option('--limit-logs <n>', 'log lines (default: 10000)', wholeNumber)
    .optionsGroup('Output:')
    .option('--json', 'print the result as one JSON document')
    .option('-f, --format-out <list>', 'pretty, json, csv; separated by commas', formatList)
    .option('-o, --out <path>', 'folder, or a file when one format is chosen')
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
  return addDataFlags(addSymbolFlags(command)).action(run)
}

async function run(strategy: string, flags: Flags): Promise<void> {
  for (const condition of flags.failOn ?? []) checkCondition(condition)
  const plan = planOutputs(strategy, flags)
  const says = lookOf(process.stderr, flags)
  const progress = createProgress(
    flags.quiet === true ? 'none' : flags.progress,
    process.stderr,
    says,
  )
  const abort = new AbortController()
  let terminated = false
  const onInterrupt = (): void => abort.abort()
  const onTerminate = (): void => {
    terminated = true
    abort.abort()
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onTerminate)
  let result: BacktestResult
  try {
    result = await backtest({
      strategy,
      data: sourceOf(flags.data),
      dataOptions: dataOptionsOf(flags),
      symbol: symbolOf(flags),
      inputs: { ...(await readInputs(flags.inputs)), ...flags.set },
      properties: flags.prop ?? {},
      warmup: flags.warmup,
      seed: flags.seed,
      isolation: flags.isolation,
      limits: limitsOf(flags),
      onProgress: ({ bars }) => progress.update(bars),
      signal: abort.signal,
      ...(flags.tf === undefined ? {} : { timeframe: flags.tf }),
      ...(flags.from === undefined ? {} : { from: flags.from }),
      ...(flags.to === undefined ? {} : { to: flags.to }),
      ...(flags.fx === undefined ? {} : { fx: flags.fx }),
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
    await deliver(result, plan, flags)
    if (!isGood) process.stderr.write(renderFailure(failureOf(result), says))
    for (const no of noes) process.stderr.write(`failed  ${no}\n`)
  } catch (problem) {
    if (terminated && isFailure(problem) && problem.code === 'X504')
      process.exitCode = EXIT.terminated
    else process.exitCode = undefined
    throw problem
  } finally {
    progress.clear()
    process.removeListener('SIGINT', onInterrupt)
    process.removeListener('SIGTERM', onTerminate)
    // A pipe that nobody reads any more would keep the process alive.
    if (flags.data === '-') process.stdin.destroy()
  }
}

function limitsOf(flags: Flags): Partial<Limits> {
  return {
    ...(flags.limitTime === undefined ? {} : { timeMs: flags.limitTime }),
    ...(flags.limitMemory === undefined ? {} : { memoryMb: flags.limitMemory }),
    ...(flags.limitOrders === undefined ? {} : { orders: flags.limitOrders }),
    ...(flags.limitLogs === undefined ? {} : { logs: flags.limitLogs }),
  }
}

/** Inputs from a JSON file: an object of numbers, texts and booleans. */
async function readInputs(
  path: string | undefined,
): Promise<Record<string, string | number | boolean>> {
  if (path === undefined) return {}
  const wrong = (message: string): QrunError =>
    new QrunError({
      code: 'U108',
      message: `inputs file "${path}" ${message}`,
      hint: 'give a JSON object of input names and values: { "fast": 12 }',
    })
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    throw wrong('cannot be read')
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw wrong('is not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong('is not an object')
  const inputs: Record<string, string | number | boolean> = Object.create(null)
  for (const [name, item] of Object.entries(value)) {
    if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean')
      throw wrong(`has no plain value for "${name}"`)
    inputs[name] = item
  }
  return inputs
}

function failureOf(result: BacktestResult): ConstructorParameters<typeof QrunError>[0] {
  const { code, message, hint, file, line, column, bar, time, source } = result.failure!
  return {
    code,
    message,
    hint,
    place: {
      ...(file === null ? {} : { file }),
      ...(line === null ? {} : { line }),
      ...(column === null ? {} : { column }),
      ...(bar === null ? {} : { bar }),
      ...(time === null ? {} : { timeMs: Date.parse(time) }),
      ...(source === null ? {} : { source }),
    },
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
