// Far limit entries that one command cancels; two lots flattened by one immediate close-all.
strategy('order-close-all-cancel-all-01', { initialCapital: 1_000_000, pyramiding: 2 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(4, 15)) {
    strategy.entry('PENDING_L', 'long', { qty: 1, limit: close() * 0.8 })
    strategy.entry('PENDING_S', 'short', { qty: 1, limit: close() * 1.2 })
  }
  if (isAt(4, 30)) strategy.cancelAll()
  if (isAt(5, 15) && position === 0) strategy.entry('A', 'long', { qty: 1 })
  if (isAt(5, 45) && position > 0) strategy.entry('B', 'long', { qty: 1 })
  if (isAt(6, 15) && position !== 0) strategy.closeAll({ immediately: true })
})
