// MACD line against its signal.
strategy('ta-macd-12-26-9-line-signal-cross-01', { initialCapital: 1_000_000, pyramiding: 1 })

const { macd, signal } = ta.macd(close, 12, 26, 9)
const up = ta.crossover(macd, signal)
const down = ta.crossunder(macd, signal)

onBar(() => {
  if (up()) strategy.entry('L', 'long')
  if (down()) strategy.entry('S', 'short')
})
