// Two opposite stop entries at one price, which is usually the next open too.
strategy('order-dual-stop-open-tie-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(4, 45) && position === 0) {
    strategy.entry('LE', 'long', { stop: close() })
    strategy.entry('SE', 'short', { stop: close() })
  }
  if (isAt(8, 15) && position !== 0) strategy.closeAll()
  if (isAt(16, 45) && position === 0) {
    strategy.entry('SE2', 'short', { stop: close() })
    strategy.entry('LE2', 'long', { stop: close() })
  }
  if (isAt(20, 15) && position !== 0) strategy.closeAll()
})
