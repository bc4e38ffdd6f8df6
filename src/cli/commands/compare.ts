import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Command, Option } from 'commander'
import {
  type BacktestResult,
  type BarFacts,
  backtest,
  barsToShow,
  compareResults,
  compareTradingView,
  failureIn,
  openBars,
  QrunError,
  type ResultComparison,
  readResult,
  renderComparison,
  renderFailure,
  renderResults,
  type TradeComparison,
  type TradingViewComparison,
} from '../../index.ts'
import { collectData, dataOptionsOf, mainOf, sourceOf } from '../data-flags.ts'
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
    readonly tv?: string
    readonly tvTz?: string
    readonly show: number
    readonly json?: boolean
  }

/** One side of a comparison, and what it is called. */
type Side = { readonly name: string; readonly result: BacktestResult }

/** `qrun compare A B`, `qrun compare A --tv LIST`: exit code 0 when both are the same, 1 when they differ. */
export function compareCommand(): Command {
  const command = new Command('compare')
    .description("compare two results, or a run with TradingView's list of trades")
    .argument('<a>', 'a result (.json), or a strategy to run over --data')
    .argument('[b]', 'another result or strategy')
    .option('--tv <file>', "TradingView's list of trades, exported as CSV")
    .option('--tv-tz <zone>', 'zone of its times (default: found by matching)')
    .option(
      '-d, --data <path>',
      'bars, for a strategy that is to be run; NAME[@TF]=PATH for other markets',
      collectData,
    )
    .option('--show <n>', 'differences to print', wholeNumber, 3)
    .option('--json', 'print one JSON document')
    .addOption(
      new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'),
    )
    .option('--ascii', 'ASCII only')
  return addSourceFlags(addRunFlags(command)).action(run)
}

async function run(a: string, b: string | undefined, flags: Flags): Promise<void> {
  if ((b === undefined) === (flags.tv === undefined))
    throw new QrunError({
      code: 'U103',
      message:
        b === undefined
          ? `nothing was given to compare "${a}" with`
          : 'a second result and --tv were given',
      hint: 'give another result, or --tv with the list of trades',
    })
  await withInterrupts(async (signal) => {
    const left = await sideOf(a, flags, signal)
    if (left === undefined) return
    if (b === undefined) {
      await againstTradingView(left, flags.tv!, flags)
      return
    }
    const right = await sideOf(b, flags, signal)
    if (right !== undefined) againstResult(left, right, flags)
  })
}

async function againstTradingView(side: Side, path: string, flags: Flags): Promise<void> {
  const text = await readText(path, 'D228', 'trade list', 'export the list of trades again')
  const comparison = compareTradingView(
    side.result,
    { text, name: basename(path) },
    flags.tvTz === undefined ? {} : { zone: flags.tvTz },
  )
  process.exitCode = comparison.isEqual && comparison.theirs > 0 ? EXIT.ok : EXIT.no
  if (flags.json === true) {
    printJson(comparison, flags.show)
    return
  }
  const bars = await barsOf(comparison, flags)
  const texts = {
    ours: 'qrun',
    theirs: 'TradingView',
    show: flags.show,
    bars,
    declined: declinedOf(side.result),
  }
  process.stdout.write(renderComparison(comparison, texts, lookOf(process.stdout, flags)))
  if (comparison.theirs === 0)
    process.stderr.write('failed  no closed trade of the list lies in the bars of the run\n')
}

function againstResult(a: Side, b: Side, flags: Flags): void {
  const comparison = compareResults(a.result, b.result)
  process.exitCode = comparison.isEqual ? EXIT.ok : EXIT.no
  if (flags.json === true) {
    printJson(comparison, flags.show)
    return
  }
  const [ours, theirs] = a.name === b.name ? [`a ${a.name}`, `b ${b.name}`] : [a.name, b.name]
  process.stdout.write(
    renderResults(
      comparison,
      { ours, theirs, show: flags.show, declined: declinedOf(a.result) },
      lookOf(process.stdout, flags),
    ),
  )
}

/** A result as it was written, or the run of a strategy; undefined when that failed, which has been told. */
async function sideOf(path: string, flags: Flags, signal: AbortSignal): Promise<Side | undefined> {
  const name = basename(path)
  if (path.endsWith('.json'))
    return {
      name,
      result: readResult(
        await readText(path, 'D230', 'result', 'give a file that qrun backtest --json wrote'),
        name,
      ),
    }
  if (flags.data === undefined)
    throw new QrunError({
      code: 'U103',
      message: `"${path}" is a strategy, and no bars were given to run it over`,
      hint: 'add --data FILE, or give a result that qrun backtest --json wrote',
    })
  const result = await backtest({
    ...(await runOptionsOf(path, mainOf(flags.data), flags)),
    signal,
  })
  if (result.failure === null) return { name, result }
  process.stderr.write(renderFailure(failureIn(result.failure), lookOf(process.stderr, flags)))
  process.exitCode = exitCodeOf(result.failure.code)
  return undefined
}

async function readText(
  path: string,
  code: 'D228' | 'D230',
  what: string,
  hint: string,
): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    throw new QrunError({ code, message: `${what} "${path}" cannot be read`, hint })
  }
}

/** The bars that the printed differences speak of, if there is a file of bars to look them up in. */
async function barsOf(
  comparison: TradeComparison,
  flags: Flags,
): Promise<ReadonlyMap<number, BarFacts>> {
  const wanted = barsToShow(comparison, flags.show)
  const bars = new Map<number, BarFacts>()
  const path = flags.data?.path
  if (wanted.size === 0 || path === undefined || path === '-') return bars
  const source = sourceOf(path)
  const feed = await openBars(
    typeof source === 'string' ? { path: source } : source,
    dataOptionsOf(flags),
  )
  for await (const { count, time, open, high, low, close } of feed.blocks()) {
    for (let i = 0; i < count; i++)
      if (wanted.has(time[i]!))
        bars.set(time[i]!, {
          open: open[i]!,
          high: high[i]!,
          low: low[i]!,
          close: close[i]!,
        })
  }
  return bars
}

/** Orders that were declined, in words, by the bar they were given on. */
function declinedOf({ rejections }: BacktestResult): ReadonlyMap<number, readonly string[]> {
  const byBar = new Map<number, string[]>()
  for (const { code, time, id, command } of rejections) {
    const at = Date.parse(time)
    byBar.set(at, [...(byBar.get(at) ?? []), `${command} "${id}" (${code})`])
  }
  return byBar
}

function printJson(comparison: TradingViewComparison | ResultComparison, show: number): void {
  const trades = 'trades' in comparison ? comparison.trades : comparison
  const first = trades.differences.slice(0, show)
  const shown =
    'trades' in comparison
      ? { ...comparison, trades: { ...trades, differences: first } }
      : { ...comparison, differences: first }
  process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`)
}
