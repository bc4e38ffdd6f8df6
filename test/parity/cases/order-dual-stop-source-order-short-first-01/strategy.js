// Two near stop entries, the short one first: the order of placement does not decide which fills first.
strategy('order-dual-stop-source-order-short-first-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
})

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(2, 45) && position === 0) {
    strategy.entry('SE', 'short', { stop: close() * 0.998 })
    strategy.entry('LE', 'long', { stop: close() * 1.002 })
  }
  if (isAt(6, 15) && position !== 0) strategy.closeAll()
})
