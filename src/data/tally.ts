import type { BarBlock } from '../shared/bars.ts'
import { periodEnd, type Timeframe } from '../shared/timeframe.ts'
import { type BarHash, openHash } from './hash.ts'
import { isBarOf, powerOf, widenByBar } from './numbers.ts'
import type { RowBlock } from './rows.ts'
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

export function openTally(timeframe: Timeframe, hash: BarHash = openHash()): Tally {
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

  /** Takes note of a bar that is not plain. */
  const lookAt = ({ time, open, high, low, close, volume }: BarBlock, i: number): void => {
    const at = time[i]!
    const c = close[i]!
    const previous = i > 0 ? time[i - 1]! : lastTime[0]!
    const before = i > 0 ? close[i - 1]! : lastClose[0]!
    if (at - previous !== stepMs && bars + i > 0) addIrregular(previous, at)
    if (isJump(before, c) && jumps++ === 0) firstJumpMs = at
    decimals = widenByBar(decimals, open[i]!, high[i]!, low[i]!, c)
    if (volume[i] === 0 && high[i] === low[i]) {
      flat++
      if (++run > longestRun) longestRun = run
    } else run = 0
  }

  /** Steps, jumps, decimals and flat bars. */
  const look = (block: BarBlock | RowBlock): void => {
    const { count, time, close } = block
    const isPlain = 'plainDecimals' in block && block.plainDecimals <= decimals
    if (isPlain) lookAt(block, 0)
    else lookAtAll(block)
    lastTime[0] = time[count - 1]!
    lastClose[0] = close[count - 1]!
  }

  const lookAtAll = (block: BarBlock): void => {
    const { count, time, close } = block
    for (let i = 0; i < count; i++) {
      const previous = i > 0 ? time[i - 1]! : lastTime[0]!
      const before = i > 0 ? close[i - 1]! : lastClose[0]!
      const next = skipPlain(block, i, previous + stepMs, stepMs, before, powerOf(decimals))
      if (next > i) run = 0
      if (next < count) lookAt(block, next)
      i = next
    }
  }

  return {
    add(block) {
      const { count, time } = block
      if (count === 0) return
      if (bars === 0) firstTimeMs = time[0]!
      look(block)
      bars += count
      volumes += countVolumes(block)
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

/** More than half up or down from a price above 0. */
function isJump(before: number, close: number): boolean {
  return before > 0 && (close > 1.5 * before || close < 0.5 * before)
}

/** Whether a move is so small that it is no jump for sure. */
export function isNear(before: number, close: number): boolean {
  return Math.abs(close - before) < 0.4 * Math.abs(before)
}

/**
 * Index of the first bar from `from` on that does not come `stepMs` after the one before, may be a jump, is
 * flat or has other decimals. Calls nothing: the engine then looks only once where the columns are.
 */
function skipPlain(
  { count, time, open, high, low, close, volume }: BarBlock,
  from: number,
  dueMs: number,
  stepMs: number,
  lastClose: number,
  power: number,
): number {
  let due = dueMs
  let before = lastClose
  let i = from
  for (; i < count; i++) {
    const h = high[i]!
    const l = low[i]!
    const c = close[i]!
    if (time[i] !== due || (h === l && volume[i] === 0)) break
    if (!isNear(before, c)) break
    if (!isBarOf(power, open[i]!, h, l, c)) break
    due += stepMs
    before = c
  }
  return i
}

function countVolumes({ count, volume }: BarBlock): number {
  let missing = 0
  for (let i = 0; i < count; i++) if (Number.isNaN(volume[i]!)) missing++
  return count - missing
}
