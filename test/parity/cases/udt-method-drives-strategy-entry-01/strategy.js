// EMA cross with a least distance in bars between entries of one side, kept in an object.
strategy('udt-method-drives-strategy-entry-01', { initialCapital: 1_000_000, pyramiding: 1 })

const fast = ta.ema(close, 9)
const slow = ta.ema(close, 21)
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)

class Gate {
  #last = -1000

  /** Passes, and remembers the bar, when the last passage is at least five bars back. */
  pass(bar) {
    if (bar - this.#last < 5) return false
    this.#last = bar
    return true
  }
}

const longGate = new Gate()
const shortGate = new Gate()

onBar(() => {
  const position = strategy.positionSize()
  if (up() && longGate.pass(barIndex())) {
    if (position < 0) strategy.close('S')
    strategy.entry('L', 'long', { qty: 1 })
  }
  if (down() && shortGate.pass(barIndex())) {
    if (position > 0) strategy.close('L')
    strategy.entry('S', 'short', { qty: 1 })
  }
})
