// Average cross with full margin stated for both sides.
strategy('composite-kkb-margin-100-pct-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
  marginLong: 100,
  marginShort: 100,
})

const fast = ta.sma(close, 5)
const slow = ta.sma(close, 20)
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)

onBar(() => {
  const position = strategy.positionSize()
  if (up() && position <= 0) strategy.entry('L', 'long', { qty: 1 })
  if (down() && position >= 0) strategy.entry('S', 'short', { qty: 1 })
})
