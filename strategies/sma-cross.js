// SMA cross: long while the fast average is above the slow one, flat otherwise.
// It lags by design: long trends pay for the losses of the ranges between them.
// The lengths are round numbers, not the winners of a search; use it as a yardstick.
strategy('SMA cross', {
  initialCapital: 10_000,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 90,
  commissionType: 'percent',
  commissionValue: 0.1,
})

const fast = ta.sma(close, input.int('fast', 10, { min: 2, max: 200 }))
const slow = ta.sma(close, input.int('slow', 30, { min: 3, max: 400 }))
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)

plot('fast', fast, { color: 'orange' })
plot('slow', slow, { color: 'steelblue' })

onBar(() => {
  if (up()) strategy.entry('L', 'long')
  if (down()) strategy.close('L')
})
