// Stop entries beyond a bar that was wider than its ATR, cancelled on the next bar that was not.
strategy('order-range-expansion-pending-stop-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
  calcOnOrderFills: false,
})

const atr = ta.atr(input.int('atrLength', 14, { min: 1 }))
const multiple = input.float('multiple', 1)

onBar(() => {
  const isWide = high(1) - low(1) > multiple * atr(1)
  if (isWide && close(1) > open(1)) strategy.entry('LongOnRng', 'long', { stop: high(1) })
  else strategy.cancel('LongOnRng')
  if (isWide && close(1) < open(1)) strategy.entry('ShortOnRng', 'short', { stop: low(1) })
  else strategy.cancel('ShortOnRng')
})
