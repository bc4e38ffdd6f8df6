// An exit by a limit at about the entry price.
strategy('stats-eventrades-zero-pnl-count-01', { initialCapital: 1_000_000, pyramiding: 1 })

const at = clock()
let limit = Number.NaN

onBar(() => {
  const position = strategy.positionSize()
  if (at.hour() === 0 && at.minute() === 0 && position === 0) {
    strategy.entry('LE', 'long', { qty: 1 })
    limit = close()
  }
  if (position > 0) strategy.exit('LX', { fromEntry: 'LE', limit })
})
