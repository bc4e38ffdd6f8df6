// Candle patterns against the side of an average.
strategy('ta-engulfing-candle-pattern-01', { initialCapital: 1_000_000, pyramiding: 1 })

const average = ta.sma(close, input.int('trendLength', 20, { min: 1 }))

// Differences of prices carry rounding noise: what is this near counts as equal (E3).
const isAbove = (a, b) => a - b > 1e-10
const body = (ago) => Math.abs(close(ago) - open(ago))
const isRising = (ago) => close(ago) > open(ago)
const isFalling = (ago) => close(ago) < open(ago)

function hasLongWick(long, short) {
  return isAbove(long, 2 * body(0)) && isAbove(0.5 * body(0), short) && isAbove(body(0), 0)
}

onBar(() => {
  const position = strategy.positionSize()
  const upperWick = high() - Math.max(open(), close())
  const lowerWick = Math.min(open(), close()) - low()
  const engulfsUp = isRising(0) && isFalling(1) && close() > open(1) && open() < close(1)
  const engulfsDown = isFalling(0) && isRising(1) && close() < open(1) && open() > close(1)
  const isHammer = hasLongWick(lowerWick, upperWick)
  const isStar = hasLongWick(upperWick, lowerWick)
  const isMorningStar =
    isFalling(2) &&
    isAbove(0.3 * body(2), body(1)) &&
    isRising(0) &&
    isAbove(close(), (open(2) + close(2)) / 2)
  const isBullish = (engulfsUp || isHammer || isMorningStar) && isAbove(average(), close())
  const isBearish = (engulfsDown || isStar) && isAbove(close(), average())

  if (isBullish) strategy.entry('Long', 'long')
  if (isBearish) strategy.entry('Short', 'short')
  if (position > 0 && isBearish) strategy.close('Long')
  if (position < 0 && isBullish) strategy.close('Short')
})
