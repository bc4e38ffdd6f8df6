/**
 * The indicators in the order of operations that docs/kernels.md names, written bar by bar without a thought of
 * speed: what the kernels have to give to the last bit.
 */
import { exp } from '../../../src/realm/math/pow.ts'

const na = Number.NaN
const NEAR = 1e-10
export type Column = readonly number[]
/** One bar of one series: takes a value, gives a value. */
type Step = (x: number) => number

const known = (x: number | undefined): x is number => x !== undefined && !Number.isNaN(x)
const over = (a: number, b: number): number => (b === 0 ? na : a / b)
const finite = (x: number): number => (Number.isFinite(x) ? x : na)
export const each = (column: Column, step: Step): number[] => column.map((x) => step(x))
const before = (column: Column, i: number, n = 1): number => column[i - n] ?? na

/** Adds with Neumaier's compensation: what an addition rounds away is kept beside the sum. */
function compensated() {
  let [sum, lost] = [0, 0]
  return {
    add(x: number): void {
      const next = sum + x
      const back = next - sum
      lost += sum - (next - back) + (x - back)
      sum = next
    },
    value: () => sum + lost,
  }
}

/** Σ of the last `n` values; a na bar repeats it. */
function summing(n: number): Step {
  const total = compensated()
  const window: number[] = []
  return (x) => {
    if (known(x)) {
      window.push(x)
      total.add(x)
      if (window.length > n) total.add(-window.shift()!)
    }
    return window.length < n ? na : total.value()
  }
}

function averaging(n: number): Step {
  const sum = summing(n)
  return (x) => sum(x) / n
}

/** Seeded with a mean, then stepped; na bars give na and change nothing. */
function recursive(n: number, next: (last: number, x: number) => number): Step {
  const seed = averaging(n)
  let value = na
  return (x) => {
    if (!known(x)) return na
    value = known(value) ? next(value, x) : seed(x)
    return value
  }
}

const emaOf = (n: number): Step => recursive(n, (e, x) => e + (2 / (n + 1)) * (x - e))
const rmaOf = (n: number): Step => recursive(n, (r, x) => (r * (n - 1) + x) / n)

/** From the last `n` known values, oldest first; a na bar repeats the result. */
function windowed(n: number, f: (window: Column) => number): Step {
  const seen: number[] = []
  return (x) => {
    if (known(x)) seen.push(x)
    return seen.length < n ? na : f(seen.slice(-n))
  }
}

/** Change from the last known value. */
function moving(): Step {
  let last = na
  return (x) => {
    const move = x - last
    if (known(x)) last = x
    return move
  }
}

export const sum = (c: Column, n: number) => each(c, summing(n))
export const sma = (c: Column, n: number) => each(c, averaging(n))
export const ema = (c: Column, n: number) => each(c, emaOf(n))
export const rma = (c: Column, n: number) => each(c, rmaOf(n))

export function wma(c: Column, n: number): number[] {
  const filled: number[] = []
  return each(c, (x) => {
    if (known(x)) filled.push(x)
    else if (filled.length > 0) filled.push(filled.at(-1)!)
    if (!known(x) || filled.length < n) return na
    let total = 0
    filled.slice(-n).forEach((v, k) => {
      total += v * (k + 1)
    })
    return total / ((n * (n + 1)) / 2)
  })
}

export function hma(c: Column, n: number): number[] {
  const whole = wma(c, n)
  const half = wma(c, Math.max(1, Math.floor(n / 2)))
  const raw = half.map((x, i) => 2 * x - whole[i]!)
  return wma(raw, Math.floor(Math.sqrt(n)))
}

export function alma(c: Column, n: number, offset: number, sigma: number): number[] {
  const m = offset * (n - 1)
  const s = n / sigma
  return c.map((_, i) => {
    if (i + 1 < n) return na
    let [total, norm] = [0, 0]
    c.slice(i + 1 - n, i + 1).forEach((x, k) => {
      const weight = exp(-((k - m) * (k - m)) / (2 * (s * s)))
      norm += weight
      total += x * weight
    })
    return total / norm
  })
}

export const linreg = (c: Column, n: number, offset: number): number[] =>
  each(
    c,
    windowed(n, (w) => {
      if (n === 1) return w[0]!
      let [x, y, xx, xy] = [0, 0, 0, 0]
      w.forEach((value, k) => {
        x += k + 1
        y += value
        xx += (k + 1) * (k + 1)
        xy += (k + 1) * value
      })
      const slope = (n * xy - x * y) / (n * xx - x * x)
      return y / n - (slope * x) / n + slope + slope * (n - 1 - offset)
    }),
  )

