// trading-signals takes one value at a time.
import { ATR, BollingerBands, EMA, MACD, RSI, SMA } from 'trading-signals'

export function prepare({ high, low, close, open }) {
  const candles = Array.from(close, (_, i) => ({
    open: open[i],
    high: high[i],
    low: low[i],
    close: close[i],
  }))
  const single = (make, values) => () => {
    const indicator = make()
    return [Array.from(values, (value) => indicator.add(value) ?? Number.NaN)]
  }
  const several = (make, names) => () => {
    const indicator = make()
    const outputs = names.map(() => new Float64Array(close.length).fill(Number.NaN))
    for (let i = 0; i < close.length; i++) {
      const result = indicator.add(close[i])
      if (result !== null) for (let k = 0; k < names.length; k++) outputs[k][i] = result[names[k]]
    }
    return outputs
  }
  return {
    kernels: {
      sma: single(() => new SMA(30), close),
      ema: single(() => new EMA(30), close),
      rsi: single(() => new RSI(14), close),
      atr: single(() => new ATR(14), candles),
      macd: several(
        () => new MACD(new EMA(12), new EMA(26), new EMA(9)),
        ['macd', 'signal', 'histogram'],
      ),
      bb: several(() => new BollingerBands(20, 2), ['middle', 'upper', 'lower']),
    },
  }
}
