import type { Definition } from '../../shared/kernel.ts'
import { emaStage } from './ema.ts'
import { inBlocks, scratch } from './stage.ts'
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
    const fast = emaStage(number(values, 'fastlen'))
    const slow = emaStage(number(values, 'slowlen'))
    const smooth = emaStage(number(values, 'siglen'))
    const lag = scratch()
    return inBlocks(([source], [macd, signal, hist], at, count) => {
      const line = macd!
      const average = signal!
      const gap = hist!
      fast(source!, at, line, at, count)
      slow(source!, at, lag, 0, count)
      for (let k = 0; k < count; k++) line[at + k] = line[at + k]! - lag[k]!
      smooth(line, at, average, at, count)
      for (let k = 0; k < count; k++) gap[at + k] = line[at + k]! - average[at + k]!
    })
  },
}
