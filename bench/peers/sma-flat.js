// What all peers can do: long above the slow average, flat below.
strategy('SMA cross, long or flat')

const fast = ta.sma(close, 10)
const slow = ta.sma(close, 30)
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)

onBar(() => {
  if (up()) strategy.entry('L', 'long')
  if (down()) strategy.close('L')
})
