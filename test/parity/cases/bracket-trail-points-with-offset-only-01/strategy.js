// A trailing stop with an activation distance and an offset, both in ticks, and no fixed stop.
strategy('bracket-trail-points-with-offset-only-01', { initialCapital: 1_000_000, pyramiding: 1 })

const trailPoints = input.int('trailPoints', 80)
const trailOffset = input.int('trailOffset', 40)
const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(9, 15) && position === 0) strategy.entry('L', 'long', { qty: 1 })
  if (isAt(15, 15) && position === 0) strategy.entry('S', 'short', { qty: 1 })
  if (position > 0) strategy.exit('LX', { fromEntry: 'L', trailPoints, trailOffset })
  if (position < 0) strategy.exit('SX', { fromEntry: 'S', trailPoints, trailOffset })
  if (isAt(23, 45) && position !== 0) strategy.closeAll()
})
