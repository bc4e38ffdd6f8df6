// A bracket of two raw orders in one OCA group of type reduce.
strategy('bracket-tp-sl-oca-reduce-isolate-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
  calcOnOrderFills: false,
})

const fast = ta.sma(close, input.int('fast', 9, { min: 1 }))
const slow = ta.sma(close, input.int('slow', 21, { min: 1 }))
const takeProfit = input.int('takeProfit', 10) * syminfo.mintick
const stopLoss = input.int('stopLoss', 10) * syminfo.mintick
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)

onBar(() => {
  const position = strategy.positionSize()
  if (up() && position <= 0) strategy.entry('L', 'long')
  if (down() && position >= 0) strategy.entry('S', 'short')
  if (position === 0) {
    strategy.cancel('BracketTP')
    strategy.cancel('BracketSL')
    return
  }
  const side = Math.sign(position)
  const away = side > 0 ? 'short' : 'long'
  const price = strategy.positionAvgPrice()
  const group = { qty: Math.abs(position), ocaName: 'bracket97a', ocaType: 'reduce' }
  strategy.order('BracketTP', away, { ...group, limit: price + side * takeProfit })
  strategy.order('BracketSL', away, { ...group, stop: price - side * stopLoss })
})
