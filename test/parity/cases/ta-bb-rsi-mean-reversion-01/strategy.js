// Outside the Bollinger bands with RSI agreeing, and back to the middle.
strategy('ta-bb-rsi-mean-reversion-01', { initialCapital: 1_000_000, pyramiding: 1 })

const length = input.int('length', 20, { min: 1 })
const { middle, upper, lower } = ta.bb(close, length, input.float('deviations', 2))
const rsi = ta.rsi(close, input.int('rsiLength', 14, { min: 1 }))
const overbought = input.float('overbought', 70)
const oversold = input.float('oversold', 30)

onBar(() => {
  const position = strategy.positionSize()
  if (close() < lower() && rsi() < oversold) strategy.entry('Long', 'long')
  if (close() > upper() && rsi() > overbought) strategy.entry('Short', 'short')
  if (position > 0 && close() > middle()) strategy.close('Long')
  if (position < 0 && close() < middle()) strategy.close('Short')
})
