// EMA cross in the direction of the hourly trend, with an ATR bracket attached to the entry.
strategy('mtf-htf-confluence-static-bracket-01', { initialCapital: 1_000_000, pyramiding: 1 })

const hourly = request.security(syminfo.tickerid, input.timeframe('trendTimeframe', '60'))
const trend = ta.ema(hourly.close, input.int('trendLength', 20, { min: 1 }))
const fast = ta.ema(close, input.int('fast', 9, { min: 1 }))
const slow = ta.ema(close, input.int('slow', 21, { min: 1 }))
const atr = ta.atr(input.int('atrLength', 14, { min: 1 }))
const stopMultiple = input.float('stopMultiple', 2)
const targetMultiple = input.float('targetMultiple', 4)
const up = ta.crossover(fast, slow)

onBar(() => {
  const isFlat = strategy.positionSize() === 0
  if (!up() || !(hourly.close() > trend()) || !isFlat || na(atr())) return
  strategy.entry('L', 'long', { qty: 1 })
  strategy.exit('LX', {
    fromEntry: 'L',
    stop: close() - stopMultiple * atr(),
    limit: close() + targetMultiple * atr(),
  })
})
