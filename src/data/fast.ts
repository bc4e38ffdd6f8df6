import { LAST_MS, unitOf } from './epochs.ts'
import type { TimeUnit } from './options.ts'
import type { RowBlock } from './rows.ts'
import { dateToMs } from './stamps.ts'

/** What the cell at a position holds for the fast reader. */
export const ROLE = { SKIP: 0, TIME: 1, OPEN: 2, HIGH: 3, LOW: 4, CLOSE: 5, VOLUME: 6 } as const

export type FastPlan = {
  /** Byte between cells. */
  readonly delimiter: number
  /** A ROLE per cell; a row must have exactly this many cells. */
  readonly roles: Uint8Array
  /** Whole epoch numbers, or dates such as `2024-01-02` with or without a clock in UTC. */
  readonly time: 'epoch' | 'iso'
  /** The only unit of epoch numbers, or undefined to tell each by its digits. */
  readonly unit: TimeUnit | undefined
}

/** Why `parse` came back: the bytes are used up, there are rows enough, or a line is not plain. */
export const STOP = { END: 0, ENOUGH: 1, ODD: 2 } as const

/**
 * Reads plain rows straight from bytes. `parse` begins at `position` and stops at a line it does
 * not understand, leaving `position` at the start of that line: the general rules read it then.
 * Every piece must end with a newline. Numbers of up to 15 digits are one whole number divided by
 * one power of ten, both exact, so the quotient has the bits that `Number` gives for the text.
 */
export type FastReader = {
  position: number
  /** Line number at `position`, 1-based. */
  row: number
  /** Unit of the last epoch number. */
  unit: TimeUnit | undefined
  /** Reads until `into` holds `most` rows, of which it has room. */
  parse(bytes: Uint8Array, into: RowBlock, most: number): number
}

const NEWLINE = 10
const RETURN = 13
const QUOTE = 34
const MINUS = 45
const DOT = 46
const COLON = 58
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))
const UNITS = Array.from({ length: 20 }, (_, digits) => unitOf(digits))

