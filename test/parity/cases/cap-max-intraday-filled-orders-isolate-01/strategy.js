// SMA cross under the rule of at most five filled orders a day.
strategy('cap-max-intraday-filled-orders-isolate-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
  calcOnOrderFills: false,
})

const fast = ta.sma(close, input.int('fast', 5, { min: 1 }))
const slow = ta.sma(close, input.int('slow', 13, { min: 1 }))
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)

strategy.risk.maxIntradayFilledOrders(input.int('maxFills', 5, { min: 1 }))

onBar(() => {
  const position = strategy.positionSize()
  if (up() && position <= 0) strategy.entry('L', 'long')
  if (down() && position >= 0) strategy.entry('S', 'short')
})
