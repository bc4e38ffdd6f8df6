// RSI leaving its outer zones.
strategy('ta-rsi14-bands-30-70-01', { initialCapital: 1_000_000, pyramiding: 1 })

const rsi = ta.rsi(close, 14)
const up = ta.crossover(rsi, 30)
const down = ta.crossunder(rsi, 70)

onBar(() => {
  if (up()) strategy.entry('L', 'long')
  if (down()) strategy.entry('S', 'short')
})
