// Simulated bars, the same on every machine: a walk that swings and is drawn back to its middle.
import { closeSync, openSync, writeSync } from 'node:fs'

/**
 * Prices lie on a grid of quarters. Sums of quarters are exact in doubles in any order, so a bare loop and
 * the product decide every tie alike and have to give the same trades.
 */
const GRID = 4
const MIDDLE = 10_000
export const TICK = 1 / GRID
export const STEP_MS = 60_000
/** Bars of about five years of hours: the small data set. */
export const HOURS = 41_307
const START_MS = Date.UTC(2020, 0, 1)

/** Bars one after the other: `next` writes time, open, high, low, close and volume into `row`. */
function walk(seed, stepMs) {
  let state = seed >>> 0
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  let price = MIDDLE * GRID
  let time = START_MS - stepMs
  const row = new Float64Array(6)
  return {
    row,
    next() {
      const open = price
      const pull = (MIDDLE * GRID - price) * 0.0005
      price = Math.max(GRID, Math.round(open + (random() + random() - 1) * 60 + pull))
      time += stepMs
      row[0] = time
      row[1] = open / GRID
      row[2] = (Math.max(open, price) + Math.floor(random() * 20)) / GRID
      row[3] = Math.max(1, Math.min(open, price) - Math.floor(random() * 20)) / GRID
      row[4] = price / GRID
      row[5] = Math.floor(random() * 100_000) / 100
    },
  }
}

/** The columns time, open, high, low, close and volume of `count` bars. */
export function makeColumns(count, { seed = 1, stepMs = STEP_MS } = {}) {
  const names = ['time', 'open', 'high', 'low', 'close', 'volume']
  const columns = names.map(() => new Float64Array(count))
  const { row, next } = walk(seed, stepMs)
  for (let i = 0; i < count; i++) {
    next()
    for (let k = 0; k < columns.length; k++) columns[k][i] = row[k]
  }
  return Object.fromEntries(names.map((name, k) => [name, columns[k]]))
}

/** Joins every `size` bars into one; what is left over at the end stays out. */
export function joinBars({ time, open, high, low, close, volume }, size) {
  const count = Math.floor(time.length / size)
  const made = (value) => Float64Array.from({ length: count }, (_, i) => value(i * size))
  const over = (column, at) => column.subarray(at, at + size)
  return {
    time: made((at) => time[at]),
    open: made((at) => open[at]),
    high: made((at) => Math.max(...over(high, at))),
    low: made((at) => Math.min(...over(low, at))),
    close: made((at) => close[at + size - 1]),
    volume: made((at) => over(volume, at).reduce((sum, value) => sum + value, 0)),
  }
}

/**
 * Writes the same bars as CSV. `time` says how times are written: `iso` as 2020-01-01T00:00:00Z, `ms` as
 * milliseconds since 1970.
 */
export function writeCsv(path, count, { seed = 1, time = 'iso' } = {}) {
  const file = openSync(path, 'w')
  const { row, next } = walk(seed, STEP_MS)
  let text = 'time,open,high,low,close,volume\n'
  for (let i = 0; i < count; i++) {
    next()
    const stamp = time === 'iso' ? `${new Date(row[0]).toISOString().slice(0, 19)}Z` : row[0]
    text += `${stamp},${row[1]},${row[2]},${row[3]},${row[4]},${row[5]}\n`
    if (text.length > 1 << 20) {
      writeSync(file, text)
      text = ''
    }
  }
  writeSync(file, text)
  closeSync(file)
}
