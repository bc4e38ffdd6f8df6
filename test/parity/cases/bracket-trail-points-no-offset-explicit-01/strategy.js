// Trail points without an offset, beside a far stop and limit: the exit fills at the activation price.
strategy('bracket-trail-points-no-offset-explicit-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
})

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  const far = close() * 1.05
  const near = close() * 0.95
  if (isAt(8, 0) && position === 0) {
    strategy.entry('L', 'long', { qty: 1 })
    strategy.exit('LX', { fromEntry: 'L', stop: near, limit: far, trailPoints: 8 })
  }
  if (isAt(20, 0) && position === 0) {
    strategy.entry('S', 'short', { qty: 1 })
    strategy.exit('SX', { fromEntry: 'S', stop: far, limit: near, trailPoints: 8 })
  }
})
