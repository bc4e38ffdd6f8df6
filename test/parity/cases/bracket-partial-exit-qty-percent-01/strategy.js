// Half of the position leaves at a limit, the rest at a stop or by the clock.
strategy('bracket-partial-exit-qty-percent-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
  defaultQtyValue: 2,
})

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  const price = strategy.positionAvgPrice()
  if (isAt(1, 15) && position === 0) strategy.entry('L', 'long', { qty: 2 })
  if (position > 0) {
    strategy.exit('HALF_TP', { fromEntry: 'L', limit: price * 1.003, qtyPercent: 50 })
    strategy.exit('REST_SL', { fromEntry: 'L', stop: price * 0.994 })
  }
  if (isAt(9, 15) && position > 0) strategy.close('L')
})
