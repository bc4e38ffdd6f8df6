// Entries inside a session only, and a forced exit after a number of bars.
strategy('composite-4emarsi-session-window-nbar-exit-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
})

const exitAfter = input.int('exitAfter', 8, { min: 1 })
const inside = session.isin(input.session('session', '1000-2200'), 'UTC')
const fast = ta.ema(close, 5)
const slow = ta.ema(close, 20)
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)
let barsHeld = 0

onBar(() => {
  const position = strategy.positionSize()
  barsHeld = position === 0 ? 0 : barsHeld + 1
  if (up() && inside() && position === 0) strategy.entry('L', 'long', { qty: 1 })
  if (down() && inside() && position === 0) strategy.entry('S', 'short', { qty: 1 })
  if (position !== 0 && barsHeld >= exitAfter) strategy.closeAll()
})