/** Σ of the window, compensated, beside a plain sum over it from the newest value on. */
function besideSum(n: number, f: (sum: number, newestFirst: Column) => number): Step {
  const sum = summing(n)
  const window = windowed(n, (w) => w.length)
  const seen: number[] = []
  return (x) => {
    if (known(x)) seen.push(x)
    const total = sum(x)
    return known(window(x)) ? f(total, seen.slice(-n).reverse()) : na
  }
}

const plainSum = (values: Column): number => {
  let total = 0
  for (const x of values) total += x
  return total
}

export const cog = (c: Column, n: number): number[] =>
  each(
    c,
    besideSum(n, (total, w) => over(-plainSum(w.map((x, k) => x * (k + 1))), total)),
  )

export const dev = (c: Column, n: number): number[] =>
  each(
    c,
    besideSum(n, (total, w) => plainSum(w.map((x) => Math.abs(x - total / n))) / n),
  )

export function cci(c: Column, n: number): number[] {
  const means = sma(c, n)
  const spread = dev(c, n)
  return c.map((x, i) => finite((x - means[i]!) / (0.015 * spread[i]!)))
}

export function variance(c: Column, n: number): number[] {
  const squares = sum(
    c.map((x) => x * x),
    n,
  )
  return sum(c, n).map((p, i) => Math.max(0, squares[i]! / n - (p / n) * (p / n)))
}

export function bb(c: Column, n: number, mult: number): number[][] {
  const middle = sma(c, n)
  const width = variance(c, n).map((v) => mult * Math.sqrt(v))
  return [middle, middle.map((m, i) => m + width[i]!), middle.map((m, i) => m - width[i]!)]
}

export function rsi(c: Column, n: number): number[] {
  const moves = each(c, moving())
  const up = rma(
    moves.map((d) => Math.max(d, 0)),
    n,
  )
  const down = rma(
    moves.map((d) => Math.max(-d, 0)),
    n,
  )
  return up.map((u, i) => {
    const d = down[i]!
    if (d === 0) return u > 0 ? 100 : na
    return 100 - 100 / (1 + u / d)
  })
}

export function macd(c: Column, fast: number, slow: number, smooth: number): number[][] {
  const lag = ema(c, slow)
  const line = ema(c, fast).map((x, i) => x - lag[i]!)
  const signal = ema(line, smooth)
  return [line, signal, line.map((x, i) => x - signal[i]!)]
}

export function tsi(c: Column, short: number, long: number): number[] {
  const moves = each(c, moving())
  const below = ema(ema(moves.map(Math.abs), long), short)
  return ema(ema(moves, long), short).map((x, i) => over(x, below[i]!))
}

export function cmo(c: Column, n: number): number[] {
  const moves = each(c, moving())
  const side = (f: (d: number) => number) =>
    sum(
      moves.map((d) => (known(d) ? f(d) : na)),
      n,
    )
  const up = side((d) => (d >= -NEAR ? d : 0))
  const down = side((d) => (d >= -NEAR ? 0 : -d))
  return c.map((x, i) => (known(x) ? over(100 * (up[i]! - down[i]!), up[i]! + down[i]!) : na))
}

const ascending = (w: Column): number[] => [...w].sort((a, b) => a - b)

export const median = (c: Column, n: number): number[] =>
  each(
    c,
    windowed(n, (w) => {
      const sorted = ascending(w)
      const upper = sorted[n >> 1]!
      return n % 2 === 1 ? upper : (sorted[n / 2 - 1]! + upper) / 2
    }),
  )

export const mode = (c: Column, n: number): number[] =>
  each(
    c,
    windowed(n, (w) => {
      const count = (x: number) => w.filter((y) => y === x).length
      return [...w].sort((a, b) => count(b) - count(a) || a - b)[0]!
    }),
  )

export const rci = (c: Column, n: number): number[] => {
  let value = na
  const seen: number[] = []
  return each(c, (x) => {
    if (!known(x)) return value
    seen.push(x)
    if (seen.length <= n) return na
    const w = seen.slice(-n)
    const sorted = ascending(w)
    const ranks = new Map<number, number>()
    for (let from = 0; from < n; ) {
      let to = from
      while (to < n && sorted[to]! - sorted[from]! < NEAR) to++
      for (let k = from; k < to; k++) ranks.set(sorted[k]!, (from + 1 + to) / 2)
      from = to
    }
    const m = (n + 1) / 2
    const moment = (f: (rank: number, time: number) => number) =>
      plainSum(w.map((y, k) => f(ranks.get(y)! - m, k + 1 - m))) / n
    const spread = Math.sqrt(moment((r) => r * r) * moment((_, t) => t * t))
    value =
      over(
        moment((r, t) => r * t),
        spread,
      ) * 100
    return value
  })
}

export const percentrank = (c: Column, n: number): number[] =>
  c.map((x, i) => {
    const w = c.slice(Math.max(0, i - n), i)
    if (w.length < n || !known(x) || !w.every(known)) return na
    return (100 * w.filter((y) => y - x <= NEAR).length) / n
  })

