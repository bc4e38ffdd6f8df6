// An entry of exactly the equity once a week: the margin test accepts or refuses it.
strategy('anomaly-equity-mirror-strategy-equity-01', { initialCapital: 1_000_000, pyramiding: 0 })

const MONDAY = 2
const at = clock()
const isWeekStart = () => at.dayofweek() === MONDAY && at.hour() === 0 && at.minute() === 0

onBar(() => {
  const position = strategy.positionSize()
  const qty = Math.round((strategy.equity() / close()) * 1000) / 1000
  if (isWeekStart() && position === 0 && qty > 0) strategy.entry('E', 'long', { qty })
  if (position > 0 && barIndex() > strategy.opentrades.entryBarIndex(0)) strategy.close('E')
})
