// Two pyramided lots that one stop entry reverses, and back.
strategy('order-stop-entry-reversal-grouping-01', { initialCapital: 1_000_000, pyramiding: 2 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(0, 15) && position === 0) strategy.entry('L1', 'long', { qty: 1 })
  if (isAt(0, 30) && position > 0) strategy.entry('L2', 'long', { qty: 1 })
  if (isAt(0, 45) && position > 0) strategy.entry('SREV', 'short', { qty: 1, stop: high() })
  if (isAt(1, 15) && position < 0) strategy.entry('LREV', 'long', { qty: 1, stop: low() })
  if (isAt(1, 45) && position !== 0) strategy.closeAll()
})
