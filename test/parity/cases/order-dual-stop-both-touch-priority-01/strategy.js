// Two opposite stop entries pending together, never cancelled; one bar may touch both.
strategy('order-dual-stop-both-touch-priority-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(2, 45) && position === 0) {
    strategy.entry('LE', 'long', { stop: close() * 1.002 })
    strategy.entry('SE', 'short', { stop: close() * 0.998 })
  }
  if (isAt(6, 15) && position !== 0) strategy.closeAll()
  if (isAt(14, 45) && position === 0) {
    strategy.entry('LE2', 'long', { stop: close() * 1.004 })
    strategy.entry('SE2', 'short', { stop: close() * 0.996 })
  }
  if (isAt(18, 15) && position !== 0) strategy.closeAll()
})
