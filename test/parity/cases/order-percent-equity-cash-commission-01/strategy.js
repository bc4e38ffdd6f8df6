// A quarter of equity per entry, with a commission in cash per order.
strategy('order-percent-equity-cash-commission-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 25,
  commissionType: 'cashPerOrder',
  commissionValue: 1.5,
})

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  if (isAt(8, 15) && position === 0) strategy.entry('L', 'long')
  if (isAt(12, 15) && position > 0) strategy.close('L')
})
