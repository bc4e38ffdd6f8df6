// Ninety-nine percent of equity once a week, held for two bars.
strategy('analyzer-parity-percent-of-equity-sizing-01', {
  initialCapital: 1_000_000,
  pyramiding: 0,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 99,
})

const MONDAY = 2
const at = clock()
const isWeekStart = () => at.dayofweek() === MONDAY && at.hour() === 0 && at.minute() === 0

onBar(() => {
  const position = strategy.positionSize()
  if (isWeekStart() && position === 0) strategy.entry('E', 'long')
  if (position > 0 && barIndex() > strategy.opentrades.entryBarIndex(0)) strategy.close('E')
})
