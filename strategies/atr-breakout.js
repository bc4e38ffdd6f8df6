// ATR breakout: buy a close above the highest high of the bars before it.
// The quantity is chosen so that the first stop, some ATRs away, costs a fixed part of equity.
// Once price has moved one stop distance in favour, the same distance trails behind it.
strategy('ATR breakout', {
  initialCapital: 50_000,
  commissionType: 'percent',
  commissionValue: 0.1,
  slippage: 2,
})

const length = input.int('length', 55, { min: 5, max: 500, tooltip: 'bars of the channel' })
const riskPercent = input.float('riskPercent', 1, { min: 0.1, max: 10 })
const stopAtrs = input.float('stopAtrs', 3, { min: 0.5, max: 20 })

const atr = ta.atr(14)
const top = ta.highest(high, length)

plot('channel', top, { color: 'teal' })

onBar(() => {
  if (strategy.positionSize() !== 0 || na(atr())) return
  // top() holds the current bar too, so the channel to break is that of the bar before.
  if (!(close() > top(1))) return

  const distance = stopAtrs * atr()
  const atRisk = (strategy.equity() * riskPercent) / 100
  const byRisk = atRisk / (distance * syminfo.pointvalue)
  // In quiet markets the stop is near and the quantity large; without this cap the margin check declines it.
  const affordable = (0.95 * strategy.equity()) / (close() * syminfo.pointvalue)
  const ticks = distance / syminfo.mintick

  strategy.entry('L', 'long', { qty: Math.min(byRisk, affordable) })
  strategy.exit('stop', {
    fromEntry: 'L',
    loss: ticks,
    trailPoints: ticks,
    trailOffset: ticks,
    commentLoss: 'stop',
    commentTrailing: 'trail',
  })
})
