// Average cross that acts on charts of fifteen minutes only.
strategy('timeframe-main-period-self-adaptive-01', { initialCapital: 1_000_000, pyramiding: 1 })

const fast = ta.sma(close, 10)
const slow = ta.sma(close, 30)
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)
const isQuarterHour = timeframe.mainPeriod === '15'

onBar(() => {
  const position = strategy.positionSize()
  if (isQuarterHour && up() && position <= 0) strategy.entry('L', 'long')
  if (isQuarterHour && down() && position >= 0) strategy.entry('S', 'short')
})
