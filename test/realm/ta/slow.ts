/**
 * The formulas of the indicator specification once more, as slow and obvious as they can be written: each bar
 * from the whole history before it, in the order of operations that was measured. Where the specification asks
 * for a compensated sum, the sum here is exact and rounded once.
 */

export const na = Number.NaN
export type Column = readonly number[]

export type Bars = {
  readonly open: Column
  readonly high: Column
  readonly low: Column
  readonly close: Column
  readonly volume: Column
}

/** The tolerance of IN-0.3. */
const NEAR = 1e-10

const known = (x: number | undefined): x is number => x !== undefined && !Number.isNaN(x)
const map = (column: Column, f: (x: number, i: number) => number): number[] => column.map(f)
const over = (a: number, b: number): number => (b === 0 ? na : a / b)
const finite = (x: number): number => (Number.isFinite(x) ? x : na)

/** The exact sum of doubles, rounded once: partial sums that do not overlap (Shewchuk). */
export function exactSum(values: Column): number {
  let partials: number[] = []
  for (const value of values) {
    let x = value
    const next: number[] = []
    for (const y of partials) {
      const [big, small] = Math.abs(x) < Math.abs(y) ? [y, x] : [x, y]
      const high = big + small
      const low = small - (high - big)
      if (low !== 0) next.push(low)
      x = high
    }
    partials = [...next, x]
  }
  let n = partials.length
  let sum = partials[--n] ?? 0
  let rest = 0
  while (n > 0 && rest === 0) {
    const before = sum
    const y = partials[--n]!
    sum = before + y
    rest = y - (sum - before)
  }
  // Half a unit was rounded to even: what lies below it decides.
  const below = partials[n - 1] ?? 0
  const away = sum + 2 * rest
  return n > 0 && rest * below > 0 && 2 * rest === away - sum ? away : sum
}

/** Plain addition from the left. */
const plainSum = (values: Column): number => values.reduce((sum, x) => sum + x, 0)

/** The last `n` known values up to bar `i`, oldest first; undefined while there are fewer. */
function lastKnown(column: Column, i: number, n: number): number[] | undefined {
  const seen = column.slice(0, i + 1).filter(known)
  return seen.length < n ? undefined : seen.slice(seen.length - n)
}

/** The last `n` bars up to bar `i`, na and all; undefined while there are fewer. */
function lastBars(column: Column, i: number, n: number): Column | undefined {
  return i + 1 < n ? undefined : column.slice(i + 1 - n, i + 1)
}

/** The family that skips na and holds its value (IN-0.5). */
function held(column: Column, n: number, f: (window: number[]) => number): number[] {
  return map(column, (_, i) => {
    const window = lastKnown(column, i, n)
    return window === undefined ? na : f(window)
  })
}

/** The family that gives na on a na bar and keeps its state (IN-0.5): seeded with the mean, then stepped. */
function recursive(column: Column, n: number, step: (last: number, x: number) => number): number[] {
  const seen: number[] = []
  let value = na
  return map(column, (x) => {
    if (!known(x)) return na
    seen.push(x)
    if (seen.length === n) value = exactSum(seen) / n
    else if (seen.length > n) value = step(value, x)
    return value
  })
}

/** Change from the last known value; na on the first and on na bars. */
function steps(column: Column): number[] {
  let last = na
  return map(column, (x) => {
    const step = x - last
    if (known(x)) last = x
    return step
  })
}

const before = (column: Column, i: number, n = 1): number => column[i - n] ?? na

export const sum = (c: Column, n: number): number[] => held(c, n, exactSum)
export const sma = (c: Column, n: number): number[] => held(c, n, (w) => exactSum(w) / n)
export const ema = (c: Column, n: number): number[] =>
  recursive(c, n, (e, x) => e + (2 / (n + 1)) * (x - e))
export const rma = (c: Column, n: number): number[] =>
  recursive(c, n, (r, x) => (r * (n - 1) + x) / n)

export function wma(column: Column, n: number): number[] {
  const filled: number[] = []
  return map(column, (x) => {
    if (known(x)) filled.push(x)
    else if (filled.length > 0) filled.push(filled.at(-1)!)
    if (!known(x) || filled.length < n) return na
    return plainSum(filled.slice(-n).map((v, k) => v * (k + 1))) / ((n * (n + 1)) / 2)
  })
}

