import type { Definition } from '../../shared/kernel.ts'
import { alphaOf, emaStage } from './ema.ts'
import { STRETCH, stretchEnd } from './stage.ts'
import { number, SOURCE } from './values.ts'

/**
 * Moving average convergence divergence: `macd` = ema(fast) − ema(slow), `signal` = ema of the macd,
 * seeded on the macd's own first values, `hist` = macd − signal. A na bar gives na and changes
 * nothing. Warm-up: the longer length − 1, for signal and hist another siglen − 1. O(1) per
 * bar. IN-4.10.
 */
export const macd: Definition = {
  parameters: [
    SOURCE,
    { kind: 'length', name: 'fastlen' },
    { kind: 'length', name: 'slowlen' },
    { kind: 'length', name: 'siglen' },
  ],
  outputs: ['macd', 'signal', 'hist'],
  start: (values) => {
    const fastAlpha = alphaOf(number(values, 'fastlen'))
    const slowAlpha = alphaOf(number(values, 'slowlen'))
    const signalAlpha = alphaOf(number(values, 'siglen'))
    const fastAverage = new Float64Array(1)
    const slowAverage = new Float64Array(1)
    const signalAverage = new Float64Array(1)
    const fast = emaStage(number(values, 'fastlen'), fastAverage)
    const slow = emaStage(number(values, 'slowlen'), slowAverage)
    const smooth = emaStage(number(values, 'siglen'), signalAverage)
    const lag = new Float64Array(1)

    return ([source], [macd, signal, hist], from, to) => {
      const column = source!
      const line = macd!
      const average = signal!
      const gap = hist!
      for (let start = from; start < to; start += STRETCH) {
        const end = stretchEnd(start, to)
        let i = start
        // The signal is the last to be seeded.
        for (; i < end && Number.isNaN(signalAverage[0]!); i++) {
          fast(column, i, line, i, 1)
          slow(column, i, lag, 0, 1)
          line[i] = line[i]! - lag[0]!
          smooth(line, i, average, i, 1)
          gap[i] = line[i]! - average[i]!
        }
        // The three averages in one loop: each waits for its own last value only.
        let f = fastAverage[0]!
        let s = slowAverage[0]!
        let g = signalAverage[0]!
        for (; i < end; i++) {
          const x = column[i]!
          let difference = Number.NaN
          let smoothed = Number.NaN
          if (x - x === 0) {
            f += fastAlpha * (x - f)
            s += slowAlpha * (x - s)
            difference = f - s
            if (difference - difference === 0) {
              g += signalAlpha * (difference - g)
              smoothed = g
            }
          }
          line[i] = difference
          average[i] = smoothed
          gap[i] = difference - smoothed
        }
        fastAverage[0] = f
        slowAverage[0] = s
        signalAverage[0] = g
      }
    }
  },
}
