import type { Samples } from '../shared/outcome.ts'
import { DAY } from '../shared/timeframe.ts'
import { createSampler } from './samples.ts'

/**
 * What a report needs to know about the bars of a run (RM-0.8): plain data of numbers, texts and
 * null, safe to send as JSON. Money is in account currency, percents are 0 to 100, falls are
 * positive. `null` stands where a run without bars has no value.
 */
export type EquitySummary = {
  readonly bars: number
  /** Opening times of the first and last bar. */
  readonly firstTimeMs: number | null
  readonly lastTimeMs: number | null
  readonly firstOpen: number | null
  readonly lastClose: number | null
  /** Marked equity at the last close, its highest and lowest close, its mean over the bars. */
  readonly lastEquity: number
  readonly peakEquity: number
  readonly lowEquity: number
  readonly meanEquity: number | null
  /** One entry per UTC day that has bars: days since 1970, last equity, last close (RM-9.0). */
  readonly days: {
    readonly day: readonly number[]
    readonly equity: readonly number[]
    readonly close: readonly number[]
  }
  /** Bars that open on a UTC Saturday or Sunday. */
  readonly weekendBars: number
  /** Bars with a position at any moment (RM-9.1), and at their close (RM-9.2), by direction. */
  readonly exposedBars: number
  readonly longBars: number
  readonly shortBars: number
  readonly drawdowns: DrawdownSummary
  /** Straight-line fit of log equity on the bar number (RM-9.44). */
  readonly logFit: { readonly rSquared: number | null; readonly kRatio: number | null }
  /**
   * Margin used at closes, averaged from the first bar with a position to the last but one (RM-7.6);
   * null where that window is empty.
   */
  readonly avgMarginUsed: number | null
  readonly maxMarginUsedAtClose: number
  readonly samples: Samples
  /** Close of each sampled bar. */
  readonly sampleCloses: readonly number[]
  /** 64 bits over the equity of every bar, in hexadecimal: unequal runs differ in it. */
  readonly fingerprint: string
}

/**
 * Falls of the bar-close equity below its peak; the initial capital is the first peak, one bar before
 * the first. An episode reaches from its last peak bar to the bar that regains it, or to the last bar.
 */
export type DrawdownSummary = {
  readonly episodes: number
  readonly maxPct: number
  /** Deepest fall in money; may be another episode's. */
  readonly maxMoney: number
  /** Mean depth of the episodes; null without any, as all means here. */
  readonly avgPct: number | null
  readonly maxBars: number | null
  readonly maxMs: number | null
  readonly avgBars: number | null
  readonly avgMs: number | null
  readonly barsUnderWater: number
  /** Mean over all bars of the fall from the peak (the pain index of RM-9.22). */
  readonly meanPct: number | null
  /** The episode that the last bar is in, if it is in one. */
  readonly current: {
    readonly pct: number
    readonly money: number
    readonly bars: number
    readonly ms: number
  } | null
  /** Where the deepest fall in percent lies; `recoveredMs` is null where the peak was not regained. */
  readonly deepest: {
    readonly peakMs: number
    readonly troughMs: number
    readonly recoveredMs: number | null
  } | null
}

export type EquityTrack = {
  /**
   * Takes the next bar. `equity` is marked at the close, `position` is signed and held at the close,
   * `exposed` tells whether there was a position at any moment of the bar.
   */
  bar(
    index: number,
    timeMs: number,
    open: number,
    close: number,
    equity: number,
    position: number,
    exposed: boolean,
    marginUsed: number,
  ): void
  /** The summary of the bars so far; changes nothing. */
  finish(): EquitySummary
}

