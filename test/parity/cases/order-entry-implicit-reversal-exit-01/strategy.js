// Reversals by opposite market entries, without a close.
strategy('order-entry-implicit-reversal-exit-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(0, 15) && position === 0) strategy.entry('L', 'long', { qty: 1 })
  if (isAt(0, 45) && position > 0) strategy.entry('S', 'short', { qty: 1 })
  if (isAt(1, 15) && position < 0) strategy.entry('L', 'long', { qty: 1 })
  if (isAt(1, 45) && position !== 0) strategy.closeAll()
})
