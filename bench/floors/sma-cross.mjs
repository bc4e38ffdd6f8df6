// The least that the SMA cross with reversal can cost: one hand-written loop over columns, no sandbox, no
// order book, no report. Market orders fill at the next open; the equity is marked at each close.
export function smaCross({ open, close }, fastLength, slowLength) {
  const count = close.length
  let fast = 0
  let slow = 0
  let isAbove = false
  let isBelow = false
  let position = 0
  let entry = 0
  let netProfit = 0
  let pending = 0
  let trades = 0
  let peak = 0
  let deepest = 0
  for (let i = 0; i < count; i++) {
    if (pending !== 0) {
      const price = open[i]
      if (position !== 0) {
        netProfit += position * (price - entry)
        trades++
      }
      position = pending
      entry = price
      pending = 0
    }
    const price = close[i]
    fast += price
    slow += price
    if (i >= fastLength) fast -= close[i - fastLength]
    if (i >= slowLength) slow -= close[i - slowLength]
    if (i >= slowLength - 1 && i >= fastLength - 1) {
      const spread = fast / fastLength - slow / slowLength
      if (i >= slowLength && i >= fastLength) {
        // A reversal is only given where it changes the position.
        if (spread > 0 && !isAbove && position <= 0) pending = 1
        else if (spread < 0 && !isBelow && position >= 0) pending = -1
      }
      isAbove = spread > 0
      isBelow = spread < 0
    }
    const equity = netProfit + position * (price - entry)
    if (equity > peak) peak = equity
    else if (peak - equity > deepest) deepest = peak - equity
  }
  return { trades, netProfit, deepest }
}
