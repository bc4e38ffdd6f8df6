// Close crossing the line through the last two pivots, carried on to the current bar.
strategy('composite-trendmaster-line-new-projection-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
})

const strength = input.int('strength', 5, { min: 1 })
const pivotHigh = ta.pivothigh(high, strength, strength)
const pivotLow = ta.pivotlow(low, strength, strength)

/** The line through the last two pivots: takes the pivot of this bar, gives the value at this bar. */
function createLine() {
  let before
  let last
  return (price) => {
    if (!na(price)) {
      before = last
      last = { bar: barIndex() - strength, price }
    }
    if (before === undefined) return Number.NaN
    const slope = (last.price - before.price) / (last.bar - before.bar)
    return before.price + slope * (barIndex() - before.bar)
  }
}

/** A cross that remembers the last bar on which it was asked for, however long ago (E2). */
function createCross(side) {
  let before = Number.NaN
  return (a, b) => {
    const now = side * (a - b)
    const hasCrossed = now > 0 && before <= 0
    before = now
    return hasCrossed
  }
}

const support = createLine()
const resistance = createLine()
const crossesUp = createCross(1)
const crossesDown = createCross(-1)

onBar(() => {
  const position = strategy.positionSize()
  const floor = support(pivotLow())
  const ceiling = resistance(pivotHigh())
  const goesLong = !na(floor) && crossesUp(close(), floor)
  const goesShort = !na(ceiling) && crossesDown(close(), ceiling)
  if (goesLong && position <= 0) strategy.entry('L', 'long', { qty: 1 })
  if (goesShort && position >= 0) strategy.entry('S', 'short', { qty: 1 })
})
