// Channel breaks with an exit at the middle line.
strategy('ta-keltner-channel-break-01', { initialCapital: 1_000_000, pyramiding: 1 })

const middle = ta.ema(close, input.int('emaLength', 20, { min: 1 }))
const atr = ta.atr(input.int('atrLength', 10, { min: 1 }))
const multiple = input.float('multiple', 2)
const upper = series(() => middle() + multiple * atr())
const lower = series(() => middle() - multiple * atr())
const breaksUp = ta.crossover(close, upper)
const breaksDown = ta.crossunder(close, lower)
const fallsBack = ta.crossunder(close, middle)
const risesBack = ta.crossover(close, middle)

onBar(() => {
  const position = strategy.positionSize()
  if (breaksUp() && position <= 0) {
    if (position < 0) strategy.close('S')
    strategy.entry('L', 'long')
  }
  if (breaksDown() && position >= 0) {
    if (position > 0) strategy.close('L')
    strategy.entry('S', 'short')
  }
  if (fallsBack() && position > 0) strategy.close('L')
  if (risesBack() && position < 0) strategy.close('S')
})
