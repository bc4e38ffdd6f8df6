import { type Command, InvalidArgumentError, Option } from 'commander'
import { type DataOptions, type DataSource, QrunError, type SymbolInfo } from '../index.ts'
import { collectPairs, positiveNumber, wholeNumber } from './parse.ts'

export type DataFlags = {
  readonly format?: string
  readonly columns?: string
  readonly delimiter?: string
  readonly decimal?: '.' | ','
  readonly skipRows?: number
  readonly timeUnit?: 's' | 'ms' | 'us' | 'ns'
  readonly dateFormat?: string
  readonly tz?: string
  readonly stamp?: 'open' | 'close'
  readonly tf?: string
  readonly symbol?: string
  readonly adjust?: 'none' | 'close'
  readonly onGap?: 'keep' | 'fill' | 'error'
  readonly onDuplicate?: 'error' | 'first' | 'last'
  readonly onBad?: 'error' | 'drop'
  readonly allowNonpositive?: boolean
  readonly order?: 'auto' | 'sort'
  readonly tick?: number
  readonly lot?: number
  readonly pointValue?: number
  readonly currency?: string
  readonly exchangeTz?: string
}

/** What `--data` named: the main series, and other markets by `NAME` or `NAME@TF`. */
export type DataFlag = {
  readonly path?: string
  /** Further main series, for runs of their own. */
  readonly others?: readonly string[]
  readonly markets: Readonly<Record<string, string>>
  /** Whether it stands in the configuration, so that a path on the command line takes its place. */
  readonly isDefault?: true
}

/** `PATH`, `NAME=PATH` or `NAME@TF=PATH`, repeatable; at least one of them is a plain path. */
export function collectData(text: string, before: DataFlag = { markets: {} }): DataFlag {
  const [, name, file = ''] = /^([^\s=/\\]+)=(.+)$/.exec(text) ?? []
  if (name === undefined) {
    if (before.path === undefined || before.isDefault === true)
      return { markets: before.markets, path: text }
    return { ...before, others: [...(before.others ?? []), text] }
  }
  if (file === '-') throw new InvalidArgumentError('Only the main series can be standard input.')
  if (before.isDefault !== true && Object.hasOwn(before.markets, name))
    throw new InvalidArgumentError(`"${name}" has a file already.`)
  return { ...before, markets: { ...before.markets, [name]: file } }
}

/** The main series of a command that has one. @throws `U102` for several, `U103` where only other markets were named. */
export function mainOf(flag: DataFlag): string {
  const [path, second] = mainsOf(flag)
  if (second === undefined) return path
  throw new QrunError({
    code: 'U102',
    message: `--data named two main series, "${path}" and "${second}"`,
    hint: 'give one; the others have a name: --data NAME=PATH',
  })
}

/** All main series. @throws `U103` where only other markets were named. */
export function mainsOf({ path, others = [] }: DataFlag): readonly [string, ...string[]] {
  if (path !== undefined) return [path, ...others]
  throw new QrunError({
    code: 'U103',
    message: '--data named other markets only',
    hint: 'give the main series as well, without a name: --data FILE',
  })
}

/** The flags that say how a file of bars is to be read, for every command that reads one. */
export function addDataFlags(command: Command): Command {
  return command
    .optionsGroup('Reading the data:')
    .option(
      '--format <id>',
      'layout where it is not recognised, e.g. binance; a wrong one lists all',
    )
    .option('--columns <map>', 'columns by name, e.g. time=Date,close=Price')
    .option('--delimiter <char>', 'field separator')
    .addOption(new Option('--decimal <char>', 'decimal sign').choices(['.', ',']))
    .option('--skip-rows <n>', 'rows before the header', wholeNumber)
    .addOption(
      new Option('--time-unit <unit>', 'unit of numeric times').choices(['s', 'ms', 'us', 'ns']),
    )
    .option('--date-format <form>', 'YMD, DMY, MDY or a pattern')
    .option('--tz <zone>', 'time zone of times without one (default: UTC)')
    .addOption(
      new Option('--stamp <end>', 'which end of the bar its time marks').choices(['open', 'close']),
    )
    .option('--tf <tf>', 'timeframe to aggregate to, e.g. 4h; also where it cannot be told')
    .option('--symbol <name>', 'name of the symbol')
    .addOption(
      new Option('--adjust <how>', 'adjust prices by the adjusted close').choices([
        'none',
        'close',
      ]),
    )
    .addOption(new Option('--on-gap <what>', 'missing bars').choices(['keep', 'fill', 'error']))
    .addOption(
      new Option('--on-duplicate <what>', 'two bars of one time').choices([
        'error',
        'first',
        'last',
      ]),
    )
    .addOption(new Option('--on-bad <what>', 'rows that cannot be bars').choices(['error', 'drop']))
    .addOption(
      new Option('--order <how>', 'sort: load all bars and sort them by time').choices([
        'auto',
        'sort',
      ]),
    )
    .option('--allow-nonpositive', 'accept prices of zero and below')
}

/** The flags that say what is traded. */
export function addSymbolFlags(command: Command): Command {
  return command
    .optionsGroup('What is traded:')
    .option(
      '--tick <price>',
      'smallest price step (default: from the decimals of the data)',
      positiveNumber,
    )
    .option('--lot <qty>', 'smallest quantity step (default: 1e-8)', positiveNumber)
    .option('--point-value <money>', 'money per point and contract (default: 1)', positiveNumber)
    .option('--currency <code>', 'currency of the prices')
    .option('--exchange-tz <zone>', 'time zone of the exchange (default: UTC)')
}

export function dataOptionsOf(flags: DataFlags): DataOptions {
  const { columns, tf, ...rest } = flags
  const picked: Record<string, unknown> = {}
  for (const name of PASSED) if (rest[name] !== undefined) picked[name] = rest[name]
  if (columns !== undefined) picked.columns = readColumns(columns)
  if (tf !== undefined) picked.timeframe = tf
  return picked as DataOptions
}

function readColumns(text: string): Record<string, string> {
  const pairs = text.split(',')
  if (!pairs.every((pair) => pair.indexOf('=') > 0))
    throw new QrunError({
      code: 'U102',
      message: `--columns was "${text}"`,
      hint: 'name columns by field, e.g. --columns time=Date,close=Price',
    })
  return pairs.reduce<Record<string, string>>((all, pair) => collectPairs(pair, all), {})
}

const PASSED = [
  'format',
  'delimiter',
  'decimal',
  'skipRows',
  'timeUnit',
  'dateFormat',
  'tz',
  'stamp',
  'symbol',
  'adjust',
  'onGap',
  'onDuplicate',
  'onBad',
  'allowNonpositive',
  'order',
] as const

export function symbolOf({
  symbol,
  tick,
  lot,
  pointValue,
  currency,
  exchangeTz,
}: DataFlags): Partial<SymbolInfo> {
  return {
    ...(symbol === undefined ? {} : { name: symbol }),
    ...(tick === undefined ? {} : { tick }),
    ...(lot === undefined ? {} : { lot }),
    ...(pointValue === undefined ? {} : { pointValue }),
    ...(currency === undefined ? {} : { currency }),
    ...(exchangeTz === undefined ? {} : { timezone: exchangeTz }),
  }
}

/** `-` is standard input. */
export function sourceOf(path: string): string | DataSource {
  return path === '-' ? { stream: process.stdin, name: 'stdin' } : path
}
