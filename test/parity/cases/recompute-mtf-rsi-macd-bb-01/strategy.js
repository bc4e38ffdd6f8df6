// Several indicators of the hourly bars, seen from fifteen-minute bars.
strategy('recompute-mtf-rsi-macd-bb-01', { initialCapital: 1_000_000, pyramiding: 1 })

const hourly = request.security(syminfo.tickerid, '60')
const rsi = ta.rsi(hourly.close, 14)
const { hist } = ta.macd(hourly.close, 12, 26, 9)
const middle = ta.sma(hourly.close, 20)

onBar(() => {
  const position = strategy.positionSize()
  const price = hourly.close()
  if (rsi() > 55 && hist() > 0 && price > middle() && position === 0)
    strategy.entry('L', 'long', { qty: 1 })
  if ((rsi() < 45 || hist() < 0 || price < middle()) && position > 0) strategy.close('L')
})