export function vwma(column: Column, volume: Column, n: number): number[] {
  const money = sma(
    map(column, (x, i) => x * volume[i]!),
    n,
  )
  const traded = sma(volume, n)
  return map(money, (x, i) => over(x, traded[i]!))
}

export function hma(column: Column, n: number): number[] {
  const half = wma(column, Math.max(1, Math.floor(n / 2)))
  const whole = wma(column, n)
  return wma(
    map(half, (x, i) => 2 * x - whole[i]!),
    Math.floor(Math.sqrt(n)),
  )
}

export function alma(c: Column, n: number, offset: number, sigma: number, floor: boolean) {
  const m = floor ? Math.floor(offset * (n - 1)) : offset * (n - 1)
  const s = n / sigma
  return map(c, (_, i) => {
    const window = lastBars(c, i, n)
    if (window === undefined || !window.every(known)) return na
    const weights = window.map((_, k) => Math.exp(-((k - m) ** 2) / (2 * s * s)))
    return plainSum(window.map((x, k) => x * weights[k]!)) / plainSum(weights)
  })
}

export const swma = (c: Column): number[] =>
  map(c, (x, i) => {
    const w = lastKnown(c, i, 4)
    if (w === undefined || !known(x)) return na
    return (w[3]! + 2 * w[2]! + 2 * w[1]! + w[0]!) / 6
  })

export const linreg = (c: Column, n: number, offset: number): number[] =>
  held(c, n, (w) => {
    if (n === 1) return w[0]!
    const x = plainSum(w.map((_, k) => k + 1))
    const xx = plainSum(w.map((_, k) => (k + 1) * (k + 1)))
    const y = plainSum(w)
    const xy = plainSum(w.map((v, k) => (k + 1) * v))
    const slope = (n * xy - x * y) / (n * xx - x * x)
    const intercept = y / n - (slope * x) / n + slope
    return intercept + slope * (n - 1 - offset)
  })

export function trueRange({ high, low, close }: Bars, handleNa: boolean): number[] {
  return map(high, (h, i) => {
    const c1 = before(close, i)
    if (!known(c1)) return handleNa ? h - low[i]! : na
    return Math.max(h - low[i]!, Math.abs(h - c1), Math.abs(low[i]! - c1))
  })
}

export const variance = (c: Column, n: number, biased: boolean): number[] =>
  held(c, n, (w) => {
    const p = exactSum(w)
    const q = exactSum(w.map((x) => x * x))
    const m = p / n
    if (biased) return Math.max(0, q / n - m * m)
    return n === 1 ? na : Math.max(0, q / (n - 1) - (p * m) / (n - 1))
  })

export const dev = (c: Column, n: number): number[] =>
  held(c, n, (w) => {
    const mean = exactSum(w) / n
    return plainSum([...w].reverse().map((x) => Math.abs(x - mean))) / n
  })

export function bb(c: Column, n: number, mult: number): [number[], number[], number[]] {
  const middle = sma(c, n)
  const width = map(variance(c, n, true), (v) => mult * Math.sqrt(v))
  return [middle, map(middle, (m, i) => m + width[i]!), map(middle, (m, i) => m - width[i]!)]
}

export function kc(c: Column, bars: Bars, n: number, mult: number, useTrueRange: boolean) {
  const middle = ema(c, n)
  const range = useTrueRange ? trueRange(bars, false) : map(bars.high, (h, i) => h - bars.low[i]!)
  const width = map(ema(range, n), (r) => r * mult)
  return [middle, map(middle, (m, i) => m + width[i]!), map(middle, (m, i) => m - width[i]!)] as [
    number[],
    number[],
    number[],
  ]
}

/** Width of bands over their middle, in units of `scale`. */
export const width = ([middle, upper, lower]: Column[], scale: number): number[] =>
  map(middle!, (m, i) => over(upper![i]! - lower![i]!, m) * scale)

