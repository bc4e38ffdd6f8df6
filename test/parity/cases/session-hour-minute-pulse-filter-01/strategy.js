// The simplest case: one entry and one close a day by the clock.
strategy('session-hour-minute-pulse-filter-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(0, 15) && position === 0) strategy.entry('T', 'long', { qty: 1 })
  if (isAt(0, 45) && position > 0) strategy.close('T')
})
