// The least that strategies/bracket.js can cost: EMA 50, RSI 14 and ATR 14 in one loop over columns, with
// the product's order of operations, so that trades and profit have to be the same.
const EMA = 50
const WILDER = 14
const ALPHA = 2 / (EMA + 1)
/** A level this near to the grid, in ticks, is on it. */
const NEAR = 1e-4

export function bracket({ open, high, low, close }, tick) {
  const count = close.length
  let trend = 0
  let up = 0
  let down = 0
  let atr = 0
  let isLong = false
  let isPending = false
  let entry = 0
  let stop = 0
  let limit = 0
  let netProfit = 0
  let trades = 0
  let peak = 0
  let deepest = 0
  for (let i = 0; i < count; i++) {
    const o = open[i]
    const h = high[i]
    const l = low[i]
    const c = close[i]
    if (isPending) {
      isPending = false
      isLong = true
      entry = o
    }
    if (isLong) {
      let exit = 0
      if (o <= stop || o >= limit) exit = o
      else if (h - o < o - l) exit = h >= limit ? limit : l <= stop ? stop : 0
      else exit = l <= stop ? stop : h >= limit ? limit : 0
      if (exit !== 0) {
        netProfit += exit - entry
        trades++
        isLong = false
      }
    }
    const before = i === 0 ? Number.NaN : close[i - 1]
    const range = i === 0 ? h - l : Math.max(h - l, Math.abs(h - before), Math.abs(l - before))
    atr = i < WILDER ? atr + range : (atr * (WILDER - 1) + range) / WILDER
    if (i === WILDER - 1) atr /= WILDER
    trend = i < EMA ? trend + c : trend + ALPHA * (c - trend)
    if (i === EMA - 1) trend /= EMA
    if (i > 0) {
      const change = c - before
      const rise = Math.max(change, 0)
      const fall = change < 0 ? -change : 0
      if (i <= WILDER) {
        up += rise
        down += fall
        if (i === WILDER) {
          up /= WILDER
          down /= WILDER
        }
      } else {
        up = (up * (WILDER - 1) + rise) / WILDER
        down = (down * (WILDER - 1) + fall) / WILDER
      }
    }
    if (!isLong && i >= EMA - 1 && c > trend && 100 - 100 / (1 + up / down) < 50) {
      isPending = true
      stop = Math.floor((c - 2 * atr) / tick + NEAR) * tick
      limit = Math.ceil((c + 3 * atr) / tick - NEAR) * tick
    }
    const equity = isLong ? netProfit + c - entry : netProfit
    if (equity > peak) peak = equity
    else if (peak - equity > deepest) deepest = peak - equity
  }
  return { trades, netProfit, deepest }
}
