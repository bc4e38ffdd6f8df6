// Three risk rules together: long only, a position of at most two, three fills a day.
strategy('cap-risk-gates-allow-max-intraday-01', { initialCapital: 1_000_000, pyramiding: 10 })

strategy.risk.allowEntryIn('long')
strategy.risk.maxPositionSize(2)
strategy.risk.maxIntradayFilledOrders(3)

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  if (isAt(0, 15)) strategy.entry('L1', 'long', { qty: 1 })
  if (isAt(0, 30)) strategy.entry('L2', 'long', { qty: 1 })
  if (isAt(0, 45)) strategy.entry('L3', 'long', { qty: 1 })
  if (isAt(1, 0)) strategy.entry('S_BLOCKED', 'short', { qty: 1 })
  if (isAt(3, 0) && strategy.positionSize() !== 0) strategy.closeAll()
})