/** Slots of the running state. One flat array, because a double in a closure is allocated anew on each write. */
const S = {
  COUNT: 0,
  FIRST_TIME: 1,
  LAST_TIME: 2,
  FIRST_OPEN: 3,
  LAST_CLOSE: 4,
  EQUITY: 5,
  LOW: 6,
  PEAK: 7,
  SUM_EQUITY: 8,
  DAY: 9,
  NEXT_DAY: 10,
  WEEKEND: 11,
  WEEKEND_BARS: 12,
  EXPOSED: 13,
  LONG: 14,
  SHORT: 15,
  /** 1 inside an episode. */
  UNDER: 16,
  UNDER_BARS: 17,
  FALL: 18,
  SUM_FALL: 19,
  START_BAR: 20,
  START_TIME: 21,
  DEPTH: 22,
  EPISODES: 23,
  SUM_DEPTH: 24,
  SUM_BARS: 25,
  SUM_MS: 26,
  MAX_BARS: 27,
  MAX_MS: 28,
  MAX_FALL: 29,
  MAX_MONEY: 30,
  DEEPEST_PEAK: 31,
  DEEPEST_TROUGH: 32,
  DEEPEST_END: 33,
  LOG: 34,
  SUM_LOG: 35,
  SUM_LOG2: 36,
  SUM_INDEX_LOG: 37,
  /** 1 once the equity was not above 0: it has no logarithm. */
  NO_LOG: 38,
  MARGIN: 39,
  MARGIN_STARTED: 40,
  SUM_MARGIN: 41,
  MARGIN_BARS: 42,
  MAX_MARGIN: 43,
  SIZE: 44,
} as const

