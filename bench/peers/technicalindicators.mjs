// technicalindicators takes whole arrays and gives outputs without the warm-up.
import { ATR, BollingerBands, EMA, MACD, RSI, SMA } from 'technicalindicators'

export function prepare(columns) {
  const [high, low, close] = ['high', 'low', 'close'].map((name) => Array.from(columns[name]))
  const fields = (rows, names) => names.map((name) => rows.map((row) => row[name] ?? Number.NaN))
  const lengths = { fastPeriod: 12, slowPeriod: 26, signalPeriod: 9 }
  const kinds = { SimpleMAOscillator: false, SimpleMASignal: false }
  return {
    kernels: {
      sma: () => [SMA.calculate({ period: 30, values: close })],
      ema: () => [EMA.calculate({ period: 30, values: close })],
      rsi: () => [RSI.calculate({ period: 14, values: close })],
      atr: () => [ATR.calculate({ period: 14, high, low, close })],
      macd: () =>
        fields(MACD.calculate({ values: close, ...lengths, ...kinds }), [
          'MACD',
          'signal',
          'histogram',
        ]),
      bb: () =>
        fields(BollingerBands.calculate({ period: 20, stdDev: 2, values: close }), [
          'middle',
          'upper',
          'lower',
        ]),
    },
  }
}
