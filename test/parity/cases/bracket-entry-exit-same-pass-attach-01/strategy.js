// A bracket given together with its entry: it holds from the fill on, inside that bar too.
strategy('bracket-entry-exit-same-pass-attach-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(8, 15) && position === 0) {
    strategy.entry('L', 'long', { qty: 1 })
    strategy.exit('X', { fromEntry: 'L', limit: close() * 1.005, stop: close() * 0.995 })
  }
  if (isAt(16, 15) && position === 0) {
    strategy.entry('S', 'short', { qty: 1 })
    strategy.exit('XS', { fromEntry: 'S', limit: close() * 0.995, stop: close() * 1.005 })
  }
  if (isAt(23, 45) && position !== 0) strategy.closeAll()
})
