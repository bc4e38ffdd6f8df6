import type { BarBlock } from '../shared/bars.ts'
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

/** What is held on a bar: the side of the position at its close, or one that was there and is gone by then. */
export const HELD = { NOTHING: 0, LONG: 1, SHORT: -1, GONE: 2 } as const

/** Bars, a slot for each, and the marks at their closes, a row for each. */
export type MarkedBars = Pick<BarBlock, 'time' | 'open' | 'close'> & {
  /** Slot of the bar that row 0 of the marks is for. */
  readonly first: number
  readonly equity: Float64Array
  readonly margin: Float64Array
  /** A HELD. */
  readonly held: Int8Array
}

export type EquityTrack = {
  /**
   * Takes the next `count` bars, from `slot` on, the first of index `index`. All of them or none: where a stop from
   * outside breaks it off, the track is as before.
   */
  bars(index: number, columns: MarkedBars, slot: number, count: number): void
  /** Index of the bar it was given last; −1 before. */
  lastBar(): number
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
  DAY: 8,
  NEXT_DAY: 9,
  /** Count at which the day began, if it is on a weekend; NaN else. */
  WEEKEND_START: 10,
  WEEKEND_BARS: 11,
  EXPOSED: 12,
  LONG: 13,
  SHORT: 14,
  MARGIN: 15,
  /** Count at the first bar with a position. */
  ENTERED: 16,
  SUM_MARGIN: 17,
  MAX_MARGIN: 18,
  /** Count since which the equity is what it is; the sums below reach up to there. */
  SINCE: 19,
  SUM_EQUITY: 20,
  FALL: 21,
  SUM_FALL: 22,
  /** 1 inside an episode. */
  UNDER: 23,
  UNDER_BARS: 24,
  LOG: 25,
  SUM_LOG: 26,
  SUM_LOG2: 27,
  SUM_INDEX_LOG: 28,
  /** 1 once the equity was not above 0: it has no logarithm. */
  NO_LOG: 29,
  START_BAR: 30,
  START_TIME: 31,
  DEPTH: 32,
  EPISODES: 33,
  SUM_DEPTH: 34,
  SUM_BARS: 35,
  SUM_MS: 36,
  MAX_BARS: 37,
  MAX_MS: 38,
  MAX_FALL: 39,
  MAX_MONEY: 40,
  DEEPEST_PEAK: 41,
  DEEPEST_TROUGH: 42,
  DEEPEST_END: 43,
  LAST_INDEX: 44,
  /** Count up to which the sampler was told, and count of the next bar to be sampled. */
  SAMPLED: 45,
  SAMPLE_DUE: 46,
  /** How many days are behind it. */
  DAYS: 47,
  /** 1 while bars are taken. */
  BEGUN: 48,
  SIZE: 49,
} as const

