// Hourly closes with gaps: a value only on the bar that completes the hour.
strategy('mtf-htf-60-gaps-on-roll-01', { initialCapital: 1_000_000, pyramiding: 1 })

const hourly = request.security(syminfo.tickerid, '60', { gaps: true })
let last = Number.NaN

onBar(() => {
  const price = hourly.close()
  if (na(price)) return
  const position = strategy.positionSize()
  if (price > last && position === 0) strategy.entry('GAP_UP', 'long', { qty: 1 })
  if (price < last && position > 0) strategy.close('GAP_UP')
  last = price
})