/** Follows equity and price bar by bar; nothing is allocated per bar, and only days make it grow. */
export function createEquityTrack({
  initialCapital,
}: {
  readonly initialCapital: number
}): EquityTrack {
  const s = new Float64Array(S.SIZE)
  s[S.EQUITY] = initialCapital
  s[S.PEAK] = initialCapital
  s[S.LOW] = initialCapital
  s[S.NEXT_DAY] = Number.NEGATIVE_INFINITY
  s[S.DEEPEST_END] = Number.NaN

  const double = new Float64Array(1)
  const halves = new Int32Array(double.buffer)
  const mixed = new Int32Array([0x243f6a88, 0x13198a2e])
  const sampler = createSampler(4)
  const sample = new Float64Array(4)

  let dayCapacity = 64
  let dayCount = 0
  let dayRows = new Float64Array(3 * dayCapacity)

  function startDay(timeMs: number): void {
    if (s[S.COUNT]! > 0) pushDay()
    const day = Math.floor(timeMs / DAY)
    // Day 0 was a Thursday, so Saturday and Sunday are 2 and 3 modulo 7.
    const weekday = ((day % 7) + 7) % 7
    s[S.DAY] = day
    s[S.NEXT_DAY] = (day + 1) * DAY
    s[S.WEEKEND] = weekday === 2 || weekday === 3 ? 1 : 0
  }

  function pushDay(): void {
    if (dayCount === dayCapacity) {
      dayCapacity *= 2
      const larger = new Float64Array(3 * dayCapacity)
      larger.set(dayRows)
      dayRows = larger
    }
    const at = 3 * dayCount++
    dayRows[at] = s[S.DAY]!
    dayRows[at + 1] = s[S.EQUITY]!
    dayRows[at + 2] = s[S.LAST_CLOSE]!
  }

  /** The equity moved: peaks, falls, logarithm and fingerprint follow. */
  function revalue(count: number, timeMs: number, equity: number): void {
    double[0] = equity
    mixed[0] = Math.imul(mixed[0]! ^ halves[0]! ^ count, 0x85ebca6b)
    mixed[1] = Math.imul(mixed[1]! ^ halves[1]! ^ (mixed[0]! >>> 15), 0xc2b2ae35)
    mixed[0] = mixed[0]! ^ (mixed[1]! >>> 13)

    if (equity > 0) s[S.LOG] = Math.log(equity / initialCapital)
    else s[S.NO_LOG] = 1
    if (equity < s[S.LOW]!) s[S.LOW] = equity

    const peak = s[S.PEAK]!
    if (equity >= peak) {
      if (s[S.UNDER] === 1) endEpisode(count, timeMs)
      s[S.PEAK] = equity
      s[S.FALL] = 0
      return
    }
    if (s[S.UNDER] === 0) {
      s[S.UNDER] = 1
      s[S.DEPTH] = 0
      // Whatever the bar before was, it stood at the peak. The capital stands one bar before the first.
      s[S.START_BAR] = count - 1
      s[S.START_TIME] = count === 0 ? timeMs : s[S.LAST_TIME]!
    }
    const fall = 1 - equity / peak
    s[S.FALL] = fall
    if (fall > s[S.DEPTH]!) s[S.DEPTH] = fall
    if (fall > s[S.MAX_FALL]!) {
      s[S.MAX_FALL] = fall
      s[S.DEEPEST_PEAK] = s[S.START_TIME]!
      s[S.DEEPEST_TROUGH] = timeMs
      s[S.DEEPEST_END] = Number.NaN
    }
    if (peak - equity > s[S.MAX_MONEY]!) s[S.MAX_MONEY] = peak - equity
  }

  function endEpisode(count: number, timeMs: number): void {
    const bars = count - s[S.START_BAR]!
    const ms = timeMs - s[S.START_TIME]!
    s[S.UNDER] = 0
    s[S.EPISODES] = s[S.EPISODES]! + 1
    s[S.SUM_DEPTH] = s[S.SUM_DEPTH]! + s[S.DEPTH]!
    s[S.SUM_BARS] = s[S.SUM_BARS]! + bars
    s[S.SUM_MS] = s[S.SUM_MS]! + ms
    if (bars > s[S.MAX_BARS]!) s[S.MAX_BARS] = bars
    if (ms > s[S.MAX_MS]!) s[S.MAX_MS] = ms
    if (s[S.DEEPEST_PEAK] === s[S.START_TIME] && Number.isNaN(s[S.DEEPEST_END]!)) {
      s[S.DEEPEST_END] = timeMs
    }
  }

  function bar(
    index: number,
    timeMs: number,
    open: number,
    close: number,
    equity: number,
    position: number,
    exposed: boolean,
    marginUsed: number,
  ): void {
    const count = s[S.COUNT]!
    if (count === 0) {
      s[S.FIRST_TIME] = timeMs
      s[S.FIRST_OPEN] = open
      s[S.LOW] = equity
    }
    if (timeMs >= s[S.NEXT_DAY]!) startDay(timeMs)
    if (equity !== s[S.EQUITY]) {
      revalue(count, timeMs, equity)
      s[S.EQUITY] = equity
    }
    s[S.SUM_EQUITY] = s[S.SUM_EQUITY]! + equity
    s[S.UNDER_BARS] = s[S.UNDER_BARS]! + s[S.UNDER]!
    s[S.SUM_FALL] = s[S.SUM_FALL]! + s[S.FALL]!
    const log = s[S.LOG]!
    s[S.SUM_LOG] = s[S.SUM_LOG]! + log
    s[S.SUM_LOG2] = s[S.SUM_LOG2]! + log * log
    s[S.SUM_INDEX_LOG] = s[S.SUM_INDEX_LOG]! + count * log
    s[S.WEEKEND_BARS] = s[S.WEEKEND_BARS]! + s[S.WEEKEND]!

    if (position > 0) s[S.LONG] = s[S.LONG]! + 1
    else if (position < 0) s[S.SHORT] = s[S.SHORT]! + 1
    // One bar late, so that the last bar never counts.
    if (s[S.MARGIN_STARTED] === 1) {
      s[S.SUM_MARGIN] = s[S.SUM_MARGIN]! + s[S.MARGIN]!
      s[S.MARGIN_BARS] = s[S.MARGIN_BARS]! + 1
    }
    if (exposed) {
      s[S.EXPOSED] = s[S.EXPOSED]! + 1
      s[S.MARGIN_STARTED] = 1
    }
    s[S.MARGIN] = marginUsed
    if (marginUsed > s[S.MAX_MARGIN]!) s[S.MAX_MARGIN] = marginUsed

    sample[0] = index
    sample[1] = timeMs
    sample[2] = equity
    sample[3] = close
    sampler.add(sample)
    s[S.LAST_TIME] = timeMs
    s[S.LAST_CLOSE] = close
    s[S.COUNT] = count + 1
  }

  function finish(): EquitySummary {
    const bars = s[S.COUNT]!
    const some = (slot: number): number | null => (bars === 0 ? null : s[slot]!)
    const { every, columns } = sampler.columns()
    return {
      bars,
      firstTimeMs: some(S.FIRST_TIME),
      lastTimeMs: some(S.LAST_TIME),
      firstOpen: some(S.FIRST_OPEN),
      lastClose: some(S.LAST_CLOSE),
      lastEquity: s[S.EQUITY]!,
      peakEquity: s[S.PEAK]!,
      lowEquity: s[S.LOW]!,
      meanEquity: bars === 0 ? null : s[S.SUM_EQUITY]! / bars,
      days: daysSoFar(bars),
      weekendBars: s[S.WEEKEND_BARS]!,
      exposedBars: s[S.EXPOSED]!,
      longBars: s[S.LONG]!,
      shortBars: s[S.SHORT]!,
      drawdowns: summariseDrawdowns(s),
      logFit: fitLog(s),
      avgMarginUsed: s[S.MARGIN_BARS] === 0 ? null : s[S.SUM_MARGIN]! / s[S.MARGIN_BARS]!,
      maxMarginUsedAtClose: s[S.MAX_MARGIN]!,
      samples: { every, bar: columns[0]!, time: columns[1]!, value: columns[2]! },
      sampleCloses: columns[3]!,
      fingerprint: hex(mixed[0]!) + hex(mixed[1]! ^ bars),
    }
  }

  function daysSoFar(bars: number): EquitySummary['days'] {
    const day: number[] = []
    const equity: number[] = []
    const close: number[] = []
    for (let i = 0; i < dayCount; i++) {
      day.push(dayRows[3 * i]!)
      equity.push(dayRows[3 * i + 1]!)
      close.push(dayRows[3 * i + 2]!)
    }
    if (bars > 0) {
      day.push(s[S.DAY]!)
      equity.push(s[S.EQUITY]!)
      close.push(s[S.LAST_CLOSE]!)
    }
    return { day, equity, close }
  }

  return { bar, finish }
}

