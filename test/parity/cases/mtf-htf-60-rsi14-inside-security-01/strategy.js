// Hourly RSI crossing its middle.
strategy('mtf-htf-60-rsi14-inside-security-01', { initialCapital: 1_000_000, pyramiding: 1 })

const hourly = request.security(syminfo.tickerid, '60')
const hourlyRsi = ta.rsi(hourly.close, 14)
// On the chart the cross happens on one bar; among the hourly bars it would hold for four of them.
const rsi = series(() => hourlyRsi())
const up = ta.crossover(rsi, 50)
const down = ta.crossunder(rsi, 50)

onBar(() => {
  if (up()) strategy.entry('L', 'long', { qty: 1 })
  if (down() && strategy.positionSize() > 0) strategy.close('L')
})
