import { isTime } from './bar-facts.ts'
import { quote } from './faults.ts'
import type { Ledger } from './ledger.ts'
import { isBarOf, powerOf } from './numbers.ts'
import { moveRow, type RowBlock } from './rows.ts'
import type { Claims } from './source-rows.ts'
import { isNear } from './tally.ts'

/**
 * Drops from a block as it stands in a bar file, in place, the bars with a value that is none; files them.
 * Tells whether all bars are still there, bit by bit.
 */
export function keepBars(
  rows: RowBlock,
  before: number,
  { timeframe, decimals }: Claims,
  ledger: Ledger,
): boolean {
  const { time, volume, row, count } = rows
  for (let i = 0; i < count; i++) row[i] = before + i + 1
  const isPlain = arePlain(rows, timeframe.ms, powerOf(decimals))
  rows.isSound = isPlain
  rows.plainDecimals = isPlain ? decimals : Number.POSITIVE_INFINITY
  if (isPlain) return true
  const first = soundRows(rows)
  let kept = first
  let sound = first
  let isAsRead = true
  let previous = first > 0 ? time[first - 1]! : 0
  const bits = first < count ? new Uint32Array(volume.buffer, volume.byteOffset) : NONE
  for (let i = first; i < count; i++) {
    const v = volume[i]!
    // Volume may be missing, or zero.
    if (isSound(rows, i, previous) && !(v < 0)) {
      sound++
      if (!(v > 0)) {
        isAsRead &&= isPlainNaught(bits[2 * i]!, bits[2 * i + 1]!)
        volume[i] = v === 0 ? 0 : Number.NaN
      }
    } else if (!mend(rows, i, ledger)) continue
    previous = time[i]!
    if (kept !== i) moveRow(rows, i, rows, kept)
    kept++
  }
  rows.count = kept
  rows.isSound = sound === count
  return rows.isSound && isAsRead
}

const NONE = new Uint32Array(0)

/** Whether the halves of a double are those of 0 or of the one NaN that is hashed, if it is any 0 or NaN. */
function isPlainNaught(low: number, high: number): boolean {
  return low === 0 && (high === 0 || high === 0x7ff80000)
}

/** Whether all rows are sound, and plain as well: one loop over all columns instead of two. */
function arePlain(
  { count, time, open, high, low, close, volume }: RowBlock,
  stepMs: number,
  power: number,
): boolean {
  let due = time[0]!
  // A step is whole: it is enough to look at the first time, and whether the last one is too late. Months have none.
  if (stepMs === 0 || Math.floor(due) !== due) return false
  if (!(due > 0 && due + count * stepMs < SOUND_MS)) return false
  let before = close[0]!
  for (let i = 0; i < count; i++) {
    const o = open[i]!
    const h = high[i]!
    const l = low[i]!
    const c = close[i]!
    const v = volume[i]!
    if (!(time[i] === due && l > 0 && l <= o && l <= c && h >= o && h >= c && v > 0)) return false
    // Both above 0: where their sum is finite they are, too.
    if (!(h + v < Number.POSITIVE_INFINITY && isNear(before, c))) return false
    if (!isBarOf(power, o, h, l, c)) return false
    due += stepMs
    before = c
  }
  return true
}

/** How many rows at the beginning are what almost every row is. */
function soundRows({ count, time, open, high, low, close, volume }: RowBlock): number {
  let previous = 0
  let i = 0
  for (; i < count; i++) {
    const t = time[i]!
    const o = open[i]!
    const h = high[i]!
    const l = low[i]!
    const c = close[i]!
    const v = volume[i]!
    // Both above 0: where their sum is finite they are, too.
    if (!(t > previous && Math.floor(t) === t && l > 0 && l <= o && l <= c)) break
    if (!(h >= o && h >= c && v > 0 && h + v < Number.POSITIVE_INFINITY)) break
    previous = t
  }
  // Times ascend: it is enough to look whether the last one is too late.
  return previous < SOUND_MS ? i : 0
}

/** Whether time and prices are those of a bar; the comparisons leave no room for NaN, infinity and -0, and in volume for infinity. */
function isSound(
  { time, open, high, low, close, volume }: RowBlock,
  i: number,
  previous: number,
): boolean {
  const t = time[i]!
  const o = open[i]!
  const h = high[i]!
  const l = low[i]!
  const c = close[i]!
  return (
    t > previous &&
    t < SOUND_MS &&
    Math.floor(t) === t &&
    l > 0 &&
    l <= o &&
    l <= c &&
    h >= o &&
    h >= c &&
    h < Number.POSITIVE_INFINITY &&
    !(volume[i]! >= Number.POSITIVE_INFINITY)
  )
}

const SOUND_MS = 253_402_300_800_000
const PRICES = ['open', 'high', 'low', 'close'] as const

/** Whether the values of a bar can be used; they are then as the hash wants them. */
function mend(rows: RowBlock, i: number, ledger: Ledger): boolean {
  const row = rows.row[i]!
  const time = rows.time[i]!
  if (!isTime(time)) {
    const says = `time ${quote(String(time))} is not whole milliseconds of the years 0 to 9999`
    ledger.offend('D210', { row, says })
    return false
  }
  rows.time[i] = time + 0
  const volume = rows.volume[i]!
  const bad = PRICES.find((name) => !Number.isFinite(rows[name][i]))
  const odd = bad ?? (Math.abs(volume) === Number.POSITIVE_INFINITY ? 'volume' : undefined)
  if (odd !== undefined) {
    const says = `${odd} ${quote(String(rows[odd][i]))} is not a finite number`
    ledger.offend('D209', { row, says, timeMs: time })
    return false
  }
  // Adding 0 turns -0 into 0; a missing volume is the one NaN that is hashed.
  for (const name of PRICES) rows[name][i] = rows[name][i]! + 0
  rows.volume[i] = Number.isNaN(volume) ? Number.NaN : volume + 0
  return true
}
