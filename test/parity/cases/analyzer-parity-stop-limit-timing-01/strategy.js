// An entry every twelve hours with an ATR bracket attached.
strategy('analyzer-parity-stop-limit-timing-01', { initialCapital: 1_000_000, pyramiding: 0 })

const atr = ta.atr(input.int('atrLength', 14, { min: 1 }))
const stopMultiple = input.float('stopMultiple', 1)
const targetMultiple = input.float('targetMultiple', 2)
const at = clock()

onBar(() => {
  const isTime = at.hour() % 12 === 0 && at.minute() === 0
  if (!isTime || strategy.positionSize() !== 0 || na(atr())) return
  strategy.entry('L', 'long', { qty: 1 })
  strategy.exit('X', {
    fromEntry: 'L',
    stop: close() - stopMultiple * atr(),
    limit: close() + targetMultiple * atr(),
  })
})
