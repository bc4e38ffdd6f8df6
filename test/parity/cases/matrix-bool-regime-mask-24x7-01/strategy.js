// Hours of the week become hot where RSI was high in them; entries happen in hot hours only.
strategy('matrix-bool-regime-mask-24x7-01', { initialCapital: 1_000_000, pyramiding: 1 })

const rsi = ta.rsi(close, 14)
const at = clock()
const hot = new Set()

onBar(() => {
  const position = strategy.positionSize()
  const cell = 24 * at.dayofweek() + at.hour()
  if (rsi() > 60) hot.add(cell)
  if (hot.size >= 6 && rsi() > 55 && hot.has(cell) && position === 0)
    strategy.entry('L', 'long', { qty: 1 })
  if (rsi() < 45 && position > 0) strategy.close('L')
})
