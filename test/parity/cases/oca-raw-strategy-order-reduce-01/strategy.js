// A bracket of raw orders in an OCA group of type reduce, given again on every bar.
strategy('oca-raw-strategy-order-reduce-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
const isAt = (hour, minute) => at.hour() === hour && at.minute() === minute

onBar(() => {
  const position = strategy.positionSize()
  const price = strategy.positionAvgPrice()
  if (isAt(7, 15) && position === 0) strategy.entry('L', 'long', { qty: 1 })
  if (position > 0) {
    const group = { qty: position, ocaName: 'BRACKET', ocaType: 'reduce' }
    strategy.order('TP', 'short', { ...group, limit: price * 1.004 })
    strategy.order('SL', 'short', { ...group, stop: price * 0.996 })
  }
  if (position === 0) {
    strategy.cancel('TP')
    strategy.cancel('SL')
  }
  if (isAt(13, 15) && position > 0) strategy.close('L')
})
