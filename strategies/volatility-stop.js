// Volatility stop: supertrend draws a line some ATRs from price that only moves with the trend.
// When price crosses it the direction turns, and the position turns with it: always in the market
// unless one side is switched off. Ranges are expensive for it, and fees make them more so.
strategy('Volatility stop', {
  initialCapital: 10_000,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 80,
  commissionType: 'percent',
  commissionValue: 0.1,
  slippage: 2,
})

const factor = input.float('factor', 4, { min: 1, max: 15 })
const atrLength = input.int('atrLength', 20, { min: 5, max: 200 })
const side = input.string('side', 'all', { options: ['all', 'long', 'short'] })

// A forbidden entry against an open position only closes it.
strategy.risk.allowEntryIn(side)

const { line, direction } = ta.supertrend(factor, atrLength)
const turns = ta.change(direction)

plot('stop', line, { color: 'orange' })

onBar(() => {
  // Pine's convention: the direction is -1 in an up-trend and 1 in a down-trend.
  if (turns() < 0) strategy.entry('L', 'long')
  if (turns() > 0) strategy.entry('S', 'short')
})
