import type { Definition } from '../../shared/kernel.ts'
import { delay } from '../ta/change.ts'
import { emaStage } from '../ta/ema.ts'
import { finite, inBlocks, scratch } from '../ta/stage.ts'
import { rollingSum } from '../ta/sum.ts'
import { FIXED, number, SOURCE } from '../ta/values.ts'

/**
 * TRIX: change in percent, from bar to bar, of the ema of the ema of the ema of the source. A na bar
 * gives na and changes nothing. Warm-up: 3 · (length − 1) + 1. O(1) per bar.
 */
export const trix: Definition = {
  parameters: [SOURCE, FIXED],
  start: (values) => {
    const averages = [1, 2, 3].map(() => emaStage(number(values, 'length')))
    const smooth = scratch()
    let last = Number.NaN
    return inBlocks(([source], [out], at, count) => {
      const target = out!
      averages[0]!(source!, at, smooth, 0, count)
      averages[1]!(smooth, 0, smooth, 0, count)
      averages[2]!(smooth, 0, smooth, 0, count)
      for (let k = 0; k < count; k++) {
        const x = smooth[k]!
        target[at + k] = finite(((x - last) / last) * 100)
        if (x - x === 0) last = x // na bars leave no gap
      }
    })
  },
}

/**
 * Know sure thing: `kst` = Σ k · sma(roc(source, rocPer k), smaRocPer k) for k from 1 to 4, in percent,
 * `signal` = sma(kst). Na inputs are skipped by the averages. Warm-up: the longest
 * rocPer k + smaRocPer k − 1, signal another signalPeriod − 1. O(1) per bar.
 */
export const kst: Definition = {
  parameters: [
    SOURCE,
    { kind: 'length', name: 'rocPer1', initial: 10 },
    { kind: 'length', name: 'rocPer2', initial: 15 },
    { kind: 'length', name: 'rocPer3', initial: 20 },
    { kind: 'length', name: 'rocPer4', initial: 30 },
    { kind: 'length', name: 'smaRocPer1', initial: 10 },
    { kind: 'length', name: 'smaRocPer2', initial: 10 },
    { kind: 'length', name: 'smaRocPer3', initial: 10 },
    { kind: 'length', name: 'smaRocPer4', initial: 15 },
    { kind: 'length', name: 'signalPeriod', initial: 9 },
  ],
  outputs: ['kst', 'signal'],
  start: (values) => {
    const parts = [1, 2, 3, 4].map((k) => ({
      before: delay(number(values, `rocPer${k}`), 0),
      mean: rollingSum(number(values, `smaRocPer${k}`), 0, { mean: true }),
    }))
    const smooth = rollingSum(number(values, 'signalPeriod'), 0, { mean: true })
    const roc = scratch()
    return inBlocks(([source], [kst, signal], at, count) => {
      const line = kst!
      for (let p = 0; p < 4; p++) {
        const { before, mean } = parts[p]!
        before(source!, at, roc, 0, count)
        for (let k = 0; k < count; k++)
          roc[k] = finite(((source![at + k]! - roc[k]!) / roc[k]!) * 100)
        mean(roc, 0, roc, 0, count)
        for (let k = 0; k < count; k++)
          line[at + k] = (p === 0 ? 0 : line[at + k]!) + roc[k]! * (p + 1)
      }
      smooth(line, at, signal!, at, count)
    })
  },
}

/**
 * Awesome oscillator: sma(hl2, fastPeriod) − sma(hl2, slowPeriod), in price units. Na inputs are skipped
 * and repeat the last means. Warm-up: the longer period − 1. O(1) per bar.
 */
export const awesomeoscillator: Definition = {
  parameters: [
    { kind: 'length', name: 'fastPeriod', initial: 5 },
    { kind: 'length', name: 'slowPeriod', initial: 34 },
  ],
  columns: ['hl2'],
  start: (values) => {
    const fast = rollingSum(number(values, 'fastPeriod'), 0, { mean: true })
    const slow = rollingSum(number(values, 'slowPeriod'), 0, { mean: true })
    const lag = scratch()
    return inBlocks(([source], [out], at, count) => {
      const target = out!
      fast(source!, at, target, at, count)
      slow(source!, at, lag, 0, count)
      for (let k = 0; k < count; k++) target[at + k] = target[at + k]! - lag[k]!
    })
  },
}
