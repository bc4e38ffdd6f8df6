import { type ExplainedRun, explainRun } from '../backtest/index.ts'
import { QrunError } from '../errors/index.ts'
import type { BacktestResult } from '../report/index.ts'
import { explainBar } from './bars.ts'
import { type ExplainOptions, readAt } from './options.ts'
import { orderLines, seriesFigures } from './orders.ts'
import { createPlaces } from './places.ts'
import { rejectionGroups } from './rejections.ts'
import { EXPLANATION_SCHEMA, type ExplainReport } from './report.ts'

type Wanted = Parameters<typeof explainRun>[1]

/**
 * Runs a strategy as `backtest` does and tells what happened at a bar or at both ends of a trade, what
 * each line that sends orders waited for, and which orders were declined. The run is the one that
 * `backtest` makes, with the same hash of its result; the file is as little trusted, in the same sandbox.
 *
 * @throws QrunError as `backtest`; `U102` for a bar or a trade that the run has not.
 */
export async function explain({ at, trade, ...options }: ExplainOptions): Promise<ExplainReport> {
  if (at !== undefined && trade !== undefined)
    throw new QrunError({
      code: 'U102',
      message: 'a bar and a trade were given',
      hint: 'give --at or --trade',
    })
  const settings = { command: 'explain', ...options }
  if (trade !== undefined) return explainTrade(settings, trade)
  const wanted = at === undefined ? undefined : await readAt(at)
  const run = await explainRun(settings, (frame) => (wanted === undefined ? [] : [wanted(frame)]))
  const report = reportOf(run, ['at'])
  if (at !== undefined && report.explained.length === 0 && run.result.failure === null)
    throw noSuchBar(at, run.result)
  return report
}

async function explainTrade(options: ExplainOptions, number: number): Promise<ExplainReport> {
  if (typeof options.data !== 'string' && 'stream' in options.data)
    throw new QrunError({
      code: 'U102',
      message: 'a trade is looked up in a first run, and these data cannot be read twice',
      hint: 'give a file, or the bar of the trade: --at bar:1204',
    })
  const first = await explainRun(options, () => [])
  const { result } = first
  const trade = result.trades.at(number - 1)
  if (trade === undefined && result.failure !== null) return reportOf(first, [])
  if (number < 1 || trade === undefined)
    throw new QrunError({
      code: 'U102',
      message: `--trade was "${number}"`,
      hint:
        result.trades.length === 0
          ? 'the run has no trades; qrun explain without --trade tells why'
          : `the run has trades 1 to ${result.trades.length}`,
    })
  const { entry_bar, exit_bar } = trade
  const bars = exit_bar === null || exit_bar === entry_bar ? [entry_bar] : [entry_bar, exit_bar]
  const wanted: Wanted = () => bars.map((bar) => ({ bar }))
  const run = await explainRun(options, wanted)
  return reportOf(run, exit_bar === entry_bar ? ['entry and exit'] : ['entry', 'exit'])
}

function reportOf(
  { result, explanation, source }: ExplainedRun,
  why: readonly string[],
): ExplainReport {
  const { strategy, data, status, failure, hashes, trades } = result
  const head = {
    schema: EXPLANATION_SCHEMA,
    status,
    failure,
    strategy: {
      file: strategy.file,
      hash: strategy.hash,
      title: strategy.title,
      inputs: strategy.inputs,
    },
    data,
    result: hashes.result,
    trades: trades.length,
    early: result.notes.find(({ code }) => code === 'N120')?.count ?? 0,
  } as const
  if (explanation === undefined)
    return {
      ...head,
      bars: 0,
      explained: [],
      orders: [],
      series: [],
      rejections: [],
      isCut: false,
    }
  const places = createPlaces(source, explanation)
  const { orders, isCut } = orderLines(explanation, places)
  return {
    ...head,
    bars: explanation.bars,
    explained: explanation.wanted.map((told) =>
      explainBar(told, why[told.wanted] ?? '', explanation, places, source, result),
    ),
    orders,
    series: seriesFigures(explanation, source),
    rejections: rejectionGroups(explanation.declined, places),
    isCut: explanation.isCut || isCut,
  }
}

function noSuchBar(at: string, { data, equity }: BacktestResult): QrunError {
  const [main] = data
  return new QrunError({
    code: 'U102',
    message: `--at was "${at}", and the run has no such bar`,
    hint:
      main === undefined
        ? 'give a bar of the data'
        : `its ${main.bars || equity.bars} bars are ${main.from} to ${main.to}; a time inside a gap has none`,
  })
}
