// An entry and a close of the same id in one pass, in both orders: a close without a lot does nothing.
strategy('order-cross-entry-close-same-pass-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(0, 15) && position === 0) {
    strategy.entry('L', 'long', { qty: 1 })
    strategy.close('L')
  }
  if (isAt(6, 15) && position === 0) {
    strategy.close('L2')
    strategy.entry('L2', 'long', { qty: 1 })
  }
  if (isAt(7, 15) && position > 0) strategy.closeAll()
  if (isAt(12, 15) && position === 0) {
    strategy.entry('S', 'short', { qty: 1 })
    strategy.close('S')
  }
  if (isAt(18, 15) && position === 0) {
    strategy.close('S2')
    strategy.entry('S2', 'short', { qty: 1 })
  }
  if (isAt(19, 15) && position < 0) strategy.closeAll()
})
