// Signals kept in latches until a confirmed bar can act on them.
strategy('barstate-isconfirmed-magnifier-off-01b', { initialCapital: 1_000_000, pyramiding: 1 })

const fast = ta.ema(close, 9)
const slow = ta.ema(close, 21)
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)
let enter = false
let leave = false

onBar(() => {
  const position = strategy.positionSize()
  if (up()) enter = true
  if (down()) leave = true
  if (!barstate.isconfirmed()) return
  if (enter && position === 0) {
    strategy.entry('L', 'long', { qty: 1 })
    enter = false
  }
  if (leave && position > 0) {
    strategy.close('L')
    leave = false
  }
})
