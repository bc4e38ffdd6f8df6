import type { BarBlock } from '../shared/bars.ts'
import { DAY } from '../shared/timeframe.ts'
import { S } from './equity-slots.ts'
import {
  countWeekend,
  type EquitySummary,
  fitLog,
  hex,
  summariseDrawdowns,
  sumUp,
} from './equity-summary.ts'
import { createSampler } from './samples.ts'

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
    if (sampler !== undefined) kept[S.SAMPLE_DUE] = sampler.rewind(kept[S.SAMPLED]!)
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
