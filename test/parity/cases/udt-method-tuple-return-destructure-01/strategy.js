// ATR brackets on both sides, attached to the entry.
strategy('udt-method-tuple-return-destructure-01', { initialCapital: 1_000_000, pyramiding: 1 })

const atr = ta.atr(14)
const fast = ta.ema(close, 9)
const slow = ta.ema(close, 21)
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)

/** Stop and limit around the close, for a side of 1 or -1. */
const levels = (side) => [close() - side * 1.5 * atr(), close() + side * 3 * atr()]

onBar(() => {
  if (strategy.positionSize() !== 0) return
  if (up()) {
    const [stop, limit] = levels(1)
    strategy.entry('L', 'long', { qty: 1 })
    strategy.exit('LX', { fromEntry: 'L', stop, limit })
  }
  if (down()) {
    const [stop, limit] = levels(-1)
    strategy.entry('S', 'short', { qty: 1 })
    strategy.exit('SX', { fromEntry: 'S', stop, limit })
  }
})
