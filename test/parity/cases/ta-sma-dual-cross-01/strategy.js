// Two averages; the flip is a close and an entry at the same open.
strategy('ta-sma-dual-cross-01', { initialCapital: 1_000_000, pyramiding: 1 })

const fast = ta.sma(close, input.int('fast', 9, { min: 1 }))
const slow = ta.sma(close, input.int('slow', 21, { min: 1 }))
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)

onBar(() => {
  const position = strategy.positionSize()
  if (up() && position <= 0) {
    if (position < 0) strategy.close('S')
    strategy.entry('L', 'long')
  }
  if (down() && position >= 0) {
    if (position > 0) strategy.close('L')
    strategy.entry('S', 'short')
  }
})