export function correlation(a: Column, b: Column, n: number): number[] {
  return map(a, (_, i) => {
    const pairs = a.slice(0, i + 1).flatMap((x, k) => (known(x) ? [[x, b[k]!] as const] : []))
    if (pairs.length < n) return na
    const mean = (f: (x: number, y: number) => number) =>
      exactSum(pairs.slice(-n).map(([x, y]) => f(x, y))) / n
    const [mx, my] = [mean((x) => x), mean((_, y) => y)]
    const cov = mean((x, y) => x * y) - mx * my
    const vx = Math.max(0, mean((x) => x * x) - mx * mx)
    const vy = Math.max(0, mean((_, y) => y * y) - my * my)
    return over(Math.abs(cov) <= NEAR ? 0 : cov, Math.sqrt(vx * vy))
  })
}

export const median = (c: Column, n: number): number[] =>
  held(c, n, (w) => {
    const sorted = [...w].sort((a, b) => a - b)
    const upper = sorted[Math.floor(n / 2)]!
    return n % 2 === 1 ? upper : (sorted[n / 2 - 1]! + upper) / 2
  })

export const mode = (c: Column, n: number): number[] =>
  held(c, n, (w) => {
    const count = (x: number): number => w.filter((y) => y === x).length
    return [...w].sort((a, b) => count(b) - count(a) || a - b)[0]!
  })

export const extreme = (c: Column, n: number, sign: 1 | -1): number[] =>
  held(c, n, (w) => sign * Math.max(...w.map((x) => sign * x)))

export const range = (c: Column, n: number): number[] =>
  map(extreme(c, n, 1), (top, i) => top - extreme(c, n, -1)[i]!)

/** Bars back to the oldest of the highest (lowest) of the last `n` known values. */
export const extremebars = (c: Column, n: number, sign: 1 | -1): number[] =>
  map(c, (_, i) => {
    const at = c.map((x, k) => [x, k] as const).filter(([x, k]) => k <= i && known(x))
    if (at.length < n) return na
    const window = at.slice(-n)
    const best = Math.max(...window.map(([x]) => sign * x))
    return window.find(([x]) => sign * x === best)![1] - i
  })

export const percentrank = (c: Column, n: number): number[] =>
  map(c, (x, i) => {
    const w = lastBars(c, i, n + 1)
    if (w === undefined || !w.every(known)) return na
    return (100 * w.slice(0, n).filter((y) => y - x <= NEAR).length) / n
  })

/** The window in ascending order with its na bars at the end. */
function ascending(c: Column, i: number, n: number): number[] | undefined {
  const w = lastBars(c, i, n)
  if (w === undefined || !known(w.at(-1))) return undefined
  return [...w.filter(known).sort((a, b) => a - b), ...w.filter((x) => !known(x))]
}

export const nearestRank = (c: Column, n: number, p: number): number[] =>
  map(c, (_, i) => ascending(c, i, n)?.[Math.max(1, Math.ceil((p * n) / 100)) - 1] ?? na)

export const interpolated = (c: Column, n: number, p: number): number[] =>
  map(c, (_, i) => {
    const sorted = ascending(c, i, n)
    if (sorted === undefined) return na
    const position = (n * p) / 100 + 0.5
    if (position <= 1) return sorted[0]!
    if (position >= n) return sorted[n - 1]!
    const rank = Math.floor(position)
    const part = position - rank
    const low = sorted[rank - 1]!
    return part === 0 ? low : low + part * (sorted[rank]! - low)
  })

export const cum = (c: Column): number[] =>
  map(c, (x, i) => (known(x) ? plainSum(c.slice(0, i + 1).filter(known)) : na))

/** `sign` 1: the highest so far. */
export const soFar = (c: Column, sign: 1 | -1): number[] =>
  map(c, (_, i) => {
    const seen = c.slice(0, i + 1).filter(known)
    return seen.length === 0 ? na : sign * Math.max(...seen.map((x) => sign * x))
  })

export const change = (c: Column, n: number): number[] => map(c, (x, i) => x - before(c, i, n))

export const roc = (c: Column, n: number): number[] =>
  map(c, (x, i) => over(100 * (x - before(c, i, n)), before(c, i, n)))

