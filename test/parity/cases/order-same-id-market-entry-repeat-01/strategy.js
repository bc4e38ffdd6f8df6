// The same market entry given twice in one pass: the second replaces the first.
strategy('order-same-id-market-entry-repeat-01', { initialCapital: 1_000_000, pyramiding: 3 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(0, 15) && position === 0) {
    strategy.entry('L', 'long', { qty: 1 })
    strategy.entry('L', 'long', { qty: 1 })
  }
  if (isAt(1, 15) && position > 0) strategy.close('L')
  if (isAt(12, 15) && position === 0) {
    strategy.entry('S', 'short', { qty: 1 })
    strategy.entry('S', 'short', { qty: 1 })
  }
  if (isAt(13, 15) && position < 0) strategy.close('S')
})
