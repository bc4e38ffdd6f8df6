// Direction of a daily EMA, which needs 26 days before its first value.
strategy('mtf-daily-ema26-warmup-01', { initialCapital: 1_000_000, pyramiding: 1 })

const daily = request.security(syminfo.tickerid, 'D')
const dailyEma = ta.ema(daily.close, 26)
const average = series(() => dailyEma())

onBar(() => {
  const position = strategy.positionSize()
  if (average() > average(1) && position <= 0) {
    if (position < 0) strategy.close('S')
    strategy.entry('L', 'long')
  }
  if (average() < average(1) && position >= 0) {
    if (position > 0) strategy.close('L')
    strategy.entry('S', 'short')
  }
})