/** Follows equity and price bar by bar; nothing is allocated per bar, and only days make it grow. */
export function createEquityTrack({
  initialCapital,
  hasSamples = true,
}: {
  readonly initialCapital: number
  /** Whether points of the curve are kept. */
  readonly hasSamples?: boolean
}): EquityTrack {
  const s = new Float64Array(S.SIZE)
  s[S.EQUITY] = initialCapital
  s[S.PEAK] = initialCapital
  s[S.LOW] = initialCapital
  s[S.NEXT_DAY] = Number.NEGATIVE_INFINITY
  s[S.WEEKEND_START] = Number.NaN
  s[S.ENTERED] = Number.NaN
  s[S.DEEPEST_END] = Number.NaN
  if (!hasSamples) s[S.SAMPLE_DUE] = Number.POSITIVE_INFINITY

  const double = new Float64Array(1)
  const halves = new Int32Array(double.buffer)
  const mixed = new Int32Array([0x243f6a88, 0x13198a2e])
  const sampler = hasSamples ? createSampler(4) : undefined
  const sample = new Float64Array(4)
  /** What `s` and `mixed` were before the bars at hand. */
  const kept = s.slice()
  const keptMixed = mixed.slice()

  let dayRows = new Float64Array(3 * 64)

  function startDay(timeMs: number): void {
    if (s[S.COUNT]! > 0) pushDay()
    countWeekend(s)
    const day = Math.floor(timeMs / DAY)
    // Day 0 was a Thursday, so Saturday and Sunday are 2 and 3 modulo 7.
    const weekday = ((day % 7) + 7) % 7
    s[S.DAY] = day
    s[S.NEXT_DAY] = (day + 1) * DAY
    s[S.WEEKEND_START] = weekday === 2 || weekday === 3 ? s[S.COUNT]! : Number.NaN
  }

  function pushDay(): void {
    const days = s[S.DAYS]!
    if (3 * days === dayRows.length) {
      const larger = new Float64Array(2 * dayRows.length)
      larger.set(dayRows)
      dayRows = larger
    }
    const at = 3 * days
    s[S.DAYS] = days + 1
    dayRows[at] = s[S.DAY]!
    dayRows[at + 1] = s[S.EQUITY]!
    dayRows[at + 2] = s[S.LAST_CLOSE]!
  }

  /**
   * The equity of `count` bars of one day, from row `row` on: sums, peaks, falls, logarithm and fingerprint follow. In one loop over
   * local variables, which takes half the time of one bar after the other.
   */
  function revalue(
    equity: Float64Array,
    row: number,
    time: Float64Array,
    slot: number,
    count: number,
  ): void {
    let now = s[S.COUNT]!
    let since = s[S.SINCE]!
    let value = s[S.EQUITY]!
    let log = s[S.LOG]!
    let fall = s[S.FALL]!
    let under = s[S.UNDER]!
    let peak = s[S.PEAK]!
    let low = s[S.LOW]!
    let depth = s[S.DEPTH]!
    let maxFall = s[S.MAX_FALL]!
    let maxMoney = s[S.MAX_MONEY]!
    let sumEquity = s[S.SUM_EQUITY]!
    let underBars = s[S.UNDER_BARS]!
    let sumFall = s[S.SUM_FALL]!
    let sumLog = s[S.SUM_LOG]!
    let sumLog2 = s[S.SUM_LOG2]!
    let sumIndexLog = s[S.SUM_INDEX_LOG]!
    let first = mixed[0]!
    let second = mixed[1]!
    for (let i = 0; i < count; i++, now++) {
      const next = equity[row + i]!
      if (next === value) continue
      const bars = now - since
      sumEquity += bars * value
      underBars += bars * under
      sumFall += bars * fall
      sumLog += bars * log
      sumLog2 += bars * log * log
      sumIndexLog += bars * 0.5 * (since + now - 1) * log
      since = now
      if (next <= 0) s[S.NO_LOG] = 1
      else log = followLog(log, value, next, initialCapital)
      value = next
      double[0] = next
      first = Math.imul(first ^ halves[0]! ^ now, 0x85ebca6b)
      second = Math.imul(second ^ halves[1]! ^ (first >>> 15), 0xc2b2ae35)
      first = first ^ (second >>> 13)
      if (next < low) low = next
      if (next >= peak) {
        if (under === 1) {
          s[S.DEPTH] = depth
          s[S.MAX_FALL] = maxFall
          endEpisode(now, time[slot + i]!)
          under = 0
        }
        peak = next
        fall = 0
        continue
      }
      if (under === 0) {
        under = 1
        depth = 0
        s[S.UNDER] = 1
        // Whatever the bar before was, it stood at the peak. The capital stands one bar before the first.
        s[S.START_BAR] = now - 1
        s[S.START_TIME] = i > 0 ? time[slot + i - 1]! : now === 0 ? time[slot]! : s[S.LAST_TIME]!
      }
      fall = 1 - next / peak
      if (fall > depth) depth = fall
      if (fall > maxFall) {
        maxFall = fall
        s[S.DEEPEST_PEAK] = s[S.START_TIME]!
        s[S.DEEPEST_TROUGH] = time[slot + i]!
        s[S.DEEPEST_END] = Number.NaN
      }
      if (peak - next > maxMoney) maxMoney = peak - next
    }
    s[S.SINCE] = since
    s[S.EQUITY] = value
    s[S.LOG] = log
    s[S.FALL] = fall
    s[S.UNDER] = under
    s[S.PEAK] = peak
    s[S.LOW] = low
    s[S.DEPTH] = depth
    s[S.MAX_FALL] = maxFall
    s[S.MAX_MONEY] = maxMoney
    s[S.SUM_EQUITY] = sumEquity
    s[S.UNDER_BARS] = underBars
    s[S.SUM_FALL] = sumFall
    s[S.SUM_LOG] = sumLog
    s[S.SUM_LOG2] = sumLog2
    s[S.SUM_INDEX_LOG] = sumIndexLog
    mixed[0] = first
    mixed[1] = second
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

  function bars(index: number, columns: MarkedBars, slot: number, count: number): void {
    const { time, open, close, equity } = columns
    const row = slot - columns.first
    undo()
    kept.set(s)
    keptMixed.set(mixed)
    s[S.BEGUN] = 1
    if (s[S.COUNT] === 0) {
      s[S.FIRST_TIME] = time[slot]!
      s[S.FIRST_OPEN] = open[slot]!
      s[S.LOW] = equity[row]!
    }
    expose(columns.held, row, count)
    useMargin(columns.margin, row, count)
    const end = slot + count
    for (let at = slot; at < end; ) {
      if (time[at]! >= s[S.NEXT_DAY]!) startDay(time[at]!)
      const alike = alikeFrom(time, at, end - at)
      revalue(equity, at - columns.first, time, at, alike)
      at += alike
      s[S.COUNT] = s[S.COUNT]! + alike
      s[S.LAST_TIME] = time[at - 1]!
      s[S.LAST_CLOSE] = close[at - 1]!
    }
    s[S.LAST_INDEX] = index + count - 1
    if (s[S.SAMPLE_DUE]! < s[S.COUNT]!) takeSamples(index, columns, slot, s[S.COUNT]! - count)
    s[S.BEGUN] = 0
  }

  /** Takes back bars that a stop from outside has broken off. */
  function undo(): void {
    if (s[S.BEGUN] === 0) return
    sampler?.rewind(kept[S.SAMPLED]!)
    mixed.set(keptMixed)
    s.set(kept)
  }

  /** How many of the next bars are of this day, at most `most`; the first of them is. */
  function alikeFrom(time: Float64Array, at: number, most: number): number {
    const nextDay = s[S.NEXT_DAY]!
    if (time[at + most - 1]! < nextDay) return most
    let alike = 1
    while (time[at + alike]! < nextDay) alike++
    return alike
  }

  function useMargin(margin: Float64Array, row: number, count: number): void {
    let sum = s[S.SUM_MARGIN]!
    let before = s[S.MARGIN]!
    let most = s[S.MAX_MARGIN]!
    for (let i = row; i < row + count; i++) {
      // That of the bar before, so that the last bar's is never in the sum.
      sum += before
      before = margin[i]!
      if (before > most) most = before
    }
    s[S.SUM_MARGIN] = sum
    s[S.MARGIN] = before
    s[S.MAX_MARGIN] = most
  }

  function expose(held: Int8Array, row: number, count: number): void {
    let none = 0
    let long = 0
    let short = 0
    for (let i = row; i < row + count; i++) {
      const what = held[i]!
      if (what === HELD.NOTHING) none++
      else if (what === HELD.LONG) long++
      else if (what === HELD.SHORT) short++
    }
    if (none === count) return
    if (s[S.EXPOSED] === 0) {
      let entered = row
      while (held[entered] === HELD.NOTHING) entered++
      s[S.ENTERED] = s[S.COUNT]! + entered - row
    }
    s[S.EXPOSED] = s[S.EXPOSED]! + count - none
    s[S.LONG] = s[S.LONG]! + long
    s[S.SHORT] = s[S.SHORT]! + short
  }

  /** `before` is how many bars came before the one at `slot`. */
  function takeSamples(index: number, columns: MarkedBars, slot: number, before: number): void {
    if (sampler === undefined) return
    const { time, equity, close, first } = columns
    while (s[S.SAMPLE_DUE]! < s[S.COUNT]!) {
      const due = s[S.SAMPLE_DUE]!
      const at = slot + due - before
      writeSample(index + due - before, time[at]!, equity[at - first]!, close[at]!)
      sampler.skip(due - s[S.SAMPLED]!)
      sampler.add(sample)
      s[S.SAMPLED] = due + 1
      s[S.SAMPLE_DUE] = due + sampler.every()
    }
  }

  function writeSample(index: number, timeMs: number, equity: number, close: number): void {
    sample[0] = index
    sample[1] = timeMs
    sample[2] = equity
    sample[3] = close
  }

  function finish(): EquitySummary {
    undo()
    const end = s.slice()
    sumUp(end)
    countWeekend(end)
    const bars = end[S.COUNT]!
    const some = (slot: number): number | null => (bars === 0 ? null : end[slot]!)
    writeSample(end[S.LAST_INDEX]!, end[S.LAST_TIME]!, end[S.EQUITY]!, end[S.LAST_CLOSE]!)
    const { every, columns } = sampler?.columns(bars === 0 ? undefined : sample) ?? NO_SAMPLES
    const marginBars = bars - 1 - end[S.ENTERED]!
    return {
      bars,
      firstTimeMs: some(S.FIRST_TIME),
      lastTimeMs: some(S.LAST_TIME),
      firstOpen: some(S.FIRST_OPEN),
      lastClose: some(S.LAST_CLOSE),
      lastEquity: end[S.EQUITY]!,
      peakEquity: end[S.PEAK]!,
      lowEquity: end[S.LOW]!,
      meanEquity: bars === 0 ? null : end[S.SUM_EQUITY]! / bars,
      days: daysSoFar(bars),
      weekendBars: end[S.WEEKEND_BARS]!,
      exposedBars: end[S.EXPOSED]!,
      longBars: end[S.LONG]!,
      shortBars: end[S.SHORT]!,
      drawdowns: summariseDrawdowns(end),
      logFit: fitLog(end),
      avgMarginUsed: marginBars > 0 ? end[S.SUM_MARGIN]! / marginBars : null,
      maxMarginUsedAtClose: end[S.MAX_MARGIN]!,
      samples: { every, bar: columns[0]!, time: columns[1]!, value: columns[2]! },
      sampleCloses: columns[3]!,
      fingerprint: hex(mixed[0]!) + hex(mixed[1]! ^ bars),
    }
  }

  function daysSoFar(bars: number): EquitySummary['days'] {
    const day: number[] = []
    const equity: number[] = []
    const close: number[] = []
    for (let i = 0; i < s[S.DAYS]!; i++) {
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

  return {
    bars,
    lastBar() {
      undo()
      return s[S.COUNT] === 0 ? -1 : s[S.LAST_INDEX]!
    },
    finish,
  }
}

const NO_SAMPLES = { every: 1, columns: [[], [], [], []] } as const

/**
 * log(equity / capital), from the logarithm of the equity before where the step is small: the series
 * is exact to the last bit there and takes a quarter of the time.
 */
function followLog(log: number, before: number, equity: number, capital: number): number {
  const d = equity / before - 1
  return d < 1e-3 && d > -1e-3
    ? log + d * (1 - d * (1 / 2 - d * (1 / 3 - d * (1 / 4 - d / 5))))
    : Math.log(equity / capital)
}

/** Adds the bars since the equity last moved to the sums: they are all alike. */
function sumUp(s: Float64Array): void {
  const from = s[S.SINCE]!
  const to = s[S.COUNT]!
  const bars = to - from
  const log = s[S.LOG]!
  s[S.SUM_EQUITY] = s[S.SUM_EQUITY]! + bars * s[S.EQUITY]!
  s[S.UNDER_BARS] = s[S.UNDER_BARS]! + bars * s[S.UNDER]!
  s[S.SUM_FALL] = s[S.SUM_FALL]! + bars * s[S.FALL]!
  s[S.SUM_LOG] = s[S.SUM_LOG]! + bars * log
  s[S.SUM_LOG2] = s[S.SUM_LOG2]! + bars * log * log
  // Their numbers are from, from + 1 … to − 1.
  s[S.SUM_INDEX_LOG] = s[S.SUM_INDEX_LOG]! + bars * 0.5 * (from + to - 1) * log
  s[S.SINCE] = to
}

/** Adds the bars of a day on a weekend, which ends here. */
function countWeekend(s: Float64Array): void {
  const start = s[S.WEEKEND_START]!
  if (!Number.isNaN(start)) s[S.WEEKEND_BARS] = s[S.WEEKEND_BARS]! + s[S.COUNT]! - start
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
