// Directional lines crossing.
strategy('ta-dmi-adx-di-cross-01', { initialCapital: 1_000_000, pyramiding: 1 })

const { plusDi, minusDi } = ta.dmi(14, 14)
const up = ta.crossover(plusDi, minusDi)
const down = ta.crossunder(plusDi, minusDi)

onBar(() => {
  if (up()) strategy.entry('Long', 'long')
  if (down()) strategy.entry('Short', 'short')
})
