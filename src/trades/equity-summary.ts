import type { Samples } from '../shared/outcome.ts'
import { S } from './equity-slots.ts'

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

/** Adds the bars since the equity last moved to the sums: they are all alike. */
export function sumUp(s: Float64Array): void {
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
export function countWeekend(s: Float64Array): void {
  const start = s[S.WEEKEND_START]!
  if (!Number.isNaN(start)) s[S.WEEKEND_BARS] = s[S.WEEKEND_BARS]! + s[S.COUNT]! - start
}

export function summariseDrawdowns(s: Float64Array): DrawdownSummary {
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
export function fitLog(s: Float64Array): EquitySummary['logFit'] {
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

export function hex(bits: number): string {
  return (bits >>> 0).toString(16).padStart(8, '0')
}
