// grademark has no indicators: the averages are columns of its bars, computed outside of the clock. It looks
// at no rule on the bar on which an order fills, so a cross on that bar passes it by.
import { DataFrame } from 'data-forge'
import grademark from 'grademark'

export function prepare({ time, open, high, low, close }) {
  const mean = (length, i) => {
    let sum = 0
    for (let k = i - length + 1; k <= i; k++) sum += close[k]
    return sum / length
  }
  const bars = Array.from(time, (ms, i) => ({
    time: new Date(ms),
    open: open[i],
    high: high[i],
    low: low[i],
    close: close[i],
    isUp: i > 29 && mean(10, i) > mean(30, i) && mean(10, i - 1) <= mean(30, i - 1),
    isDown: i > 29 && mean(10, i) < mean(30, i) && mean(10, i - 1) >= mean(30, i - 1),
  }))
  const frame = new DataFrame(bars).setIndex('time').bake()
  const rules = {
    entryRule(enter, { bar }) {
      if (bar.isUp) enter({ direction: 'long' })
    },
    exitRule(exit, { bar }) {
      if (bar.isDown) exit()
    },
  }
  return {
    kernels: {},
    backtest() {
      const trades = [...grademark.backtest(rules, frame)].filter(
        ({ exitReason }) => exitReason !== 'finalize',
      )
      return {
        trades: trades.length,
        netProfit: trades.reduce((sum, { profit }) => sum + profit, 0),
      }
    },
  }
}
