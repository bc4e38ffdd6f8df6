// The reference strategy of the benchmarks: two averages, long above, flat below.
strategy('SMA 10/30 cross')

const fast = ta.sma(close, 10)
const slow = ta.sma(close, 30)
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)

onBar(() => {
  if (up()) strategy.entry('L', 'long')
  if (down()) strategy.close('L')
})
