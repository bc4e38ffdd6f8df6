import type { BarFeed, DataOptions, DataSummary } from '../data/index.ts'
import { QrunError } from '../errors/index.ts'
import type { BarBlock } from '../shared/bars.ts'
import type { MarketInfo } from '../shared/job.ts'
import { formatTimeframe, parseTimeframe, type Timeframe } from '../shared/timeframe.ts'
import { createBasket } from './basket.ts'
import { type Closing, closingOf } from './closes.ts'
import type { BarFrame } from './frames.ts'
import { type BacktestOptions, isRepeatable, sourceOf } from './options.ts'
import type { OpenBars } from './store.ts'

const MOST_MARKETS = 40

/** A frame of chart bars, or a part of one, with the bars of other markets that it confirms. */
export type MarketFrame = {
  /** For the pipe. */
  readonly packed: Float64Array
  /** Absent where the rows come before the next chart bar and are too many to go with it. */
  readonly frame?: BarFrame
}

/** Bars of other symbols and timeframes beside the main series. */
export type Markets = {
  /** What a strategy may request. */
  readonly infos: readonly MarketInfo[]
  /**
   * Takes what was requested by number, and lets go of the rest. A number that comes after all `infos` is
   * that many of them further on, and wants the bars when they open.
   */
  choose(requested: readonly number[]): Promise<void>
  readonly isChosen: boolean
  /** The frame with the bars that are over when its bars are, in pieces if there are many. */
  beside(frame: BarFrame): AsyncGenerator<MarketFrame>
  /** Reads what is left, so that the hashes cover all of it. */
  finish(): Promise<void>
  /** The markets that were requested; a summary is there after `finish`. */
  readonly read: readonly {
    readonly feed: BarFeed
    readonly symbol: string
    readonly summary?: DataSummary
  }[]
  /** Names of those that were not. */
  readonly unread: readonly string[]
  /** Names of those whose bars were shown from their opening on. */
  readonly ahead: readonly string[]
  close(): Promise<void>
}

type Chart = { readonly timeframe: Timeframe; readonly symbol: string; readonly zone: string }

/**
 * @throws `U102` for a name that is no market's, or a second one of the same; `D2xx` as the main series.
 */
export async function openMarkets(
  { markets = {}, detail, dataOptions = {} }: BacktestOptions,
  chart: Chart,
  window: Pick<DataOptions, 'fromMs' | 'toMs'>,
  detailFeed: BarFeed | undefined,
  openBars: OpenBars,
): Promise<Markets | undefined> {
  const { timeframe: _, fromMs: __, ...options } = dataOptions
  const lines: Line[] = []
  try {
    for (const [key, source] of Object.entries(markets)) {
      const { symbol, timeframe } = readKey(key)
      const open = (): Promise<BarFeed> =>
        openBars(sourceOf(source), {
          ...options,
          ...window,
          symbol,
          ...(timeframe === undefined ? {} : { timeframe }),
        })
      const feed = await open()
      const twin = lines.some(
        (line) =>
          line.symbol === symbol && line.feed.head.timeframe.name === feed.head.timeframe.name,
      )
      const again = (): Promise<BarFeed> => {
        if (isRepeatable(source)) return open()
        throw new QrunError({
          code: 'U102',
          message: `market "${key}" was requested with and without lookahead`,
          hint: 'give a file, which can be read twice',
        })
      }
      lines.push(createLine(key, symbol, feed, chart.zone, again))
      if (twin)
        throw new QrunError({
          code: 'U102',
          message: `market "${key}" was given twice with bars of "${formatTimeframe(feed.head.timeframe)}"`,
          hint: 'give each symbol and timeframe once',
        })
    }
    const fine = detailFeed?.head.timeframe.name
    const isNamed = lines.some(
      ({ symbol, feed }) => symbol === chart.symbol && feed.head.timeframe.name === fine,
    )
    if (detail !== undefined && isRepeatable(detail) && !isNamed) {
      const open = (): Promise<BarFeed> => openBars(sourceOf(detail), { ...options, ...window })
      lines.push(createLine('', chart.symbol, await open(), chart.zone, open))
    }
    if (lines.length > MOST_MARKETS)
      throw new QrunError({
        code: 'U102',
        message: `${lines.length} other markets were given`,
        hint: `give at most ${MOST_MARKETS}`,
      })
  } catch (problem) {
    for (const line of lines) await line.close()
    throw problem
  }
  return lines.length === 0 ? undefined : createMarkets(lines, chart)
}

/** `BTC` or `BTC@1d`. */
function readKey(key: string): { readonly symbol: string; readonly timeframe?: string } {
  const at = key.lastIndexOf('@')
  const symbol = at < 0 ? key : key.slice(0, at)
  const timeframe = at < 0 ? undefined : key.slice(at + 1)
  const isSound =
    /^[^\s=@]{1,100}$/.test(symbol) &&
    (timeframe === undefined || parseTimeframe(timeframe) !== undefined)
  if (!isSound)
    throw new QrunError({
      code: 'U102',
      message: `another market was called "${key}"`,
      hint: 'write the symbol, and a timeframe where the bars are not to be aggregated: BTC=FILE, BTC@1d=FILE',
    })
  return timeframe === undefined ? { symbol } : { symbol, timeframe }
}

/** One feed, row by row; without a name where it is the one of `detail`. */
type Line = {
  readonly name: string
  readonly symbol: string
  readonly feed: BarFeed
  /** When a row may be seen. */
  closeOf: Closing
  block: BarBlock | undefined
  at: number
  /** Gets the next block; false at the end. */
  more(): Promise<boolean>
  /** The same bars once more. */
  again(): Promise<Line>
  summary?: DataSummary
  close(): Promise<void>
}

