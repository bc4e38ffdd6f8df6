import { readFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { type BacktestOptions, isFailure, type Limits, QrunError } from '../index.ts'
import {
  addDataFlags,
  addSymbolFlags,
  type DataFlag,
  type DataFlags,
  dataOptionsOf,
  sourceOf,
  symbolOf,
} from './data-flags.ts'
import { EXIT } from './exit.ts'
import { collectPairs, duration, jobCount, size, wholeNumber } from './parse.ts'

export type RunFlags = DataFlags & {
  readonly data?: DataFlag
  readonly set?: Readonly<Record<string, string>>
  readonly inputs?: string
  readonly prop?: Readonly<Record<string, string>>
  readonly from?: string
  readonly to?: string
  readonly warmup: boolean
  readonly detail?: string
  readonly fx?: string
  readonly seed: number
  readonly limitTime?: number
  readonly limitSetup?: number
  readonly limitMemory?: number
  readonly limitOrders?: number
  readonly limitLogs?: number
  readonly isolation: 'process' | 'realm'
  readonly untrusted?: boolean
  readonly config?: string | false
  readonly profile?: string
}

/** The flags that say what a run is, for every command that runs a strategy; `--data` is the command's own. */
export function addRunFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        '-c, --config <file>',
        'configuration (default: qrun.config.json of the project)',
      ).env('QRUN_CONFIG'),
    )
    .option('--no-config', 'read no configuration')
    .option('--profile <name>', 'defaults of a profile of the configuration')
    .optionsGroup('Run:')
    .option('-s, --set <name=value>', 'set an input, e.g. fast=12; repeatable', collectPairs)
    .option('--inputs <file>', 'inputs from a JSON file')
    .option(
      '--prop <name=value>',
      'override a property of strategy(), e.g. initialCapital=5000; repeatable',
      collectPairs,
    )
    .option(
      '--from <date>',
      'first bar that may trade (UTC), e.g. 2024-01-31 or -180d; earlier bars warm up',
    )
    .option('--to <date>', 'end of the window (UTC, exclusive)')
    .option('--no-warmup', 'leave bars before --from out, as on a chart that begins there')
    .option('--detail <file>', 'finer bars of the same market, for fills inside bars')
    .option('--fx <file>', 'exchange rates: CSV with date and rate')
    .addOption(
      new Option('--seed <n>', 'seed of random()')
        .env('QRUN_SEED')
        .argParser(wholeNumber)
        .default(1),
    )
    .addOption(
      new Option('--isolation <layers>', 'process: both layers; realm: trusted files only')
        .choices(['process', 'realm'])
        .default('process'),
    )
    .option(
      '--untrusted',
      "strict profile for a stranger's file: low limits, no way around a layer",
    )
    .option('--limit-time <time>', 'of time, for the whole run (default: 60s)', duration)
    .option('--limit-setup <time>', 'of that, for the part outside onBar (default: 10s)', duration)
    .option('--limit-memory <size>', 'of memory, for the sandbox (default: 512mb)', size)
    .option('--limit-orders <n>', 'of order commands (default: 1000000)', wholeNumber)
    .option('--limit-logs <n>', 'of log lines (default: 10000)', wholeNumber)
}

/** For every command that may run more than once. */
export function addJobsFlag(command: Command): Command {
  return command.addOption(
    new Option('-j, --jobs <n>', 'runs at a time (default: cores less one); results are the same')
      .env('QRUN_JOBS')
      .argParser(jobCount),
  )
}

/** The flags about data and symbol, which stand last in the help. */
export function addSourceFlags(command: Command): Command {
  return addDataFlags(addSymbolFlags(command))
}

/** What the flags ask for, as options of the library. */
export async function runOptionsOf(
  strategy: string,
  data: string,
  flags: RunFlags,
): Promise<BacktestOptions> {
  return {
    strategy,
    data: sourceOf(data),
    dataOptions: dataOptionsOf(flags),
    symbol: symbolOf(flags),
    inputs: { ...(await readInputs(flags.inputs)), ...flags.set },
    properties: flags.prop ?? {},
    warmup: flags.warmup,
    seed: flags.seed,
    isolation: flags.isolation,
    untrusted: flags.untrusted === true,
    limits: limitsOf(flags),
    ...(flags.tf === undefined ? {} : { timeframe: flags.tf }),
    ...(flags.from === undefined ? {} : { from: flags.from }),
    ...(flags.to === undefined ? {} : { to: flags.to }),
    ...(flags.detail === undefined ? {} : { detail: flags.detail }),
    ...(Object.keys(flags.data?.markets ?? {}).length === 0
      ? {}
      : { markets: flags.data!.markets }),
    ...(flags.fx === undefined ? {} : { fx: flags.fx }),
  }
}

/** Gives `work` a signal that Ctrl-C and a request to terminate raise, and the exit code that is due then. */
export async function withInterrupts<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController()
  let terminated = false
  const onInterrupt = (): void => abort.abort()
  const onTerminate = (): void => {
    terminated = true
    abort.abort()
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onTerminate)
  try {
    return await work(abort.signal)
  } catch (problem) {
    if (terminated && isFailure(problem) && problem.code === 'X504')
      process.exitCode = EXIT.terminated
    else process.exitCode = undefined
    throw problem
  } finally {
    process.removeListener('SIGINT', onInterrupt)
    process.removeListener('SIGTERM', onTerminate)
  }
}

function limitsOf(flags: RunFlags): Partial<Limits> {
  return {
    ...(flags.limitTime === undefined ? {} : { timeMs: flags.limitTime }),
    ...(flags.limitSetup === undefined ? {} : { setupMs: flags.limitSetup }),
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
