// Three lots under one id that one close takes together.
strategy('pyramid-close-id-grouping-01', { initialCapital: 1_000_000, pyramiding: 3 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute
const isLater = (hour) => isAt(hour, 30) || isAt(hour, 45)

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(0, 15) && position === 0) strategy.entry('L', 'long', { qty: 1 })
  if (isLater(0) && position > 0) strategy.entry('L', 'long', { qty: 1 })
  if (isAt(1, 15) && position > 0) strategy.close('L')
  if (isAt(12, 15) && position === 0) strategy.entry('S', 'short', { qty: 1 })
  if (isLater(12) && position < 0) strategy.entry('S', 'short', { qty: 1 })
  if (isAt(13, 15) && position < 0) strategy.close('S')
})
