import { openBars } from '../data/index.ts'
import { QrunError } from '../errors/index.ts'
import { type BacktestResult, buildResult } from '../report/index.ts'
import type { Explanation, WantedBar } from '../shared/explain.ts'
import type { Job } from '../shared/job.ts'
import type { Timeframe } from '../shared/timeframe.ts'
import type { Collected } from './collect.ts'
import { openDetail } from './detail.ts'
import { type EarlyJail, startEarly } from './early.ts'
import { outputLimit, runJailed } from './jailed.ts'
import { openMarkets } from './markets.ts'
import { type BacktestOptions, isRepeatable } from './options.ts'
import {
  boundsOf,
  emptyWindow,
  jobOf,
  openFeed,
  orAbort,
  type Prepared,
  prepare,
  tooFine,
} from './prepare.ts'
import { recordOf } from './record.ts'
import { isShort } from './short.ts'
import type { OpenBars } from './store.ts'

/**
 * Runs one strategy over one series of bars and reports. The strategy file is never trusted: it runs
 * in the sandbox, and a file that fails or is stopped gives a result that says so.
 *
 * @throws QrunError for what the caller must mend: unreadable files (`U104`, `D2xx`), unknown or
 *   impossible inputs and properties (`U110` to `U113`), an unsupported Node.js (`U107`), what
 *   `untrusted` refuses (`U117` to `U119`).
 */
export function backtest(options: BacktestOptions): Promise<BacktestResult> {
  return runBacktest(options, openBars)
}

/** A run that was looked at: its result, what was seen, and the text of the file. */
export type ExplainedRun = {
  readonly result: BacktestResult
  /** Undefined where the sandbox came to an end of its own. */
  readonly explanation: Explanation | undefined
  readonly source: string
}

/**
 * Runs as `backtest` does, and tells what happened on the bars that are wanted, and why orders were sent
 * or not.
 */
export async function explainRun(
  options: BacktestOptions,
  wanted: Look['wanted'],
): Promise<ExplainedRun> {
  const seen: Omit<ExplainedRun, 'result'>[] = []
  const result = await runBacktest(options, openBars, { wanted, tell: (run) => seen.push(run) })
  return { result, ...seen[0]! }
}

/** What is to be looked at of a run, and who is told. */
type Look = {
  readonly wanted: (timeframe: Timeframe) => readonly WantedBar[]
  readonly tell: (seen: Omit<ExplainedRun, 'result'>) => void
}

/** The same, with bars from wherever `open` has them. */
export async function runBacktest(
  options: BacktestOptions,
  open: OpenBars,
  look?: Look,
): Promise<BacktestResult> {
  const prepared = await prepare(options, open)
  let decimals: number | undefined
  for (;;) {
    // It starts and loads the library while the bars are opened.
    const early =
      options.isolation === 'realm'
        ? undefined
        : startEarly({
            limits: prepared.limits,
            file: prepared.source.file,
            isUntrusted: options.untrusted === true,
            isShort: isShort(options),
            outputBytes: outputLimit(prepared),
          })
    try {
      const outcome = await runPrepared({ options, prepared, open, look, decimals, early })
      if (typeof outcome !== 'number') return outcome
      decimals = outcome
    } finally {
      await early?.close()
    }
  }
}

type Attempt = {
  readonly options: BacktestOptions
  readonly prepared: Prepared
  readonly open: OpenBars
  readonly look: Look | undefined
  /** Of prices, where those of the head were too few. */
  readonly decimals: number | undefined
  /** The jail to run in, or undefined for layer 1 alone. */
  readonly early: EarlyJail | undefined
}

/** One run; gives the decimals of the prices where they turn out to be finer than was thought. */
async function runPrepared({
  options,
  prepared,
  open,
  look,
  decimals,
  early,
}: Attempt): Promise<BacktestResult | number> {
  const { signal } = options
  const { source, window } = prepared
  const opening = openFeed(options, window, open)
  const feed = await orAbort(opening, signal, (late) => late.close())
  const main: Job = {
    ...jobOf(options, prepared, feed, decimals),
    inputs: options.inputs ?? {},
    ...(look === undefined ? {} : { explain: look.wanted(feed.head.timeframe) }),
  }
  const detail = await orAbort(
    openDetail(options, feed.head.timeframe, main.symbol.tick, window.toMs, open),
    signal,
    (late) => late?.close(),
  ).catch(async (problem: unknown) => {
    await feed.close()
    throw problem
  })
  const markets = await orAbort(
    openMarkets(
      options,
      {
        timeframe: feed.head.timeframe,
        symbol: main.symbol.name,
        zone: main.symbol.timezone,
      },
      boundsOf(options, window),
      detail?.feed,
      open,
    ),
    signal,
    (late) => late?.close(),
  ).catch(async (problem: unknown) => {
    await Promise.all([feed.close(), detail?.close()])
    throw problem
  })
  const job = markets === undefined ? main : { ...main, markets: markets.infos }
  const hooks = {
    ...(markets === undefined ? {} : { markets }),
    ...(detail === undefined ? {} : { detail }),
    ...(options.onProgress === undefined
      ? {}
      : { onProgress: (bars: number) => options.onProgress?.({ bars }) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }
  let collected: Collected
  try {
    collected =
      early === undefined
        ? // The engine is loaded only where it runs in this process.
          await (await import('./inline.ts')).runInline(job, feed, hooks)
        : await runJailed(job, feed, hooks, early)
    if (markets !== undefined && collected.result.end.failure === undefined)
      await orAbort(markets.finish(), signal)
  } catch (problem) {
    await Promise.all([detail?.close(), markets?.close()])
    throw problem
  }
  const { failure } = collected.result.end
  const detailSummary = failure === undefined ? await detail?.finish() : undefined
  await Promise.all([detail?.close(), markets?.close()])
  if (failure !== undefined && /^[UDX]/.test(failure.code)) throw new QrunError(failure)
  const summary = failure === undefined ? feed.summary() : undefined
  // The price grid was read off the head of the file. Prices further on may be finer: then every
  // level was rounded too coarsely, and the run is done again on the finer grid.
  if (
    options.symbol?.tick === undefined &&
    summary !== undefined &&
    summary.decimals > (decimals ?? feed.head.decimals)
  ) {
    if (
      ![options.data, options.detail ?? '', ...Object.values(options.markets ?? {})].every(
        isRepeatable,
      )
    )
      throw tooFine(summary.decimals)
    return summary.decimals
  }
  if (failure === undefined && collected.result.equity.bars === 0) throw emptyWindow(options)
  look?.tell({ explanation: collected.explanation, source: source.text })
  return buildResult(
    recordOf({
      options,
      source,
      job,
      feed,
      summary,
      window,
      collected,
      detail,
      detailSummary,
      markets,
    }),
  )
}
