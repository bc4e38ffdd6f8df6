// Entries worth a fixed amount of cash, up to three lots, with a commission per contract.
strategy('pyramid-cash-fractional-commission-01', {
  initialCapital: 1_000_000,
  pyramiding: 3,
  defaultQtyType: 'cash',
  defaultQtyValue: 50_000,
  commissionType: 'cashPerContract',
  commissionValue: 0.05,
})

const rsi = ta.rsi(close, 14)
const up = ta.crossover(ta.ema(close, 9), ta.ema(close, 21))
const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  if (up() && rsi() > 40 && rsi() < 70) strategy.entry('L', 'long')
  if (isAt(23, 45)) strategy.closeAll()
})
