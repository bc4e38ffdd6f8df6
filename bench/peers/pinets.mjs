// pinets computes indicators only as part of a script, so a script with one plot is what is measured.
import { PineTS } from 'pinets'

const PLOTS = {
  sma: ['ta.sma(close, 30)'],
  ema: ['ta.ema(close, 30)'],
  rsi: ['ta.rsi(close, 14)'],
  atr: ['ta.atr(14)'],
  macd: ['m', 's', 'h'],
  bb: ['m', 'u', 'l'],
}
const BEFORE = {
  macd: '[m, s, h] = ta.macd(close, 12, 26, 9)\n',
  bb: '[m, u, l] = ta.bb(close, 20, 2)\n',
}
const CROSS = `strategy("cross")
fast = ta.sma(close, 10)
slow = ta.sma(close, 30)
if ta.crossover(fast, slow)
    strategy.entry("L", strategy.long)
if ta.crossunder(fast, slow)
    strategy.close("L")
`

export function prepare({ time, open, high, low, close, volume }) {
  const bars = Array.from(time, (openTime, i) => ({
    openTime,
    closeTime: openTime + 59_999,
    open: open[i],
    high: high[i],
    low: low[i],
    close: close[i],
    volume: volume[i],
  }))
  const run = (script) => new PineTS(bars, 'X', '1').run(`//@version=6\n${script}`)
  const kernel = (name) => async () => {
    const lines = PLOTS[name].map((value, k) => `plot(${value}, "p${k}")\n`).join('')
    const { plots } = await run(`indicator("one")\n${BEFORE[name] ?? ''}${lines}`)
    return PLOTS[name].map((_, k) => plots[`p${k}`].data.map(({ value }) => value))
  }
  return {
    kernels: Object.fromEntries(Object.keys(PLOTS).map((name) => [name, kernel(name)])),
    async backtest() {
      const { strategy } = await run(CROSS)
      return { trades: strategy.closedtrades.length, netProfit: strategy.netprofit }
    },
  }
}
