import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** Folder with TradingView's trade lists and bars, beside the repository; absent for most. */
export const PARITY = resolve(import.meta.dirname, '../../../shared/parity')
export const isPresent = existsSync(`${PARITY}/compare.mjs`)

export const WINDOWS = {
  A: ['2025-03-31T00:00Z', '2026-05-01T00:00Z'],
  B: ['2025-04-05T00:00Z', '2026-04-05T20:45Z'],
  C: ['2025-03-31T00:00Z', '2026-04-01T00:00Z'],
  D: ['2025-04-20T00:00Z', '2026-04-20T20:45Z'],
} as const
export type Window = keyof typeof WINDOWS

export type Bars = {
  readonly count: number
  readonly time: readonly number[]
  readonly open: readonly number[]
  readonly high: readonly number[]
  readonly low: readonly number[]
  readonly close: readonly number[]
  readonly volume: readonly number[]
}

let all: number[][] | undefined

/** The 15-minute bars of a window alone: strategies start cold at its first bar. */
export function loadBars(window: Window): Bars {
  all ??= readFileSync(`${PARITY}/data/ohlcv_ETH-USDT-USDT_15m_warmup6m.csv`, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number))
  const [first, last] = WINDOWS[window].map(Date.parse) as [number, number]
  const rows = all.filter(([time]) => time! >= first && time! <= last)
  const column = (index: number): number[] => rows.map((row) => row[index]!)
  return {
    count: rows.length,
    time: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  }
}

/** Account currency per unit of quote currency on the UTC day of a time. */
export function loadRates(): (timeMs: number) => number {
  const rates = new Map(
    readFileSync(`${PARITY}/data/usdt_usd_daily.csv`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',') as [string, string])
      .map(([date, rate]) => [date, Number(rate)] as const),
  )
  return (timeMs) => rates.get(new Date(timeMs).toISOString().slice(0, 10)) ?? 1
}

type Series = readonly number[]

export function sma(source: Series, length: number): number[] {
  return source.map((_, i) => {
    if (i + 1 < length) return Number.NaN
    let sum = 0
    for (let k = i - length + 1; k <= i; k++) sum += source[k]!
    return sum / length
  })
}

/** Exponential average: begins with the simple one of the first values that are not na. */
export function smooth(source: Series, length: number, factor: number): number[] {
  let seen = 0
  let value = 0
  return source.map((x) => {
    if (Number.isNaN(x)) return Number.NaN
    seen++
    if (seen <= length) {
      value += x / length
      return seen === length ? value : Number.NaN
    }
    value = factor * x + (1 - factor) * value
    return value
  })
}
export const ema = (source: Series, length: number): number[] =>
  smooth(source, length, 2 / (length + 1))
export const rma = (source: Series, length: number): number[] => smooth(source, length, 1 / length)

export function atr({ high, low, close }: Bars, length: number): number[] {
  return rma(
    high.map((top, i) =>
      i === 0
        ? top - low[i]!
        : Math.max(top - low[i]!, Math.abs(top - close[i - 1]!), Math.abs(low[i]! - close[i - 1]!)),
    ),
    length,
  )
}

export function rsi(source: Series, length: number): number[] {
  const change = source.map((x, i) => (i === 0 ? Number.NaN : x - source[i - 1]!))
  const up = rma(
    change.map((x) => (Number.isNaN(x) ? x : Math.max(x, 0))),
    length,
  )
  const down = rma(
    change.map((x) => (Number.isNaN(x) ? x : Math.max(-x, 0))),
    length,
  )
  return up.map((u, i) => 100 - 100 / (1 + u / down[i]!))
}

export const crossesOver = (a: Series, b: Series, i: number): boolean =>
  i > 0 && a[i]! > b[i]! && a[i - 1]! <= b[i - 1]!
export const crossesUnder = (a: Series, b: Series, i: number): boolean =>
  i > 0 && a[i]! < b[i]! && a[i - 1]! >= b[i - 1]!
