// Candlestick patterns: buy a bullish engulfing bar, a harami or a hammer after a fall.
// A pattern alone says little, so it has to appear below a slow average and at a low of some bars.
// Target and stop are equally far away; a position is closed when no pattern has come for some time.
strategy('Candlestick patterns', {
  initialCapital: 10_000,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 90,
  commissionType: 'percent',
  commissionValue: 0.1,
})

const lowBars = input.int('lowBars', 24, { min: 3, max: 500, tooltip: 'how new the low must be' })
const reach = input.float('reach', 3, { min: 0.5, max: 20, tooltip: 'target and stop, in ATRs' })
const maxBars = input.int('maxBars', 72, { min: 1, max: 1000, tooltip: 'without a new pattern' })

const engulfing = ti.bullishengulfingpattern()
const harami = ti.bullishharami()
const hammer = ti.hammerpatternunconfirmed()
const mean = ta.sma(close, 100)
const bottom = ta.lowest(low, lowBars)
const atr = ta.atr(14)

const signal = series(() => {
  const isNearLow = Math.min(low(), low(1), low(2)) <= bottom()
  return (engulfing() || harami() || hammer()) && isNearLow && close() < mean()
})
const sinceSignal = ta.barssince(signal)

plotshape('pattern', signal, { color: 'green' })

onBar(() => {
  if (strategy.positionSize() > 0) {
    if (sinceSignal() >= maxBars) strategy.close('L', { comment: 'too long' })
    return
  }
  if (!signal()) return
  const ticks = (reach * atr()) / syminfo.mintick
  strategy.entry('L', 'long')
  strategy.exit('bracket', {
    fromEntry: 'L',
    profit: ticks,
    loss: ticks,
    commentProfit: 'target',
    commentLoss: 'stop',
  })
})
