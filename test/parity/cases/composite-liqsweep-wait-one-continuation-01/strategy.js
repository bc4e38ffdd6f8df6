// Sweep of a pivot, one bar of waiting, and a candle that confirms.
strategy('composite-liqsweep-wait-one-continuation-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
})

const top = ta.fixnan(ta.pivothigh(high, 5, 5))
const bottom = ta.fixnan(ta.pivotlow(low, 5, 5))
let waitLong = 0
let waitShort = 0

const next = (wait, isSwept) => (isSwept ? 1 : Math.max(0, wait - 1))

onBar(() => {
  const position = strategy.positionSize()
  const longBefore = waitLong
  const shortBefore = waitShort
  waitLong = next(waitLong, low() < bottom() && close() > bottom())
  waitShort = next(waitShort, high() > top() && close() < top())
  const firesLong = waitLong === 0 && longBefore === 1 && close() > open()
  const firesShort = waitShort === 0 && shortBefore === 1 && close() < open()
  if (firesLong && position <= 0) strategy.entry('L', 'long', { qty: 1 })
  if (firesShort && position >= 0) strategy.entry('S', 'short', { qty: 1 })
})
