// Reads time,open,high,low,close,volume from bytes into columns, and nothing else: times as milliseconds
// or as 2020-01-01T00:00:00Z, plain decimal numbers of up to 15 digits. It counts on the six columns in
// this order, but not on good cells: what is not plain ends it with the line.
import { closeSync, openSync, readSync } from 'node:fs'

const CHUNK = 1 << 18
const NEWLINE = 10
const COMMA = 44
const MINUS = 45
const DOT = 46
const POWERS = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent)

export function readColumns(path) {
  const file = openSync(path, 'r')
  const bytes = new Uint8Array(CHUNK)
  let columns = Array.from({ length: 6 }, () => new Float64Array(1 << 16))
  let count = 0
  let line = 2
  let p = 0
  let kept = 0
  let isFirst = true
  let dayText = -1
  let dayMs = 0
  for (;;) {
    const read = readSync(file, bytes, kept, CHUNK - kept, null)
    let end = kept + read
    if (read === 0 && end === 0) break
    if (read === 0) bytes[end++] = NEWLINE
    const stop = bytes.lastIndexOf(NEWLINE, end - 1) + 1
    if (stop === 0) fail()
    p = isFirst ? bytes.indexOf(NEWLINE) + 1 : 0
    isFirst = false
    while (p < stop) {
      if (count === columns[0].length) columns = columns.map(twice)
      const [time, open, high, low, close, volume] = columns
      time[count] = bytes[p + 4] === MINUS ? isoTime() : number(COMMA)
      open[count] = number(COMMA)
      high[count] = number(COMMA)
      low[count] = number(COMMA)
      close[count] = number(COMMA)
      volume[count++] = number(NEWLINE)
      line++
    }
    bytes.copyWithin(0, stop, end)
    kept = end - stop
  }
  closeSync(file)
  const names = ['time', 'open', 'high', 'low', 'close', 'volume']
  return Object.fromEntries(names.map((name, k) => [name, columns[k].subarray(0, count)]))

  function number(last) {
    const isNegative = bytes[p] === MINUS
    if (isNegative) p++
    let value = 0
    let digits = 0
    let decimals = -1
    for (;;) {
      const byte = bytes[p++]
      const digit = byte ^ 48
      if (digit < 10) {
        value = value * 10 + digit
        digits++
        if (decimals >= 0) decimals++
      } else if (byte === DOT && decimals < 0) decimals = 0
      else if (byte === last) break
      else fail()
    }
    if (digits === 0 || digits > 15) fail()
    if (decimals > 0) value /= POWERS[decimals]
    return isNegative ? -value : value
  }

  function digitsAt(from, length) {
    let value = 0
    for (let k = from; k < from + length; k++) {
      const digit = bytes[k] ^ 48
      if (digit > 9) fail()
      value = value * 10 + digit
    }
    return value
  }

  function isoTime() {
    const [year, month, day] = [digitsAt(p, 4), digitsAt(p + 5, 2), digitsAt(p + 8, 2)]
    const text = (year * 100 + month) * 100 + day
    if (text !== dayText) {
      dayText = text
      dayMs = Date.UTC(year, month - 1, day)
    }
    const seconds = (digitsAt(p + 11, 2) * 60 + digitsAt(p + 14, 2)) * 60 + digitsAt(p + 17, 2)
    if (bytes[p + 19] !== 90 || bytes[p + 20] !== COMMA) fail()
    p += 21
    return dayMs + seconds * 1000
  }

  function fail() {
    throw new Error(`line ${line} is not plain`)
  }
}

function twice(column) {
  const grown = new Float64Array(2 * column.length)
  grown.set(column)
  return grown
}
