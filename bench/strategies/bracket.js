// Buys pullbacks in an up-trend, with a stop and a target that are measured in average true ranges.
strategy('EMA, RSI and ATR bracket')

const trend = ta.ema(close, 50)
const rsi = ta.rsi(close, 14)
const atr = ta.atr(14)

onBar(() => {
  if (strategy.positionSize() !== 0) return
  if (close() > trend() && rsi() < 50) {
    strategy.entry('L', 'long')
    strategy.exit('X', { fromEntry: 'L', stop: close() - 2 * atr(), limit: close() + 3 * atr() })
  }
})
