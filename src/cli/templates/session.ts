import { literal, type Template } from './text.ts'

export const session: Template = {
  description: 'the breakout of a session’s first bars, closed at its end (intraday bars)',
  text: (title) => `// The first bars of a session set a range; trade the way out of it, once a day.
strategy(${literal(title)}, {
  initialCapital: 10_000,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 90,
  commissionType: 'percent',
  commissionValue: 0.1,
})

const hours = input.session('hours', '0800-1700:23456')
const zone = 'Europe/London'
const rangeBars = input.int('rangeBars', 3, { min: 1, max: 100 })

const inSession = session.isin(hours, zone)
const top = state(Number.NaN)
const bottom = state(Number.NaN)
const bars = state(0)
const hasTraded = state(false)

plot('range top', top, { color: 'green' })
plot('range bottom', bottom, { color: 'red' })

onBar(() => {
  if (!inSession()) {
    if (inSession(1)) strategy.closeAll({ comment: 'session over' })
    return
  }
  if (!inSession(1)) {
    bars.set(0)
    hasTraded.set(false)
    top.set(high())
    bottom.set(low())
  }
  bars.set(bars() + 1)
  if (bars() <= rangeBars) {
    top.set(Math.max(top(), high()))
    bottom.set(Math.min(bottom(), low()))
  } else if (!hasTraded() && close() > top()) {
    hasTraded.set(true)
    strategy.entry('L', 'long')
    strategy.exit('stop', { fromEntry: 'L', stop: bottom() })
  }
})
`,
}
