import { literal, type Template } from './text.ts'

export const breakout: Template = {
  description: 'a new high, sized by the distance of an ATR stop that trails',
  text: (
    title,
  ) => `// Buy a close above the channel of the bars before; risk a fixed part of equity on each trade.
strategy(${literal(title)}, {
  initialCapital: 10_000,
  commissionType: 'percent',
  commissionValue: 0.1,
})

const length = input.int('length', 50, { min: 5, max: 500 })
const riskPercent = input.float('riskPercent', 1, { min: 0.1, max: 10 })
const stopAtrs = input.float('stopAtrs', 3, { min: 0.5, max: 20 })

const top = ta.highest(high, length)
const atr = ta.atr(14)

plot('channel', top, { color: 'teal' })

onBar(() => {
  if (strategy.positionSize() !== 0 || na(atr())) return
  // top() holds the current bar too: the channel to break is that of the bar before.
  if (!(close() > top(1))) return

  const distance = stopAtrs * atr()
  const risk = (strategy.equity() * riskPercent) / 100
  const affordable = (0.95 * strategy.equity()) / (close() * syminfo.pointvalue)
  const ticks = distance / syminfo.mintick
  strategy.entry('L', 'long', {
    qty: Math.min(risk / (distance * syminfo.pointvalue), affordable),
  })
  strategy.exit('stop', { fromEntry: 'L', loss: ticks, trailPoints: ticks, trailOffset: ticks })
})
`,
}
