import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import {
  type BacktestResult,
  backtest,
  checkCondition,
  equityCsv,
  evaluateCondition,
  type Limits,
  metricsCsv,
  QrunError,
  renderFailure,
  renderPretty,
  tradesCsv,
  tradingViewCsv,
  writeResult,
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
import { writeWhole } from '../files.ts'
import {
  collectPairs,
  collectTexts,
  duration,
  type Format,
  formatList,
  size,
  wholeNumber,
} from '../parse.ts'
import { createProgress, type ProgressMode } from '../progress.ts'
import { lookOf } from '../terminal.ts'

type Flags = DataFlags & {
  readonly data: string
  readonly set: Readonly<Record<string, string>>
  readonly inputs?: string
  readonly prop: Readonly<Record<string, string>>
  readonly from?: string
  readonly to?: string
  readonly warmup: boolean
  readonly fx?: string
  readonly seed: number
  readonly json?: boolean
  readonly formatOut?: Format[]
  readonly out?: string
  readonly csvStyle: 'qrun' | 'tradingview'
  readonly limitTime?: number
  readonly limitMemory?: number
  readonly limitOrders?: number
  readonly limitLogs?: number
  readonly failOn: readonly string[]
  readonly maxNotes?: number
  readonly trades?: number | true
  readonly by?: 'day' | 'week' | 'month' | 'year'
  readonly metrics: 'core' | 'full'
  readonly isolation: 'process' | 'realm'
  readonly quiet?: boolean
  readonly progress: ProgressMode
  readonly color: 'auto' | 'always' | 'never'
  readonly ascii?: boolean
}

export function backtestCommand(): Command {
  const command = new Command('backtest')
    .alias('bt')
    .description('run a strategy over a file of bars and print the report')
    .argument('<strategy>', 'strategy file')
    .requiredOption('-d, --data <path>', 'bars: a file, or - for standard input')
    .option('-s, --set <name=value>', 'set an input, repeatable', collectPairs, {})
    .option('--inputs <file>', 'inputs from a JSON file')
    .option('--prop <name=value>', 'override a strategy property, repeatable', collectPairs, {})
    .option('--from <date>', 'first bar that may trade (UTC); earlier bars warm up')
    .option('--to <date>', 'end of the window (UTC, exclusive)')
    .option('--no-warmup', 'leave bars before --from out, as on a chart that begins there')
    .option('--fx <file>', 'exchange rates: CSV with date and rate')
    .option('--seed <n>', 'seed of random()', wholeNumber, 1)
    .option('--json', 'print the result as one JSON document')
    .option('-f, --format-out <list>', 'pretty, json, csv; separated by commas', formatList)
    .option('-o, --out <path>', 'folder, or a file when one format is chosen')
    .addOption(
      new Option('--csv-style <style>', 'columns of trades.csv')
        .choices(['qrun', 'tradingview'])
        .default('qrun'),
    )
    .option('--trades [n]', 'print the last trades (default: 10)', wholeNumber)
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
    .option('--limit-time <time>', 'for the whole run (default: 60s)', duration)
    .option('--limit-memory <size>', 'of the sandbox (default: 512mb)', size)
    .option('--limit-orders <n>', 'order commands (default: 1000000)', wholeNumber)
    .option('--limit-logs <n>', 'log lines (default: 10000)', wholeNumber)
    .option(
      '--fail-on <condition>',
      "exit 1 when true, e.g. 'trades < 30'; repeatable",
      collectTexts,
      [],
    )
    .option('--max-notes <n>', 'exit 1 when there are more notes', wholeNumber)
    .addOption(
      new Option('--isolation <layers>', 'process: both layers; realm: trusted files only')
        .choices(['process', 'realm'])
        .default('process'),
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
  return addSymbolFlags(addDataFlags(command)).action(run)
}

async function run(strategy: string, flags: Flags): Promise<void> {
  for (const condition of flags.failOn) checkCondition(condition)
  const look = lookOf(process.stdout, flags)
  const says = lookOf(process.stderr, flags)
  const progress = createProgress(
    flags.quiet === true ? 'none' : flags.progress,
    process.stderr,
    says,
  )
  const abort = new AbortController()
  const onSignal = (): void => abort.abort()
  process.once('SIGINT', onSignal)
  process.once('SIGTERM', onSignal)
  let result: BacktestResult
  try {
    result = await backtest({
      strategy,
      data: sourceOf(flags.data),
      dataOptions: dataOptionsOf(flags),
      symbol: symbolOf(flags),
      inputs: { ...(await readInputs(flags.inputs)), ...flags.set },
      properties: flags.prop,
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
  } finally {
    progress.clear()
    process.removeListener('SIGINT', onSignal)
    process.removeListener('SIGTERM', onSignal)
  }
  const written = await writeOutputs(result, flags)
  if (flags.json === true && flags.out === undefined)
    writeResult(result, (text) => process.stdout.write(text))
  else if (flags.quiet !== true && showsPretty(flags))
    process.stdout.write(
      renderPretty(result, {
        ...look,
        written,
        metrics: flags.metrics,
        ...(flags.trades === undefined
          ? {}
          : { trades: flags.trades === true ? 10 : flags.trades }),
        ...(flags.by === undefined ? {} : { by: flags.by }),
      }),
    )
  if (result.failure !== null) {
    process.stderr.write(renderFailure(failureOf(result), says))
    process.exitCode = exitCodeOf(result.failure.code)
    return
  }
  process.exitCode = judge(result, flags)
}

function showsPretty({ formatOut, json, out }: Flags): boolean {
  if (json === true) return false
  return formatOut === undefined || formatOut.includes('pretty') || out !== undefined
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

/** Writes the chosen files and returns their paths as given. */
async function writeOutputs(result: BacktestResult, flags: Flags): Promise<string[]> {
  const formats = flags.formatOut ?? (flags.json === true ? (['json'] as const) : [])
  const files = formats.filter((format) => format !== 'pretty')
  if (flags.out === undefined) {
    if (files.length === 0) return []
    if (files.length === 1 && files[0] === 'json') {
      if (flags.json !== true) writeResult(result, (text) => process.stdout.write(text))
      return []
    }
    if (files.length === 1 && files[0] === 'csv') {
      tradesOf(flags)(result, (text) => process.stdout.write(text))
      return []
    }
    throw new QrunError({
      code: 'U103',
      message: `several formats need a place: "${formats.join(',')}"`,
      hint: 'add --out FOLDER',
    })
  }
  const { out } = flags
  const stem = result.strategy.file.replace(/\.[^.]*$/, '')
  const written: string[] = []
  const put = async (
    path: string,
    produce: (write: (text: string) => void) => void,
  ): Promise<void> => {
    await writeWhole(path, produce)
    written.push(path)
  }
  const isFile = formats.length === 1 && /\.(json|csv|txt)$/.test(out)
  for (const format of formats.length === 0 ? (['json'] as const) : formats) {
    if (format === 'json')
      await put(isFile ? out : join(out, `${stem}.json`), (write) => writeResult(result, write))
    if (format === 'pretty' && isFile)
      await put(out, (write) =>
        write(renderPretty(result, { columns: 100, unicode: true, colour: false, written: [] })),
      )
    if (format === 'csv') {
      if (isFile) {
        await put(out, (write) => tradesOf(flags)(result, write))
        continue
      }
      await put(join(out, 'trades.csv'), (write) => tradesOf(flags)(result, write))
      await put(join(out, 'equity.csv'), (write) => equityCsv(result, write))
      await put(join(out, 'metrics.csv'), (write) => metricsCsv(result, write))
    }
  }
  return written
}

function tradesOf({ csvStyle }: Flags): typeof tradesCsv {
  return csvStyle === 'tradingview' ? tradingViewCsv : tradesCsv
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

/** Whether the answer is yes: no condition of --fail-on is true and the notes are few enough. */
function judge(result: BacktestResult, { failOn, maxNotes }: Flags): number {
  let isNo = false
  for (const condition of failOn) {
    const verdict = evaluateCondition(condition, result)
    if (!verdict.holds) continue
    isNo = true
    process.stderr.write(`failed  ${condition}  (${verdict.text})\n`)
  }
  if (maxNotes !== undefined && result.notes.length > maxNotes) {
    isNo = true
    process.stderr.write(`failed  ${result.notes.length} notes, --max-notes ${maxNotes}\n`)
  }
  return isNo ? EXIT.no : EXIT.ok
}
