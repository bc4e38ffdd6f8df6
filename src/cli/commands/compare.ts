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
  comparisonPage,
  type ExplainedBar,
  explainMoments,
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
  writeComparisonHtml,
} from '../../index.ts'
import { collectData, dataOptionsOf, mainOf, sourceOf } from '../data-flags.ts'
import { EXIT, exitCodeOf } from '../exit.ts'
import { writeWhole } from '../files.ts'
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
    readonly formatOut?: 'pretty' | 'json' | 'html'
    readonly out?: string
  }

/** One side of a comparison, and what it is called. */
type Side = { readonly name: string; readonly path: string; readonly result: BacktestResult }

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
    .addOption(
      new Option('-f, --format-out <format>', 'what to print; html compares two results').choices([
        'pretty',
        'json',
        'html',
      ]),
    )
    .option('-o, --out <file>', 'also write the comparison of two results as a page, NAME.html')
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
  checkPage(b, flags)
  await withInterrupts(async (signal) => {
    const left = await sideOf(a, flags, signal)
    if (left === undefined) return
    if (b === undefined) {
      await againstTradingView(left, flags.tv!, flags, signal)
      return
    }
    const right = await sideOf(b, flags, signal)
    if (right !== undefined) await againstResult(left, right, flags)
  })
}

async function againstTradingView(
  side: Side,
  path: string,
  flags: Flags,
  signal: AbortSignal,
): Promise<void> {
  const text = await readText(path, 'D228', 'trade list', 'export the list of trades again')
  const comparison = compareTradingView(
    side.result,
    { text, name: basename(path) },
    flags.tvTz === undefined ? {} : { zone: flags.tvTz },
  )
  process.exitCode = comparison.isEqual && comparison.theirs > 0 ? EXIT.ok : EXIT.no
  if (flags.json === true || flags.formatOut === 'json') {
    printJson(comparison, flags.show)
    return
  }
  const bars = await barsOf(comparison, flags)
  const seen = await seenOn(barsToShow(comparison, flags.show), side, flags, signal)
  const texts = {
    ours: 'qrun',
    theirs: 'TradingView',
    show: flags.show,
    bars,
    declined: seen === undefined ? declinedOf(side.result) : declinedOn(seen),
    ...(seen === undefined ? {} : { waiting: waitingOn(seen) }),
  }
  process.stdout.write(renderComparison(comparison, texts, lookOf(process.stdout, flags)))
  if (comparison.theirs === 0)
    process.stderr.write('failed  no closed trade of the list lies in the bars of the run\n')
}

/**
 * A page is of two results.
 *
 * @throws `U103` for one with TradingView's list or for two formats, `U102` for a file that is no page.
 */
function checkPage(b: string | undefined, { formatOut, json, out }: Flags): void {
  if (b === undefined && (formatOut === 'html' || out !== undefined))
    throw new QrunError({
      code: 'U103',
      message: 'a page compares two results, and --tv was given',
      hint: 'leave out -f html and --out, or give another result',
    })
  if (json === true && formatOut !== undefined && formatOut !== 'json')
    throw new QrunError({
      code: 'U103',
      message: `--json and "-f ${formatOut}" were given`,
      hint: 'choose one of them',
    })
  if (out !== undefined && !out.endsWith('.html'))
    throw new QrunError({
      code: 'U102',
      message: `--out was "${out}", not the name of a page`,
      hint: 'give a name that ends in .html',
    })
}

async function againstResult(a: Side, b: Side, flags: Flags): Promise<void> {
  const comparison = compareResults(a.result, b.result)
  process.exitCode = comparison.isEqual ? EXIT.ok : EXIT.no
  const [ours, theirs] =
    a.name === b.name ? ([`a ${a.name}`, `b ${b.name}`] as const) : ([a.name, b.name] as const)
  const page = (write: (text: string) => void): void =>
    writeComparisonHtml(comparisonPage(a.result, b.result, comparison, [ours, theirs]), write)
  if (flags.out !== undefined) await writeWhole(flags.out, page)
  if (flags.formatOut === 'html') {
    page((text) => process.stdout.write(text))
    return
  }
  if (flags.json === true || flags.formatOut === 'json') {
    printJson(comparison, flags.show)
    return
  }
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
      path,
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
  if (result.failure === null) return { name, path, result }
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

/** Most bars that are looked at again. */
const MOST_BARS = 40

/**
 * What the broker saw on the first of these bars: the strategy is run once more and looked at. Undefined for a result,
 * whose orders are gone, and for bars that cannot be read twice.
 */
async function seenOn(
  timesMs: ReadonlySet<number>,
  { path }: Side,
  flags: Flags,
  signal: AbortSignal,
): Promise<readonly ExplainedBar[] | undefined> {
  const { data } = flags
  if (timesMs.size === 0 || path.endsWith('.json') || data === undefined || data.path === '-')
    return undefined
  const options = await runOptionsOf(path, mainOf(data), flags)
  return explainMoments({ ...options, signal }, [...timesMs].slice(0, MOST_BARS))
}

/** Orders that waited when the bar began, by its opening time. */
function waitingOn(bars: readonly ExplainedBar[]): Map<number, ExplainedBar['waiting']> {
  return new Map(bars.map(({ time, waiting }) => [Date.parse(time), waiting]))
}

/** All that was declined on the bar, in words, by its opening time. */
function declinedOn(bars: readonly ExplainedBar[]): ReadonlyMap<number, readonly string[]> {
  return new Map(
    bars.map(({ time, rejections }) => [
      Date.parse(time),
      rejections.map(({ code, id, command }) => `${command} "${id}" (${code})`),
    ]),
  )
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