export function openFastReader(plan: FastPlan, row: number): FastReader {
  const { delimiter, roles, time: timeKind, unit: onlyUnit } = plan
  const cells = roles.length
  const hasVolume = roles.includes(ROLE.VOLUME)
  /** The ten bytes of the last date, and its midnight. */
  const lastDate = new Int32Array(3)
  // In an array: each assignment to a number that closures share makes an object of it.
  const dateMs = Float64Array.of(Number.NaN)
  /** End of the time cell that was read last. */
  let after = 0

  const reader: FastReader = { position: 0, row, unit: undefined, parse }
  return reader

  /** Puts the epoch number at `p` into `time[at]` in ms, unless it is not plain; sets `after`. */
  function epochAt(bytes: Uint8Array, p: number, time: Float64Array, at: number): boolean {
    let end = p
    let high = 0
    let low = 0
    let digit = bytes[end]! ^ 48
    while (digit < 10) {
      // Two runs of nine digits stay whole numbers of 32 bits; what follows is below a millisecond.
      if (end - p < 9) high = Math.imul(high, 10) + digit
      else if (end - p < 18) low = Math.imul(low, 10) + digit
      else if (digit !== 0) return false
      digit = bytes[++end]! ^ 48
    }
    after = end
    const length = end - p
    // Fourteen digits may be a date.
    const unit = length === 14 ? undefined : UNITS[length]
    if (unit === undefined || (onlyUnit !== undefined && unit !== onlyUnit)) return false
    // The first unit, or a change of it, is noted by the general rules.
    if (unit !== reader.unit) return false
    if (unit === 's') {
      const ms = (length === 9 ? high : high * 10 + low) * 1000
      time[at] = ms
      return ms < LAST_MS
    }
    const kept = length === 12 || length === 15 || length === 18 ? 3 : 4
    const dropped = Math.min(length, 18) - 9 - kept
    const rest = dropped === 0 ? low : Math.floor(low / POWERS[dropped]!)
    if (rest * POWERS[dropped]! !== low) return false
    const ms = high * POWERS[kept]! + rest
    time[at] = ms
    return ms < LAST_MS
  }

  /** Two digits at `p`, or a number of 100 and more. */
  function pairAt(bytes: Uint8Array, p: number): number {
    const tens = bytes[p]! ^ 48
    const ones = bytes[p + 1]! ^ 48
    return tens < 10 && ones < 10 ? tens * 10 + ones : 100
  }

  /** Midnight of the ISO date at `p`, or NaN. */
  function dateAt(bytes: Uint8Array, p: number): number {
    if (bytes[p + 4] !== MINUS || bytes[p + 7] !== MINUS) return Number.NaN
    const century = pairAt(bytes, p)
    const year = pairAt(bytes, p + 2)
    const month = pairAt(bytes, p + 5)
    const day = pairAt(bytes, p + 8)
    if (century > 99 || year > 99 || month > 12 || day > 31) return Number.NaN
    return dateToMs(century * 100 + year, month, day)
  }

  /** Puts the ISO time at `p` into `time[at]` in ms, unless it is not plain; sets `after`. */
  function isoAt(
    bytes: Uint8Array,
    view: DataView,
    p: number,
    time: Float64Array,
    at: number,
  ): boolean {
    let end = p + 10
    if (end > bytes.length) return false
    const first = view.getInt32(p)
    const second = view.getInt32(p + 4)
    const third = view.getInt16(p + 8)
    if (first !== lastDate[0] || second !== lastDate[1] || third !== lastDate[2]) {
      dateMs[0] = dateAt(bytes, p)
      lastDate[0] = first
      lastDate[1] = second
      lastDate[2] = third
    }
    const midnight = dateMs[0]!
    if (Number.isNaN(midnight)) return false
    const gap = bytes[end]
    if (gap !== 84 && gap !== 32) {
      after = end
      time[at] = midnight
      return true
    }
    const tens = bytes[end + 1]! ^ 48
    const ones = bytes[end + 2]! ^ 48
    const minuteTens = bytes[end + 4]! ^ 48
    const minuteOnes = bytes[end + 5]! ^ 48
    const hour = tens * 10 + ones
    if (tens > 2 || ones > 9 || hour > 23 || bytes[end + 3] !== COLON) return false
    if (minuteTens > 5 || minuteOnes > 9) return false
    end += 6
    let ms = (hour * 60 + minuteTens * 10 + minuteOnes) * 60_000
    if (bytes[end] === COLON) {
      const secondTens = bytes[end + 1]! ^ 48
      const secondOnes = bytes[end + 2]! ^ 48
      if (secondTens > 5 || secondOnes > 9) return false
      ms += (secondTens * 10 + secondOnes) * 1000
      end += 3
    }
    if (bytes[end] === 90) end++
    else if (bytes[end] === 43) {
      if (pairAt(bytes, end + 1) !== 0 || bytes[end + 3] !== COLON) return false
      if (pairAt(bytes, end + 4) !== 0) return false
      end += 6
    }
    after = end
    time[at] = midnight + ms
    return true
  }

  function parse(bytes: Uint8Array, into: RowBlock, most: number): number {
    const { open, high, low, close, volume, time, row: rows } = into
    const size = bytes.length
    const view = new DataView(bytes.buffer, bytes.byteOffset, size)
    let count = into.count
    let line = reader.row
    let start = reader.position
    let stop: number = STOP.END
    // One label and no exception: an odd line costs what it is worth and nothing else slows down.
    reading: while (start < size) {
      if (count === most) {
        stop = STOP.ENOUGH
        break
      }
      let p = start
      if (bytes[p] === NEWLINE || (bytes[p] === RETURN && bytes[p + 1] === NEWLINE)) {
        start = bytes[p] === NEWLINE ? p + 1 : p + 2
        line++
        continue
      }
      if (!hasVolume) volume[count] = Number.NaN
      for (let cell = 0; cell < cells; cell++) {
        const role = roles[cell]!
        if (role === ROLE.SKIP) {
          let byte = bytes[p]!
          while (byte !== delimiter && byte !== NEWLINE) {
            if (byte === QUOTE || (byte === RETURN && bytes[p + 1] !== NEWLINE)) {
              stop = STOP.ODD
              break reading
            }
            byte = bytes[++p]!
          }
          if (byte === NEWLINE && bytes[p - 1] === RETURN) p--
        } else if (role === ROLE.TIME) {
          const isPlain =
            timeKind === 'epoch'
              ? epochAt(bytes, p, time, count)
              : isoAt(bytes, view, p, time, count)
          if (!isPlain) {
            stop = STOP.ODD
            break reading
          }
          p = after
        } else {
          let from = p
          const negative = bytes[p] === MINUS
          if (negative) from = ++p
          let whole = 0
          let digit = bytes[p]! ^ 48
          while (digit < 10) {
            whole = Math.imul(whole, 10) + digit
            digit = bytes[++p]! ^ 48
          }
          const wholeDigits = p - from
          let part = 0
          let decimals = 0
          if (bytes[p] === DOT) {
            const first = ++p
            digit = bytes[p]! ^ 48
            while (digit < 10) {
              part = Math.imul(part, 10) + digit
              digit = bytes[++p]! ^ 48
            }
            decimals = p - first
            if (decimals === 0) {
              stop = STOP.ODD
              break reading
            }
          }
          let value: number
          const digits = wholeDigits + decimals
          if (wholeDigits > 0 && wholeDigits <= 9 && decimals <= 9 && digits <= 15) {
            const power = POWERS[decimals]!
            value = decimals === 0 ? whole : (whole * power + part) / power
          } else if (wholeDigits > 0 && digits <= 15) {
            value = mantissaAt(bytes, from, p) / POWERS[decimals]!
          } else if (role === ROLE.VOLUME && p === from && !negative) value = Number.NaN
          else {
            stop = STOP.ODD
            break reading
          }
          if (negative) value = 0 - value
          if (role === ROLE.CLOSE) close[count] = value
          else if (role === ROLE.LOW) low[count] = value
          else if (role === ROLE.HIGH) high[count] = value
          else if (role === ROLE.OPEN) open[count] = value
          else volume[count] = value
        }
        if (cell < cells - 1) {
          if (bytes[p] !== delimiter) {
            stop = STOP.ODD
            break reading
          }
          p++
        }
      }
      if (bytes[p] === RETURN) p++
      if (bytes[p] !== NEWLINE) {
        stop = STOP.ODD
        break
      }
      rows[count++] = line++
      start = p + 1
    }
    into.count = count
    reader.row = line
    reader.position = start
    return stop
  }
}

/** The digits of `bytes[from..to)` as one whole number, the dot left out; exact up to 15 digits. */
function mantissaAt(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let p = from; p < to; p++) {
    const digit = bytes[p]! ^ 48
    if (digit < 10) value = value * 10 + digit
  }
  return value
}
