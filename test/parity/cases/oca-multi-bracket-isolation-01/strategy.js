// Two brackets of one contract each on a position of two; neither touches the other.
strategy('oca-multi-bracket-isolation-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
  defaultQtyValue: 2,
})

const rsi = ta.rsi(close, 14)
const atr = ta.atr(14)
const up = ta.crossover(ta.ema(close, 9), ta.ema(close, 21))

function bracket(id, distance) {
  const price = strategy.positionAvgPrice()
  strategy.exit(id, {
    fromEntry: 'L',
    qty: 1,
    limit: price + distance,
    stop: price - distance,
    ocaName: id,
  })
}

onBar(() => {
  const position = strategy.positionSize()
  if (up() && rsi() < 60 && position === 0) strategy.entry('L', 'long', { qty: 2 })
  if (position > 0) {
    bracket('X_A', atr())
    bracket('X_B', 2 * atr())
  }
})