export function rsi(c: Column, n: number): number[] {
  const moves = steps(c)
  const u = rma(
    map(moves, (d) => (known(d) ? Math.max(d, 0) : na)),
    n,
  )
  const d = rma(
    map(moves, (x) => (known(x) ? Math.max(-x, 0) : na)),
    n,
  )
  return map(u, (up, i) => {
    if (d[i] === 0) return up > 0 ? 100 : na
    return 100 - 100 / (1 + up / d[i]!)
  })
}

export function stoch(c: Column, { high, low }: Bars, n: number): number[] {
  const top = extreme(high, n, 1)
  const bottom = extreme(low, n, -1)
  return map(c, (x, i) => over(100 * (x - bottom[i]!), top[i]! - bottom[i]!))
}

export function wpr({ high, low, close }: Bars, n: number): number[] {
  const top = extreme(high, n, 1)
  const bottom = extreme(low, n, -1)
  return map(close, (x, i) => over(100 * (x - top[i]!), top[i]! - bottom[i]!))
}

export function cci(c: Column, n: number): number[] {
  const spread = dev(c, n)
  return map(sma(c, n), (m, i) => over(c[i]! - m, 0.015 * spread[i]!))
}

export function cmo(c: Column, n: number): number[] {
  const moves = steps(c)
  const up = sum(
    map(moves, (d) => (!known(d) ? na : d >= -NEAR ? d : 0)),
    n,
  )
  const down = sum(
    map(moves, (d) => (!known(d) ? na : d >= -NEAR ? 0 : -d)),
    n,
  )
  return map(c, (x, i) => (known(x) ? over(100 * (up[i]! - down[i]!), up[i]! + down[i]!) : na))
}

export function mfi(c: Column, volume: Column, n: number): number[] {
  const moves = steps(c)
  const flow = (leavesOut: (d: number) => boolean) =>
    sum(
      map(c, (x, i) => (!known(x) ? na : volume[i]! * (leavesOut(moves[i]!) ? 0 : x))),
      n,
    ).map((x) => (Math.abs(x) <= NEAR ? 0 : x))
  const up = flow((d) => d <= NEAR)
  const down = flow((d) => d >= -NEAR)
  return map(c, (x, i) => {
    if (!known(x) || !known(up[i])) return na
    return down[i] === 0 ? 100 : 100 - 100 / (1 + up[i]! / down[i]!)
  })
}

export function tsi(c: Column, short: number, long: number): number[] {
  const twice = (moves: Column) => ema(ema(moves, long), short)
  const below = twice(map(steps(c), Math.abs))
  return map(twice(steps(c)), (x, i) => over(x, below[i]!))
}

export const cog = (c: Column, n: number): number[] =>
  held(c, n, (w) => over(-plainSum([...w].reverse().map((x, i) => x * (i + 1))), exactSum(w)))

export function macd(c: Column, fast: number, slow: number, smooth: number): number[][] {
  const line = map(ema(c, fast), (x, i) => x - ema(c, slow)[i]!)
  const signal = ema(line, smooth)
  return [line, signal, map(line, (x, i) => x - signal[i]!)]
}

export function dmi(bars: Bars, length: number, smooth: number): number[][] {
  const { high, low } = bars
  const up = map(high, (h, i) => h - before(high, i))
  const down = map(low, (l, i) => before(low, i) - l)
  const range = rma(trueRange(bars, false), length)
  const side = (mine: Column, other: Column) =>
    rma(
      map(mine, (x, i) => (!known(x) ? na : x - other[i]! > NEAR && x > NEAR ? x : 0)),
      length,
    ).map((x, i) => over(100 * x, range[i]!))
  const plus = side(up, down)
  const minus = side(down, up)
  const index = map(plus, (p, i) => {
    const both = p + minus[i]!
    return Math.abs(p - minus[i]!) / (both === 0 ? 1 : both)
  })
  return [plus, minus, map(rma(index, smooth), (x) => 100 * x)]
}

