// A pending stop entry that is moved by giving its id again.
strategy('order-same-id-stop-modification-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute
const tick = syminfo.mintick

onBar(() => {
  const position = strategy.positionSize()
  if (at.hour() === 2 && position === 0) strategy.entry('LE', 'long', { stop: high() + tick })
  if (at.hour() === 14 && position === 0) strategy.entry('SE', 'short', { stop: low() - tick })
  if (isAt(6, 15) && position > 0) strategy.close('LE')
  if (isAt(18, 15) && position < 0) strategy.close('SE')
})
