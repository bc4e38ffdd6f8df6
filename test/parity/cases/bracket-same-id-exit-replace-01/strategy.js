// Two exits with one id in one pass: the second replaces the first.
strategy('bracket-same-id-exit-replace-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  const price = strategy.positionAvgPrice()
  if (isAt(8, 15) && position === 0) strategy.entry('L', 'long', { qty: 1 })
  if (position > 0) {
    strategy.exit('X', { fromEntry: 'L', limit: price * 1.01, stop: price * 0.99 })
    strategy.exit('X', { fromEntry: 'L', limit: price * 1.003, stop: price * 0.997 })
  }
  if (isAt(16, 15) && position > 0) strategy.close('L')
})