function summariseDrawdowns(s: Float64Array): DrawdownSummary {
  const bars = s[S.COUNT]!
  const open = s[S.UNDER] === 1
  const openBars = bars - 1 - s[S.START_BAR]!
  const openMs = s[S.LAST_TIME]! - s[S.START_TIME]!
  const episodes = s[S.EPISODES]! + (open ? 1 : 0)
  const mean = (closed: number, current: number): number | null =>
    episodes === 0 ? null : (closed + (open ? current : 0)) / episodes
  const longest = (closed: number, current: number): number | null =>
    episodes === 0 ? null : Math.max(closed, open ? current : 0)
  return {
    episodes,
    maxPct: 100 * s[S.MAX_FALL]!,
    maxMoney: s[S.MAX_MONEY]!,
    avgPct: mean(100 * s[S.SUM_DEPTH]!, 100 * s[S.DEPTH]!),
    maxBars: longest(s[S.MAX_BARS]!, openBars),
    maxMs: longest(s[S.MAX_MS]!, openMs),
    avgBars: mean(s[S.SUM_BARS]!, openBars),
    avgMs: mean(s[S.SUM_MS]!, openMs),
    barsUnderWater: s[S.UNDER_BARS]!,
    meanPct: bars === 0 ? null : (100 * s[S.SUM_FALL]!) / bars,
    current: open
      ? {
          pct: 100 * s[S.FALL]!,
          money: s[S.PEAK]! - s[S.EQUITY]!,
          bars: openBars,
          ms: openMs,
        }
      : null,
    deepest:
      s[S.MAX_FALL] === 0
        ? null
        : {
            peakMs: s[S.DEEPEST_PEAK]!,
            troughMs: s[S.DEEPEST_TROUGH]!,
            recoveredMs: Number.isNaN(s[S.DEEPEST_END]!) ? null : s[S.DEEPEST_END]!,
          },
  }
}

/** Least squares of log(E/K) on 0, 1, 2 …; the slope and the fit do not depend on K. */
function fitLog(s: Float64Array): EquitySummary['logFit'] {
  const n = s[S.COUNT]!
  if (n < 3 || s[S.NO_LOG] === 1) return { rSquared: null, kRatio: null }
  const meanIndex = (n - 1) / 2
  const sxx = (n * (n * n - 1)) / 12
  const sxy = s[S.SUM_INDEX_LOG]! - meanIndex * s[S.SUM_LOG]!
  const syy = s[S.SUM_LOG2]! - (s[S.SUM_LOG]! * s[S.SUM_LOG]!) / n
  // A constant curve leaves rounding dust here; a line through dust means nothing.
  if (syy <= 1e-12 * s[S.SUM_LOG2]!) return { rSquared: null, kRatio: null }
  const rSquared = Math.min(1, (sxy * sxy) / (sxx * syy))
  const residual = Math.max(0, syy - (sxy * sxy) / sxx)
  const standardError = Math.sqrt(residual / (n - 2) / sxx)
  const slope = sxy / sxx
  const isStraight = residual <= 1e-12 * syy
  return { rSquared, kRatio: isStraight ? null : slope / standardError / Math.sqrt(n) }
}

function hex(bits: number): string {
  return (bits >>> 0).toString(16).padStart(8, '0')
}
