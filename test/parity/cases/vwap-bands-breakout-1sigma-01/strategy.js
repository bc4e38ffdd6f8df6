// Break of the upper band of the day's VWAP.
strategy('vwap-bands-breakout-1sigma-01', {
  initialCapital: 100_000,
  currency: 'USD',
  defaultQtyType: 'fixed',
  defaultQtyValue: 1,
})

const newDay = timeframe.change('D')
// The first bar of the data is no change of day: before the first one there is no VWAP.
const anchor = series(() => newDay() && !barstate.isfirst())
const { vwap, upper } = ta.vwapBands(close, anchor, 1)
const breaksOut = ta.crossover(close, upper)
const fallsBack = ta.crossunder(close, vwap)

onBar(() => {
  if (breaksOut()) strategy.entry('long', 'long')
  if (fallsBack()) strategy.close('long')
})
