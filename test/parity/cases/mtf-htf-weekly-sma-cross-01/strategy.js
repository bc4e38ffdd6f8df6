// Close against a weekly average.
strategy('mtf-htf-weekly-sma-cross-01', { initialCapital: 1_000_000, pyramiding: 1 })

const weekly = request.security(syminfo.tickerid, 'W')
const average = ta.sma(weekly.close, 10)
const up = ta.crossover(close, average)
const down = ta.crossunder(close, average)

onBar(() => {
  if (up()) strategy.entry('L', 'long')
  if (down()) strategy.entry('S', 'short')
})
