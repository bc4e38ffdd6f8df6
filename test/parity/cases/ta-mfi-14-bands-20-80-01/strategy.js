// Money flow index leaving its outer zones.
strategy('ta-mfi-14-bands-20-80-01', { initialCapital: 1_000_000, pyramiding: 1 })

const mfi = ta.mfi(hlc3, 14)
const up = ta.crossover(mfi, 20)
const down = ta.crossunder(mfi, 80)

onBar(() => {
  if (up()) strategy.entry('L', 'long')
  if (down()) strategy.entry('S', 'short')
})
