import type { BarBlock } from '../shared/bars.ts'
import { periodEnd, type Timeframe } from '../shared/timeframe.ts'
import { openHash } from './hash.ts'
import { widenByBars } from './numbers.ts'
import { missingBetween } from './steps.ts'

/** A stretch of missing bars: the opening time of the first one, and how many. */
export type Gap = { readonly fromMs: number; readonly bars: number }

/** Facts about all bars that went by. */
export type Totals = {
  readonly bars: number
  readonly firstTimeMs: number
  readonly lastTimeMs: number
  readonly decimals: number
  /** The longest gaps, at most five, longest first. */
  readonly gaps: { readonly count: number; readonly bars: number; readonly longest: readonly Gap[] }
  /** Steps between bars, those that equal the timeframe, and those that are no whole multiple of it. */
  readonly steps: { readonly count: number; readonly regular: number; readonly offGrid: number }
  /** Bars without movement and volume, and the longest run of them. */
  readonly flat: { readonly bars: number; readonly longest: number }
  /** Closes that differ from the one before by more than half, and the time of the first. */
  readonly jumps: { readonly count: number; readonly firstMs: number }
  readonly volumes: number
}

export type Tally = {
  add(block: BarBlock): void
  totals(): Totals
  hash(symbol: string): string
}

/** Longest gaps that are listed. */
const LISTED = 5

export function openTally(timeframe: Timeframe): Tally {
  const hash = openHash()
  const stepMs = timeframe.ms
  const longest: Gap[] = []
  let bars = 0
  let firstTimeMs = Number.NaN
  // In arrays: each assignment to a number that closures share makes an object of it.
  const lastTime = Float64Array.of(Number.NaN)
  const lastClose = Float64Array.of(Number.NaN)
  let decimals = 0
  let gaps = 0
  let missingBars = 0
  let irregular = 0
  let offGrid = 0
  let flat = 0
  let run = 0
  let longestRun = 0
  let jumps = 0
  let firstJumpMs = Number.NaN
  let volumes = 0

  const addIrregular = (from: number, to: number): void => {
    const missing = missingBetween(timeframe, from, to)
    if (missing === 0) return
    irregular++
    if (Number.isNaN(missing)) {
      offGrid++
      return
    }
    gaps++
    missingBars += missing
    if (longest.length === LISTED && missing <= longest[LISTED - 1]!.bars) return
    longest.push({ fromMs: periodEnd(timeframe, from), bars: missing })
    longest.sort((a, b) => b.bars - a.bars || a.fromMs - b.fromMs)
    longest.length = Math.min(longest.length, LISTED)
  }

  /** Steps, jumps, flat bars and volumes. */
  const look = ({ count, time, high, low, close, volume }: BarBlock): void => {
    let previous = lastTime[0]!
    let before = lastClose[0]!
    let known = 0
    let still = run
    for (let i = 0; i < count; i++) {
      const at = time[i]!
      if (at - previous !== stepMs && bars + i > 0) addIrregular(previous, at)
      previous = at
      const c = close[i]!
      if ((c > 1.5 * before || c < 0.5 * before) && before > 0) {
        if (jumps++ === 0) firstJumpMs = at
      }
      before = c
      const v = volume[i]!
      if (!Number.isNaN(v)) known++
      if (v === 0 && high[i] === low[i]) {
        flat++
        if (++still > longestRun) longestRun = still
      } else still = 0
    }
    lastTime[0] = previous
    lastClose[0] = before
    volumes += known
    run = still
  }

  return {
    add(block) {
      const { count, time } = block
      if (count === 0) return
      if (bars === 0) firstTimeMs = time[0]!
      look(block)
      bars += count
      decimals = widenByBars(decimals, block)
      hash.update(block)
    },
    totals: () => ({
      bars,
      firstTimeMs,
      lastTimeMs: lastTime[0]!,
      decimals,
      gaps: { count: gaps, bars: missingBars, longest },
      steps: {
        count: Math.max(0, bars - 1),
        regular: Math.max(0, bars - 1) - irregular,
        offGrid,
      },
      flat: { bars: flat, longest: longestRun },
      jumps: { count: jumps, firstMs: firstJumpMs },
      volumes,
    }),
    hash: (symbol) => hash.digest(symbol, timeframe.name),
  }
}
