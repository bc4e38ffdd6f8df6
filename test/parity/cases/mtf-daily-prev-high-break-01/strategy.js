// Break of the high of the day before the last complete one.
strategy('mtf-daily-prev-high-break-01', { initialCapital: 1_000_000, pyramiding: 1 })

const daily = request.security(syminfo.tickerid, 'D')
const dayHigh = series(() => daily.high(1))

onBar(() => {
  const position = strategy.positionSize()
  if (close() > dayHigh() && close(1) <= dayHigh(1) && position === 0)
    strategy.entry('L', 'long', { qty: 1 })
  if (close() < 0.995 * dayHigh() && position > 0) strategy.close('L')
})
