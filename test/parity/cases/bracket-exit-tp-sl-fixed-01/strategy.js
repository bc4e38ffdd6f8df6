// A plain target and stop, given again on every bar.
strategy('bracket-exit-tp-sl-fixed-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  const price = strategy.positionAvgPrice()
  if (isAt(0, 15) && position === 0) strategy.entry('L', 'long', { qty: 1 })
  if (position > 0)
    strategy.exit('LX', { fromEntry: 'L', limit: price * 1.004, stop: price * 0.996 })
  if (isAt(6, 15) && position > 0) strategy.close('L')
})
