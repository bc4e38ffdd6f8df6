import type { Definition } from '../../shared/kernel.ts'

/** The last few bars as columns, oldest first: what the pattern functions take. */
export type Candles = {
  readonly open: number[]
  readonly high: number[]
  readonly low: number[]
  readonly close: number[]
}

/** A candlestick pattern over so many bars, the current one last. */
export type Pattern = {
  readonly bars: number
  readonly holds: (candles: Candles) => boolean
}

/**
 * A boolean series of the bars on which one of `patterns` is complete. False while a bar it needs
 * is missing or has a na price. O(1) per bar.
 */
export function candlestick(...patterns: readonly Pattern[]): Definition {
  return {
    parameters: [],
    columns: ['open', 'high', 'low', 'close'],
    boolean: true,
    start: () => {
      const views = patterns.map(({ bars }) => emptyCandles(bars))
      /** Bars since one was incomplete, at most the longest pattern's. */
      let whole = 0
      return ([open, high, low, close], [out], from, to) => {
        const mask = open!.length - 1
        for (let i = from; i < to; i++) {
          const sum = open![i]! + high![i]! + low![i]! + close![i]!
          whole = sum - sum === 0 ? whole + 1 : 0
          let found = 0
          for (let p = 0; p < patterns.length && found === 0; p++) {
            const { bars, holds } = patterns[p]!
            if (bars > whole) continue
            const view = views[p]!
            for (let k = 0; k < bars; k++) {
              const slot = (i - bars + 1 + k) & mask
              view.open[k] = open![slot]!
              view.high[k] = high![slot]!
              view.low[k] = low![slot]!
              view.close[k] = close![slot]!
            }
            if (holds(view)) found = 1
          }
          out![i] = found
        }
      }
    },
  }
}

function emptyCandles(bars: number): Candles {
  const column = () => new Array<number>(bars).fill(0)
  return { open: column(), high: column(), low: column(), close: column() }
}
