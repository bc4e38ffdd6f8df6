// Stop entries that are already passed, beside a close: the reversing quantity is frozen at placement.
strategy('order-deferred-flip-guaranteed-gap-stops-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
})

const MONDAY = 2
const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(8, 0)) {
    strategy.entry('SE', 'short', { qty: 1, stop: high() * 10 })
    strategy.cancel('LE')
  }
  if (isAt(14, 0)) {
    strategy.entry('LE', 'long', { qty: 1, stop: low() * 0.1 })
    strategy.cancel('SE')
  }
  if (isAt(8, 0) && position > 0) strategy.close('LE')
  if (isAt(14, 0) && position < 0) strategy.close('SE')
  if (at.dayofweek() === MONDAY && isAt(0, 0) && position !== 0) strategy.closeAll()
})
