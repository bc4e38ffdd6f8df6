// EMA cross with an RSI filter; orders fill at the close of the bar that gives them.
strategy('order-process-on-close-true-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
  processOrdersOnClose: true,
})

const rsi = ta.rsi(close, 14)
const fast = ta.ema(close, 9)
const slow = ta.ema(close, 21)
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)

onBar(() => {
  const position = strategy.positionSize()
  if (up() && rsi() < 70 && position === 0) strategy.entry('L', 'long', { qty: 1 })
  if (down() && position > 0) strategy.close('L')
})
