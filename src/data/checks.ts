import { formatTime, type Timeframe } from '../shared/timeframe.ts'
import type { Ledger } from './ledger.ts'
import type { DataOptions } from './options.ts'
import { createRows, isSameBar, moveRow, type RowBlock } from './rows.ts'
import { missingBetween, startOfBar } from './steps.ts'
import { isBar } from './validity.ts'

/**
 * Checks rows in ascending order and keeps those that are bars, in place: rows out of the window,
 * repeats and bad rows go, faults are filed. What is left ascends strictly and has the highest price
 * on top. Returns whether the window has ended, so that the rest of the file need not be read.
 */
export type Checker = (rows: RowBlock) => boolean

export function openChecker(options: DataOptions, timeframe: Timeframe, ledger: Ledger): Checker {
  const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY } = options
  const positive = options.allowNonpositive !== true
  /** The last row that passed, and the time of the last row that was looked at. */
  const last = createRows(1)
  // In an array: each assignment to a number that closures share makes an object of it.
  const lastTime = Float64Array.of(Number.NEGATIVE_INFINITY)
  let gapFrom = Number.NaN

  return (rows) => {
    if (options.stamp === 'close') moveToStart(rows, timeframe)
    const { time, count } = rows
    const lastAt = count - 1
    if (rows.isSound && time[0]! > lastTime[0]! && time[0]! >= fromMs && time[lastAt]! < toMs) {
      lastTime[0] = time[lastAt]!
      moveRow(rows, lastAt, last, 0)
      if (options.onGap === 'error') refuseGaps(rows)
      return false
    }
    // Almost always all of them are plain.
    let kept = plainRows(rows, lastTime[0]!, fromMs, toMs)
    let ended = false
    let previous = kept > 0 ? time[kept - 1]! : lastTime[0]!
    for (let i = kept; i < count; i++) {
      const at = time[i]!
      if (!(at > previous)) {
        if (kept > 0) moveRow(rows, kept - 1, last, 0)
        if (at >= fromMs || at < previous) fileRepeat(rows, i, previous)
        continue
      }
      if (at >= toMs) {
        ended = true
        break
      }
      if (at < fromMs) {
        previous = at
        continue
      }
      if (!isPlain(rows, i) && !isBar(rows, i, positive, ledger)) continue
      previous = at
      if (kept !== i) moveRow(rows, i, rows, kept)
      kept++
    }
    lastTime[0] = previous
    rows.count = kept
    if (kept > 0) moveRow(rows, kept - 1, last, 0)
    if (options.onGap === 'error') refuseGaps(rows)
    return ended
  }

  /** A row whose time does not come after that of the row before. */
  function fileRepeat(rows: RowBlock, i: number, previous: number): void {
    const timeMs = rows.time[i]!
    const row = rows.row[i]!
    if (timeMs < previous) {
      const says = `time ${formatTime(timeMs)} comes after ${formatTime(previous)}`
      ledger.offend('D216', { row, timeMs, says })
      return
    }
    if (timeMs === last.time[0] && isSameBar(rows, i, last, 0)) ledger.count('N304')
    else if (options.onDuplicate === 'first') ledger.count('N305')
    else {
      const says = `time ${formatTime(timeMs)} stands in row ${last.row[0]} too, with other values`
      ledger.offend('D215', { row, timeMs, says })
    }
  }

  function refuseGaps(rows: RowBlock): void {
    for (let i = 0; i < rows.count; i++) {
      const timeMs = rows.time[i]!
      const missing = missingBetween(timeframe, gapFrom, timeMs)
      if (missing > 0) {
        const says = `${missing} bars are missing between ${formatTime(gapFrom)} and ${formatTime(timeMs)}`
        ledger.offend('D218', { row: rows.row[i]!, timeMs, says })
      }
      gapFrom = timeMs
    }
  }
}

/** How many rows at the beginning are bars of the window, each after the one before. */
function plainRows(rows: RowBlock, after: number, fromMs: number, toMs: number): number {
  const { time, count } = rows
  let previous = after
  let i = 0
  for (; i < count; i++) {
    const at = time[i]!
    if (!(at > previous && at >= fromMs && at < toMs && isPlain(rows, i))) break
    previous = at
  }
  return i
}

/** Whether nothing of a row needs a second look. */
function isPlain({ open, high, low, close, volume }: RowBlock, i: number): boolean {
  const o = open[i]!
  const h = high[i]!
  const l = low[i]!
  const c = close[i]!
  return h >= o && h >= c && l <= o && l <= c && l > 0 && !(volume[i]! < 0)
}

/** Times that mark the end of bars become the times of their starts. */
function moveToStart(rows: RowBlock, timeframe: Timeframe): void {
  const { time, count } = rows
  rows.hashedTo = 0
  for (let i = 0; i < count; i++) time[i] = startOfBar(timeframe, time[i]!)
}