export const rci = (c: Column, n: number): number[] =>
  map(c, (_, i) => {
    const w = lastKnown(c, i, n)
    if (w === undefined || lastKnown(c, i, n + 1) === undefined) return na
    const sorted = [...w].sort((a, b) => a - b)
    const ranks = new Map<number, number>()
    for (let from = 0; from < n; ) {
      let to = from
      while (to < n && sorted[to]! - sorted[from]! < NEAR) to++
      for (let k = from; k < to; k++) ranks.set(sorted[k]!, (from + 1 + to) / 2)
      from = to
    }
    const m = (n + 1) / 2
    const mean = (f: (rank: number, time: number) => number) =>
      plainSum(w.map((x, k) => f(ranks.get(x)! - m, k + 1 - m))) / n
    const spread = Math.sqrt(mean((r) => r * r) * mean((_, t) => t * t))
    return (
      over(
        mean((r, t) => r * t),
        spread,
      ) * 100
    )
  })

export function supertrend(bars: Bars, factor: number, length: number): number[][] {
  const { high, low, close } = bars
  const atr = rma(trueRange(bars, true), length)
  const line: number[] = []
  const direction: number[] = []
  let [upper, lower] = [na, na]
  close.forEach((now, i) => {
    if (!known(atr[i])) {
      line.push(na)
      direction.push(na)
      return
    }
    const top = (high[i]! + low[i]!) / 2 + factor * atr[i]!
    const bottom = (high[i]! + low[i]!) / 2 - factor * atr[i]!
    let way = 1
    if (!known(line.at(-1))) [upper, lower] = [top, bottom]
    else {
      const wasUpper = line.at(-1) === upper
      lower = bottom > lower || close[i - 1]! < lower ? bottom : lower
      upper = top < upper || close[i - 1]! > upper ? top : upper
      way = wasUpper ? (now > upper ? -1 : 1) : now < lower ? 1 : -1
    }
    line.push(way === -1 ? lower : upper)
    direction.push(way)
  })
  return [line, direction]
}

/**
 * Parabolic SAR. `published` begins as Pine's published code does, which TradingView's exports bear out: by the
 * close, with a step and a look for a turn on the second bar already. Without it the second bar is that of
 * IN-5.2: by the high, and no step yet. All later bars are the same.
 */
export function sar(bars: Bars, start: number, step: number, most: number, published: boolean) {
  const { high, low, close } = bars
  let [up, stop, extreme, speed] = [false, na, na, start]
  return map(close, (_, i) => {
    if (i === 0) return na
    let begins = false
    if (i === 1) {
      up = published ? close[1]! > close[0]! : high[0]! <= high[1]!
      stop = up ? low[0]! : high[0]!
      extreme = up ? high[1]! : low[1]!
      begins = true
      if (!published) return stop
    }
    let next = stop + speed * (extreme - stop)
    if (up ? low[i]! < next : high[i]! > next) {
      next = up ? Math.max(high[i]!, extreme) : Math.min(low[i]!, extreme)
      extreme = up ? low[i]! : high[i]!
      up = !up
      speed = start
      begins = true
    }
    if (!begins && (up ? high[i]! > extreme : low[i]! < extreme)) {
      extreme = up ? high[i]! : low[i]!
      speed = Math.min(speed + step, most)
    }
    const two = i > 1 ? i - 2 : i - 1
    stop = up ? Math.min(next, low[i - 1]!, low[two]!) : Math.max(next, high[i - 1]!, high[two]!)
    return stop
  })
}

/** `sign` 1: pivot highs. */
export const pivot = (c: Column, left: number, right: number, sign: 1 | -1): number[] =>
  map(c, (_, i) => {
    const w = lastBars(c, i, left + right + 1)
    if (w === undefined || !w.every(known)) return na
    const peak = w[left]!
    const stands = w.every((x, k) => {
      if (k === left) return true
      return k < left ? sign * peak >= sign * x : sign * peak > sign * x
    })
    return stands ? peak : na
  })

/** `sign` 1: rising. */
export const inARow = (c: Column, n: number, sign: 1 | -1): number[] =>
  map(c, (_, i) => {
    const w = lastBars(c, i, n + 1)
    return w?.every((x, k) => k === 0 || sign * (x - w[k - 1]!) > NEAR) ? 1 : 0
  })

/** `sign` 1: crossover. */
export const crossed = (a: Column, b: Column, sign: 1 | -1): number[] =>
  map(a, (x, i) => {
    const both = a.map((_, k) => k).filter((k) => k < i && known(a[k]) && known(b[k]))
    const last = both.at(-1)
    if (last === undefined || !(sign * x > sign * b[i]!)) return 0
    return sign * a[last]! <= sign * b[last]! ? 1 : 0
  })