/** A bar that is to be seen as soon as it opens belongs to the chart bar in which it does. */
const OPENING: Closing = (openMs) => openMs + 1

function createLine(
  name: string,
  symbol: string,
  feed: BarFeed,
  zone: string,
  open: () => Promise<BarFeed>,
): Line {
  const blocks = feed.blocks()[Symbol.asyncIterator]()
  let isStarted = false
  let isWaiting = false
  const line: Line = {
    name,
    symbol,
    feed,
    closeOf: closingOf(feed.head.timeframe, zone, 'later'),
    block: undefined,
    at: 0,
    async more() {
      isStarted = true
      do {
        isWaiting = true
        const next = await blocks.next()
        isWaiting = false
        line.at = 0
        line.block = next.done === true ? undefined : next.value
      } while (line.block?.count === 0)
      return line.block !== undefined
    },
    again: async () => createLine(name, symbol, await open(), zone, open),
    async close() {
      if (!isStarted) await feed.close()
      // A source that never answers is not waited for.
      else if (isWaiting) void blocks.return?.(undefined)?.catch(() => {})
      else await blocks.return?.(undefined)
    },
  }
  return line
}

/**
 * Hands a frame to `give`: as it is, or in pieces, each after the bars of other markets that go with it.
 * Both say whether more is wanted.
 */
export async function handOn(
  frame: BarFrame,
  markets: Markets | undefined,
  give: (frame: BarFrame) => Promise<boolean>,
  giveRows: (packed: Float64Array) => Promise<boolean> | boolean,
): Promise<boolean> {
  if (markets?.isChosen !== true) return give(frame)
  for await (const piece of markets.beside(frame)) {
    if (!(await giveRows(piece.packed))) return false
    if (piece.frame !== undefined && !(await give(piece.frame))) return false
  }
  return true
}

function createMarkets(all: readonly Line[], chart: Chart): Markets {
  const copies: Line[] = []
  const chartClose = closingOf(chart.timeframe, chart.zone, 'sooner')
  let lines: readonly Line[] = []
  let unread: readonly string[] = []
  let ahead: readonly string[] = []
  let basket = createBasket(0)

  /** Rows of a line that are over at `closeMs`; false when the basket was full before. */
  async function gather(
    line: Line,
    index: number,
    openMs: number,
    closeMs: number,
  ): Promise<boolean> {
    for (;;) {
      const { block } = line
      if (block === undefined || line.at === block.count) {
        if (!(await line.more())) return true
        continue
      }
      const timeMs = block.time[line.at]!
      // Of two bars of one length the one that opens no later ends no later, whatever their stamps mean.
      const isTwin = timeMs <= openMs && line.feed.head.timeframe.name === chart.timeframe.name
      if (!isTwin && line.closeOf(timeMs) > closeMs) return true
      if (basket.isFull) return false
      basket.add(index, block, line.at++)
    }
  }

  async function gatherAll(openMs: number): Promise<boolean> {
    const closeMs = chartClose(openMs)
    for (let index = 0; index < lines.length; index++)
      if (!(await gather(lines[index]!, index, openMs, closeMs))) return false
    return true
  }

  return {
    infos: all.map(({ symbol, feed: { head } }) => ({
      symbol,
      timeframe: head.timeframe.name,
      volume: head.hasVolume,
    })),
    async choose(requested) {
      const chosen: Line[] = []
      for (const index of requested) {
        const line = all[index % all.length]!
        // Asked for in both ways it is read twice.
        const own = chosen.includes(line) ? await line.again() : line
        if (own !== line) copies.push(own)
        own.closeOf = index < all.length ? own.closeOf : OPENING
        chosen.push(own)
      }
      ahead = requested
        .filter((index) => index >= all.length)
        .map((index) => all[index % all.length]!.name)
      lines = chosen
      const rest = all.filter((line) => !lines.includes(line))
      unread = rest.map(({ name }) => name).filter((name) => name !== '')
      basket = createBasket(lines.length)
      for (const line of rest) await line.close()
    },
    get isChosen() {
      return lines.length > 0
    },
    async *beside(frame) {
      const { count } = frame
      const time = new Float64Array(frame.columns[0]!.buffer, 0, count)
      let start = 0
      for (let bar = 0; bar < count; bar++) {
        while (!(await gatherAll(time[bar]!))) {
          // Full in the middle of a bar: what belongs to the bars before goes with them.
          if (bar > start) {
            yield { packed: basket.pack(bar - start), frame: partOf(frame, start, bar) }
            start = bar
          } else yield { packed: basket.packAll() }
        }
        basket.endBar()
      }
      yield { packed: basket.pack(count - start), frame: partOf(frame, start, count) }
    },
    async finish() {
      for (const line of lines) {
        while (await line.more());
        line.summary = line.feed.summary()
      }
    },
    get read() {
      return lines.filter((line) => line.name !== '' && !copies.includes(line))
    },
    get ahead() {
      return ahead
    },
    get unread() {
      return unread
    },
    async close() {
      for (const line of [...all, ...copies]) await line.close()
    },
  }
}

/** Bars start..end-1 of a frame. */
function partOf({ columns, count, isLast }: BarFrame, start: number, end: number): BarFrame {
  if (start === 0 && end === count) return { columns, count, isLast }
  return {
    // Of their own, as the receivers read them from the beginning of their memory.
    columns: columns.map((column) => column.slice(start * 8, end * 8)),
    count: end - start,
    isLast: isLast && end === count,
  }
}
