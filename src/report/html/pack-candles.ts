import { createVarints } from './bytes.ts'
import type { Candles } from './candles.ts'
import type { PackedCandles } from './payload.ts'

const MAX_DECIMALS = 8

/** The candles of the first `bars` bars in some seven bytes each; prices are exact up to eight decimals. */
export function packCandles(candles: Candles, bars: number): PackedCandles {
  const { every, time, open, high, low, close } = candles
  const count = Math.min(candles.count, Math.ceil(bars / every))
  const decimals = decimalsOf(candles)
  const scale = Number(`1e${decimals}`)
  const out = createVarints()
  let timeBefore = 0
  let stepBefore = 0
  let closeBefore = 0
  for (let i = 0; i < count; i++) {
    const step = Math.round(time[i]!) - timeBefore
    out.signed(step - stepBefore)
    timeBefore += step
    stepBefore = step
    const o = Math.round(open[i]! * scale)
    const c = Math.round(close[i]! * scale)
    out.signed(o - closeBefore)
    out.signed(c - o)
    out.whole(Math.max(0, Math.round(high[i]! * scale) - Math.max(o, c)))
    out.whole(Math.max(0, Math.min(o, c) - Math.round(low[i]! * scale)))
    closeBefore = c
  }
  return { every, count, decimals, data: out.text() }
}

/** The fewest decimals that say every price; fewer where prices are too large for whole units. */
function decimalsOf({ count, open, high, low, close }: Candles): number {
  let largest = 0
  for (let i = 0; i < count; i++) largest = Math.max(largest, Math.abs(high[i]!), Math.abs(low[i]!))
  let most = MAX_DECIMALS
  while (most > 0 && largest * Number(`1e${most}`) > Number.MAX_SAFE_INTEGER / 8) most--
  let decimals = 0
  for (const column of [open, high, low, close]) {
    for (let i = 0; i < count && decimals < most; i++) {
      const price = column[i]!
      while (decimals < most && !isWhole(price, decimals)) decimals++
    }
  }
  return decimals
}

/** Whether so many decimals say the price: the whole number over the power of ten is the same double again. */
function isWhole(price: number, decimals: number): boolean {
  const scale = Number(`1e${decimals}`)
  return Math.round(price * scale) / scale === price
}
