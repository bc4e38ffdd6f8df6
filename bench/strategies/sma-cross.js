// The reference strategy of the benchmarks: two averages, long above, short below.
strategy('SMA cross')

const fast = ta.sma(close, input.int('fast', 10, { min: 1, max: 1000 }))
const slow = ta.sma(close, input.int('slow', 30, { min: 2, max: 1000 }))
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)

onBar(() => {
  if (up()) strategy.entry('L', 'long')
  if (down()) strategy.entry('S', 'short')
})
