// An opposite stop entry and a close in one pass, in both orders: a close queued before is counted.
strategy('order-opposite-entry-close-same-pass-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute
const tick = syminfo.mintick

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(0, 15) && position === 0) strategy.entry('L', 'long', { qty: 1 })
  if (isAt(0, 45) && position > 0) {
    strategy.entry('S', 'short', { qty: 1, stop: low() - tick })
    strategy.close('L')
  }
  if (isAt(6, 15) && position === 0) strategy.entry('L2', 'long', { qty: 1 })
  if (isAt(6, 45) && position > 0) {
    strategy.close('L2')
    strategy.entry('S2', 'short', { qty: 1, stop: low() - tick })
  }
  if (isAt(12, 15) && position < 0) strategy.closeAll()
})
