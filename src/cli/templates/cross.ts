import { literal, type Template } from './text.ts'

export const cross: Template = {
  description: 'two moving averages: long while the fast one is above',
  text: (title) => `// Long while the fast average is above the slow one, flat otherwise.
strategy(${literal(title)}, {
  initialCapital: 10_000,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 90,
  commissionType: 'percent',
  commissionValue: 0.1,
})

const fast = ta.ema(close, input.int('fast', 20, { min: 2, max: 200 }))
const slow = ta.ema(close, input.int('slow', 50, { min: 3, max: 400 }))
const up = ta.crossover(fast, slow)
const down = ta.crossunder(fast, slow)

plot('fast', fast, { color: 'orange' })
plot('slow', slow, { color: 'steelblue' })

onBar(() => {
  if (up()) strategy.entry('L', 'long')
  if (down()) strategy.close('L')
})
`,
}
