import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { Command } from 'commander'
import {
  type BacktestResult,
  type Candles,
  checkCondition,
  createCandleCollector,
  failureIn,
  type HtmlOptions,
  openBars,
  QrunError,
  readStoredResult,
  renderFailure,
} from '../../index.ts'
import { addDataFlags, type DataFlags, dataOptionsOf, sourceOf } from '../data-flags.ts'
import { EXIT, exitCodeOf } from '../exit.ts'
import { type GateFlags, judge, refusals } from '../gates.ts'
import { checkOpen, openFile } from '../open.ts'
import { addOutputFlags } from '../output-flags.ts'
import { deliver, htmlFileOf, type OutputFlags, type OutputPlan, planOutputs } from '../outputs.ts'
import { collectTexts, wholeNumber } from '../parse.ts'
import { lookOf } from '../terminal.ts'

type Flags = Omit<OutputFlags, 'data'> & GateFlags & DataFlags & { readonly data?: string }

/** `qrun report RESULT`: a stored result in another format; nothing is run. */
export function reportCommand(): Command {
  const command = new Command('report')
    .description('render a stored result in another format')
    .argument('<result>', 'a file that qrun backtest --json wrote, or - for standard input')
    .option(
      '-d, --data <path>',
      'bars of the run, for the price chart: taken when they are the same',
    )
  addOutputFlags(command)
    .optionsGroup('Gates:')
    .option(
      '--fail-on <condition>',
      "exit 1 when true, e.g. 'trades < 30'; repeatable",
      collectTexts,
    )
    .option('--max-notes <n>', 'exit 1 when there are more notes', wholeNumber)
  return addDataFlags(command).action(run)
}

async function run(path: string, flags: Flags): Promise<void> {
  for (const condition of flags.failOn ?? []) checkCondition(condition)
  const plan = planOutputs(path === '-' ? 'stdin.json' : path, {
    ...flags,
    data: { markets: {}, ...(flags.data === undefined ? {} : { path: flags.data }) },
  })
  keepResult(path, plan)
  const page = htmlFileOf(plan)
  if (flags.open === true) checkOpen(page !== undefined, false, process.env)
  const result = await readStoredResult(await textOf(path), path === '-' ? 'stdin' : basename(path))
  const { failure } = result
  const hasGates = flags.failOn !== undefined || flags.maxNotes !== undefined
  const gates = failure === null ? judge(result, flags) : []
  const noes = refusals(gates)
  // A gate lets nothing pass that ended early.
  process.exitCode =
    failure !== null && hasGates ? exitCodeOf(failure.code) : noes.length > 0 ? EXIT.no : EXIT.ok
  const html: HtmlOptions =
    page !== undefined || plan.stdout === 'html' ? await chartOf(result, flags) : {}
  const { data: _, ...rest } = flags
  await deliver(result, plan, { ...rest, data: { markets: {} } }, html, {
    gates,
    path: result.strategy.file,
  })
  if (flags.open === true && page !== undefined) await openFile(page)
  if (failure !== null)
    process.stderr.write(renderFailure(failureIn(failure), lookOf(process.stderr, flags)))
  for (const no of noes) process.stderr.write(no)
}

/** @throws `U105` where a file would take the place of the result itself. */
function keepResult(path: string, { files }: OutputPlan): void {
  const taken = files.find((file) => resolve(file.path) === resolve(path))
  if (taken !== undefined)
    throw new QrunError({
      code: 'U105',
      message: `"${taken.path}" is the result that is read`,
      hint: 'choose another name or folder for --out',
    })
}

async function textOf(path: string): Promise<string> {
  try {
    if (path !== '-') return await readFile(path, 'utf8')
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks).toString('utf8')
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException
    throw new QrunError({
      code: 'D230',
      message: `result "${path}" cannot be read (${code})`,
      hint: 'give a file that qrun backtest --json wrote',
    })
  }
}

/** The candles of the chart, or why there are none: a chart of other bars than those of the run would lie. */
async function chartOf(result: BacktestResult, flags: Flags): Promise<HtmlOptions> {
  const { data: path } = flags
  if (path === undefined)
    return { chartless: 'this report was made from a stored result, without its bars (--data)' }
  const [series] = result.data
  const hash = series?.hash ?? ''
  const chartless =
    hash === ''
      ? 'the run ended early, so that its result does not name its bars'
      : `the bars that were given are not those of the run (${hash.slice(0, 8)})`
  const candles = hash === '' ? undefined : await candlesOf(result, path, flags)
  if (candles !== undefined) return { candles }
  process.stderr.write(`no price chart: ${chartless}\n`)
  return { chartless }
}

async function candlesOf(
  { data: [series], run }: BacktestResult,
  path: string,
  flags: Flags,
): Promise<Candles | undefined> {
  const { from, to } = run.window
  const fromMs = from === null ? null : Date.parse(from)
  const collector = createCandleCollector()
  const source = sourceOf(path)
  const feed = await openBars(typeof source === 'string' ? { path: source } : source, {
    symbol: series!.symbol,
    timeframe: series!.timeframe,
    ...dataOptionsOf(flags),
    // Without warm-up the run began at its window.
    ...(fromMs !== null && Date.parse(series!.from) >= fromMs ? { fromMs } : {}),
    ...(to === null ? {} : { toMs: Date.parse(to) }),
  })
  for await (const block of feed.blocks()) collector.add(block)
  return feed.summary().hash === series!.hash ? collector.candles() : undefined
}
