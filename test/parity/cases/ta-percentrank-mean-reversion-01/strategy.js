// Percent rank of the bar-to-bar change turning back from its ends.
strategy('ta-percentrank-mean-reversion-01', { initialCapital: 1_000_000, pyramiding: 1 })

const rank = ta.percentrank(ta.change(close), input.int('length', 50, { min: 1 }))
const upperLevel = input.float('upperLevel', 90)
const lowerLevel = input.float('lowerLevel', 10)

onBar(() => {
  const position = strategy.positionSize()
  if (rank() < lowerLevel && rank() > rank(1)) strategy.entry('Long', 'long')
  if (rank() > upperLevel && rank() < rank(1)) strategy.entry('Short', 'short')
  if (position > 0 && rank() > 50) strategy.close('Long')
  if (position < 0 && rank() < 50) strategy.close('Short')
})
