import { readFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import {
  type ExplainPart,
  type ExplainReport,
  explain,
  failureIn,
  packageFile,
  QrunError,
  renderExplanation,
  renderFailure,
} from '../../index.ts'
import { collectData, mainOf } from '../data-flags.ts'
import { EXIT, exitCodeOf } from '../exit.ts'
import { wholeNumber } from '../parse.ts'
import {
  addRunFlags,
  addSourceFlags,
  type RunFlags,
  runOptionsOf,
  withInterrupts,
} from '../run-flags.ts'
import { type LookOptions, lookOf } from '../terminal.ts'

type Flags = RunFlags &
  LookOptions & {
    readonly at?: string
    readonly trade?: number
    readonly rejected?: boolean
    readonly noTrades?: boolean
    readonly api?: boolean
    readonly json?: boolean
  }

/** `qrun explain STRATEGY`: what happened at a bar, why orders were sent or not, and which were declined. */
export function explainCommand(): Command {
  const command = addRunFlags(
    new Command('explain')
      .description(
        'tell what happened at a bar, why there are no trades, which orders were declined',
      )
      .argument('[strategy]', 'strategy file')
      .option(
        '-d, --data <path>',
        'bars: a file, or - for standard input; NAME[@TF]=PATH for other markets, repeatable',
        collectData,
      )
      .option('--at <bar>', 'a bar, by a UTC time in it or by its index: bar:1204')
      .option('--trade <n>', 'the entry and the exit bar of a trade, by its number', wholeNumber)
      .option('--rejected', 'orders that were declined, by reason and line')
      .addOption(noTrades())
      .option('--api', 'print the names that a strategy can use, and nothing else'),
  )
    .optionsGroup('Output:')
    .option('--json', 'print one JSON document with all of it')
    .addOption(
      new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'),
    )
    .option('--ascii', 'ASCII only')
  return addSourceFlags(command).action(run)
}

/** A question, not the opposite of `--trades`, for which the configuration may hold a default. */
function noTrades(): Option {
  const option = new Option('--no-trades', 'what each line that sends orders waited for (default)')
  option.negate = false
  return option
}

async function run(strategy: string | undefined, flags: Flags): Promise<void> {
  if (flags.api === true) {
    process.stdout.write(compact(await readFile(packageFile('dist/globals.d.ts'), 'utf8')))
    return
  }
  if (strategy === undefined || flags.data === undefined)
    throw new QrunError({
      code: 'U103',
      message: strategy === undefined ? 'no strategy was given' : 'no bars were given',
      hint: 'qrun explain STRATEGY --data FILE; or qrun explain --api',
    })
  const path = mainOf(flags.data)
  try {
    await withInterrupts(async (signal) => {
      const report = await explain({
        ...(await runOptionsOf(strategy, path, flags)),
        ...(flags.at === undefined ? {} : { at: flags.at }),
        ...(flags.trade === undefined ? {} : { trade: flags.trade }),
        signal,
      })
      process.exitCode = report.failure === null ? EXIT.ok : exitCodeOf(report.failure.code)
      process.stdout.write(
        flags.json === true
          ? `${JSON.stringify(report, null, 2)}\n`
          : renderExplanation(report, partsOf(flags, report), lookOf(process.stdout, flags)),
      )
      if (report.failure !== null)
        process.stderr.write(
          renderFailure(failureIn(report.failure), lookOf(process.stderr, flags)),
        )
    })
  } finally {
    // A pipe that nobody reads any more would keep the process alive.
    if (path === '-') process.stdin.destroy()
  }
}

/** What was asked for; with nothing named, why orders were sent or not. */
function partsOf(flags: Flags, report: ExplainReport): ExplainPart[] {
  const parts: ExplainPart[] = []
  if (flags.at !== undefined || flags.trade !== undefined) parts.push('bars')
  if (flags.noTrades === true) parts.push('orders')
  if (flags.rejected === true) parts.push('rejections')
  if (parts.length > 0) return parts
  return report.trades === 0 && report.rejections.length > 0 ? ['orders', 'rejections'] : ['orders']
}

/** The declarations with the first sentence of each comment. */
function compact(declarations: string): string {
  return declarations
    .replace(/\/\*\*([\s\S]*?)\*\//g, (_, comment: string) => {
      const words = comment
        .replace(/^\s*\* ?/gm, '')
        .split(/^@/m)[0]!
        .trim()
        .replace(/\s+/g, ' ')
      const [sentence = ''] = /^.*?\.(?= |$)/.exec(words) ?? [words]
      return sentence === '' ? '' : `/** ${sentence} */`
    })
    .replace(/^\s*\n/gm, '')
}
