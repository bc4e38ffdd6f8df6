// CCI thresholds; the exits look for a cross only while in a position.
strategy('ta-cci-threshold-cross-01', { initialCapital: 1_000_000, pyramiding: 1 })

const cci = ta.cci(close, input.int('length', 20, { min: 1 }))
const upperLevel = input.float('upperLevel', 100)
const lowerLevel = input.float('lowerLevel', -100)
const up = ta.crossover(cci, lowerLevel)
const down = ta.crossunder(cci, upperLevel)

/** A cross of zero that remembers the last bar on which it was asked for, however long ago (E2). */
function zeroCross(side) {
  let before = Number.NaN
  return (value) => {
    const now = side * value
    const hasCrossed = now > 0 && before <= 0
    before = now
    return hasCrossed
  }
}

const fallsBelowZero = zeroCross(-1)
const risesAboveZero = zeroCross(1)

onBar(() => {
  const position = strategy.positionSize()
  if (up()) strategy.entry('Long', 'long')
  if (down()) strategy.entry('Short', 'short')
  if (position > 0 && fallsBelowZero(cci())) strategy.close('Long')
  if (position < 0 && risesAboveZero(cci())) strategy.close('Short')
})
