import type { BarFeed, DataSummary } from '../data/index.ts'
import { QrunError } from '../errors/index.ts'
import { packDetail } from '../sandbox/index.ts'
import type { BarBlock } from '../shared/bars.ts'
import { formatTimeframe, periodEnd, type Timeframe } from '../shared/timeframe.ts'
import type { BarFrame } from './frames.ts'
import type { BacktestOptions } from './options.ts'
import type { OpenBars } from './store.ts'

/** Smaller bars that a frame may hold, so that memory stays flat, and that one bar may have. */
const FRAME_ROWS = 65_536
const MOST_PER_BAR = 100_000
const MOST_FRAME_BARS = 8192

/** The smaller bars of the main series, matched to its bars frame by frame (BE-3.6). */
export type DetailFeed = {
  readonly feed: BarFeed
  /** Bars of the main series per frame. */
  readonly frameBars: number
  /** The smaller bars inside a frame's bars, ready for the pipe. */
  take(frame: BarFrame): Promise<Float64Array>
  /** Bars walked with and without smaller ones. */
  readonly used: number
  readonly plain: number
  /** Reads what is left, so that the hash covers all of it. */
  finish(): Promise<DataSummary>
  close(): Promise<void>
}

/** @throws `U102` for bars that do not divide those of the main series; `D2xx` as the main series. */
export async function openDetail(
  { detail, dataOptions = {} }: BacktestOptions,
  main: Timeframe,
  tick: number,
  toMs: number | null,
  openBars: OpenBars,
): Promise<DetailFeed | undefined> {
  if (detail === undefined) return undefined
  const { timeframe: _, fromMs: __, ...options } = dataOptions
  const source = typeof detail === 'string' ? { path: detail } : detail
  const feed = await openBars(source, { ...options, ...(toMs === null ? {} : { toMs }) })
  const perBar = ratioOf(main, feed.head.timeframe)
  if (perBar === undefined || perBar > MOST_PER_BAR) {
    await feed.close()
    throw new QrunError({
      code: 'U102',
      message: `--detail has bars of "${formatTimeframe(feed.head.timeframe)}", of which no whole number from 2 to ${MOST_PER_BAR} makes "${formatTimeframe(main)}"`,
      hint: 'give finer bars of the same market',
    })
  }
  return createDetail(feed, main, tick, perBar)
}

/** Most smaller bars that a bar can have; undefined where they do not divide it. */
function ratioOf(main: Timeframe, fine: Timeframe): number | undefined {
  if (fine.months > 0) return undefined
  if (main.months > 0) return Math.ceil((main.months * 31 * 86_400_000) / fine.ms)
  const ratio = main.ms / fine.ms
  return ratio > 1 && Number.isInteger(ratio) ? ratio : undefined
}

function createDetail(feed: BarFeed, main: Timeframe, tick: number, perBar: number): DetailFeed {
  const frameBars = Math.max(1, Math.min(MOST_FRAME_BARS, Math.floor(FRAME_ROWS / perBar)))
  const rows = [0, 1, 2, 3].map(() => new Float64Array(frameBars * perBar))
  const [open, high, low, close] = rows as [Float64Array, Float64Array, Float64Array, Float64Array]
  const blocks = feed.blocks()[Symbol.asyncIterator]()
  let isStarted = false
  let block: BarBlock | undefined
  let at = 0
  /** Rows of the bar at hand, those beyond `perBar` included. */
  let found = 0
  let used = 0
  let plain = 0

  async function more(): Promise<boolean> {
    if (block !== undefined && at < block.count) return true
    isStarted = true
    do {
      const next = await blocks.next()
      if (next.done === true) return false
      block = next.value
      at = 0
    } while (block.count === 0)
    return true
  }

  /** Takes what the block at hand has of start <= time < end, behind `from`; whether the bar ends in it. */
  function takeRows(from: number, start: number, end: number): boolean {
    if (block === undefined) return false
    const { time, count } = block
    for (; at < count; at++) {
      const timeMs = time[at]!
      if (timeMs >= end) return true
      if (timeMs < start || found++ >= perBar) continue
      const row = from + found - 1
      open[row] = block.open[at]!
      high[row] = block.high[at]!
      low[row] = block.low[at]!
      close[row] = block.close[at]!
    }
    return false
  }

  /** Whether the rows found are the bar in row `i`: the same open, extremes and close, to the tick. */
  function areBar(from: number, bars: readonly Float64Array[], i: number): boolean {
    let highest = Number.NEGATIVE_INFINITY
    let lowest = Number.POSITIVE_INFINITY
    for (let row = from; row < from + found; row++) {
      if (high[row]! > highest) highest = high[row]!
      if (low[row]! < lowest) lowest = low[row]!
    }
    return (
      isNear(open[from]!, bars[1]![i]!) &&
      isNear(highest, bars[2]![i]!) &&
      isNear(lowest, bars[3]![i]!) &&
      isNear(close[from + found - 1]!, bars[4]![i]!)
    )
  }

  const isNear = (made: number, given: number): boolean => Math.abs(made - given) < tick / 2

  return {
    feed,
    frameBars,
    async take({ columns, count }) {
      const bars = columns.slice(0, 5).map(({ buffer }) => new Float64Array(buffer, 0, count))
      const counts = new Float64Array(count)
      let filled = 0
      for (let i = 0; i < count; i++) {
        const start = bars[0]![i]!
        const end = main.months > 0 ? periodEnd(main, start) : start + main.ms
        found = 0
        // Waits for a block only where one is over: to wait for each row took longer than all else.
        while (!takeRows(filled, start, end) && (await more()));
        if (found > 0 && found <= perBar && areBar(filled, bars, i)) {
          counts[i] = found
          filled += found
          used++
        } else plain++
      }
      return packDetail(
        counts,
        rows.map((column) => column.subarray(0, filled)),
      )
    },
    get used() {
      return used
    },
    get plain() {
      return plain
    },
    async finish() {
      while (await more()) at = block!.count
      return feed.summary()
    },
    async close() {
      if (isStarted) await blocks.return?.(undefined)
      else await feed.close()
    },
  }
}
