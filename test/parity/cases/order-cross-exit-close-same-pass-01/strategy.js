// A bracket and a market close of the same position in one pass, in both orders: the close wins.
strategy('order-cross-exit-close-same-pass-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

function bracket(id, fromEntry) {
  const price = strategy.positionAvgPrice()
  strategy.exit(id, { fromEntry, limit: price * 1.02, stop: price * 0.98 })
}

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(0, 15) && position === 0) strategy.entry('L', 'long', { qty: 1 })
  if (isAt(0, 45) && position > 0) {
    bracket('X', 'L')
    strategy.close('L')
  }
  if (isAt(6, 15) && position === 0) strategy.entry('L2', 'long', { qty: 1 })
  if (isAt(6, 45) && position > 0) {
    strategy.close('L2')
    bracket('X2', 'L2')
  }
})
