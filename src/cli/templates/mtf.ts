import { literal, type Template } from './text.ts'

export const mtf: Template = {
  description: 'a daily trend filter over entries on the chart (bars of a day or shorter)',
  text: (title) => `// The daily trend decides whether to buy, the chart's bars when.
strategy(${literal(title)}, {
  initialCapital: 10_000,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 90,
  commissionType: 'percent',
  commissionValue: 0.1,
})

const trendDays = input.int('trendDays', 30, { min: 5, max: 200 })
const dip = input.float('dip', 40, { min: 10, max: 60 })

// Values of the last finished day; ta.* on a daily series is computed on daily bars.
const daily = request.security(syminfo.tickerid, 'D')
const trend = ta.ema(daily.close, trendDays)
const turnsUp = ta.crossover(ta.rsi(close, 14), dip)

plot('daily trend', trend, { color: 'purple' })

onBar(() => {
  const isFlat = strategy.positionSize() === 0
  if (isFlat && daily.close() > trend() && turnsUp()) strategy.entry('L', 'long')
  if (!isFlat && daily.close() < trend()) strategy.close('L')
})
`,
}
