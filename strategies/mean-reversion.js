// Mean reversion: buy a close below the lower Bollinger band with a low RSI, sell at the middle.
// A falling market makes such signals again and again, so a position that does not recover is cut
// by a stop or after some bars, and no new one is opened before price has seen the middle again.
strategy('Mean reversion', {
  initialCapital: 10_000,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 90,
  commissionType: 'percent',
  commissionValue: 0.1,
})

const length = input.int('length', 20, { min: 5, max: 200 })
const width = input.float('width', 2, { min: 0.5, max: 5, tooltip: 'standard deviations' })
const oversold = input.float('oversold', 30, { min: 5, max: 50 })
const maxBars = input.int('maxBars', 24, { min: 1, max: 1000, tooltip: 'longest holding time' })
const stopPercent = input.float('stopPercent', 4, { min: 0.5, max: 50 })

const { middle, upper, lower } = ta.bb(close, length, width)
const rsi = ta.rsi(close, 14)
/** Whether a new position may be opened. */
const armed = state(true)
/** Bar of the last entry signal. */
const entryBar = state(0)

plot('middle', middle, { color: 'gray' })
plot('upper', upper, { color: 'silver' })
plot('lower', lower, { color: 'silver' })

onBar(() => {
  if (close() >= middle()) armed.set(true)

  if (strategy.positionSize() > 0) {
    if (close() >= middle()) strategy.close('L', { comment: 'at the mean' })
    else if (barIndex() - entryBar() >= maxBars) strategy.close('L', { comment: 'too long' })
    return
  }

  if (armed() && close() < lower() && rsi() < oversold) {
    armed.set(false)
    entryBar.set(barIndex())
    strategy.entry('L', 'long')
    strategy.exit('stop', { fromEntry: 'L', stop: close() * (1 - stopPercent / 100) })
  }
})