export const nearestRank = (c: Column, n: number, percentage: number): number[] =>
  c.map((x, i) => {
    const w = c.slice(Math.max(0, i + 1 - n), i + 1)
    if (w.length < n || !known(x)) return na
    return ascending(w.filter(known))[Math.max(1, Math.ceil((percentage * n) / 100)) - 1] ?? na
  })

/** `sign` 1: the highest, −1: the lowest. */
export const extreme = (c: Column, n: number, sign: 1 | -1): number[] =>
  each(
    c,
    windowed(n, (w) => sign * Math.max(...w.map((x) => sign * x))),
  )

/** Bars back to the oldest of the extremes; on input without na. */
export const extremebars = (c: Column, n: number, sign: 1 | -1): number[] =>
  each(
    c,
    windowed(n, (w) => w.indexOf(sign * Math.max(...w.map((x) => sign * x))) - (n - 1)),
  )

/** On input without na. `sign` 1: pivot highs. */
export const pivot = (c: Column, left: number, right: number, sign: 1 | -1): number[] =>
  each(
    c,
    windowed(left + right + 1, (w) => {
      const peak = w[left]!
      const stands = w.every((x, k) =>
        k < left ? sign * peak >= sign * x : k === left || sign * peak > sign * x,
      )
      return stands ? peak : na
    }),
  )

export const change = (c: Column, n: number): number[] => c.map((x, i) => x - before(c, i, n))

export const roc = (c: Column, n: number): number[] =>
  c.map((x, i) => finite((100 * (x - before(c, i, n))) / before(c, i, n)))

/** `sign` 1: rising. */
export function inARow(c: Column, n: number, sign: 1 | -1): number[] {
  let row = 0
  return c.map((x, i) => {
    row = sign * (x - before(c, i)) > NEAR ? row + 1 : 0
    return row >= n ? 1 : 0
  })
}

/** A running total; a na term gives na and adds nothing. */
export function cum(c: Column): number[] {
  let total = 0
  return each(c, (x) => {
    if (!known(x)) return na
    total += x
    return total
  })
}

export type Bars = Readonly<Record<'open' | 'high' | 'low' | 'close' | 'volume', Column>>

export const trueRange = ({ high, low, close }: Bars, handleNa: boolean): number[] =>
  high.map((h, i) => {
    const c1 = before(close, i)
    if (!known(c1)) return handleNa ? h - low[i]! : na
    return Math.max(h - low[i]!, Math.abs(h - c1), Math.abs(low[i]! - c1))
  })

export function dmi(bars: Bars, length: number, smooth: number): number[][] {
  const { high, low } = bars
  const up = high.map((h, i) => h - before(high, i))
  const down = low.map((l, i) => before(low, i) - l)
  const range = rma(trueRange(bars, false), length)
  const side = (f: (lead: number, up: number, down: number) => number) =>
    rma(
      up.map((u, i) => (known(u - down[i]!) ? f(u - down[i]!, u, down[i]!) : na)),
      length,
    ).map((x, i) => over(100 * x, range[i]!))
  const plus = side((lead, u) => (lead > NEAR && u > NEAR ? u : 0))
  const minus = side((lead, _, d) => (lead < -NEAR && d > NEAR ? d : 0))
  const index = plus.map((p, i) => {
    const both = p + minus[i]!
    return Math.abs(p - minus[i]!) / (both === 0 ? 1 : both)
  })
  return [plus, minus, rma(index, smooth).map((x) => 100 * x)]
}

export const obv = ({ close, volume }: Bars): number[] =>
  cum(close.map((c, i) => Math.sign(c - before(close, i)) * volume[i]!))

export const accdist = ({ high, low, close, volume }: Bars): number[] =>
  cum(
    close.map((c, i) => {
      const span = high[i]! - low[i]!
      return span === 0 ? 0 : ((c - low[i]! - (high[i]! - c)) / span) * volume[i]!
    }),
  )

export const pvt = ({ close, volume }: Bars): number[] =>
  cum(close.map((c, i) => finite(((c - before(close, i)) / before(close, i)) * volume[i]!)))

export const wvad = ({ open, high, low, close, volume }: Bars): number[] =>
  close.map((c, i) => finite(((c - open[i]!) / (high[i]! - low[i]!)) * volume[i]!))

export const iii = ({ high, low, close, volume }: Bars): number[] =>
  close.map((c, i) => finite((2 * c - high[i]! - low[i]!) / ((high[i]! - low[i]!) * volume[i]!)))

export function vwap(c: Column, volume: Column, anchor: Column): number[] {
  let [money, traded] = [na, na]
  return c.map((x, i) => {
    if (anchor[i] === 1) [money, traded] = [0, 0]
    if (!known(x * volume[i]!)) return na
    money += x * volume[i]!
    traded += volume[i]!
    return over(money, traded)
  })
}