export const cross = (a: Column, b: Column): number[] => {
  const side = (i: number): number => {
    const gap = a[i]! - b[i]!
    return gap > NEAR ? 1 : gap < -NEAR ? -1 : 0
  }
  return map(a, (_, i) => {
    const sides = a
      .slice(0, i)
      .map((_, k) => side(k))
      .filter((s) => s !== 0)
    return side(i) !== 0 && side(i) === -(sides.at(-1) ?? 0) ? 1 : 0
  })
}

export const barssince = (condition: Column): number[] =>
  map(condition, (_, i) => {
    const last = condition.lastIndexOf(1, i)
    return last < 0 ? na : i - last
  })

export const valuewhen = (condition: Column, c: Column, occurrence: number): number[] =>
  map(c, (_, i) => {
    const times = condition.map((x, k) => (x === 1 && k <= i ? k : -1)).filter((k) => k >= 0)
    return c[times.at(-1 - occurrence) ?? -1] ?? na
  })

export const fixnan = (c: Column): number[] =>
  map(
    c,
    (_, i) =>
      c
        .slice(0, i + 1)
        .filter(known)
        .at(-1) ?? na,
  )

/** A running total in which a na term gives na and adds nothing. */
const running = (terms: Column): number[] => cum(map(terms, finite))

export const obv = ({ close, volume }: Bars): number[] =>
  running(map(close, (c, i) => Math.sign(c - before(close, i)) * volume[i]!))

export const accdist = ({ high, low, close, volume }: Bars): number[] =>
  running(
    map(close, (c, i) =>
      high[i] === low[i] ? 0 : ((c - low[i]! - (high[i]! - c)) / (high[i]! - low[i]!)) * volume[i]!,
    ),
  )

export const pvt = ({ close, volume }: Bars): number[] =>
  running(map(close, (c, i) => ((c - before(close, i)) / before(close, i)) * volume[i]!))

export const wad = ({ high, low, close }: Bars): number[] =>
  running(
    map(close, (c, i) => {
      const c1 = before(close, i)
      if (c > c1) return c - Math.min(low[i]!, c1)
      return c < c1 ? c - Math.max(high[i]!, c1) : 0
    }),
  )

export const wvad = ({ open, high, low, close, volume }: Bars): number[] =>
  map(close, (c, i) => finite(((c - open[i]!) / (high[i]! - low[i]!)) * volume[i]!))

export const iii = ({ high, low, close, volume }: Bars): number[] =>
  map(close, (c, i) => finite((2 * c - high[i]! - low[i]!) / ((high[i]! - low[i]!) * volume[i]!)))

/** `sign` 1: positive volume index. */
export function volumeIndex({ close, volume }: Bars, sign: 1 | -1): number[] {
  let index = 1
  return map(close, (c, i) => {
    const c1 = before(close, i)
    const moved = sign * (volume[i]! - before(volume, i)) > 0
    if (moved && c !== 0 && c1 !== 0 && known(c1)) index += ((c - c1) / c1) * index
    return index
  })
}

/** VWAP and its bands from the last anchor on, that bar included. */
export function vwapBands(c: Column, volume: Column, anchor: Column, mult: number): number[][] {
  const columns: number[][] = [[], [], []]
  c.forEach((x, i) => {
    const from = anchor.lastIndexOf(1, i)
    const at = c.map((_, k) => k).filter((k) => from >= 0 && k >= from && k <= i && known(c[k]))
    const volumes = plainSum(at.map((k) => volume[k]!))
    const mean = over(plainSum(at.map((k) => c[k]! * volume[k]!)), volumes)
    const square = over(plainSum(at.map((k) => c[k]! * c[k]! * volume[k]!)), volumes)
    const reach = mult * Math.sqrt(Math.max(0, square - mean * mean))
    const row = known(x) && from >= 0 ? [mean, mean + reach, mean - reach] : [na, na, na]
    row.forEach((value, k) => {
      columns[k]!.push(value)
    })
  })
  return columns
}
