// Break of the last confirmed pivot, on the bar that crosses it.
strategy('composite-boscurv-pivot-bos-trigger-01', { initialCapital: 1_000_000, pyramiding: 1 })

const left = input.int('left', 5, { min: 1 })
const right = input.int('right', 5, { min: 1 })
const top = ta.fixnan(ta.pivothigh(high, left, right))
const bottom = ta.fixnan(ta.pivotlow(low, left, right))

onBar(() => {
  const position = strategy.positionSize()
  const breaksUp = close() > top() && close(1) <= nz(top(1), top())
  const breaksDown = close() < bottom() && close(1) >= nz(bottom(1), bottom())
  if (breaksUp && position <= 0) strategy.entry('L', 'long', { qty: 1 })
  if (breaksDown && position >= 0) strategy.entry('S', 'short', { qty: 1 })
})
