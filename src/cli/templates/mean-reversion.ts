import { literal, type Template } from './text.ts'

export const meanReversion: Template = {
  description: 'below the lower Bollinger band, back to the middle',
  text: (
    title,
  ) => `// Buy a close below the lower band, sell at the middle; a stop ends what does not come back.
strategy(${literal(title)}, {
  initialCapital: 10_000,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 90,
  commissionType: 'percent',
  commissionValue: 0.1,
})

const length = input.int('length', 20, { min: 5, max: 200 })
const width = input.float('width', 2, { min: 0.5, max: 5 })
const stopPercent = input.float('stopPercent', 4, { min: 0.5, max: 50 })

const { middle, upper, lower } = ta.bb(close, length, width)
// A series the strategy writes: one trade per dip, until price has seen the middle again.
const armed = state(true)

plot('middle', middle, { color: 'gray' })
plot('upper', upper, { color: 'silver' })
plot('lower', lower, { color: 'silver' })

onBar(() => {
  if (close() >= middle()) {
    armed.set(true)
    if (strategy.positionSize() > 0) strategy.close('L')
  }
  if (armed() && close() < lower()) {
    armed.set(false)
    strategy.entry('L', 'long')
    strategy.exit('stop', { fromEntry: 'L', stop: close() * (1 - stopPercent / 100) })
  }
})
`,
}
