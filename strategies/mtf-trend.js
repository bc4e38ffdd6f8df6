// Multi-timeframe trend: the day decides whether to trade, four hours how strong the trend is,
// and the chart's own bars when to get in: after a dip, as momentum turns up again.
// Every daily and four-hour value is that of the last finished bar; none is ever known early.
strategy('MTF trend', {
  initialCapital: 10_000,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 90,
  commissionType: 'percent',
  commissionValue: 0.1,
})

const trendDays = input.int('trendDays', 30, { min: 5, max: 200 })
const minAdx = input.float('minAdx', 20, { min: 0, max: 60 })
const dip = input.float('dip', 40, { min: 10, max: 60, tooltip: 'RSI level of a dip' })
const stopAtrs = input.float('stopAtrs', 2, { min: 0.5, max: 10, tooltip: 'in four-hour ATRs' })

const daily = request.security(syminfo.tickerid, 'D')
const fourHours = request.security(syminfo.tickerid, '240')

const trend = ta.ema(daily.close, trendDays)
const { adx } = ta.dmi(14, 14, { market: fourHours })
const atr = ta.atr(14, { market: fourHours })
const turnsUp = ta.crossover(ta.rsi(close, 14), dip)

plot('daily trend', trend, { color: 'purple' })

onBar(() => {
  // na in a comparison is false, so nothing happens while an average warms up.
  const isUp = daily.close() > trend()
  const isInMarket = strategy.positionSize() > 0

  if (isInMarket && daily.close() < trend()) strategy.close('L', { comment: 'trend over' })
  if (!isInMarket && isUp && adx() > minAdx && turnsUp()) {
    strategy.entry('L', 'long')
    strategy.exit('stop', { fromEntry: 'L', loss: (stopAtrs * atr()) / syminfo.mintick })
  }
})
