// Supertrend turning from one direction to the other.
strategy('ta-supertrend-direction-flip-01', { initialCapital: 1_000_000, pyramiding: 1 })

const UP = -1
const DOWN = 1
const factor = input.float('factor', 3)
const { direction } = ta.supertrend(factor, input.int('atrLength', 10, { min: 1 }))

onBar(() => {
  const position = strategy.positionSize()
  if (direction() === UP && direction(1) === DOWN && position <= 0) {
    if (position < 0) strategy.close('S')
    strategy.entry('L', 'long')
  }
  if (direction() === DOWN && direction(1) === UP && position >= 0) {
    if (position > 0) strategy.close('L')
    strategy.entry('S', 'short')
  }
})
