// A very tight bracket given again on every bar, and reversals by opposite signals.
strategy('composite-scalping-tight-tp-sl-points-01', { initialCapital: 1_000_000, pyramiding: 1 })

const fast = ta.ema(close, input.int('fast', 5, { min: 1 }))
const slow = ta.ema(close, input.int('slow', 13, { min: 1 }))
const takeProfit = input.int('takeProfit', 15) * syminfo.mintick
const stopLoss = input.int('stopLoss', 7) * syminfo.mintick
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)

onBar(() => {
  const position = strategy.positionSize()
  const price = strategy.positionAvgPrice()
  if (up()) strategy.entry('L', 'long', { qty: 1 })
  if (down()) strategy.entry('S', 'short', { qty: 1 })
  if (position > 0)
    strategy.exit('Brk', { fromEntry: 'L', stop: price - stopLoss, limit: price + takeProfit })
  if (position < 0)
    strategy.exit('Brk', { fromEntry: 'S', stop: price + stopLoss, limit: price - takeProfit })
})
