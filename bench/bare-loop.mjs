// The least that SMA 10/30 cross can cost: one hand-written loop over columns, no sandbox, no orders
// book, no report. Market orders fill at the next open; the equity is marked at each close.
export function bareLoop({ open, close }) {
  const count = close.length
  let fast = 0
  let slow = 0
  let before = 0
  let position = 0
  let entry = 0
  let cash = 1_000_000
  let pending = 0
  let trades = 0
  let peak = cash
  let deepest = 0
  for (let i = 0; i < count; i++) {
    if (pending !== 0) {
      if (pending > 0 && position === 0) {
        position = 1
        entry = open[i]
      } else if (pending < 0 && position === 1) {
        cash += open[i] - entry
        position = 0
        trades++
      }
      pending = 0
    }
    fast += close[i] - (i >= 10 ? close[i - 10] : 0)
    slow += close[i] - (i >= 30 ? close[i - 30] : 0)
    const spread = i >= 29 ? fast / 10 - slow / 30 : 0
    if (i >= 30) {
      if (spread > 0 && before <= 0) pending = 1
      else if (spread < 0 && before >= 0) pending = -1
    }
    before = spread
    const equity = cash + (position === 1 ? close[i] - entry : 0)
    if (equity > peak) peak = equity
    else if (peak - equity > deepest) deepest = peak - equity
  }
  return { trades, cash, deepest }
}
