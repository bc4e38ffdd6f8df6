import { type BarFeed, openBars } from '../data/index.ts'
import { QrunError } from '../errors/index.ts'
import { type BacktestResult, buildResult } from '../report/index.ts'
import { checkNode, systemWalls } from '../sandbox/index.ts'
import type { SymbolInfo } from '../shared/bars.ts'
import type { Explanation, WantedBar } from '../shared/explain.ts'
import { DEFAULT_LIMITS, type Job } from '../shared/job.ts'
import { parseTimeframe, type Timeframe } from '../shared/timeframe.ts'
import type { Collected } from './collect.ts'
import { openDetail } from './detail.ts'
import { runInline } from './inline.ts'
import { interrupted, runJailed } from './jailed.ts'
import { openMarkets } from './markets.ts'
import { readMoment } from './moment.ts'
import { type BacktestOptions, isRepeatable, sourceOf } from './options.ts'
import { readRates } from './rates.ts'
import { recordOf } from './record.ts'
import { readStrategy } from './source.ts'
import type { OpenBars } from './store.ts'
import { readUntrusted } from './untrusted.ts'
import { watchBars } from './watch.ts'
import { isZone } from './zones.ts'

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
  checkNode(process.version, process.versions)
  const { signal } = options
  if (signal?.aborted) throw interrupted()
  // Asked early: the answer is there when the jail starts.
  if (options.isolation !== 'realm') void systemWalls()
  const limits =
    options.untrusted === true
      ? await readUntrusted(options)
      : { ...DEFAULT_LIMITS, ...options.limits }
  checkSymbol(options.symbol)
  checkTimeframe(options.timeframe)
  const seed = readSeed(options.seed)
  const source = await orAbort(readStrategy(options.strategy), signal)
  const fx = options.fx === undefined ? [] : await readRates(options.fx)
  const window = await orAbort(readWindow(options, open), signal)

  let decimals: number | undefined
  for (;;) {
    const opening = openFeed(options, window, open)
    const feed = await orAbort(opening, signal, (late) => late.close())
    const main: Job = {
      source: source.text,
      file: source.file,
      inputs: options.inputs ?? {},
      properties: options.properties ?? {},
      symbol: symbolOf(options.symbol, feed, decimals),
      timeframe: feed.head.timeframe.name,
      volume: feed.head.hasVolume,
      seed,
      limits,
      tradeFromMs: options.warmup === false ? null : window.fromMs,
      fx,
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
      isUntrusted: options.untrusted === true,
      ...(options.onProgress === undefined
        ? {}
        : { onProgress: (bars: number) => options.onProgress?.({ bars }) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    }
    let collected: Collected
    try {
      collected =
        options.isolation === 'realm'
          ? await runInline(job, feed, hooks)
          : await runJailed(job, feed, hooks)
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
        throw new QrunError({
          code: 'U102',
          message: `prices have up to ${summary.decimals} decimals, more than at the beginning of the data`,
          hint: `say so: --tick ${10 ** -summary.decimals}`,
        })
      decimals = summary.decimals
      continue
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
}

/**
 * The outcome of `work`, or `X504` as soon as the signal fires: the source of the data may never answer.
 * What `work` comes to after that is handed to `release`.
 */
export async function orAbort<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  release: (late: T) => unknown = () => {},
): Promise<T> {
  if (signal === undefined) return work
  let onAbort: () => void = () => {}
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(interrupted())
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } catch (problem) {
    if (signal.aborted) work.then(release).catch(() => {})
    throw problem
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

export function emptyWindow({ from, to }: BacktestOptions): QrunError {
  return new QrunError({
    code: 'U115',
    message: `the trading window from "${from ?? 'the first bar'}" to "${to ?? 'the last bar'}" holds no bars`,
    hint: 'choose a window inside the data; qrun data inspect shows their range',
  })
}

export type Window = { readonly fromMs: number | null; readonly toMs: number | null }

export async function readWindow(
  { from, to, data, dataOptions }: BacktestOptions,
  open: OpenBars,
): Promise<Window> {
  const lastMs = async (): Promise<number> => {
    if (!isRepeatable(data))
      throw new QrunError({
        code: 'U102',
        message: 'a window that counts from the last bar needs data that can be read twice',
        hint: 'give a file, or a date',
      })
    const feed = await open(sourceOf(data), dataOptions)
    for await (const _ of feed.blocks());
    return feed.summary().lastTimeMs
  }
  const fromMs = from === undefined ? null : await readMoment('--from', from, lastMs)
  const toMs = to === undefined ? null : await readMoment('--to', to, lastMs)
  if (fromMs !== null && toMs !== null && fromMs >= toMs)
    throw new QrunError({
      code: 'U115',
      message: `the trading window from "${from}" to "${to}" holds no bars`,
      hint: 'the window is half-open: --to must be later than --from',
    })
  return { fromMs, toMs }
}

export function checkTimeframe(text: string | undefined): void {
  if (text !== undefined && parseTimeframe(text) === undefined)
    throw new QrunError({
      code: 'U102',
      message: `--tf was "${text}"`,
      hint: 'write 15m, 1h, 4h, 1d, 1w or 1M',
    })
}

export function readSeed(seed = 1): number {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new QrunError({
      code: 'U102',
      message: `--seed was "${seed}"`,
      hint: 'give a whole number of at least 0',
    })
  return seed
}

/** The bars that are read: those before the window warm up, unless they are not to. */
function boundsOf(
  { warmup }: BacktestOptions,
  { fromMs, toMs }: Window,
): { readonly fromMs?: number; readonly toMs?: number } {
  return {
    ...(warmup === false && fromMs !== null ? { fromMs } : {}),
    ...(toMs === null ? {} : { toMs }),
  }
}

export async function openFeed(
  options: BacktestOptions,
  window: Window,
  open: OpenBars,
): Promise<BarFeed> {
  const { data, dataOptions, timeframe, candles } = options
  const feed = await open(sourceOf(data), {
    ...dataOptions,
    ...(timeframe === undefined ? {} : { timeframe }),
    ...boundsOf(options, window),
  })
  return watchBars(feed, candles)
}

/** @throws `U102` for facts that no symbol can have. */
export function checkSymbol(given: Partial<SymbolInfo> = {}): void {
  for (const name of ['tick', 'lot', 'pointValue'] as const) {
    const value = given[name]
    if (value !== undefined && !(value > 0 && Number.isFinite(value)))
      throw new QrunError({
        code: 'U102',
        message: `${name} was "${value}"`,
        hint: 'give a number above 0',
      })
  }
  if (given.timezone !== undefined && !isZone(given.timezone))
    throw new QrunError({
      code: 'U102',
      message: `the time zone of the exchange was "${given.timezone}"`,
      hint: 'give an IANA name such as America/New_York',
    })
}

/** Facts about the symbol: given, else inferred from the data, else the finest that any market has. */
export function symbolOf(
  given: Partial<SymbolInfo> = {},
  { head }: BarFeed,
  decimals = head.decimals,
): SymbolInfo {
  return {
    name: given.name ?? head.symbol,
    tick: given.tick ?? Number(`1e-${decimals}`),
    lot: given.lot ?? 1e-8,
    pointValue: given.pointValue ?? 1,
    currency: given.currency ?? '',
    timezone: given.timezone ?? 'UTC',
  }
}
