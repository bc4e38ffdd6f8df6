// EMA cross on every third bar; on history every bar is calculated once.
strategy('composite-kanuck-calc-on-every-tick-01', {
  initialCapital: 1_000_000,
  pyramiding: 1,
  calcOnEveryTick: true,
})

const step = input.int('step', 3, { min: 1 })
const fast = ta.ema(close, input.int('fast', 8, { min: 1 }))
const slow = ta.ema(close, input.int('slow', 21, { min: 1 }))
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)
let count = 0

onBar(() => {
  const position = strategy.positionSize()
  count++
  if (count % step !== 0) return
  if (up() && position <= 0) strategy.entry('L', 'long', { qty: 1 })
  if (down() && position >= 0) strategy.entry('S', 'short', { qty: 1 })
})
