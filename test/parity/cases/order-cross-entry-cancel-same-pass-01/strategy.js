// An entry and a cancel of the same id in one pass, in both orders.
strategy('order-cross-entry-cancel-same-pass-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute
const tick = syminfo.mintick

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(2, 15) && position === 0) {
    strategy.entry('L', 'long', { stop: high() + tick })
    strategy.cancel('L')
  }
  if (isAt(4, 15) && position === 0) {
    strategy.cancel('L2')
    strategy.entry('L2', 'long', { stop: high() + tick })
  }
  if (isAt(6, 15) && position > 0) strategy.closeAll()
  if (isAt(14, 15) && position === 0) {
    strategy.entry('S', 'short', { stop: low() - tick })
    strategy.cancel('S')
  }
  if (isAt(16, 15) && position === 0) {
    strategy.cancel('S2')
    strategy.entry('S2', 'short', { stop: low() - tick })
  }
  if (isAt(18, 15) && position < 0) strategy.closeAll()
})
