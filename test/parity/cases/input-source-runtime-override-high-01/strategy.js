// Average cross of a source that the run sets to another series than its default.
strategy('input-source-runtime-override-high-01', { initialCapital: 1_000_000, pyramiding: 1 })

const source = input.source('source', close)
const fast = ta.sma(source, input.int('fast', 10, { min: 1 }))
const slow = ta.sma(source, input.int('slow', 30, { min: 1 }))
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)

onBar(() => {
  if (up()) strategy.entry('Long', 'long')
  if (down()) strategy.entry('Short', 'short')
})
