// One close that fills at the next open, and one that fills at the close of its own bar.
strategy('order-close-immediate-vs-next-bar-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(2, 15) && position === 0) strategy.entry('NEXT', 'long', { qty: 1 })
  if (isAt(3, 15) && position > 0) strategy.close('NEXT')
  if (isAt(10, 15) && position === 0) strategy.entry('IMM', 'long', { qty: 1 })
  if (isAt(11, 15) && position > 0) strategy.close('IMM', { immediately: true })
})
