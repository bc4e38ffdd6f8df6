// Stop, limit and trail in one exit, given again on every bar with levels that move with the ATR.
strategy('bracket-exit-stop-limit-trail-same-bar-01', { initialCapital: 1_000_000, pyramiding: 1 })

const atr = ta.atr(14)
const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

function exitAtDistance(id, fromEntry, side) {
  const price = strategy.positionAvgPrice()
  strategy.exit(id, {
    fromEntry,
    stop: price - side * 0.8 * atr(),
    limit: price + side * 1.6 * atr(),
    trailPoints: atr(),
  })
}

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(8, 15) && position === 0) strategy.entry('L', 'long', { qty: 1 })
  if (isAt(16, 15) && position === 0) strategy.entry('S', 'short', { qty: 1 })
  if (position > 0) exitAtDistance('LX', 'L', 1)
  if (position < 0) exitAtDistance('SX', 'S', -1)
  if (isAt(23, 45) && position !== 0) strategy.closeAll()
})
