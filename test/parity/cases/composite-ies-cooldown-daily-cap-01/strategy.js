// EMA cross with a cooldown in bars and a cap on entries per day.
strategy('composite-ies-cooldown-daily-cap-01', { initialCapital: 1_000_000, pyramiding: 1 })

const fast = ta.ema(close, input.int('fast', 9, { min: 1 }))
const slow = ta.ema(close, input.int('slow', 21, { min: 1 }))
const cooldown = input.int('cooldown', 15, { min: 0 })
const perDay = input.int('perDay', 3, { min: 1 })
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)
const newDay = timeframe.change('D')
let barsSince = 999
let today = 0

onBar(() => {
  const position = strategy.positionSize()
  barsSince++
  if (newDay()) today = 0
  if (up() && position === 0 && barsSince >= cooldown && today < perDay) {
    strategy.entry('L', 'long', { qty: 1 })
    barsSince = 0
    today++
  }
  if (down() && position > 0) strategy.close('L')
})
