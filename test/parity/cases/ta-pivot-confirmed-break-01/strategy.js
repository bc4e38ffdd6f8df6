// Close beyond the last confirmed pivot.
strategy('ta-pivot-confirmed-break-01', { initialCapital: 1_000_000, pyramiding: 1 })

const left = input.int('left', 4, { min: 1 })
const right = input.int('right', 4, { min: 1 })
const top = ta.fixnan(ta.pivothigh(high, left, right))
const bottom = ta.fixnan(ta.pivotlow(low, left, right))

onBar(() => {
  const position = strategy.positionSize()
  if (close() > top() && position <= 0) {
    if (position < 0) strategy.close('S')
    strategy.entry('L', 'long')
  }
  if (close() < bottom() && position >= 0) {
    if (position > 0) strategy.close('L')
    strategy.entry('S', 'short')
  }
})
