// What a run is given: the strategy, its inputs and the bars in frames.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { TICK } from './bars.mjs'

/** Bars in a frame of the pipe. */
const FRAME = 8192

/** Path of one of the benchmarks' strategies. */
export function strategyPath(name) {
  return fileURLToPath(new URL(`../strategies/${name}.js`, import.meta.url))
}

export function jobOf(name, inputs = {}) {
  return {
    source: readFileSync(strategyPath(name), 'utf8'),
    file: `${name}.js`,
    inputs,
    properties: {},
    symbol: { name: 'X', tick: TICK, lot: 1e-8, pointValue: 1, currency: '', timezone: 'UTC' },
    timeframe: '1',
    volume: true,
    seed: 1,
    limits: { timeMs: 600_000, setupMs: 60_000, memoryMb: 512, orders: 1e7, logs: 1e4 },
    tradeFromMs: null,
    fx: [],
  }
}

/** Columns cut into frames, as they come through the pipe. */
export function framesOf(columns, size = FRAME) {
  const count = columns.time.length
  return Array.from({ length: Math.ceil(count / size) }, (_, k) => {
    const [from, to] = [k * size, Math.min(count, (k + 1) * size)]
    const part = Object.entries(columns).map(([name, column]) => [name, column.subarray(from, to)])
    return { count: to - from, ...Object.fromEntries(part) }
  })
}
