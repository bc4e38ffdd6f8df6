import { literal, type Template } from './text.ts'

export const blank: Template = {
  description: 'the two phases, and nothing else',
  text: (title) => `// What this strategy tries to gain from, and when it should fail.
strategy(${literal(title)}, {
  initialCapital: 10_000,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 90,
  commissionType: 'percent',
  commissionValue: 0.1,
})

// Setup, once: inputs, indicators, plots. A series is declared here and read inside onBar.
const length = input.int('length', 20, { min: 2, max: 500 })
const average = ta.sma(close, length)

plot('average', average)

// Bars: once per bar. close() is now, close(1) the bar before. Orders fill from the next bar on.
onBar(() => {
  if (barstate.islast()) log('close', close(), 'average', average())
})
`,
}
