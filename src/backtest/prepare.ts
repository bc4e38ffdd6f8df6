import type { BarFeed } from '../data/index.ts'
import { QrunError } from '../errors/index.ts'
import { checkNode, systemWalls } from '../sandbox/index.ts'
import type { SymbolInfo } from '../shared/bars.ts'
import { DEFAULT_LIMITS, type Job, type Limits } from '../shared/job.ts'
import { parseTimeframe } from '../shared/timeframe.ts'
import { interrupted } from './jailed.ts'
import { readMoment } from './moment.ts'
import { type BacktestOptions, isRepeatable, sourceOf } from './options.ts'
import { readRates } from './rates.ts'
import { readStrategy, type StrategySource } from './source.ts'
import type { OpenBars } from './store.ts'
import { readUntrusted } from './untrusted.ts'
import { watchBars } from './watch.ts'
import { isZone } from './zones.ts'

/** What is read and checked before bars are: the same for one run and for many. */
export type Prepared = {
  readonly limits: Limits
  readonly seed: number
  readonly source: StrategySource
  readonly fx: Job['fx']
  readonly window: Window
}

/** @throws QrunError for options that cannot be, and files that cannot be read; `X504` when the signal fires. */
export async function prepare(options: BacktestOptions, open: OpenBars): Promise<Prepared> {
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
  return { limits, seed, source, fx, window }
}

/** The job over the bars of a feed, without inputs. `decimals` of prices are those of its head when left out. */
export function jobOf(
  options: BacktestOptions,
  { limits, seed, source, fx, window }: Prepared,
  feed: BarFeed,
  decimals: number | undefined,
): Job {
  return {
    source: source.text,
    file: source.file,
    inputs: {},
    properties: options.properties ?? {},
    symbol: symbolOf(options.symbol, feed, decimals),
    timeframe: feed.head.timeframe.name,
    volume: feed.head.hasVolume,
    seed,
    limits,
    tradeFromMs: options.warmup === false ? null : window.fromMs,
    fx,
  }
}

/** Prices that turn out finer than the head of data that cannot be read twice. */
export function tooFine(decimals: number): QrunError {
  return new QrunError({
    code: 'U102',
    message: `prices have up to ${decimals} decimals, more than at the beginning of the data`,
    hint: `say so: --tick ${10 ** -decimals}`,
  })
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

async function readWindow(
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

function checkTimeframe(text: string | undefined): void {
  if (text !== undefined && parseTimeframe(text) === undefined)
    throw new QrunError({
      code: 'U102',
      message: `--tf was "${text}"`,
      hint: 'write 15m, 1h, 4h, 1d, 1w or 1M',
    })
}

function readSeed(seed = 1): number {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new QrunError({
      code: 'U102',
      message: `--seed was "${seed}"`,
      hint: 'give a whole number of at least 0',
    })
  return seed
}

/** The bars that are read: those before the window warm up, unless they are not to. */
export function boundsOf(
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
function checkSymbol(given: Partial<SymbolInfo> = {}): void {
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
function symbolOf(
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
